/**
 * Every link between the pages of the repository leads to a file, and every code that the pages on cheating name is one.
 */
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { isErrorCode } from '../../../src/core/catalogue/catalogue.ts';
import { filesBelow, ROOT } from '../../arch/_source.ts';

const TOP = ['README.md', 'README.ko.md', 'CONTRIBUTING.md', 'SECURITY.md'].map((path) => ({
  path,
  text: readFileSync(ROOT + path, 'utf8'),
}));
const PAGES = [...TOP, ...filesBelow('docs', (path) => path.endsWith('.md'))];

test('every link leads to a file', () => {
  const links = PAGES.flatMap(({ path, text }) =>
    [...text.matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, target = '']) => ({ path, target })),
  );
  expect(links.length).toBeGreaterThan(250);
  const missing = links.filter(({ path, target }) => !existsSync(ROOT + posix.join(posix.dirname(path), target)));
  expect(missing.map(({ path, target }) => `${path}: ${target}`)).toEqual([]);
});

describe.each(['docs/explanation/anti-gaming.md', 'docs/ko/explanation/anti-gaming.md'])('%s', (path) => {
  test('names codes of the catalogue', () => {
    const rows = readFileSync(ROOT + path, 'utf8').match(/^\|.*\| (`[^|]+`) \|$/gm) ?? [];
    const codes = rows.flatMap((row) => row.match(/`[^`]+`/g) ?? []).map((code) => code.slice(1, -1));
    expect(rows.length).toBeGreaterThan(12);
    expect(codes.filter((code) => !isErrorCode(code))).toEqual([]);
  });
});
