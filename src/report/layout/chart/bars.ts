/**
 * Lying bars that compare names: the name before each bar, its number behind it.
 * @module
 */
import { FONT, type Part, type Plot, text, WIDTH } from './frame.ts';
import { chartNumber, placeOn, widthOf } from './scale.ts';

const BAR = 18;
const GAP = 10;
const AXIS = 26;
/** A name takes at most so much. */
const NAME = 220;

export function bars(plot: Plot): Part {
  const { labels, series, scale } = plot;
  const rowHeight = series.length * BAR + GAP;
  const left = Math.min(NAME, Math.max(24, ...labels.map((label) => widthOf(label, FONT)))) + 12;
  const right = WIDTH - 8 - Math.max(...numbers(plot).map((number) => widthOf(number, FONT)), 24);
  const bottom = labels.length * rowHeight + GAP;
  const at = (value: number): number => placeOn(scale, value, left, right - 12);
  const rows = labels.map((label, row) => drawRow(plot, { label, row, top: GAP + row * rowHeight, left, at }));
  return { height: bottom + AXIS, markup: axis(plot, bottom, at) + rows.join('') };
}

function numbers({ series, language }: Plot): string[] {
  return series.flatMap(({ values }) => values.map((value) => chartNumber(value, language)));
}

/** Ticks below, with a thin line through all bars at each, a strong one at zero. */
function axis({ draw, scale, language }: Plot, bottom: number, at: (value: number) => number): string {
  return scale.ticks
    .map((tick) => {
      const line = { x1: at(tick), x2: at(tick), y1: 0, y2: bottom };
      const label = { x: at(tick), y: bottom + 17, anchor: 'middle' } as const;
      return draw('line', tick === 0 ? 'axis' : 'grid', line) + text(draw, 'faint', chartNumber(tick, language), label);
    })
    .join('');
}

interface Row {
  readonly label: string;
  readonly row: number;
  readonly top: number;
  readonly left: number;
  readonly at: (value: number) => number;
}

function drawRow({ draw, series, language }: Plot, { label, row, top, left, at }: Row): string {
  const middle = top + (series.length * BAR) / 2 + 4.5;
  const parts = series.map(({ values }, i) => {
    const value = values[row] ?? Number.NaN;
    const y = top + i * BAR;
    const [from, to] = Number.isFinite(value) ? [at(Math.min(0, value)), at(Math.max(0, value))] : [at(0), at(0)];
    return (
      draw('rect', `fill-${i}`, { x: from, y: y + 1, width: to - from, height: BAR - 2 }) +
      text(draw, 'text', chartNumber(value, language), { x: WIDTH, y: y + BAR / 2 + 4.5, anchor: 'end' })
    );
  });
  return text(draw, 'text', label, { x: left - 12, y: middle, anchor: 'end', width: NAME }) + parts.join('');
}
