/**
 * The worked examples of docs/reference/credit.md, in both languages: the tables there are what the code computes.
 * @module
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type AwardLine, computeAward } from '../../../../src/core/credit/award.ts';
import { ROOT } from '../../../arch/_source.ts';
import { EXAMPLES } from './_examples.ts';

const DOCS = ['docs/reference/credit.md', 'docs/ko/reference/credit.md'];

/** The text under each numbered example's heading, in order. */
function examplesOf(path: string): string[] {
  const [, ...parts] = readFileSync(ROOT + path, 'utf8').split(/^### (?:Example|예) (\d+): /m);
  const numbers = parts.filter((_, i) => i % 2 === 0);
  expect(numbers).toEqual(EXAMPLES.map((_, i) => String(i + 1)));
  return parts.filter((_, i) => i % 2 === 1);
}

const grouped = (value: bigint | number) => value.toString().replace(/\B(?=(?:\d{3})+$)/g, ',');

function rowOf({ beneficiary, rounds, samples, utility, quality, reputation, terms, amount }: AwardLine): string {
  const cells = [rounds, samples, utility, quality, reputation].map(grouped);
  return `| ${[beneficiary, ...cells, terms.map(grouped).join('; '), grouped(amount)].join(' | ')} |`;
}

describe.each(DOCS)('%s', (path) => {
  const texts = examplesOf(path);

  test.each(EXAMPLES.map((example, i) => ({ ...example, number: i + 1 })))('example $number', (example) => {
    const { lines, reserve } = computeAward(example.policy, example.rounds);
    const text = texts[example.number - 1] ?? '';
    const rows = text.split('\n').filter((line) => /^\| (?:alpha|beta|gamma|delta) \|/.test(line));
    expect(rows).toEqual(lines.map(rowOf));
    expect(/^(?:Reserve|예비분): ([\d,]+)$/m.exec(text)?.[1]).toBe(grouped(reserve));
  });
});
