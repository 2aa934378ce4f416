/**
 * The catalogue of codes and the code that uses them are the same set. (That every code used exists, tsc says.)
 * @module
 */
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '../../src/core/catalogue/catalogue.ts';
import { COPY_CODES } from '../../src/core/catalogue/copies.ts';
import { CREDIT_CODES } from '../../src/core/catalogue/credit.ts';
import { FORMAT_CODES } from '../../src/core/catalogue/format.ts';
import { OUTSIDE_CODES } from '../../src/core/catalogue/outside.ts';
import { PAGE_CODES } from '../../src/core/catalogue/pages.ts';
import { REPORT_CODES } from '../../src/core/catalogue/reports.ts';
import { RULE_CODES } from '../../src/core/catalogue/rules.ts';
import { SERVICE_CODES } from '../../src/core/catalogue/service.ts';
import { WATCH_CODES } from '../../src/core/catalogue/watch.ts';
import { WITNESS_CODES } from '../../src/core/catalogue/witness.ts';
import { sourceFiles } from './_source.ts';

const FAMILIES = [
  COPY_CODES,
  FORMAT_CODES,
  RULE_CODES,
  CREDIT_CODES,
  SERVICE_CODES,
  OUTSIDE_CODES,
  PAGE_CODES,
  REPORT_CODES,
  WATCH_CODES,
  WITNESS_CODES,
].map((family) => Object.keys(family));
const ENTRIES = Object.entries(CATALOGUE);

test('no code stands in two families, and none is lost', () => {
  const all = FAMILIES.flat();
  expect(all.filter((code, index) => all.indexOf(code) !== index)).toEqual([]);
  expect(ENTRIES.map(([code]) => code).sort()).toEqual(all.toSorted());
  expect(all.length).toBeGreaterThan(100);
});

test('a code is a few lower-case words', () => {
  expect(FAMILIES.flat().filter((code) => !/^[a-z][a-z0-9]*(-[a-z0-9]+){0,4}$/.test(code))).toEqual([]);
});

describe('every code says in both languages what is wrong', () => {
  test('an English sentence', () => {
    const bad = ENTRIES.filter(
      ([, { en }]) => !/^[^\s\p{Script=Hangul}][^\p{Script=Hangul}]{8,}[.:]?$/u.test(en) || !en.endsWith('.'),
    );
    expect(bad.map(([code, { en }]) => `${code}: ${en}`)).toEqual([]);
  });

  test('a Korean sentence', () => {
    const bad = ENTRIES.filter(([, { ko }]) => !/\p{Script=Hangul}.*\p{Script=Hangul}/u.test(ko) || !ko.endsWith('.'));
    expect(bad.map(([code, { ko }]) => `${code}: ${ko}`)).toEqual([]);
  });
});

test('every code is used in src, outside the catalogue', () => {
  const source = sourceFiles().filter(({ path }) => !path.startsWith('src/core/catalogue/'));
  const texts = new Set(source.flatMap(({ text }) => text.match(/'[a-z][a-z0-9-]*'/g) ?? []));
  expect(FAMILIES.flat().filter((code) => !texts.has(`'${code}'`))).toEqual([]);
});
