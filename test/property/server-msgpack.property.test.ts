/**
 * MessagePack of strangers: what is well-formed comes out as it went in, and no bytes do anything but that or be refused.
 */
import fc from 'fast-check';
import { encode } from 'msgpackr';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/error.ts';
import { decodeBatch } from '../../src/server/msgpack.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 40 });
const scalar = fc.oneof(text, fc.boolean(), fc.constant(null), fc.integer());
const signature = fc.record({ keyid: text, sig: text }, { requiredKeys: [] });
const envelope = fc.record({
  payload: text,
  payloadType: text,
  signatures: fc.array(signature, { maxLength: 3 }),
  other: scalar,
});
const batch = fc.array(fc.oneof(envelope, scalar), { minLength: 1, maxLength: 20 });

function decodes(bytes: Uint8Array): boolean {
  try {
    decodeBatch(bytes);
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect(['bad-msgpack', 'batch-size']).toContain((error as InputError).code);
    return false;
  }
}

const of = (...bytes: readonly number[]): Buffer => Buffer.from(bytes);
const MAX_U32 = [0xff, 0xff, 0xff, 0xff];

/** Declarations of more than any input holds. */
const BOMBS: readonly (readonly [string, Buffer])[] = [
  ['an array of 2^32 - 1 items', of(0xdd, ...MAX_U32)],
  ['a map of 2^32 - 1 members', of(0xdf, ...MAX_U32)],
  ['a text of 2^32 - 1 bytes', of(0xdb, ...MAX_U32)],
  ['binary data of 2^32 - 1 bytes', of(0xc6, ...MAX_U32)],
  ['an extension of 2^32 - 1 bytes', of(0xc9, ...MAX_U32, 1)],
  ['an array of 65,535 items', of(0xdc, 0xff, 0xff)],
  ['a map of 65,535 members', of(0xde, 0xff, 0xff)],
];

/** What MessagePack has and a batch has not. */
const HOSTILE: readonly (readonly [string, Buffer])[] = [
  ...BOMBS,
  ['arrays in arrays', Buffer.alloc(5000, 0x91)],
  ['maps in maps', Buffer.from('81a161'.repeat(5000), 'hex')],
  ['seventeen members', Buffer.concat([of(0xdc, 0, 17), Buffer.alloc(17, 0xc0)])],
  ['NaN', of(0xcb, 0x7f, 0xf8, 0, 0, 0, 0, 0, 0)],
  ['infinity', of(0xca, 0x7f, 0x80, 0, 0)],
  ['a fraction', of(0xcb, 0x3f, 0xe0, 0, 0, 0, 0, 0, 0)],
  ['an integer of 64 bits', of(0xcf, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
  ['a negative integer of 64 bits', of(0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0)],
  ['binary data', of(0xc4, 1, 0x61)],
  ['a byte that is never used', of(0xc1)],
  ['a time', of(0xd6, 0xff, 0, 0, 0, 1)],
  ['a pointer of msgpackr', of(0xd6, 0x70, 0, 0, 0, 1)],
  ['a record definition of msgpackr', of(0xd4, 0x72, 0x40)],
  ['a set of msgpackr', of(0xc7, 0, 0x73, 0x91, 1)],
  ['an error of msgpackr', of(0xc7, 0, 0x65, 0x93, 0xa1, 0x45, 0xa1, 0x6d, 0xc0)],
  ...Array.from({ length: 16 }, (_, i): [string, Buffer] => [`extension ${i * 16}`, of(0xd4, i * 16, 0)]),
  ['a key that is a number', of(0x81, 1, 1)],
  ['a key that is a list', of(0x81, 0x90, 1)],
  ['a key that is binary data', of(0x81, 0xc4, 1, 0x61, 1)],
  ['a key of 65 bytes', Buffer.concat([of(0x81, 0xd9, 65), Buffer.alloc(65, 0x61), of(1)])],
  ['a key that is not ASCII', of(0x81, 0xa2, 0xc3, 0xa4, 1)],
];
const hostile = fc.constantFrom(...HOSTILE);

/** The head of an array of fewer than 65,536 items. */
function arrayHead(length: number): Buffer {
  return of(0xdc, length >> 8, length & 0xff);
}

function codeOf(bytes: Uint8Array): string {
  try {
    decodeBatch(bytes);
    return 'accepted';
  } catch (error) {
    if (error instanceof InputError) return error.code;
    throw error;
  }
}

/** What is decoded, or nothing where the bytes are refused. */
function valueOrNothing(bytes: Uint8Array): unknown {
  return decodes(bytes) ? decodeBatch(bytes) : null;
}

describe('decodeBatch', () => {
  it('is the inverse of encoding', () => {
    fc.assert(
      fc.property(batch, (items) => {
        expect(decodeBatch(encode(items))).toEqual(items);
      }),
    );
  });

  it('refuses every proper prefix, and anything after the end', () => {
    fc.assert(
      fc.property(batch, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (items, where) => {
        const bytes = encode(items);
        expect(decodes(bytes.subarray(0, Math.floor(bytes.length * where)))).toBe(false);
        expect(decodes(Buffer.concat([bytes, Buffer.of(0xc0)]))).toBe(false);
      }),
    );
  });

  it('survives a changed byte', () => {
    fc.assert(
      fc.property(batch, fc.nat(), fc.integer({ min: 0, max: 255 }), (items, where, value) => {
        const bytes = Uint8Array.from(encode(items));
        bytes[where % bytes.length] = value;
        decodes(bytes);
      }),
    );
  });

  it('refuses what is no part of a batch, wherever it stands', () => {
    fc.assert(
      fc.property(batch, fc.nat(), hostile, fc.boolean(), (items, where, [, bytes], isInside) => {
        // As an item, or as a member of an envelope.
        const put = isInside ? Buffer.concat([Buffer.of(0x81, 0xa1, 0x61), bytes]) : bytes;
        const parts: Buffer[] = items.map((item) => Buffer.from(encode(item)));
        parts.splice(where % (parts.length + 1), 0, put);
        expect(codeOf(Buffer.concat([arrayHead(parts.length), ...parts]))).toBe('bad-msgpack');
      }),
      { numRuns: 1000 },
    );
  });

  it.each(HOSTILE.filter(([name]) => name !== 'seventeen members'))('refuses %s as the batch itself', (_, bytes) => {
    expect(['bad-msgpack', 'batch-size']).toContain(codeOf(bytes));
  });

  it('gives JSON and nothing else, whatever the bytes are', () => {
    fc.assert(
      fc.property(
        batch,
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        (items, changes) => {
          const bytes = Uint8Array.from(encode(items));
          for (const [where, value] of changes) bytes[where % bytes.length] = value;
          const decoded = valueOrNothing(bytes);
          expect(JSON.parse(JSON.stringify(decoded))).toEqual(decoded);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it.each([
    ['the same bytes', [0xa1, 0x61], [0xa1, 0x61]],
    ['the same text in another length', [0xa1, 0x61], [0xd9, 1, 0x61]],
    ['an overlong spelling', [0xa1, 0x61], [0xa2, 0xc1, 0xa1]],
  ])('refuses a key that stands twice: %s', (_, first, second) => {
    expect(codeOf(Uint8Array.from([0x91, 0x82, ...first, 0xc0, ...second, 0xc0]))).toBe('bad-msgpack');
  });

  it('keeps __proto__ from meaning anything', () => {
    const [item] = decodeBatch(
      Buffer.concat([Buffer.of(0x91, 0x81, 0xa9), Buffer.from('__proto__'), Buffer.of(0x81, 0xa1, 0x61, 1)]),
    );
    expect(Object.getPrototypeOf(item)).toBe(Object.prototype);
    expect(Reflect.get(Object(item), 'a')).toBeUndefined();
    expect(Reflect.get({}, 'a')).toBeUndefined();
  });

  it('takes no memory for what is declared and not there', () => {
    const before = process.memoryUsage();
    for (let i = 0; i < 20_000; i++) for (const [, bytes] of BOMBS) codeOf(Buffer.concat([Buffer.of(0x91), bytes]));
    const after = process.memoryUsage();
    expect(after.arrayBuffers - before.arrayBuffers + (after.heapUsed - before.heapUsed)).toBeLessThan(256 * 2 ** 20);
  });

  it('survives bytes that are nothing at all', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void decodes(bytes)));
  });
});
