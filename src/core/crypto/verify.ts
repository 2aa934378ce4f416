/**
 * Signature verification by the key's algorithm: the pure verifier of browsers, audits and tests.
 * @module
 */
import { verifyEcdsa } from './ecdsa.ts';
import { verifyEd25519 } from './ed25519.ts';
import type { PublicKey } from './public-key.ts';

/** True when `signature` is the key's over `message`. Hostile bytes give false. About 2 ms in JavaScript. */
export function verifySignature(key: PublicKey, message: Uint8Array, signature: Uint8Array): boolean {
  return key.algorithm === 'ed25519'
    ? verifyEd25519(key.point, message, signature)
    : verifyEcdsa(key, message, signature);
}
