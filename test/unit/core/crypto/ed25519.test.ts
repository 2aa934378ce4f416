import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../../../src/core/bytes/bytes.ts';
import { decodeHex, encodeHex } from '../../../../src/core/bytes/hex.ts';
import { isEnrollableEd25519, precheckEd25519, verifyEd25519 } from '../../../../src/core/crypto/ed25519.ts';
import { formatSpki } from '../../../../src/core/crypto/spki.ts';

const { Point } = ed25519;
const L = Point.Fn.ORDER;
const P = Point.Fp.ORDER;

/** RFC 8032 section 7.1: tests 1, 2, 3 and "SHA(abc)". */
const RFC_8032 = [
  {
    secret: '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    key: 'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    message: '',
    signature:
      'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  },
  {
    secret: '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  },
  {
    secret: 'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    key: 'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    message: 'af82',
    signature:
      '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  },
  {
    secret: '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    key: 'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    message:
      'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    signature:
      'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  },
];

function encodeNumber(value: bigint): Uint8Array {
  return decodeHex(value.toString(16).padStart(64, '0')).reverse();
}

/** The eight points of order dividing 8, from a point of the full group: an oracle for the table in the source. */
function torsionPoints(): InstanceType<typeof Point>[] {
  for (let y = 2n; ; y++) {
    let candidate: InstanceType<typeof Point>;
    try {
      candidate = Point.fromBytes(encodeNumber(y));
    } catch {
      continue;
    }
    const generator = candidate.multiplyUnsafe(L - 1n).add(candidate); // [L]: L itself is no valid scalar
    if (generator.double().double().is0()) continue; // not of order 8
    return Array.from({ length: 8 }, (_, i) => generator.multiplyUnsafe(BigInt(i)));
  }
}

const torsion = torsionPoints();
const honest = decodeHex(RFC_8032[1]?.key ?? '');
const honestSignature = decodeHex(RFC_8032[1]?.signature ?? '');
const honestMessage = decodeHex(RFC_8032[1]?.message ?? '');

describe('verifyEd25519', () => {
  it.each(RFC_8032)('accepts RFC 8032 section 7.1, message "$message"', ({ key, message, signature }) => {
    expect(verifyEd25519(decodeHex(key), decodeHex(message), decodeHex(signature))).toBe(true);
  });

  it('accepts what Node signs, and nothing else after any change of one bit', () => {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const point = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(), fc.nat(7), (message, at, bit) => {
        const signature = sign(null, message, privateKey);
        expect(verifyEd25519(point, message, signature)).toBe(true);
        const signed = concatBytes(point, signature, message);
        const index = at % signed.length;
        signed[index] = (signed[index] ?? 0) ^ (1 << bit);
        const [a, s, m] = [signed.subarray(0, 32), signed.subarray(32, 96), signed.subarray(96)];
        expect(verifyEd25519(a, m, s)).toBe(false);
      }),
      { numRuns: 150 },
    );
  });

  it('answers false, never an error, for arbitrary bytes of any length', () => {
    const bytes = (length: number) =>
      fc.oneof(fc.uint8Array({ minLength: length, maxLength: length }), fc.uint8Array({ maxLength: 100 }));
    fc.assert(
      fc.property(bytes(32), fc.uint8Array(), bytes(64), (key, message, signature) => {
        expect(verifyEd25519(key, message, signature)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('agrees with Node on signatures by a key with a torsion component, valid for one k in eight', () => {
    // A = [a]B + T and S = r + ka give [S]B - [k]A = R - [k]T, which is R where the order of T divides k.
    const a = 123_456_789n;
    const mixed = Point.BASE.multiply(a)
      .add(torsion[1] ?? Point.ZERO)
      .toBytes();
    const nodeKey = createPublicKey({ key: Buffer.from(formatSpki('ed25519', mixed)), format: 'der', type: 'spki' });
    const verdicts = Array.from({ length: 64 }, (_, i) => {
      const message = Uint8Array.of(i);
      const r = BigInt(i + 1);
      const encodedR = Point.BASE.multiply(r).toBytes();
      const digest = createHash('sha512')
        .update(concatBytes(encodedR, mixed, message))
        .digest();
      const k = BigInt(`0x${encodeHex(digest.reverse())}`) % L;
      const signature = concatBytes(encodedR, encodeNumber((r + k * a) % L));
      const verdict = verifyEd25519(mixed, message, signature);
      expect(verdict).toBe(verify(null, message, nodeKey, signature));
      expect(verdict).toBe(k % 8n === 0n);
      return verdict;
    });
    expect(new Set(verdicts)).toEqual(new Set([true, false]));
  });
});

describe('precheckEd25519', () => {
  it('refuses S >= L, which other verifiers reduce', () => {
    const s = (value: bigint) => concatBytes(honestSignature.subarray(0, 32), encodeNumber(value));
    expect(precheckEd25519(honest, s(0n))).toBe(true);
    expect(precheckEd25519(honest, s(L - 1n))).toBe(true);
    expect(precheckEd25519(honest, s(L))).toBe(false);
    expect(precheckEd25519(honest, s(2n ** 256n - 1n))).toBe(false);
    const reducible = BigInt(`0x${encodeHex(honestSignature.slice(32).reverse())}`) + L;
    expect(verifyEd25519(honest, honestMessage, s(reducible))).toBe(false);
  });

  it('refuses exactly the small-order points among canonical encodings, as key and as R', () => {
    expect(new Set(torsion.map((point) => encodeHex(point.toBytes()))).size).toBe(8);
    for (const point of torsion) {
      expect(point.isSmallOrder()).toBe(true);
      expect(precheckEd25519(point.toBytes(), honestSignature)).toBe(false);
      expect(precheckEd25519(honest, concatBytes(point.toBytes(), honestSignature.subarray(32)))).toBe(false);
    }
  });

  it('refuses every encoding with y >= p, and x = 0 with the sign bit', () => {
    for (let y = P; y < 2n ** 255n; y++) {
      for (const sign of [0n, 2n ** 255n]) {
        expect(precheckEd25519(encodeNumber(y + sign), honestSignature)).toBe(false);
      }
    }
    for (const y of [1n, P - 1n]) expect(precheckEd25519(encodeNumber(y + 2n ** 255n), honestSignature)).toBe(false);
    expect(precheckEd25519(encodeNumber(P - 2n), honestSignature)).toBe(true);
  });

  it('agrees with the curve arithmetic of noble on random encodings', () => {
    const isStrict = (encoded: Uint8Array) => {
      const point = Point.fromBytes(encoded);
      return !point.isSmallOrder() && encodeHex(point.toBytes()) === encodeHex(encoded);
    };
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (encoded) => {
        let expected: boolean;
        try {
          expected = isStrict(encoded);
        } catch {
          return; // not a point: the precheck may say anything
        }
        expect(precheckEd25519(encoded, honestSignature)).toBe(expected);
      }),
    );
  });
});

describe('isEnrollableEd25519', () => {
  it('accepts honest keys', () => {
    for (const { secret, key } of RFC_8032) {
      expect(isEnrollableEd25519(decodeHex(key))).toBe(true);
      const pkcs8 = Buffer.from(`302e020100300506032b657004220420${secret}`, 'hex');
      const spki = createPublicKey(createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' }));
      expect(encodeHex(spki.export({ type: 'spki', format: 'der' }).subarray(-32))).toBe(key);
    }
  });

  it('refuses an honest key plus any torsion, small orders, points off the curve, and other lengths', () => {
    const point = Point.fromBytes(honest);
    const mixed = torsion.filter((t) => !t.is0()).map((t) => point.add(t).toBytes());
    const offCurve = encodeNumber(2n);
    expect(() => Point.fromBytes(offCurve)).toThrow();
    for (const key of [
      ...mixed,
      ...torsion.map((t) => t.toBytes()),
      offCurve,
      honest.subarray(1),
      new Uint8Array(33),
    ]) {
      expect(isEnrollableEd25519(key)).toBe(false);
    }
  });
});
