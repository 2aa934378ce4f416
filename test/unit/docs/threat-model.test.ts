/**
 * Every row of the threat model names a test, which is there under that title: the table cannot claim what nothing shows.
 */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesBelow } from '../../arch/_source.ts';

const [page] = filesBelow('docs/explanation', (path) => path.endsWith('/threat-model.md'));
const ROWS = (page?.text ?? '')
  .split('\n')
  .filter((line) => line.startsWith('|') && !/^\|(?:---|\s*threat)/.test(line))
  .map((line) => line.slice(1, -1).split(' | '));

test('the table is read', () => {
  expect(ROWS.length).toBeGreaterThan(40);
  expect(ROWS.filter((cells) => cells.length !== 3)).toEqual([]);
});

test.each(ROWS)('%s', (_threat, _control, shown) => {
  const [, path, title] = /^`([^`]+)`(?: "([^"]+)")?\s*$/.exec(shown ?? '') ?? [];
  expect(path, shown).toBeDefined();
  const file = new URL(`../../${path}`, import.meta.url);
  expect(existsSync(file), path).toBe(true);
  if (title !== undefined) expect(readFileSync(file, 'utf8')).toContain(title);
});
