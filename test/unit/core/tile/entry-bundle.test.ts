import { describe, expect, test } from 'vitest';
import { encodeHex } from '../../../../src/core/bytes/hex.ts';
import { decodeEntries, encodeEntries, MAX_ENTRY_BYTES } from '../../../../src/core/tile/entry-bundle.ts';
import { inputError } from '../../../_util/input-error.ts';

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));
const utf8 = (text: string) => new Uint8Array(Buffer.from(text));

describe('entry bundles', () => {
  test('the example', () => {
    const bundle = encodeEntries([utf8('a'), utf8('bc')]);
    expect(encodeHex(bundle)).toBe('00016100026263');
    expect(decodeEntries(bundle)).toEqual([utf8('a'), utf8('bc')]);
    expect(decodeEntries(bundle, 2)).toEqual([utf8('a'), utf8('bc')]);
  });

  test('the shortest and the longest entry', () => {
    const entries = [new Uint8Array(), new Uint8Array(MAX_ENTRY_BYTES).fill(7)];
    expect(decodeEntries(encodeEntries(entries))).toEqual(entries);
  });

  test('a full bundle; one entry more is refused in both directions', () => {
    const entries = Array.from({ length: 257 }, (_, i) => utf8(String(i)));
    const full = encodeEntries(entries.slice(0, 256));
    expect(decodeEntries(full, 256)).toEqual(entries.slice(0, 256));
    expect(() => encodeEntries(entries)).toThrow(inputError('bad-entry-bundle'));
    expect(() => decodeEntries(Uint8Array.from([...full, 0, 0]))).toThrow(inputError('bad-entry-bundle'));
  });

  test('reads a view into a larger buffer', () => {
    const view = bytesOf('ff ff 00 01 61 ff').subarray(2, 5);
    expect(decodeEntries(view)).toEqual([utf8('a')]);
  });

  test.each([
    ['no entry at all', ''],
    ['half a length', '00'],
    ['a length without an entry', '00 01'],
    ['an entry cut short', '00 03 61 62'],
    ['half a length after an entry', '00 01 61 00'],
    ['a second entry cut short', '00 01 61 00 02 62'],
    ['the longest length and nothing', 'ff ff'],
    ['little-endian length', '01 00 61'],
    ['one byte too many', '00 01 61 00 00 00'],
  ])('refuses %s', (_, hex) => {
    expect(() => decodeEntries(bytesOf(hex))).toThrow(inputError('bad-entry-bundle'));
  });

  test.each([0, 1, 3, 257])('refuses two entries where %d are expected', (count) => {
    expect(() => decodeEntries(bytesOf('00 01 61 00 02 62 63'), count)).toThrow(inputError('bad-entry-bundle'));
  });

  test('refuses to encode nothing, and an entry of 65,536 bytes', () => {
    expect(() => encodeEntries([])).toThrow(inputError('bad-entry-bundle'));
    expect(() => encodeEntries([new Uint8Array(MAX_ENTRY_BYTES + 1)])).toThrow(inputError('bad-entry-bundle'));
  });
});
