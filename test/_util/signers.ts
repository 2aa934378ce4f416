/**
 * Signers of notes and cosignatures with fresh keys.
 * @module
 */
import { COSIGNATURE_ED25519, NOTE_ED25519 } from '../../src/core/note/vkey.ts';
import { generateKeyPair } from '../../src/node/crypto/keys.ts';
import { createNoteSigner, type NodeNoteSigner } from '../../src/node/crypto/note-signer.ts';

/** A log's signer; its name is the origin. */
export function createLog(origin: string): NodeNoteSigner {
  return createNoteSigner(origin, NOTE_ED25519, generateKeyPair('ed25519'));
}

/** A witness's signer. */
export function createWitness(name: string): NodeNoteSigner {
  return createNoteSigner(name, COSIGNATURE_ED25519, generateKeyPair('ed25519'));
}
