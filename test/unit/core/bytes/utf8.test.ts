import { describe, expect, test } from 'vitest';
import { decodeUtf8, encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';
import { inputError } from '../../../_util/input-error.ts';

const bytesOf = (hex: string) => new Uint8Array(Buffer.from(hex.replaceAll(' ', ''), 'hex'));

describe('UTF-8', () => {
  test.each([
    ['empty', '', ''],
    ['ASCII bounds', '\0\x7f', '00 7f'],
    ['two bytes, bounds', '\u0080\u07ff', 'c2 80 df bf'],
    ['three bytes, bounds', '\u0800\uffff', 'e0 a0 80 ef bf bf'],
    ['around the surrogates', '\ud7ff\ue000', 'ed 9f bf ee 80 80'],
    ['four bytes, bounds', '\u{10000}\u{10ffff}', 'f0 90 80 80 f4 8f bf bf'],
    ['Hangul', '한글', 'ed 95 9c ea b8 80'],
    ['a byte order mark is kept', '\ufeffa', 'ef bb bf 61'],
    ['U+FFFD itself', '\ufffd', 'ef bf bd'],
  ])('%s', (_, text, hex) => {
    expect(encodeUtf8(text)).toEqual(bytesOf(hex));
    expect(decodeUtf8(bytesOf(hex))).toBe(text);
  });

  test('texts longer than one call can build', () => {
    const text = 'a한\u{1f600}'.repeat(5000);
    expect(decodeUtf8(encodeUtf8(text))).toBe(text);
  });

  test.each([
    ['continuation byte alone', '80'],
    ['continuation byte after ASCII', '61 bf'],
    ['overlong NUL, two bytes', 'c0 80'],
    ['overlong slash, two bytes', 'c0 af'],
    ['overlong, two bytes, highest', 'c1 bf'],
    ['overlong slash, three bytes', 'e0 80 af'],
    ['overlong, three bytes, highest', 'e0 9f bf'],
    ['overlong, four bytes', 'f0 80 80 af'],
    ['overlong, four bytes, highest', 'f0 8f bf bf'],
    ['first surrogate', 'ed a0 80'],
    ['last surrogate', 'ed bf bf'],
    ['surrogate pair in three bytes each (CESU-8)', 'ed a0 bd ed b8 80'],
    ['above U+10FFFF', 'f4 90 80 80'],
    ['lead byte f5', 'f5 80 80 80'],
    ['lead byte f8, five bytes', 'f8 88 80 80 80'],
    ['lead byte fc, six bytes', 'fc 84 80 80 80 80'],
    ['byte fe', 'fe'],
    ['byte ff', 'ff'],
    ['cut off after one of two', 'c3'],
    ['cut off after two of three', 'e2 82'],
    ['cut off after three of four', 'f0 9f 98'],
    ['second byte not a continuation', 'e2 28 a1'],
    ['third byte not a continuation', 'e2 82 28'],
    ['a lead byte inside a sequence', 'e2 c3 a9'],
  ])('refuses %s', (_, hex) => {
    expect(() => decodeUtf8(bytesOf(hex))).toThrow(inputError('bad-utf8'));
    expect(() => decodeUtf8(bytesOf(`61 ${hex}`), 'reason')).toThrow(/^reason: not UTF-8 at byte [12]$/);
  });

  test.each([
    ['high surrogate at the end', 'a\ud800'],
    ['low surrogate first', '\udc00a'],
    ['pair the wrong way round', '\udc00\ud800'],
  ])('refuses to encode: %s', (_, text) => {
    expect(() => encodeUtf8(text)).toThrow(inputError('bad-utf8'));
  });
});
