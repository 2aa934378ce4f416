import { createHash } from 'node:crypto';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { decodeBase64, installBase64, PORTABLE_BASE64 } from '../../../../src/core/bytes/base64.ts';
import { installSha256, sha256 } from '../../../../src/core/bytes/sha256.ts';
import { decodeUtf8, installUtf8, PORTABLE_UTF8 } from '../../../../src/core/bytes/utf8.ts';
import { type KeyAlgorithm, parseSpki } from '../../../../src/core/crypto/spki.ts';
import { verifySignature } from '../../../../src/core/crypto/verify.ts';
import { InputError } from '../../../../src/core/error.ts';
import { generateKeyPair } from '../../../../src/node/crypto/keys.ts';
import { createNodeVerifier, installNodePrimitives } from '../../../../src/node/crypto/provider.ts';

const ALGORITHMS: readonly KeyAlgorithm[] = ['ed25519', 'ecdsa-p256', 'ecdsa-p384'];

describe('installNodePrimitives', () => {
  afterAll(() => {
    installSha256(nobleSha256);
    installBase64(PORTABLE_BASE64);
    installUtf8(PORTABLE_UTF8);
  });

  /** What the call gives or refuses, portably and with what Node installs. */
  const bothWays = <T>(call: () => T) => {
    const outcome = () => {
      try {
        return call();
      } catch (error) {
        if (error instanceof InputError) return `${error.code}: ${error.message}`;
        throw error;
      }
    };
    installNodePrimitives();
    const fast = outcome();
    installBase64(PORTABLE_BASE64);
    installUtf8(PORTABLE_UTF8);
    return [fast, outcome()] as const;
  };

  it('reads and refuses base64 as the portable codec does', () => {
    const near = fc.string({ unit: fc.constantFrom(...'AQgw/+-_=\n \0\u00e9'), maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(near, fc.base64String(), fc.string()), (text) => {
        const [fast, portable] = bothWays(() => decodeBase64(text));
        expect(fast).toEqual(portable);
      }),
      { numRuns: 2000 },
    );
    const [fast] = bothWays(() => decodeBase64('AAH/'));
    expect(fast).toEqual(Uint8Array.of(0, 1, 255));
    expect([fast?.constructor, (fast as Uint8Array).buffer.byteLength]).toEqual([Uint8Array, 3]);
  });

  it('reads and refuses UTF-8 as the portable decoder does', () => {
    const pieces = fc.constantFrom(
      '61',
      'c3a9',
      'ed959c',
      'f09f9880',
      'efbbbf',
      'ff',
      'c080',
      'eda080',
      'f4908080',
      'e282',
    );
    const text = fc.array(pieces, { maxLength: 6 }).map((hex) => new Uint8Array(Buffer.from(hex.join(''), 'hex')));
    fc.assert(
      fc.property(fc.oneof(text, fc.uint8Array({ maxLength: 8 })), (bytes) => {
        const [fast, portable] = bothWays(() => decodeUtf8(bytes));
        expect(fast).toBe(portable);
      }),
      { numRuns: 2000 },
    );
  });

  it('changes the speed of the core, not the digests: fresh, plain arrays of 32 bytes', () => {
    installNodePrimitives();
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        const digest = sha256(data);
        expect(digest).toEqual(nobleSha256(data));
        expect(digest.constructor).toBe(Uint8Array);
        expect(digest.buffer.byteLength).toBe(32);
        expect(sha256(data)).not.toBe(digest);
      }),
    );
    const large = new Uint8Array(100_000).fill(0xff);
    expect(sha256(large)).toEqual(Uint8Array.from(createHash('sha256').update(large).digest()));
  });
});

describe.each(ALGORITHMS)('createNodeVerifier with %s', (algorithm) => {
  const key = generateKeyPair(algorithm);
  const verifier = createNodeVerifier({ maxKeys: 4 });

  it('gives the verdict of the pure verifier, on the thread pool and on the thread, for good and for changed bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 50 }), fc.nat(), fc.boolean(), async (message, at, isChanged) => {
        const signature = key.sign(message);
        if (isChanged) signature[at % signature.length] = (signature[at % signature.length] ?? 0) ^ 0x80;
        const expected = verifySignature(key.publicKey, message, signature);
        expect(expected).toBe(!isChanged);
        expect(verifier.verifySync(key.publicKey, message, signature)).toBe(expected);
        expect(await verifier.verify(key.publicKey, message, signature)).toBe(expected);
      }),
      { numRuns: 20 },
    );
  });

  it('answers false for signatures of any length, never an error', async () => {
    for (const length of [0, 1, 63, 64, 65, 72, 200]) {
      const signature = new Uint8Array(length).fill(0x30);
      expect(verifier.verifySync(key.publicKey, new Uint8Array(), signature)).toBe(false);
      expect(await verifier.verify(key.publicKey, new Uint8Array(), signature)).toBe(false);
    }
  });
});

describe('the key cache', () => {
  it('never mixes keys up, however few it holds', async () => {
    const verifier = createNodeVerifier({ maxKeys: 2 });
    const keys = Array.from({ length: 5 }, () => generateKeyPair('ed25519'));
    const message = Uint8Array.of(1);
    for (const signer of [...keys, ...keys]) {
      for (const { publicKey } of keys) {
        const expected = publicKey === signer.publicKey;
        const reparsed = parseSpki(publicKey.spki);
        expect(await verifier.verify(reparsed, message, signer.sign(message))).toBe(expected);
      }
    }
  });
});
