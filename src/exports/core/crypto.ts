/**
 * `ledgerline/core/crypto.js`: public keys and the one verdict on a signature that Node and browsers share.
 * @module
 */
export type { KeyAlgorithm, PublicKey, VerifySignature } from '../../core/crypto/public-key.ts';
export { formatSpki, parseSpki } from '../../core/crypto/spki.ts';
export { verifySignature } from '../../core/crypto/verify.ts';
