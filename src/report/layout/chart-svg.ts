/**
 * Charts as SVG 1.1, as text: pure, the same bytes from the same chart, nothing run and nothing loaded. Every chart has its
 * numbers in a table beside it; the drawing says what it is in its title and description.
 *
 * For a page it is painted by classes (`src/web/styles/chart.css`), for paper by the colours of a palette.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { Chart } from './blocks.ts';
import { bars } from './chart/bars.ts';
import { legend, type Plot, plotOf, text, WIDTH } from './chart/frame.ts';
import { drawer, escapeXml, type Palette, tag } from './chart/paint.ts';
import { chartNumber } from './chart/scale.ts';
import { columns, lines } from './chart/upright.ts';

/** Colours for white paper that keep apart in grey, too; `font` is what the renderer of paper calls its own. */
export function paperPalette(font: string): Palette {
  return {
    text: '#17202a',
    faint: '#4a5663',
    grid: '#dde3e9',
    axis: '#4a5663',
    font,
    series: ['#0b5394', '#b45f06', '#2b8a6e', '#8e3b8e', '#7a7a1e', '#5c6773'],
  };
}

const KINDS = { bars, columns, line: lines };

const WORDS = {
  bars: { en: 'Bar chart', ko: '막대그래프' },
  columns: { en: 'Column chart', ko: '세로 막대그래프' },
  line: { en: 'Line chart', ko: '꺾은선그래프' },
  nothing: { en: 'There are no values.', ko: '값이 없습니다.' },
  twin: { en: 'The table beside it has the numbers.', ko: '수치는 함께 있는 표에 있습니다.' },
} as const satisfies Record<string, Sentence>;

const UNIT_ROW = 22;

/**
 * The chart.
 * @param palette for paper; absent for a page with a style sheet
 */
export function chartSvg(chart: Chart, language: keyof Sentence, palette?: Palette): string {
  const plot = plotOf(chart, language, drawer(palette));
  const unit = text(plot.draw, 'faint', plot.unit, { x: 0, y: 14, width: WIDTH });
  const names = legend(plot);
  const top = UNIT_ROW + names.height;
  const { height, markup } =
    plot.labels.length === 0 || plot.series.length === 0 ? nothing(plot) : KINDS[chart.kind](plot);
  const total = top + height;
  const id = `chart-${chart.id}`;
  return tag(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${WIDTH} ${Math.ceil(total)}`,
      width: WIDTH,
      height: Math.ceil(total),
      role: 'img',
      'aria-labelledby': `${id}-title ${id}-desc`,
    },
    tag('title', { id: `${id}-title` }, escapeXml(chart.caption[language])) +
      tag('desc', { id: `${id}-desc` }, escapeXml(describe(chart, plot))) +
      unit +
      tag('g', { transform: `translate(0 ${UNIT_ROW})` }, names.markup) +
      tag('g', { transform: `translate(0 ${top})` }, markup),
  );
}

function nothing({ draw, language }: Plot): { height: number; markup: string } {
  return { height: 28, markup: text(draw, 'text', WORDS.nothing[language], { x: 0, y: 18 }) };
}

/** What one would say of the chart on the telephone. */
function describe({ kind }: Chart, { series, labels, unit, language }: Plot): string {
  const ranges = series.flatMap(({ name, values }) => {
    const known = values.map((value, i) => ({ value, label: labels[i] ?? '' })).filter((v) => Number.isFinite(v.value));
    const [first] = known;
    if (first === undefined) return [];
    const least = known.reduce((a, b) => (b.value < a.value ? b : a), first);
    const most = known.reduce((a, b) => (b.value > a.value ? b : a), first);
    const [low, high] = [chartNumber(least.value, language), chartNumber(most.value, language)];
    return language === 'ko'
      ? [`${name}: 값 ${known.length}개, 최소 ${low}(${least.label}), 최대 ${high}(${most.label}).`]
      : [`${name}: ${known.length} values, from ${low} (${least.label}) to ${high} (${most.label}).`];
  });
  const said = ranges.length === 0 ? [WORDS.nothing[language]] : ranges;
  return [`${WORDS[kind][language]}, ${unit}.`, ...said, WORDS.twin[language]].join(' ');
}
