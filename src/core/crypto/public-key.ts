/**
 * Public keys as the whole project holds them: parsed, checked, and named by the hash of their one encoding.
 * @module
 */

/** The signature algorithms of statements. The algorithm always comes from the key, never from a message. */
export type KeyAlgorithm = 'ed25519' | 'ecdsa-p256' | 'ecdsa-p384';

/** A public key that passed `parseSpki`, the only place that makes one. */
export interface PublicKey {
  readonly algorithm: KeyAlgorithm;
  /** The DER SubjectPublicKeyInfo: 44 bytes (Ed25519), 91 (P-256) or 120 (P-384). */
  readonly spki: Uint8Array;
  /** The 32-byte Ed25519 key of RFC 8032, or the uncompressed SEC 1 point (65 or 97 bytes, the first 0x04). */
  readonly point: Uint8Array;
  /** Lower-case hex SHA-256 of `spki`, 64 digits. */
  readonly keyId: string;
}

/**
 * Decides whether `signature` is the key's over `message`. Hostile bytes give false, never an error. The pure
 * `verifySignature` is one; a Node program may pass a faster one with the same verdicts.
 */
export type VerifySignature = (key: PublicKey, message: Uint8Array, signature: Uint8Array) => boolean;
