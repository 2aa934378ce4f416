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

  it('survives bytes that are nothing at all', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void decodes(bytes)));
  });
});
