import { describe, expect, test } from 'vitest';
import { decodeHex, encodeHex } from '../../../../src/core/bytes/hex.ts';
import { sha256 } from '../../../../src/core/bytes/sha256.ts';
import { encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';
import { formatSafetensors, parseSafetensors } from '../../../../src/core/tensor/safetensors.ts';
import { digestSafetensors, tensorSetDigest } from '../../../../src/core/tensor/tensor-set.ts';
import { inputError } from '../../../_util/input-error.ts';
import sets from '../../../vectors/safetensors/tensor-sets.json' with { type: 'json' };

describe('tensor set digest', () => {
  test.each(sets)('$name: $desc', ({ jcs, sha256: expected, filesHex }) => {
    expect(encodeHex(sha256(encodeUtf8(jcs)))).toBe(expected);
    const files = filesHex.map((hex) => decodeHex(hex));
    expect(new Set(filesHex).size).toBe(filesHex.length);
    expect(files.map(digestSafetensors)).toEqual(files.map(() => expected));
  });

  test.each(sets)('$name: survives being saved again by us', ({ sha256: expected, filesHex }) => {
    const { tensors } = parseSafetensors(decodeHex(filesHex[0] ?? ''));
    expect(digestSafetensors(formatSafetensors(tensors, new Map([['note', 'again']])))).toBe(expected);
  });

  test('changes with name, dtype, shape and bytes', () => {
    const base = { name: 'a', dtype: 'I8', shape: [2, 1], bytes: Uint8Array.of(1, 2) } as const;
    const variants = [
      base,
      { ...base, name: 'b' },
      { ...base, dtype: 'U8' } as const,
      { ...base, shape: [1, 2] },
      { ...base, shape: [2] },
      { ...base, bytes: Uint8Array.of(2, 1) },
    ];
    const digests = variants.map((tensor) => digestSafetensors(formatSafetensors([tensor])));
    expect(new Set(digests).size).toBe(variants.length);
  });

  test('refuses a set without tensors', () => {
    expect(() => tensorSetDigest([])).toThrow(inputError('bad-safetensors'));
    expect(() => digestSafetensors(formatSafetensors([]))).toThrow(inputError('bad-safetensors'));
  });
});
