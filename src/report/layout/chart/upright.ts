/**
 * Standing columns and lines, which follow a time: the scale at the left, labels below, as many as have room.
 * @module
 */
import { FONT, type Part, type Plot, text, WIDTH } from './frame.ts';
import { chartNumber, placeOn, widthOf } from './scale.ts';

const TOP = 10;
const BOTTOM = 210;
const LABELS = 26;
/** A label takes at most so much. */
const LABEL = 120;
/** Lines of at most so many points show each of them. */
const DOTS = 40;

/** Where things stand. */
interface Grid {
  readonly left: number;
  /** Width of one label's place. */
  readonly step: number;
  /** Height of a value. */
  readonly at: (value: number) => number;
}

export function columns(plot: Plot): Part {
  return upright(plot, ({ draw, series, labels }, { left, step, at }) => {
    const width = Math.min(48, (step * 0.7) / Math.max(1, series.length));
    return series
      .flatMap(({ values }, i) =>
        labels.map((_, place) => {
          const value = values[place] ?? Number.NaN;
          if (!Number.isFinite(value)) return '';
          const x = left + (place + 0.5) * step + (i - series.length / 2) * width;
          const [y, end] = [at(Math.max(0, value)), at(Math.min(0, value))];
          return draw('rect', `fill-${i}`, { x, y, width: Math.max(0.5, width - 1), height: end - y });
        }),
      )
      .join('');
  });
}

/** A value that is no number interrupts its line. */
export function lines(plot: Plot): Part {
  return upright(plot, ({ draw, series }, { left, step, at }) =>
    series
      .map(({ values }, i) => {
        const x = (place: number): number => left + (place + 0.5) * step;
        const path = values.map((value, place) => {
          if (!Number.isFinite(value)) return '';
          const pen = Number.isFinite(values[place - 1] ?? Number.NaN) ? 'L' : 'M';
          return `${pen}${x(place).toFixed(2)} ${at(value).toFixed(2)}`;
        });
        const dots = values.map((value, place) =>
          Number.isFinite(value) ? draw('circle', `fill-${i}`, { cx: x(place), cy: at(value), r: 3 }) : '',
        );
        return draw('path', `line-${i}`, { d: path.join('') }) + (values.length <= DOTS ? dots.join('') : '');
      })
      .join(''),
  );
}

function upright(plot: Plot, marks: (plot: Plot, grid: Grid) => string): Part {
  const { draw, scale, labels, language } = plot;
  const left = Math.max(...scale.ticks.map((tick) => widthOf(chartNumber(tick, language), FONT))) + 10;
  const step = (WIDTH - left) / Math.max(1, labels.length);
  const at = (value: number): number => placeOn(scale, value, BOTTOM, TOP);
  const ticks = scale.ticks.map((tick) => {
    const line = { x1: left, x2: WIDTH, y1: at(tick), y2: at(tick) };
    const label = { x: left - 8, y: at(tick) + 4.5, anchor: 'end' } as const;
    return draw('line', tick === 0 ? 'axis' : 'grid', line) + text(draw, 'faint', chartNumber(tick, language), label);
  });
  const drawn = ticks.join('') + marks(plot, { left, step, at }) + below(plot, left, step);
  return { height: BOTTOM + LABELS, markup: drawn };
}

/** Every label, or every second, third, … where they would touch. */
function below({ draw, labels }: Plot, left: number, step: number): string {
  const widest = Math.min(LABEL, Math.max(1, ...labels.map((label) => widthOf(label, FONT))));
  const every = Math.max(1, Math.ceil((widest + 8) / step));
  return labels
    .map((label, place) => {
      if (place % every !== 0) return '';
      const [half, x] = [Math.min(widest, widthOf(label, FONT)) / 2, left + (place + 0.5) * step];
      const kept = Math.min(WIDTH - half, Math.max(half, x));
      return text(draw, 'text', label, { x: kept, y: BOTTOM + 19, anchor: 'middle', width: LABEL });
    })
    .join('');
}
