/**
 * Workbooks and archives: the same bytes every time, and texts that stay texts.
 */
import { unzipSync } from 'fflate';
import { expect, test, vi } from 'vitest';
import { renderXlsx } from '../../../src/report/files/xlsx.ts';
import { zipFiles } from '../../../src/report/files/zip.ts';
import { entriesTable } from '../../_util/papers.ts';

const HOSTILE = ['=1+1', '+cmd|calc', '-2', '@SUM(A1)', '\t=1', '<b>&"', '\u0000\u202e', 'x'.repeat(40_000)];
const table = {
  ...entriesTable(3),
  rows: [...entriesTable(3).rows, ...HOSTILE.map((text) => [{ number: 7 }, text, text, text, text])],
};

const sheetsOf = (bytes: Uint8Array): [string, string][] =>
  Object.entries(unzipSync(bytes)).map(([path, content]) => [path, Buffer.from(content).toString('utf8')]);

test('no cell is a formula, whatever stands in it', async () => {
  const parts = sheetsOf(await renderXlsx([table, { ...table, id: 'other' }], 'ko'));
  expect(parts.filter(([path]) => /worksheets\/sheet\d+\.xml$/.test(path))).toHaveLength(2);
  const text = parts.map(([, content]) => content).join('');
  expect(text).not.toMatch(/<f[ >]/);
  expect(text).toContain('=1+1');
  expect(text).toContain('[U+0000][U+202E]');
  expect(text).toContain('&lt;b&gt;&amp;');
  expect(text).toContain('<v>7</v>');
});

test('the same twice, whatever the clock says', async () => {
  const first = await renderXlsx([table], 'en');
  vi.useFakeTimers({ now: Date.UTC(2031, 5, 1), toFake: ['Date'] });
  const second = await renderXlsx([table], 'en').finally(() => vi.useRealTimers());
  expect(Buffer.from(second).equals(first)).toBe(true);
});

test('an archive does not depend on the order in which files were added', () => {
  const files = [
    ['b', 'two'],
    ['a', 'one'],
  ].map(([name = '', text]) => [name, new Uint8Array(Buffer.from(text ?? ''))] as const);
  const [one, other] = [zipFiles(new Map(files)), zipFiles(new Map([...files].reverse()))];
  expect(Buffer.from(one).equals(other)).toBe(true);
  expect(Object.keys(unzipSync(one))).toEqual(['a', 'b']);
});
