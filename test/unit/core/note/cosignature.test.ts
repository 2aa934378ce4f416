import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifySignature } from '../../../../src/core/crypto/verify.ts';
import {
  decodeCosignature,
  encodeCosignature,
  encodeCosignatureMessage,
  signCosignature,
  verifyCosignature,
} from '../../../../src/core/note/cosignature.ts';
import { inputError } from '../../../_util/input-error.ts';
import { createWitness } from '../../../_util/signers.ts';

const TEXT = 'example.com/log\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
const witness = createWitness('witness.example/w1');
const { key } = witness.verifierKey;

describe('signCosignature', () => {
  it('makes what verifyCosignature accepts, with its time, and only for that text', () => {
    fc.assert(
      fc.property(fc.maxSafeNat(), (timestampSeconds) => {
        const { name, keyId, signature } = signCosignature(TEXT, timestampSeconds, witness);
        expect({ name, keyId }).toEqual({ name: witness.name, keyId: witness.keyId });
        expect(signature).toHaveLength(72);
        expect(verifyCosignature(key, TEXT, signature, verifySignature)).toBe(timestampSeconds);
        expect(verifyCosignature(key, TEXT.replace('7', '8'), signature, verifySignature)).toBeUndefined();
      }),
      { numRuns: 20 },
    );
  });

  it('covers every byte, the time included', () => {
    const { signature } = signCosignature(TEXT, 1_700_000_000, witness);
    for (let i = 0; i < signature.length; i++) {
      const changed = Uint8Array.from(signature);
      changed[i] = (changed[i] ?? 0) ^ 1;
      expect(verifyCosignature(key, TEXT, changed, verifySignature), `byte ${i}`).toBeUndefined();
    }
  });

  it.each([-1, 0.5, 2 ** 53, Number.NaN])('refuses the time %d', (time) => {
    expect(() => signCosignature(TEXT, time, witness)).toThrow(inputError('bad-cosignature'));
  });
});

describe('decodeCosignature', () => {
  it('is the inverse of encodeCosignature', () => {
    const signature = fc.uint8Array({ minLength: 64, maxLength: 64 });
    fc.assert(
      fc.property(fc.maxSafeNat(), signature, (timestampSeconds, bytes) => {
        const cosignature = { timestampSeconds, signature: bytes };
        expect(decodeCosignature(encodeCosignature(cosignature))).toEqual(cosignature);
      }),
    );
  });

  it('refuses other lengths, and times beyond 2^53 - 1', () => {
    for (const length of [0, 64, 71, 73, 2428]) {
      expect(() => decodeCosignature(new Uint8Array(length))).toThrow(inputError('bad-cosignature'));
      expect(verifyCosignature(key, TEXT, new Uint8Array(length), verifySignature)).toBeUndefined();
    }
    const late = new Uint8Array(72).fill(0xff);
    expect(() => decodeCosignature(late)).toThrow(inputError('bad-integer'));
    expect(verifyCosignature(key, TEXT, late, verifySignature)).toBeUndefined();
    expect(() => encodeCosignature({ timestampSeconds: 0, signature: new Uint8Array(63) })).toThrow(
      inputError('bad-cosignature'),
    );
  });
});

describe('encodeCosignatureMessage', () => {
  it('is the header, the time and the text', () => {
    const message = new TextDecoder().decode(encodeCosignatureMessage(TEXT, 0));
    expect(message).toBe(`cosignature/v1\ntime 0\n${TEXT}`);
  });
});
