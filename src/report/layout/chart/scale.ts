/**
 * Numbers to places: an axis with round ticks, and how wide a text will be.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';

/** An axis from `from` to `to`, both ticks. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly ticks: readonly number[];
}

/** At most so many steps between ticks. */
const STEPS = 5;

/** An axis that holds all values and zero, with ticks at round numbers. Values that are no numbers do not count. */
export function scaleOf(values: readonly number[]): Scale {
  let [low, high] = [0, 0];
  for (const value of values.filter(Number.isFinite)) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low === high) high = 1;
  const step = roundStep((high - low) / STEPS);
  const [first, last] = [Math.floor(low / step), Math.ceil(high / step)];
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step);
  return { from: first * step, to: last * step, ticks };
}

/** The least of 1, 2, 5 times a power of ten that is not below `step`. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= step * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** Where `value` lies between `start` and `end`. */
export function placeOn({ from, to }: Scale, value: number, start: number, end: number): number {
  return start + ((value - from) / (to - from)) * (end - start);
}

/** A number for people: whole from a thousand on, four significant digits below. The table has it exactly. */
export function chartNumber(value: number, language: keyof Sentence): string {
  if (!Number.isFinite(value)) return '–';
  const digits = Math.abs(value) >= 1000 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 4 };
  return new Intl.NumberFormat(language === 'ko' ? 'ko-KR' : 'en-GB', digits).format(value + 0);
}

/** About how wide a text is: there is no font to measure it with, and none is needed to be a little generous. */
export function widthOf(text: string, size: number): number {
  let ems = 0;
  for (const character of text) ems += (character.codePointAt(0) ?? 0) >= 0x1100 ? 0.95 : 0.58;
  return ems * size;
}

/** The text, cut to a width. */
export function cutTo(text: string, width: number, size: number): string {
  if (widthOf(text, size) <= width) return text;
  let kept = '';
  for (const character of text) {
    if (widthOf(`${kept}${character}…`, size) > width) break;
    kept += character;
  }
  return `${kept}…`;
}
