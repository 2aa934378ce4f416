import { createHash, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../../../src/core/bytes/bytes.ts';
import { decodeHex, encodeHex } from '../../../../src/core/bytes/hex.ts';
import { formatSpki, parseSpki } from '../../../../src/core/crypto/spki.ts';
import { inputError } from '../../../_util/input-error.ts';

const KEYS = [
  { algorithm: 'ed25519', spkiBytes: 44, pointBytes: 32, generate: () => generateKeyPairSync('ed25519') },
  {
    algorithm: 'ecdsa-p256',
    spkiBytes: 91,
    pointBytes: 65,
    generate: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  },
  {
    algorithm: 'ecdsa-p384',
    spkiBytes: 120,
    pointBytes: 97,
    generate: () => generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  },
] as const;

function exportSpki(key: { generate: () => ReturnType<(typeof KEYS)[number]['generate']> }): Uint8Array {
  return Uint8Array.from(key.generate().publicKey.export({ type: 'spki', format: 'der' }));
}

describe.each(KEYS)('parseSpki of $algorithm', (kind) => {
  const { algorithm, spkiBytes, pointBytes } = kind;

  it("reads Node's keys, and formatSpki gives them back", () => {
    const der = exportSpki(kind);
    const key = parseSpki(der);
    expect(key.algorithm).toBe(algorithm);
    expect(key.spki).toEqual(der);
    expect(key.point).toEqual(der.subarray(spkiBytes - pointBytes));
    expect(key.point).toHaveLength(pointBytes);
    expect(key.keyId).toBe(createHash('sha256').update(der).digest('hex'));
    expect(formatSpki(algorithm, key.point)).toEqual(der);
  });

  it('keeps its own copy of the bytes', () => {
    const der = exportSpki(kind);
    const key = parseSpki(der);
    const before = encodeHex(key.spki);
    der.fill(0);
    expect(encodeHex(key.spki)).toBe(before);
  });

  it('refuses any other byte in the prefix, and any other length', () => {
    const der = exportSpki(kind);
    for (let i = 0; i < spkiBytes - pointBytes; i++) {
      const changed = Uint8Array.from(der);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(() => parseSpki(changed), `byte ${i}`).toThrow(inputError('bad-public-key'));
    }
    for (const other of [der.subarray(1), der.subarray(0, -1), concatBytes(der, Uint8Array.of(0)), new Uint8Array()]) {
      expect(() => parseSpki(other)).toThrow(inputError('bad-public-key'));
    }
    expect(() => formatSpki(algorithm, new Uint8Array(pointBytes + 1))).toThrow(inputError('bad-public-key'));
  });
});

describe('parseSpki', () => {
  it('gives the key ID of the module comment', () => {
    const point = decodeHex('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    const { keyId } = parseSpki(formatSpki('ed25519', point));
    expect(keyId).toBe('06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9');
  });

  it.each([
    ['RSA', () => generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['P-521', () => generateKeyPairSync('ec', { namedCurve: 'P-521' })],
    ['secp256k1', () => generateKeyPairSync('ec', { namedCurve: 'secp256k1' })],
    ['Ed448', () => generateKeyPairSync('ed448')],
    ['X25519', () => generateKeyPairSync('x25519')],
    [
      'P-256 with explicit parameters',
      () => generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' }),
    ],
  ])('refuses %s', (_, generate) => {
    const der = generate().publicKey.export({ type: 'spki', format: 'der' });
    expect(() => parseSpki(der)).toThrow(inputError('bad-public-key'));
  });

  it('refuses points off the curve that OpenSSL would not see in the encoding', () => {
    const der = Uint8Array.from(
      generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ type: 'spki', format: 'der' }),
    );
    der[90] = (der[90] ?? 0) ^ 1;
    expect(() => parseSpki(der)).toThrow(inputError('bad-public-key'));
    expect(() => createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' })).toThrow();
  });
});
