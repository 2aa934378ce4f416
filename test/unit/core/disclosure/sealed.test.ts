/**
 * I7: sealed documents show no value; what opens them is exactly what was sealed, and nothing else is accepted.
 */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { canonicalize } from 'json-canonicalize';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../../src/core/catalogue/catalogue.ts';
import { openSealed, selectDisclosures } from '../../../../src/core/disclosure/open.ts';
import {
  encodeSealed,
  type Fields,
  parseSealed,
  saltCount,
  seal,
  sealedDigest,
} from '../../../../src/core/disclosure/sealed.ts';
import type { Json } from '../../../../src/core/json/json.ts';
import { inputError } from '../../../_util/input-error.ts';

/** Distinct randomness for tests: base64url of SHA-256 of a counter. */
const randomness = (count: number, tag: string): string[] =>
  Array.from({ length: count }, (_, i) => createHash('sha256').update(`${tag} ${i}`).digest('base64url'));

const sealing = (fields: Fields, decoys = 3) =>
  seal(fields, randomness(saltCount(fields), 'salt'), randomness(decoys, 'decoy'));

const FIELDS = { samples: 895, site: 'SNUH', scores: [{ auc: '0.91' }, { auc: '0.87' }, { auc: '0.93' }] };
const { sealed, disclosures } = sealing(FIELDS);

const textOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(canonicalize(value));

describe('seal', () => {
  const names = fc.string({ unit: 'grapheme', maxLength: 10 }).filter((name) => !/^(_sd|_sd_alg|\.\.\.)$/.test(name));
  const leaves = fc.oneof(fc.maxSafeInteger(), fc.string({ unit: 'grapheme' }), fc.boolean(), fc.constant(null));
  const { value: values } = fc.letrec<{ value: Json }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      leaves,
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(names, tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  const anyFields = fc.dictionary(names, values, { minKeys: 1, maxKeys: 8, noNullPrototype: true });

  it('opens to the fields, whatever they are', () => {
    fc.assert(
      fc.property(anyFields, fc.nat(10), (fields, decoys) => {
        const made = sealing(fields, decoys);
        expect(canonicalize(openSealed(made.sealed, made.disclosures))).toBe(canonicalize(fields));
        expect(made.sealed._sd).toHaveLength(Object.keys(fields).length + decoys);
        expect(made.sealed._sd).toEqual(made.sealed._sd.toSorted());
        expect(parseSealed(encodeSealed(made.sealed))).toEqual(made.sealed);
      }),
    );
  });

  it('opens, with any subset of the fields, to exactly that subset', () => {
    fc.assert(
      fc.property(anyFields, fc.infiniteStream(fc.boolean()), (fields, choice) => {
        const made = sealing(fields);
        const chosen = Object.keys(fields).filter(() => choice.next().value);
        const subset = selectDisclosures(made.sealed, made.disclosures, chosen);
        const expected = Object.fromEntries(Object.entries(fields).filter(([name]) => chosen.includes(name)));
        expect(canonicalize(openSealed(made.sealed, subset))).toBe(canonicalize(expected));
      }),
    );
  });

  it('seals the elements of an array one by one', () => {
    expect(disclosures).toHaveLength(6);
    const subset = selectDisclosures(sealed, disclosures, ['scores/1', 'site']);
    expect(openSealed(sealed, subset)).toEqual({ scores: [{ auc: '0.87' }], site: 'SNUH' });
  });

  it('I7: shows neither value nor name, and gives the same fields under other salts other digests', () => {
    const text = Buffer.from(encodeSealed(sealed)).toString();
    expect(text).toMatch(/^\{"_sd":\["[\w-]{43}"(,"[\w-]{43}"){5}\],"_sd_alg":"sha-256"\}$/);
    const others = seal(FIELDS, randomness(6, 'other salt'), randomness(3, 'other decoy'));
    expect(others.sealed._sd.filter((digest) => sealed._sd.includes(digest))).toEqual([]);
  });

  it('is named by the SHA-256 of the file', () => {
    expect(sealedDigest(sealed)).toBe(createHash('sha256').update(encodeSealed(sealed)).digest('hex'));
  });

  const tooMany = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`f${i}`, i]));
  const deep = JSON.parse(`${'['.repeat(40)}${']'.repeat(40)}`) as Json;
  const REFUSED: [what: string, fields: Fields, code: ErrorCode][] = [
    ['no fields', {}, 'bad-fields'],
    ['a field named _sd', { _sd: 1 }, 'bad-fields'],
    ['a field named ...', { '...': 1 }, 'bad-fields'],
    ['a field named _sd_alg', { _sd_alg: 1 }, 'bad-fields'],
    ['a member named _sd inside', { a: [{ b: { _sd: [] } }] }, 'bad-fields'],
    ['an element that looks like a digest', { a: [{ '...': 'x' }] }, 'bad-fields'],
    ['a fraction', { a: 0.5 }, 'json-not-canonical'],
    ['a lone surrogate', { a: '\ud800' }, 'json-not-canonical'],
    ['deep nesting', { a: deep }, 'json-not-canonical'],
    ['more than a sealed document holds', tooMany, 'too-large'],
    ['more than a disclosure file holds', { a: 'x'.repeat(1_048_577) }, 'too-large'],
  ];
  it.each(REFUSED)('refuses %s', (_, fields, code) => {
    expect(() => sealing(fields)).toThrow(inputError(code));
  });

  it.each([
    ['too few salts', randomness(5, 'salt'), []],
    ['too many salts', randomness(7, 'salt'), []],
    ['a salt used twice', [...randomness(5, 'salt'), ...randomness(1, 'salt')], []],
    ['a salt that is a decoy too', randomness(6, 'salt'), randomness(1, 'salt')],
    ['a short salt', [...randomness(5, 'salt'), 'AAAA'], []],
    ['a salt in hex', [...randomness(5, 'salt'), 'a'.repeat(64)], []],
    ['a short decoy', randomness(6, 'salt'), ['AAAA']],
  ])('refuses %s', (_, salts, decoys) => {
    expect(() => seal(FIELDS, salts, decoys)).toThrow(inputError('bad-salt'));
  });
});

describe('parseSealed refuses', () => {
  const { _sd: digests } = sealed;
  const CASES: [what: string, value: unknown, code: ErrorCode][] = [
    ['no object', [], 'bad-sealed'],
    ['null', null, 'bad-sealed'],
    ['no digest', { _sd: [], _sd_alg: 'sha-256' }, 'bad-sealed'],
    ['another algorithm', { _sd: digests, _sd_alg: 'sha-384' }, 'bad-sealed'],
    ['no algorithm', { _sd: digests }, 'bad-sealed'],
    ['another member', { _sd: digests, _sd_alg: 'sha-256', iss: 'x' }, 'bad-sealed'],
    ['digests out of order', { _sd: digests.toReversed(), _sd_alg: 'sha-256' }, 'bad-sealed'],
    ['a digest twice', { _sd: [digests[0], ...digests], _sd_alg: 'sha-256' }, 'bad-sealed'],
    ['a digest that is cut', { _sd: [digests[0]?.slice(1)], _sd_alg: 'sha-256' }, 'bad-sealed'],
    ['a digest with stray bits', { _sd: [`${'A'.repeat(42)}B`], _sd_alg: 'sha-256' }, 'bad-sealed'],
    ['a number', { _sd: [1], _sd_alg: 'sha-256' }, 'bad-sealed'],
  ];
  it.each(CASES)('%s', (_, value, code) => {
    expect(() => parseSealed(bytesOf(value))).toThrow(inputError(code));
  });

  it.each([
    ['white space', `${Buffer.from(encodeSealed(sealed)).toString()}\n`, 'json-not-canonical'],
    ['members in another order', JSON.stringify({ _sd_alg: 'sha-256', _sd: digests }), 'json-not-canonical'],
    ['no JSON', '{', 'bad-json'],
    ['too much', ' '.repeat(65_537), 'too-large'],
  ] as const)('%s', (_, text, code) => {
    expect(() => parseSealed(new TextEncoder().encode(text))).toThrow(inputError(code));
  });
});

describe('openSealed refuses', () => {
  const [first = '', ...rest] = disclosures;
  const parts = JSON.parse(Buffer.from(first, 'base64url').toString()) as [string, string, Json];
  const CASES: [what: string, disclosures: string[], code: ErrorCode][] = [
    ['another value', [textOf([parts[0], parts[1], 896])], 'disclosure-unknown'],
    ['another name', [textOf([parts[0], 'sample', parts[2]])], 'disclosure-unknown'],
    ['another salt', [textOf([randomness(1, 'x')[0], parts[1], parts[2]])], 'disclosure-unknown'],
    ['a short salt', [textOf(['AAAA', parts[1], parts[2]])], 'bad-salt'],
    ['another spelling', [Buffer.from(JSON.stringify(parts, null, 1)).toString('base64url')], 'json-not-canonical'],
    ['a disclosure twice', [first, first], 'disclosure-repeated'],
    ['an element without its array', rest.slice(1, 2), 'disclosure-unknown'],
    ['a disclosure and one of another document', [first, ...sealing({ other: 1 }).disclosures], 'disclosure-unknown'],
    ['a text that is cut', [first.slice(0, -1)], 'bad-base64url'],
    ['padding', [`${first}=`], 'bad-base64url'],
    ['a name kept by the RFC', [textOf([parts[0], '_sd', parts[2]])], 'bad-disclosure'],
  ];
  it.each(CASES)('%s', (_, given, code) => {
    expect(() => openSealed(sealed, given)).toThrow(inputError(code));
  });

  it('every disclosure with any one character changed', () => {
    const codes = new Set<string>();
    disclosures.forEach((text, at) => {
      for (let i = 0; i < text.length; i++) {
        const changed = `${text.slice(0, i)}${text[i] === 'A' ? 'B' : 'A'}${text.slice(i + 1)}`;
        try {
          openSealed(sealed, disclosures.with(at, changed));
          codes.add(`accepted ${at}:${i}`);
        } catch (error) {
          codes.add(String(Reflect.get(Object(error), 'code')));
        }
      }
    });
    expect([...codes].sort()).toEqual([...codes].filter((code) => EXPECTED.has(code)).sort());
    expect(codes).toContain('disclosure-unknown');
  });
  const EXPECTED = new Set<string>([
    'bad-base64url',
    'bad-utf8',
    'bad-json',
    'json-not-canonical',
    'bad-disclosure',
    'bad-salt',
    'disclosure-unknown',
  ]);
});

describe('selectDisclosures', () => {
  it.each(['nothing', 'scores/3', 'scores/01', 'site/0', 'scores/', '/0', ''])('refuses %j', (place) => {
    expect(() => selectDisclosures(sealed, disclosures, [place])).toThrow(inputError('field-unknown'));
  });

  it('knows a field whose name looks like a place', () => {
    const made = sealing({ 'a/0': 1, a: [2] });
    expect(openSealed(made.sealed, selectDisclosures(made.sealed, made.disclosures, ['a/0']))).toEqual({ 'a/0': 1 });
  });

  it('checks what it selects from', () => {
    expect(() => selectDisclosures(sealed, [...disclosures, ...disclosures], ['site'])).toThrow(
      inputError('disclosure-repeated'),
    );
  });
});
