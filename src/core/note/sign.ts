/**
 * Signing notes, with the signature function passed in: keys, devices and randomness stay outside the core.
 * @module
 */
import { encodeUtf8 } from '../bytes/utf8.ts';
import { formatNote, type NoteSignature } from './note.ts';

/** Who signs, and how. `name` and `keyId` are those of the signer's vkey. */
export interface NoteSigner {
  readonly name: string;
  /** 8 lower-case hex digits. */
  readonly keyId: string;
  /** The raw signature over `message`: 64 bytes for Ed25519. */
  sign(message: Uint8Array): Uint8Array;
}

/**
 * A note over `text` with one signature of each signer, in their order. Requires at least one.
 * A signer that answers later signs the UTF-8 bytes of the text, and `formatNote` takes its answer.
 * @throws InputError `bad-note`, `bad-utf8` when `text` does not end with a newline or has control characters
 */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  const message = encodeUtf8(text);
  const signatures = signers.map(
    (signer): NoteSignature => ({ name: signer.name, keyId: signer.keyId, signature: signer.sign(message) }),
  );
  return formatNote({ text, signatures });
}
