import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64url, encodeBase64url } from '../../../../src/core/bytes/base64url.ts';
import { inputError } from '../../../_util/input-error.ts';

describe('base64url', () => {
  it('is what Node writes, and comes back', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const text = encodeBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(decodeBase64url(text, bytes.length)).toEqual(bytes);
      }),
    );
  });

  it.each(['AAH/', 'AA+_', '_w==', '_w=', '_x', 'A', 'AAAAA', ' AAH_', 'AAH_\n', 'AA\u0100_'])('refuses %j', (text) => {
    expect(() => decodeBase64url(text)).toThrow(inputError('bad-base64url'));
  });

  it('refuses another length', () => {
    expect(() => decodeBase64url('AAH_', 4)).toThrow(inputError('bad-base64url'));
  });
});
