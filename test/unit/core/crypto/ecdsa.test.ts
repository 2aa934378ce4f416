import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { p256, p384 } from '@noble/curves/nist.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../../../src/core/bytes/bytes.ts';
import { decodeHex, encodeHex } from '../../../../src/core/bytes/hex.ts';
import {
  type EcdsaAlgorithm,
  formatDerSignature,
  isEcdsaPoint,
  parseDerSignature,
  verifyEcdsa,
} from '../../../../src/core/crypto/ecdsa.ts';
import { type PublicKey, parseSpki } from '../../../../src/core/crypto/spki.ts';

const CURVES = [
  { algorithm: 'ecdsa-p256', namedCurve: 'P-256', digest: 'sha256', other: 'sha384', curve: p256, width: 32 },
  { algorithm: 'ecdsa-p384', namedCurve: 'P-384', digest: 'sha384', other: 'sha256', curve: p384, width: 48 },
] as const;

function generate(namedCurve: string): { privateKey: KeyObject; key: PublicKey } {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve });
  const spki = createPublicKey(privateKey).export({ type: 'spki', format: 'der' });
  return { privateKey, key: parseSpki(spki) };
}

/** Big-endian, `width` bytes. */
function encodeScalar(value: bigint, width: number): Uint8Array {
  return decodeHex(value.toString(16).padStart(2 * width, '0'));
}

describe.each(CURVES)('$algorithm', ({ algorithm, namedCurve, digest, other, curve, width }) => {
  const n = curve.Point.Fn.ORDER;
  const { privateKey, key } = generate(namedCurve);

  it('accepts what Node signs, and nothing else after any change of one bit', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(), fc.nat(7), (message, at, bit) => {
        const der = sign(digest, message, privateKey);
        expect(verifyEcdsa(key, message, der)).toBe(true);
        const changed = Uint8Array.from(der);
        const index = at % der.length;
        changed[index] = (changed[index] ?? 0) ^ (1 << bit);
        expect(verifyEcdsa(key, message, changed)).toBe(false);
        expect(verifyEcdsa(key, concatBytes(message, Uint8Array.of(0)), der)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  it('accepts the high and the low s of the same signature', () => {
    const message = Uint8Array.of(1, 2, 3);
    const signature = parseDerSignature(algorithm, sign(digest, message, privateKey)) ?? new Uint8Array();
    const s = BigInt(`0x${encodeHex(signature.subarray(width))}`);
    const flipped = concatBytes(signature.subarray(0, width), encodeScalar(n - s, width));
    expect(verifyEcdsa(key, message, formatDerSignature(algorithm, flipped))).toBe(true);
  });

  it('refuses the other digest, and a key of another algorithm', () => {
    const message = Uint8Array.of(1);
    expect(verifyEcdsa(key, message, sign(other, message, privateKey))).toBe(false);
    expect(verifyEcdsa({ ...key, algorithm: 'ed25519' }, message, sign(digest, message, privateKey))).toBe(false);
  });

  it('answers false, never an error, for arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 150 }), (der) => {
        expect(parseDerSignature(algorithm, der)).toBeUndefined();
        expect(verifyEcdsa(key, new Uint8Array(), der)).toBe(false);
      }),
    );
  });

  it('parses what it formats, for every r and s in range, as OpenSSL writes it', () => {
    const scalar = fc.oneof(fc.bigInt({ min: 1n, max: n - 1n }), fc.bigInt({ min: 1n, max: 0x10000n }));
    fc.assert(
      fc.property(scalar, scalar, (r, s) => {
        const signature = concatBytes(encodeScalar(r, width), encodeScalar(s, width));
        const der = formatDerSignature(algorithm, signature);
        expect(parseDerSignature(algorithm, der)).toEqual(signature);
        expect(der).toEqual(derByDefinition(r, s));
      }),
    );
  });

  it('refuses r and s outside [1, n - 1]', () => {
    const one = encodeScalar(1n, width);
    for (const bad of [0n, n, n + 1n, 2n ** BigInt(8 * width) - 1n]) {
      const scalar = encodeScalar(bad, width);
      expect(parseDerSignature(algorithm, formatDerSignature(algorithm, concatBytes(scalar, one)))).toBeUndefined();
      expect(parseDerSignature(algorithm, formatDerSignature(algorithm, concatBytes(one, scalar)))).toBeUndefined();
    }
    const largest = encodeScalar(n - 1n, width);
    expect(parseDerSignature(algorithm, formatDerSignature(algorithm, concatBytes(largest, largest)))).toBeDefined();
  });

  it('takes only uncompressed points on the curve', () => {
    expect(isEcdsaPoint(algorithm, key.point)).toBe(true);
    const offCurve = Uint8Array.from(key.point);
    offCurve[5] = (offCurve[5] ?? 0) ^ 1;
    const compressed = curve.Point.fromBytes(key.point).toBytes(true);
    const hybrid = Uint8Array.from(key.point);
    hybrid[0] = 0x06 + ((key.point.at(-1) ?? 0) % 2);
    const zero = new Uint8Array(key.point.length);
    zero[0] = 4;
    for (const point of [offCurve, compressed, hybrid, zero, Uint8Array.of(0), key.point.subarray(1)]) {
      expect(isEcdsaPoint(algorithm, point)).toBe(false);
    }
  });
});

describe('parseDerSignature', () => {
  it('reads the example of the module comment', () => {
    const signature = concatBytes(encodeScalar(1n, 32), encodeScalar(0x80n, 32));
    expect(parseDerSignature('ecdsa-p256', decodeHex('300702010102020080'))).toEqual(signature);
  });

  it.each([
    ['empty', ''],
    ['only a header', '3000'],
    ['long-form length of the sequence', '30810702010102020080'],
    ['indefinite length', '3080020101020200800000'],
    ['long-form length of r', '30080281010102020080'],
    ['leading zero of r', '30080202000102020080'],
    ['negative s', '3006020101020180'],
    ['r without bytes', '3006020002020080'],
    ['s missing', '3003020101'],
    ['cut off', '3007020101020200'],
    ['a byte after s, inside', '30080201010202008000'],
    ['a byte after the sequence', '30070201010202008000'],
    ['sequence length too small', '300602010102020080'],
    ['sequence length too large', '300802010102020080'],
    ['a set for the sequence', '310702010102020080'],
    ['an octet string for r', '300704010102020080'],
    ['an octet string for s', '300702010104020080'],
    ['a third integer', '300a02010102020080020101'],
  ])('refuses another spelling: %s', (_, hex) => {
    expect(parseDerSignature('ecdsa-p256', decodeHex(hex))).toBeUndefined();
  });

  it('accepts no more than OpenSSL verifies (spellings of one valid signature)', () => {
    const { privateKey, key } = generate('P-256');
    const message = Uint8Array.of(9);
    const der = Uint8Array.from(sign('sha256', message, privateKey));
    const algorithm: EcdsaAlgorithm = 'ecdsa-p256';
    for (const spelled of [
      concatBytes(Uint8Array.of(0x30, 0x81), der.subarray(1)),
      concatBytes(der, Uint8Array.of(0)),
      concatBytes(Uint8Array.of(0x30, (der[1] ?? 0) + 1), der.subarray(2), Uint8Array.of(0)),
    ]) {
      expect(parseDerSignature(algorithm, spelled)).toBeUndefined();
      expect(verifyEcdsa(key, message, spelled)).toBe(false);
      expect(verify('sha256', message, privateKey, spelled)).toBe(false);
    }
  });
});

/** DER of `SEQUENCE { INTEGER r, INTEGER s }`, written straight from X.690: an oracle for the formatter. */
function derByDefinition(r: bigint, s: bigint): Uint8Array {
  const integer = (value: bigint) => {
    const hex = value.toString(16);
    const even = hex.length % 2 === 0 ? hex : `0${hex}`;
    const positive = Number.parseInt(even.slice(0, 2), 16) >= 0x80 ? `00${even}` : even;
    return `02${(positive.length / 2).toString(16).padStart(2, '0')}${positive}`;
  };
  const body = integer(r) + integer(s);
  return decodeHex(`30${(body.length / 2).toString(16).padStart(2, '0')}${body}`);
}
