import { describe, expect, test } from 'vitest';
import { decodeHex, encodeHex } from '../../../../src/core/bytes/hex.ts';
import { inputError } from '../../../_util/input-error.ts';

describe('hex', () => {
  test.each([
    ['', []],
    ['00ff', [0, 255]],
    ['0123456789abcdef', [0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef]],
  ])('%j', (text, bytes) => {
    expect(encodeHex(Uint8Array.from(bytes))).toBe(text);
    expect(decodeHex(text)).toEqual(Uint8Array.from(bytes));
    expect(decodeHex(text, bytes.length)).toEqual(Uint8Array.from(bytes));
  });

  test.each([
    ['upper case', '00FF'],
    ['mixed case', '00fF'],
    ['odd number of digits', '0ff'],
    ['prefix', '0x00'],
    ['leading blank', ' 00'],
    ['trailing newline', '00\n'],
    ['trailing newline after an odd digit', '0\n'],
    ['colon', '00:ff'],
    ['digit out of range', '0g'],
    ['full-width digits', '００'],
    ['Arabic-Indic digits', '٠٠'],
    ['lone surrogate', '0\ud800'],
    ['NUL', '0\0'],
  ])('refuses %s', (_, text) => {
    expect(() => decodeHex(text)).toThrow(inputError('bad-hex'));
  });

  test.each([
    ['00', 0],
    ['00', 2],
    ['', 1],
    ['000', 1],
  ])('refuses %j where %d bytes are expected', (text, lengthBytes) => {
    expect(() => decodeHex(text, lengthBytes)).toThrow(inputError('bad-hex'));
  });

  test('names what it read', () => {
    expect(() => decodeHex('0', 32, 'root')).toThrow(/^root: expected 64 hex digits, got 1 character/);
  });

  test('refuses megabytes of wrong digits without running out of stack', () => {
    expect(() => decodeHex(`${'0'.repeat(2 ** 22)}zz`)).toThrow(inputError('bad-hex'));
  });
});
