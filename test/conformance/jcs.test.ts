/**
 * RFC 8785 against others: the vectors of its author (cyberphone/json-canonicalization, see PROVENANCE.md beside them),
 * and another implementation (npm json-canonicalize) on random values.
 */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { canonicalize as foreign } from 'json-canonicalize';
import { describe, expect, it } from 'vitest';
import { encodeHex } from '../../src/core/bytes/hex.ts';
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts';
import { canonicalize, MAX_DEPTH } from '../../src/core/json/jcs.ts';
import { inputError } from '../_util/input-error.ts';
import { sharedPath } from '../_util/shared.ts';

const vectors = sharedPath('vectors', 'jcs');
const names = vectors === undefined ? [] : readdirSync(`${vectors}/input`).map((file) => file.replace(/\.json$/, ''));

describe.skipIf(vectors === undefined)('the vectors of RFC 8785', () => {
  it('are all there', () => {
    expect(names.toSorted()).toEqual(['arrays', 'french', 'structures', 'unicode', 'values', 'weird']);
  });

  it.each(names)('%s', (name) => {
    const text = canonicalize(JSON.parse(readFileSync(`${vectors}/input/${name}.json`, 'utf8')));
    expect(encodeUtf8(text)).toEqual(Uint8Array.from(readFileSync(`${vectors}/output/${name}.json`)));
    expect(encodeHex(encodeUtf8(text))).toBe(
      readFileSync(`${vectors}/outhex/${name}.txt`, 'utf8').replaceAll(/\s/g, ''),
    );
    expect(canonicalize(JSON.parse(text))).toBe(text);
  });
});

describe('json-canonicalize', () => {
  const values = fc.jsonValue({ maxDepth: 5, stringUnit: 'binary' }).map((value) => JSON.parse(JSON.stringify(value)));

  it('agrees on random values', () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(canonicalize(value)).toBe(foreign(value));
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees on numbers, which have many spellings', () => {
    const numbers = fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.maxSafeInteger());
    fc.assert(
      fc.property(numbers, (number) => {
        expect(canonicalize(number)).toBe(foreign(number));
        expect(JSON.parse(canonicalize(number))).toBe(number === 0 ? 0 : number);
      }),
      { numRuns: 1000 },
    );
  });

  it('agrees on the order of names, which is that of UTF-16 code units', () => {
    const unit = fc.constantFrom(
      '\u0000',
      'A',
      'a',
      '\u00e9',
      '\u20ac',
      '\ud7ff',
      '\ue000',
      '\ufb33',
      '\uffff',
      '😂',
      '𐀀',
    );
    const objects = fc.dictionary(fc.string({ unit, maxLength: 4 }), fc.integer(), { noNullPrototype: true });
    fc.assert(
      fc.property(objects, (object) => {
        expect(canonicalize(object)).toBe(foreign(object));
      }),
      { numRuns: 1000 },
    );
  });
});

describe('what has no canonical form', () => {
  /** `levels` arrays around nothing. */
  const nested = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));

  it.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['-Infinity in an array', [Number.NEGATIVE_INFINITY]],
    ['a lone high surrogate', '\ud800'],
    ['a lone low surrogate', 'a\udc00b'],
    ['surrogates in the wrong order', '\udc00\ud800'],
    ['a lone surrogate in a name', { 'a\ud83d': 1 }],
    ['a bigint', 1n],
    ['a function', () => 1],
    ['a symbol', Symbol('s')],
    ['nothing', undefined],
    ['nothing in an array', [undefined]],
    ['one level too many', nested(MAX_DEPTH + 2)],
    ['an abyss', nested(16_000)],
  ])('%s', (_, value) => {
    expect(() => canonicalize(value)).toThrow(inputError('json-not-canonical'));
  });

  it('the deepest allowed nesting has one', () => {
    const deepest = nested(MAX_DEPTH + 1);
    expect(canonicalize(deepest)).toBe(JSON.stringify(deepest));
  });
});
