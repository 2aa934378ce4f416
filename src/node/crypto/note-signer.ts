/**
 * Notes and cosignatures signed with a private key of this process.
 * @module
 */
import type { NoteSigner } from '../../core/note/sign.ts';
import { createVerifierKey, type Ed25519VerifierKey } from '../../core/note/vkey.ts';
import type { PrivateKey } from './keys.ts';

/** A signer, and the vkey that verifies it. */
export interface NodeNoteSigner extends NoteSigner {
  readonly verifierKey: Ed25519VerifierKey;
}

/**
 * A signer of notes (type 0x01) or of cosignatures (0x04) under a key name.
 * @throws InputError `bad-vkey` when the name cannot be a key name, or the key is not Ed25519
 */
export function createNoteSigner(name: string, type: Ed25519VerifierKey['type'], key: PrivateKey): NodeNoteSigner {
  const verifierKey = createVerifierKey(name, type, key.publicKey);
  return { name, keyId: verifierKey.keyId, verifierKey, sign: (message) => key.sign(message) };
}
