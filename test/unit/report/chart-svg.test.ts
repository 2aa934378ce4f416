/**
 * Charts as SVG: what is drawn has the proportions of the numbers, what strangers named stays text, and nothing in it runs or
 * needs a style.
 * @module
 */
import { describe, expect, test } from 'vitest';
import type { Chart } from '../../../src/report/layout/blocks.ts';
import { chartSvg, paperPalette } from '../../../src/report/layout/chart-svg.ts';

const PAYLOAD = `"><script>alert(1)</script>' onload='x`;

function chart(part: Partial<Chart> = {}): Chart {
  return {
    id: 'utility',
    caption: { en: 'Utility', ko: '기여도' },
    kind: 'bars',
    unit: { en: 'points', ko: '점' },
    labels: ['a', { en: 'Hospital', ko: '병원' }, 'c'],
    series: [{ name: { en: 'Evaluator', ko: '평가자' }, values: [1, 2, -1] }],
    ...part,
  };
}

/** Values of an attribute of all elements of a class. */
function attributes(svg: string, element: string, painted: string, name: string): number[] {
  const elements = svg.match(new RegExp(`<${element} [^>]*class="${painted}"[^>]*>`, 'g')) ?? [];
  return elements.map((text) => Number(new RegExp(` ${name}="([^"]*)"`).exec(text)?.[1]));
}

/** Every element is closed in its turn. */
function isWellFormed(xml: string): boolean {
  const open: string[] = [];
  const rest = xml.replace(/<(\/?)([a-z]+)((?: [a-zA-Z0-9:-]+="[^"<>]*")*)(\/?)>/g, (_, closing, name, __, empty) => {
    if (closing === '/' && open.pop() !== name) open.push('wrong');
    else if (closing === '' && empty === '') open.push(name);
    return '';
  });
  return open.length === 0 && !/[<>]/.test(rest);
}

const KINDS = ['bars', 'columns', 'line'] as const;

describe.each(KINDS)('a chart of %s', (kind) => {
  test.each(['en', 'ko'] as const)('is well-formed and the same twice in %s, on a page and on paper', (language) => {
    for (const palette of [undefined, paperPalette('Pretendard')]) {
      const drawn = chartSvg(chart({ kind }), language, palette);
      expect(isWellFormed(drawn)).toBe(true);
      expect(chartSvg(chart({ kind }), language, palette)).toBe(drawn);
      expect(drawn).not.toMatch(/style=|<script|href|NaN|Infinity/);
    }
  });

  test('keeps what strangers named as text, in every field', () => {
    const hostile = chart({
      kind,
      id: PAYLOAD,
      caption: { en: PAYLOAD, ko: PAYLOAD },
      unit: { en: PAYLOAD, ko: PAYLOAD },
      labels: [PAYLOAD, '\u202Eabc', '\u0000'],
      series: [
        { name: PAYLOAD, values: [1, 2, 3] },
        { name: '\uD800', values: [1, 2, 3] },
      ],
    });
    const drawn = chartSvg(hostile, 'en');
    expect(isWellFormed(drawn)).toBe(true);
    expect(drawn).not.toContain('<script');
    for (const character of ['\u202E', '\u0000', '\uD800']) expect(drawn).not.toContain(character);
  });

  test('says what it shows: title, description with range, unit', () => {
    const drawn = chartSvg(chart({ kind }), 'ko');
    expect(drawn).toMatch(/<title id="chart-utility-title">기여도<\/title>/);
    expect(drawn).toContain('평가자: 값 3개, 최소 -1(c), 최대 2(병원).');
    expect(drawn).toContain('>점</text>');
  });

  test('with no values says so', () => {
    const nothing = chart({ kind, labels: [], series: [{ name: 'x', values: [] }] });
    expect(chartSvg(nothing, 'en')).toContain('There are no values.');
  });

  test('of values that are all nothing, none, or immense stays finite', () => {
    for (const values of [
      [0, 0, 0],
      [Number.NaN, Number.POSITIVE_INFINITY, 1],
      [1e300, -1e300, 0],
      [1e-9, 2e-9, 0],
    ]) {
      const drawn = chartSvg(chart({ kind, series: [{ name: 'x', values }] }), 'en');
      expect(drawn).not.toMatch(/="[^"]*(NaN|Infinity)/);
    }
  });

  test('on paper has colours and a font, and no classes', () => {
    const palette = paperPalette('Pretendard');
    const drawn = chartSvg(chart({ kind }), 'en', palette);
    expect(drawn).toContain(palette.series[0]);
    expect(drawn).toContain('font-family="Pretendard"');
    expect(drawn).not.toContain('class=');
  });
});

test('bars are as long as their numbers, and begin at zero', () => {
  const drawn = chartSvg(chart(), 'en');
  const [one = 0, two, below] = attributes(drawn, 'rect', 'chart-fill-0', 'width');
  expect(one).toBeGreaterThan(0);
  expect(two).toBeCloseTo(2 * one, 1);
  expect(below).toBeCloseTo(one, 1);
  const [zero = 0, , left = 0] = attributes(drawn, 'rect', 'chart-fill-0', 'x');
  expect(left + one).toBeCloseTo(zero, 1);
});

test('columns are as high as their numbers', () => {
  const [one = 0, two] = attributes(chartSvg(chart({ kind: 'columns' }), 'en'), 'rect', 'chart-fill-0', 'height');
  expect(two).toBeCloseTo(2 * one, 1);
});

test('a line is interrupted where there is no value', () => {
  const drawn = chartSvg(chart({ kind: 'line', series: [{ name: 'x', values: [1, Number.NaN, 2] }] }), 'en');
  expect(/ d="([^"]*)"/.exec(drawn)?.[1]).toMatch(/^M[\d. ]+M[\d. ]+$/);
});

test('several series have a legend, distinct paints, and begin again after the sixth', () => {
  const series = Array.from({ length: 7 }, (_, i) => ({ name: `s${i}`, values: [1, 2, 3] }));
  const drawn = chartSvg(chart({ series }), 'en');
  expect(drawn).toContain('>s6</text>');
  expect(attributes(drawn, 'rect', 'chart-fill-0', 'width').length).toBe(8); // two series, and their marks in the legend
  expect(drawn).not.toContain('chart-fill-6');
});

test('many labels are thinned, never written over one another', () => {
  const labels = Array.from({ length: 60 }, (_, i) => `2026-01-${i}`);
  const drawn = chartSvg(
    chart({ kind: 'columns', labels, series: [{ name: 'x', values: labels.map((_, i) => i) }] }),
    'en',
  );
  expect((drawn.match(/>2026-01-/g) ?? []).length).toBeLessThan(10);
});

test('a long name is cut', () => {
  expect(chartSvg(chart({ labels: ['m'.repeat(300), 'b', 'c'] }), 'en')).not.toContain('m'.repeat(60));
});
