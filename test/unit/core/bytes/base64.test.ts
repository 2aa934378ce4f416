import { describe, expect, test } from 'vitest';
import { decodeBase64, encodeBase64 } from '../../../../src/core/bytes/base64.ts';
import { inputError } from '../../../_util/input-error.ts';

describe('base64', () => {
  // The vectors of RFC 4648 section 10.
  test.each([
    ['', ''],
    ['f', 'Zg=='],
    ['fo', 'Zm8='],
    ['foo', 'Zm9v'],
    ['foob', 'Zm9vYg=='],
    ['fooba', 'Zm9vYmE='],
    ['foobar', 'Zm9vYmFy'],
  ])('RFC 4648 section 10: %j is %j', (ascii, text) => {
    const bytes = new Uint8Array(Buffer.from(ascii));
    expect(encodeBase64(bytes)).toBe(text);
    expect(decodeBase64(text)).toEqual(bytes);
    expect(decodeBase64(text, bytes.length)).toEqual(bytes);
  });

  test('every digit of the alphabet', () => {
    const text = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
    expect(encodeBase64(decodeBase64(text))).toBe(text);
    expect(decodeBase64(text)).toEqual(new Uint8Array(Buffer.from(text, 'base64')));
  });

  test.each([
    ['missing padding, two digits', 'Zg'],
    ['missing padding, three digits', 'Zm8'],
    ['half of the padding', 'Zg='],
    ['surplus padding', 'Zg==='],
    ['padding on a full group', 'Zm9v='],
    ['padding group', 'Zm9v===='],
    ['padding inside', 'Zg==Zg=='],
    ['padding first', '=Zg='],
    ['only padding', '===='],
    ['two padding characters only', '=='],
    ['one digit', 'Z'],
    ['one digit and padding', 'Z==='],
    ['five digits', 'Zm9vY'],
    ['non-zero trailing bits, one byte', 'Zh=='],
    ['non-zero trailing bits, one byte, highest', 'Z/=='],
    ['non-zero trailing bits, two bytes', 'Zm9='],
    ['URL alphabet, minus', '-A=='],
    ['URL alphabet, underscore', '_w=='],
    ['blank before', ' Zm9v'],
    ['blank inside', 'Zm 9v'],
    ['newline after', 'Zm9v\n'],
    ['newline instead of a group', 'Zm9v\n\n\n\n'],
    ['line break inside', 'Zm9v\r\nYmFy'],
    ['character below the alphabet', 'Zm9!'],
    ['NUL', 'Zm9\0'],
    ['NUL group, which would decode as AAAA', '\0\0\0\0'],
    ['DEL', 'Zm9\x7f'],
    ['character above ASCII', 'Zm9é'],
    ['code unit equal to a digit modulo 256', 'Zm9\u0176'],
    ['full-width letters', 'Ｚｇ＝＝'],
    ['lone surrogate', 'Zm9\ud800'],
    ['padding look-alike', 'Zm8꞊'],
  ])('refuses %s', (_, text) => {
    expect(() => decodeBase64(text)).toThrow(inputError('bad-base64'));
  });

  test.each([
    ['Zg==', 2],
    ['Zg==', 0],
    ['', 32],
  ])('refuses %j where %d bytes are expected', (text, lengthBytes) => {
    expect(() => decodeBase64(text, lengthBytes, 'root')).toThrow(inputError('bad-base64'));
    expect(() => decodeBase64(text, lengthBytes, 'root')).toThrow(/^root: /);
  });
});
