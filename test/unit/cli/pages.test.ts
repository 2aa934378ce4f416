/**
 * Pages for users stand in two languages: the same commands, outputs, headings and tables, and links that lead somewhere.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../../src/core/catalogue/catalogue.ts';
import { docPath } from '../../_util/doc-session.ts';

const PAGES = [
  'tutorial/first-contribution.md',
  'how-to/verify-offline.md',
  'how-to/run-a-ledger.md',
  'how-to/run-a-credit-round.md',
  'how-to/confidential-fields.md',
  'how-to/check-your-credit.md',
  'explanation/what-is-proven.md',
  'explanation/anti-gaming.md',
];

const read = (page: string): string => readFileSync(docPath(page), 'utf8');
/** The text outside code blocks. */
const prose = (text: string): string => text.replace(/^```[\s\S]*?^```$/gm, '');

describe.each(PAGES)('%s', (page) => {
  const [english, korean] = [read(page), read(`ko/${page}`)];

  test('Korean shows the same commands and outputs', () => {
    const blocks = (text: string): string[] => (text.match(/^```[\s\S]*?^```$/gm) ?? []).map(withoutComments);
    expect(blocks(korean)).toEqual(blocks(english));
  });

  test('Korean has the same headings, tables and lists', () => {
    const shape = (text: string): string[] => prose(text).match(/^(#+|\||- )/gm) ?? [];
    expect(shape(korean)).toEqual(shape(english));
    const names = (text: string): string[] => (prose(text).match(/^\| `[^|]+\|/gm) ?? []).map((cell) => cell.trim());
    expect(names(korean).map(codes)).toEqual(names(english).map(codes));
  });

  test.each([page, `ko/${page}`])('%s: every link leads to a page', (name) => {
    const targets = [...read(name).matchAll(/\]\(([^)]+)\)/g)].map(([, target = '']) => target);
    const missing = targets.filter(
      (target) =>
        !target.startsWith('https://') && !existsSync(join(dirname(docPath(name)), target.replace(/#.*/, ''))),
    );
    expect(missing).toEqual([]);
  });
});

/** A block, without the comments of a configuration, which are prose. */
function withoutComments(block: string): string {
  return block.startsWith('```toml\n') ? block.replace(/ *#.*$/gm, '') : block;
}

/** What stands between backticks. */
function codes(text: string): string[] {
  return text.match(/`[^`]+`/g) ?? [];
}

test('the operator finds every code that can stop a ledger, and no other', () => {
  const [, table = ''] = read('how-to/run-a-ledger.md').split('\n## When it stops\n');
  const named = [...table.matchAll(/^\| (`[^|]+) \|/gm)].flatMap(([, cell = '']) => codes(cell));
  expect(named.map((code) => code.slice(1, -1)).filter((code) => !Object.hasOwn(CATALOGUE, code))).toEqual([]);
  for (const code of ['storage-failed', 'integrity', 'self-check', 'fork-refused', 'clock-behind', 'head-conflict'])
    expect(named).toContain(`\`${code}\``);
});
