import { describe, expect, test } from 'vitest';
import { encodeHex } from '../../../../src/core/bytes/hex.ts';
import {
  assertTreeSize,
  decodeU16,
  decodeU64,
  encodeU16,
  encodeU64,
  encodeU128,
  parseDecimal,
} from '../../../../src/core/bytes/integers.ts';
import { inputError } from '../../../_util/input-error.ts';

const NOT_SIZES = [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2 ** 64];

describe('integers as bytes', () => {
  test.each([
    [0, '0000'],
    [258, '0102'],
    [65_535, 'ffff'],
  ])('u16 %d', (value, hex) => {
    expect(encodeHex(encodeU16(value))).toBe(hex);
    expect(decodeU16(encodeU16(value), 0)).toBe(value);
  });

  test.each([
    [0, '0000000000000000'],
    [2 ** 32 - 1, '00000000ffffffff'],
    [2 ** 32, '0000000100000000'],
    [2 ** 40 + 3, '0000010000000003'],
    [Number.MAX_SAFE_INTEGER, '001fffffffffffff'],
  ])('u64 %d', (value, hex) => {
    expect(encodeHex(encodeU64(value))).toBe(hex);
    expect(decodeU64(encodeU64(value), 0)).toBe(value);
  });

  test.each([
    [0n, '00'.repeat(16)],
    [2n ** 64n + 2n, '00000000000000010000000000000002'],
    [2n ** 128n - 1n, 'ff'.repeat(16)],
  ])('u128 %d', (value, hex) => {
    expect(encodeHex(encodeU128(value))).toBe(hex);
  });

  test('reads at an offset, also inside a larger buffer', () => {
    const view = Uint8Array.from([9, 9, 9, 1, 2, 0, 0, 0, 0, 0, 0, 0, 7]).subarray(2);
    expect(decodeU16(view, 1)).toBe(258);
    expect(decodeU64(view, 3)).toBe(7);
  });

  test('refuses values out of range', () => {
    for (const value of [-1, 65_536, 0.5, Number.NaN]) {
      expect(() => encodeU16(value)).toThrow(inputError('bad-integer'));
    }
    for (const value of NOT_SIZES) expect(() => encodeU64(value)).toThrow(inputError('bad-integer'));
    for (const value of [-1n, 2n ** 128n]) expect(() => encodeU128(value)).toThrow(inputError('bad-integer'));
  });

  test.each(['0020000000000000', '0020000000000001', '8000000000000000', 'ffffffffffffffff'])(
    'refuses the u64 %s, which is above 2^53 - 1',
    (hex) => {
      expect(() => decodeU64(new Uint8Array(Buffer.from(hex, 'hex')), 0)).toThrow(inputError('bad-integer'));
    },
  );

  test.each([-1, 0.5, 1, 7, 8, Number.NaN])('refuses to read a u64 at offset %d of 8 bytes', (offset) => {
    expect(() => decodeU64(new Uint8Array(8), offset)).toThrow(inputError('bad-integer'));
  });

  test.each([-1, 1, 2])('refuses to read a u16 at offset %d of 2 bytes', (offset) => {
    expect(() => decodeU16(new Uint8Array(2), offset)).toThrow(inputError('bad-integer'));
  });
});

describe('decimals', () => {
  test.each(['0', '7', '10', '4294967296', '9007199254740991'])('%s', (text) => {
    expect(String(parseDecimal(text))).toBe(text);
  });

  test.each([
    ['empty', ''],
    ['leading zero', '01'],
    ['two zeros', '00'],
    ['plus sign', '+1'],
    ['minus sign', '-1'],
    ['minus zero', '-0'],
    ['blank before', ' 1'],
    ['newline after', '1\n'],
    ['fraction', '1.0'],
    ['exponent', '1e3'],
    ['hexadecimal', '0x10'],
    ['separator', '1_000'],
    ['BigInt suffix', '1n'],
    ['word', 'Infinity'],
    ['full-width digit', '１'],
    ['2^53', '9007199254740992'],
    ['2^53 + 1, which a double rounds to 2^53', '9007199254740993'],
    ['2^64 - 1', '18446744073709551615'],
    ['many digits', '9'.repeat(400)],
  ])('refuses %s', (_, text) => {
    expect(() => parseDecimal(text, 'size')).toThrow(inputError('bad-integer'));
    expect(() => parseDecimal(text, 'size')).toThrow(/^size: /);
  });
});

test('tree sizes are safe integers', () => {
  expect(assertTreeSize(0)).toBe(0);
  expect(assertTreeSize(Number.MAX_SAFE_INTEGER)).toBe(Number.MAX_SAFE_INTEGER);
  for (const value of NOT_SIZES) expect(() => assertTreeSize(value)).toThrow(inputError('bad-integer'));
});
