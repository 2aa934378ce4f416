import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../../../src/core/bytes/bytes.ts';
import { encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';
import { canonicalize } from '../../../../src/core/json/jcs.ts';
import { parseCanonicalJson, parseJson, parseWrittenJson } from '../../../../src/core/json/json.ts';
import { inputError } from '../../../_util/input-error.ts';

const parse = (text: string | Uint8Array, maxBytes = 1_000_000) =>
  parseCanonicalJson(typeof text === 'string' ? encodeUtf8(text) : text, maxBytes, 'test');

/** RFC 8785, written down without looking at what `JSON.stringify` would do with the whole. */
function naive(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(naive).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  members.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${naive(member)}`).join(',')}}`;
}

describe('canonicalize', () => {
  it('writes members in order whatever their order was: names that look like integers come first in an object', () => {
    const names = fc.constantFrom(
      'a',
      'b',
      'A',
      '',
      '0',
      '9',
      '10',
      '01',
      '-1',
      '\ud83d\ude00',
      '\ufb33',
      '__proto__',
      'é',
    );
    const values = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.constantFrom(null, true, 0, -0, 1e21, 'text', '\\ud800', '"'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.array(fc.tuple(names, fc.option(tie('value'), { nil: undefined })), { maxLength: 5 }).map((members) => {
          const object = Object.create(null);
          for (const [name, member] of members) object[name] = member;
          return object;
        }),
      ),
    })).value;
    fc.assert(
      fc.property(values, (value) => {
        expect(canonicalize(value)).toBe(naive(value));
      }),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['a lone surrogate', '\ud800'],
    ['a lone surrogate in a name', { '\udfff': 1 }],
    ['a function', () => 1],
    ['a function for toJSON', { toJSON: () => 1 }],
    ['undefined in a list', [undefined]],
    ['a big integer', 1n],
    ['NaN', [Number.NaN]],
  ])('refuses %s', (_, value) => {
    expect(() => canonicalize(value)).toThrow(inputError('json-not-canonical'));
  });

  it('never calls a toJSON that an object inherits', () => {
    expect(canonicalize(new Date(0))).toBe('{}');
  });
});

describe('parseCanonicalJson', () => {
  it('accepts what canonicalize writes, and gives it back', () => {
    const integers = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, false),
        fc.maxSafeInteger(),
        fc.string({ unit: 'grapheme' }),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(fc.string(), tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    })).value;
    fc.assert(
      fc.property(integers, (value) => {
        const text = canonicalize(value);
        expect(canonicalize(parse(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('accepts the extremes', () => {
    expect(parse('[9007199254740991,-9007199254740991,0]')).toEqual([2 ** 53 - 1, -(2 ** 53) + 1, 0]);
    expect(parse('"\\u0000\u007f😂"')).toBe('\u0000\u007f😂');
    expect(parse('{}', 2)).toEqual({});
  });

  it.each([
    ['a duplicate member', '{"a":1,"a":1}', 'json-not-canonical'],
    ['a duplicate member, differently spelled', '{"a":1,"\\u0061":1}', 'json-not-canonical'],
    ['members out of order', '{"b":1,"a":1}', 'json-not-canonical'],
    ['an integer beyond 2^53 - 1', '9007199254740992', 'json-not-canonical'],
    ['an integer below -(2^53 - 1)', '-9007199254740992', 'json-not-canonical'],
    ['an integer that a reader rounds', '9007199254740993', 'json-not-canonical'],
    ['an integer of a thousand digits', '1'.repeat(1000), 'json-not-canonical'],
    ['a fraction', '0.5', 'json-not-canonical'],
    ['a fraction deep inside', '{"a":[{"b":1.5}]}', 'json-not-canonical'],
    ['a whole number with a point', '1.0', 'json-not-canonical'],
    ['an exponent', '1e2', 'json-not-canonical'],
    ['minus zero', '-0', 'json-not-canonical'],
    ['a leading zero', '01', 'bad-json'],
    ['a plus sign', '+1', 'bad-json'],
    ['NaN', 'NaN', 'bad-json'],
    ['a space inside', '{"a": 1}', 'json-not-canonical'],
    ['a space before', ' 1', 'json-not-canonical'],
    ['a newline behind', '1\n', 'json-not-canonical'],
    ['a byte order mark', '\ufeff1', 'bad-json'],
    ['an escaped slash', '"\\/"', 'json-not-canonical'],
    ['an escape that need not be', '"\\u0041"', 'json-not-canonical'],
    ['an escape in upper case', '"\\u000F"', 'json-not-canonical'],
    ['a long escape for a short one', '"\\u000a"', 'json-not-canonical'],
    ['an escaped lone surrogate', '"\\ud800"', 'json-not-canonical'],
    ['a raw control character', '"\u0001"', 'bad-json'],
    ['single quotes', "{'a':1}", 'bad-json'],
    ['a trailing comma', '[1,]', 'bad-json'],
    ['a comment', '[1/*2*/]', 'bad-json'],
    ['two documents', '1 2', 'bad-json'],
    ['nothing', '', 'bad-json'],
    ['half a document', '{"a":[1', 'bad-json'],
    ['nesting beyond 32 levels', '['.repeat(34) + ']'.repeat(34), 'json-not-canonical'],
    ['an abyss', '['.repeat(30_000) + ']'.repeat(30_000), 'json-not-canonical'],
    ['an abyss with a fraction at its ground', `${'['.repeat(100)}0.5${']'.repeat(100)}`, 'json-not-canonical'],
  ] as const)('refuses %s', (_, text, code) => {
    expect(() => parse(text)).toThrow(inputError(code));
  });

  it.each([
    ['a stray continuation byte', Uint8Array.of(0x22, 0x80, 0x22)],
    ['an overlong encoding', Uint8Array.of(0x22, 0xc0, 0xaf, 0x22)],
    ['an encoded surrogate', Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)],
    ['a sequence cut off', concatBytes(encodeUtf8('"a'), Uint8Array.of(0xe2, 0x82))],
    ['UTF-16', Uint8Array.of(0xff, 0xfe, 0x31, 0x00)],
  ])('refuses invalid UTF-8: %s', (_, bytes) => {
    expect(() => parse(bytes)).toThrow(inputError('bad-utf8'));
  });

  it('refuses a byte more than allowed, before looking at it', () => {
    expect(parse('"abc"', 5)).toBe('abc');
    expect(() => parse('"abc"', 4)).toThrow(inputError('too-large'));
    expect(() => parse(Uint8Array.of(0xff, 0xff), 1)).toThrow(inputError('too-large'));
  });

  it('keeps __proto__ an ordinary member', () => {
    const value = parse('{"__proto__":{"admin":true}}');
    expect(Object.keys(value ?? {})).toEqual(['__proto__']);
    expect(Reflect.get(value as object, 'admin')).toBeUndefined();
    expect(Reflect.get({}, 'admin')).toBeUndefined();
    expect(canonicalize(value)).toBe('{"__proto__":{"admin":true}}');
  });

  it('answers any bytes with a value or our own error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        try {
          parse(bytes);
        } catch (error) {
          expect(error).toMatchObject({ name: 'InputError' });
        }
      }),
    );
  });
});

describe('parseJson', () => {
  it('takes any spelling', () => {
    expect(parseJson(' { "b" : 1.5e0 , "a" : [ ] } ', 'test')).toEqual({ a: [], b: 1.5 });
  });

  it('names the document that is none', () => {
    expect(() => parseJson('{', 'envelope')).toThrow('envelope is not JSON');
    expect(() => parseJson('{', 'envelope')).toThrow(inputError('bad-json'));
  });
});

describe('JSON that a person wrote', () => {
  it.each([
    '{"a":1,"b":{"a":2},"c":[{"a":3},{"a":4}]}',
    ' { "a:" : ":\\":" , "\\\\":":" } ',
    '{"__proto__":{"a":1},"constructor":2}',
    '[]',
    '"a:b"',
    'null',
  ])('is read as it stands: %s', (text) => {
    expect(parseWrittenJson(text, 'draft')).toEqual(JSON.parse(text));
  });

  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"\\u0061":2}',
    '{"a":{"b":1,"b":2}}',
    '[{"a":[{"b":1,"b":{}}]}]',
    '{"":0,"":0}',
    '{"__proto__":1,"__proto__":2}',
  ])('has no member twice: %s', (text) => {
    expect(() => parseWrittenJson(text, 'draft')).toThrow(inputError('bad-json'));
  });
});
