/**
 * What a user reads exists in English and in Korean: every page has its twin, with the same headings, rows and code blocks.
 */
import { expect, test } from 'vitest';
import { filesBelow } from '../../arch/_source.ts';

/** For whoever changes the product: in English alone. */
const FOR_CONTRIBUTORS = ['docs/architecture.md', 'docs/how-to/add-a-kind.md'];

const texts = new Map(filesBelow('docs', (path) => path.endsWith('.md')).map(({ path, text }) => [path, text]));
const PAGES = [...texts.keys()].filter(
  (path) => !/^docs\/(?:ko|design)\//.test(path) && !FOR_CONTRIBUTORS.includes(path),
);
const twinOf = (path: string): string => path.replace('docs/', 'docs/ko/');

/** How many there are of each: headings, rows of tables, fences of code blocks. */
function shapeOf(text: string): Record<string, number> {
  const count = (line: RegExp): number => text.match(line)?.length ?? 0;
  return { headings: count(/^#+ /gm), rows: count(/^\|/gm), fences: count(/^```/gm) };
}

test.each(PAGES)('%s has a twin in Korean of the same shape', (path) => {
  const twin = texts.get(twinOf(path));
  expect(twin, twinOf(path)).toBeDefined();
  expect(shapeOf(twin ?? '')).toEqual(shapeOf(texts.get(path) ?? ''));
});

test('no page is in Korean alone', () => {
  const korean = [...texts.keys()].filter((path) => path.startsWith('docs/ko/'));
  expect(korean.filter((path) => !PAGES.map(twinOf).includes(path))).toEqual([]);
});
