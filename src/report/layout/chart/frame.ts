/**
 * What the kinds of charts share: a chart in one language, sizes, text, and the legend.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { type Chart, inLanguage } from '../blocks.ts';
import { type Draw, escapeXml, type Paint } from './paint.ts';
import { cutTo, type Scale, scaleOf, widthOf } from './scale.ts';

/** Width of every chart, in units of the drawing. */
export const WIDTH = 640;
export const FONT = 13;
const LEGEND_ROW = 22;

/** A chart ready to be drawn. */
export interface Plot {
  readonly draw: Draw;
  readonly language: keyof Sentence;
  readonly unit: string;
  readonly labels: readonly string[];
  readonly series: readonly { readonly name: string; readonly values: readonly number[] }[];
  readonly scale: Scale;
}

/** A part of a drawing, from y = 0 down. */
export interface Part {
  readonly height: number;
  readonly markup: string;
}

export function plotOf(chart: Chart, language: keyof Sentence, draw: Draw): Plot {
  return {
    draw,
    language,
    unit: chart.unit[language],
    labels: chart.labels.map((label) => inLanguage(label, language)),
    series: chart.series.map(({ name, values }) => ({ name: inLanguage(name, language), values })),
    scale: scaleOf(chart.series.flatMap(({ values }) => values)),
  };
}

export interface Place {
  readonly x: number;
  readonly y: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  /** Cut there; the table has the whole text. */
  readonly width?: number;
}

/** A line of text. */
export function text(draw: Draw, paint: Paint, line: string, { x, y, anchor, width }: Place): string {
  const shown = width === undefined ? line : cutTo(line, width, FONT);
  return draw('text', paint, { x, y, 'font-size': FONT, 'text-anchor': anchor }, escapeXml(shown));
}

/** Names of the series beside their colours, where there is more than one. */
export function legend({ draw, series }: Plot): Part {
  if (series.length < 2) return { height: 0, markup: '' };
  let [x, y] = [0, 0];
  const entries = series.map(({ name }, i) => {
    const width = Math.min(widthOf(name, FONT), 240) + 34;
    if (x > 0 && x + width > WIDTH) [x, y] = [0, y + LEGEND_ROW];
    const entry =
      draw('rect', `fill-${i}`, { x, y: y + 4, width: 12, height: 12 }) +
      text(draw, 'text', name, { x: x + 18, y: y + 15, width: 240 });
    x += width;
    return entry;
  });
  return { height: y + LEGEND_ROW + 6, markup: entries.join('') };
}
