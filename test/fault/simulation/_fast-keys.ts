/**
 * Signatures that cost a hash: SHA-512 over key id and message. Anybody can forge them, which a simulation of crashes does
 * not; that signatures are checked is shown elsewhere. Proofs of possession stay real: the rules check them.
 * @module
 */
import { createHash } from 'node:crypto';
import type { PublicKey } from '../../../src/core/crypto/public-key.ts';
import type { Founder } from '../../_util/bodies.ts';
import { Consortium, FOUNDERS } from '../../_util/consortium.ts';
import { type TestNoteKey, testKey, testLogKey, testWitnessKey } from '../../_util/keys.ts';

function fastSignature(keyId: string, message: Uint8Array): Uint8Array {
  return Uint8Array.from(createHash('sha512').update(keyId).update(message).digest());
}

/** Verifies what the keys of this file sign. */
export function verifyFast(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  return Buffer.from(fastSignature(key.keyId, message)).equals(signature);
}

const FAST_FOUNDERS: readonly Founder[] = FOUNDERS.map((founder) => {
  const real = testKey(`${founder.id} fast`);
  return { ...founder, keys: [{ ...real, sign: (message: Uint8Array) => fastSignature(real.keyId, message) }] };
});

function fastNoteKey(real: TestNoteKey): TestNoteKey {
  const { keyId } = real.verifier.key;
  return { ...real, signer: { ...real.signer, sign: (message) => fastSignature(keyId, message) } };
}

export const FAST_WITNESS: TestNoteKey = fastNoteKey(testWitnessKey('mfds.example/fast'));

export function fastConsortium(): Consortium {
  const origin = 'log.example/simulated';
  return new Consortium({ origin, founders: FAST_FOUNDERS, logKey: fastNoteKey(testLogKey(origin)) });
}
