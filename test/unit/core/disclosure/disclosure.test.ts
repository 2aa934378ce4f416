/**
 * Disclosures and documents of RFC 9901, as the RFC shows them, and everything that must be refused.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { canonicalize } from 'json-canonicalize';
import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../../../src/core/catalogue/catalogue.ts';
import { disclosureDigest, encodeDisclosure, parseDisclosure } from '../../../../src/core/disclosure/disclosure.ts';
import { reveal } from '../../../../src/core/disclosure/reveal.ts';
import type { Json } from '../../../../src/core/json/json.ts';
import { inputError } from '../../../_util/input-error.ts';

interface Rfc9901 {
  readonly digests: readonly { section: string; disclosure: string; digest: string; parsed: readonly Json[] }[];
  readonly documents: readonly {
    section: string;
    desc: string;
    document: { readonly [key: string]: Json };
    disclosures: readonly string[];
    revealed: Json;
  }[];
}
const file = new URL('../../../vectors/disclosure/rfc9901.json', import.meta.url);
const RFC = JSON.parse(readFileSync(file, 'utf8')) as Rfc9901;

const textOf = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const parsed = (value: unknown) => parseDisclosure(textOf(value));

describe('RFC 9901', () => {
  it.each(RFC.digests)('section $section: $disclosure', ({ disclosure, digest, parsed: parts }) => {
    const { salt, name, value, ...rest } = parseDisclosure(disclosure);
    expect(rest).toEqual({ text: disclosure, digest });
    expect(name === undefined ? [salt, value] : [salt, name, value]).toEqual(parts);
  });

  it.each(RFC.documents)('section $section: $desc', ({ document, disclosures, revealed }) => {
    expect(reveal(document, disclosures.map(parseDisclosure))).toEqual(revealed);
  });

  it('section 4.2.1: another spelling of the same JSON says the same and has another digest', () => {
    const { digest, ...rest } = parseDisclosure(
      'WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNXHUwMGY2Yml1cyJd',
    );
    expect(rest).toMatchObject({ salt: '_26bc4LT-ac6q2KI6cBW5es', name: 'family_name', value: 'M\u00f6bius' });
    expect(digest).not.toBe('X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0');
  });

  it('has the vectors', () => {
    expect(RFC.digests.length).toBeGreaterThan(10);
    expect(RFC.documents.length).toBeGreaterThan(5);
  });
});

describe('encodeDisclosure', () => {
  it('is read back, and hashes as Node does', () => {
    const values = fc.jsonValue({ noUnicodeString: false, stringUnit: 'grapheme' }) as fc.Arbitrary<Json>;
    const names = fc.option(fc.string({ unit: 'grapheme' }), { nil: undefined });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), names, values, (salt, name, value) => {
        fc.pre(name !== '_sd' && name !== '...');
        const text = encodeDisclosure(salt, name, value);
        expect(disclosureDigest(text)).toBe(createHash('sha256').update(text, 'latin1').digest('base64url'));
        const { value: read, ...rest } = parseDisclosure(text);
        expect(canonicalize(read)).toBe(canonicalize(value));
        expect(rest).toMatchObject({ salt, name });
      }),
    );
  });
});

describe('parseDisclosure refuses', () => {
  const CASES: [what: string, text: string, code: ErrorCode][] = [
    ['padding', `${textOf(['s', 'n', 1])}=`, 'bad-base64url'],
    ['the standard alphabet', Buffer.from('["s","n","\u03ff\u03ff"]').toString('base64'), 'bad-base64url'],
    ['nothing', '', 'bad-json'],
    ['bytes that are no UTF-8', Buffer.from([0x22, 0xff, 0x22]).toString('base64url'), 'bad-utf8'],
    ['no JSON', Buffer.from('["s","n",').toString('base64url'), 'bad-json'],
    ['an object', textOf({ 0: 's' }), 'bad-disclosure'],
    ['one element', textOf(['s']), 'bad-disclosure'],
    ['four elements', textOf(['s', 'n', 1, 2]), 'bad-disclosure'],
    ['a salt that is a number', textOf([1, 'n', 2]), 'bad-disclosure'],
    ['an element with a salt that is null', textOf([null, 2]), 'bad-disclosure'],
    ['a name that is a number', textOf(['s', 1, 2]), 'bad-disclosure'],
    ['a name that is null', textOf(['s', null, 2]), 'bad-disclosure'],
    ['the name _sd', textOf(['s', '_sd', 2]), 'bad-disclosure'],
    ['the name ...', textOf(['s', '...', 2]), 'bad-disclosure'],
  ];
  it.each(CASES)('%s', (_, text, code) => {
    expect(() => parseDisclosure(text)).toThrow(inputError(code));
  });
});

describe('reveal refuses', () => {
  const member = parsed(['s', 'n', 1]);
  const element = parsed(['s', 1]);
  const twin = parsed(['t', 'n', 2]);
  const place = (digest: string): Json => ({ '...': digest });
  const nested = (levels: number): Json => (levels === 0 ? 1 : [nested(levels - 1)]);
  const CASES: [string, { readonly [key: string]: Json }, (typeof member)[], ErrorCode][] = [
    ['a disclosure given twice', { _sd: [member.digest] }, [member, member], 'disclosure-repeated'],
    ['a digest that stands twice', { _sd: [member.digest, member.digest] }, [member], 'disclosure-repeated'],
    ['a decoy that stands twice', { _sd: ['x'], a: { _sd: ['x'] } }, [], 'disclosure-repeated'],
    ['a name that is open too', { _sd: [member.digest], n: 3 }, [member], 'disclosure-repeated'],
    ['a name that is disclosed twice', { _sd: [member.digest, twin.digest] }, [member, twin], 'disclosure-repeated'],
    ['a disclosure of another document', { _sd: [twin.digest] }, [member], 'disclosure-unknown'],
    ['an element where a member belongs', { _sd: [element.digest] }, [element], 'bad-disclosure'],
    ['a member where an element belongs', { a: [place(member.digest)] }, [member], 'bad-disclosure'],
    ['an element with more than its digest', { a: [{ '...': 'x', b: 1 }] }, [], 'bad-sealed'],
    ['an element whose digest is a number', { a: [{ '...': 1 }] }, [], 'bad-sealed'],
    ['_sd that is a string', { _sd: 'x' }, [], 'bad-sealed'],
    ['_sd that holds a number', { a: { _sd: [1] } }, [], 'bad-sealed'],
    ['too deep nesting', { a: nested(40) }, [], 'bad-disclosure'],
  ];
  it.each(CASES)('%s', (_, document, disclosures, code) => {
    expect(() => reveal(document, disclosures)).toThrow(inputError(code));
  });

  it('a chain of disclosures, one inside the other, however long', () => {
    const chain = [parsed(['s', 'n', 1])];
    for (let i = 0; i < 20_000; i++) chain.push(parsed(['s', 'n', { _sd: [chain[i]?.digest ?? ''] }]));
    expect(() => reveal({ _sd: [chain.at(-1)?.digest ?? ''] }, chain)).toThrow(inputError('bad-disclosure'));
  });

  it('keeps a member named __proto__ a member', () => {
    const odd = parseDisclosure(Buffer.from('["s","__proto__",{"a":1}]').toString('base64url'));
    const revealed = reveal({ _sd: [odd.digest] }, [odd]);
    expect(Object.keys(revealed)).toEqual(['__proto__']);
    expect(Reflect.get({}, 'a')).toBeUndefined();
  });
});
