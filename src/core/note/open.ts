/**
 * Opening a note: which of its signatures are by keys that the reader knows (C2SP signed-note, "Signatures").
 * @module
 */
import { encodeUtf8 } from '../bytes/utf8.ts';
import type { VerifySignature } from '../crypto/public-key.ts';
import { verifySignature } from '../crypto/verify.ts';
import { InputError } from '../error.ts';
import { verifyCosignature } from './cosignature.ts';
import type { Note, NoteSignature } from './note.ts';
import {
  COSIGNATURE_ML_DSA_44,
  type Ed25519VerifierKey,
  type MlDsaVerifierKey,
  NOTE_ED25519,
  type VerifierKey,
} from './vkey.ts';

/** A signature that verified. */
export interface VerifiedSignature {
  readonly key: Ed25519VerifierKey;
  /** The time a cosigner states, POSIX seconds; undefined for a plain note signature. */
  readonly timestampSeconds: number | undefined;
}

/** What a note's signatures are worth to a reader who knows certain keys. */
export interface OpenedNote {
  /** At least one. The same key appears once for each of its signatures. */
  readonly verified: readonly VerifiedSignature[];
  /** Keys that the reader knows, with signatures that this version cannot check: neither good nor bad. */
  readonly unsupported: readonly MlDsaVerifierKey[];
  /** Signatures by anybody else. Their names are attacker-controlled. */
  readonly ignored: readonly NoteSignature[];
}

/**
 * Verifies every signature of a known key. A key is known by name and ID together; other signatures are ignored.
 * @param keys the keys the reader trusts; no two with the same name and ID
 * @param verify the verifier to use; the pure one if absent
 * @throws InputError `bad-note-signature` when a known key's signature fails: the whole note is then worth nothing;
 *   `unverified-note` when no signature verified
 */
export function openNote(
  note: Note,
  keys: readonly VerifierKey[],
  verify: VerifySignature = verifySignature,
): OpenedNote {
  const known = indexKeys(keys);
  const verified: VerifiedSignature[] = [];
  const unsupported: MlDsaVerifierKey[] = [];
  const ignored: NoteSignature[] = [];
  for (const signature of note.signatures) {
    const key = known.get(identity(signature));
    if (key === undefined) ignored.push(signature);
    else if (key.type === COSIGNATURE_ML_DSA_44) unsupported.push(key);
    else verified.push(verifyOne(note.text, signature, key, verify));
  }
  if (verified.length === 0) {
    const { length } = note.signatures;
    throw new InputError('unverified-note', `note: none of ${length} signatures is by a known key that can be checked`);
  }
  return { verified, unsupported, ignored };
}

function indexKeys(keys: readonly VerifierKey[]): ReadonlyMap<string, VerifierKey> {
  const known = new Map(keys.map((key) => [identity(key), key]));
  if (known.size === keys.length) return known;
  throw new InputError('bad-vkey', 'vkey: two keys share name and key ID, so their signatures cannot be told apart');
}

/** Neither part can hold a "+" (the name) or have another length (the ID), so no two pairs share a string. */
function identity({ name, keyId }: { readonly name: string; readonly keyId: string }): string {
  return `${name}+${keyId}`;
}

function verifyOne(
  text: string,
  { name, keyId, signature }: NoteSignature,
  key: Ed25519VerifierKey,
  verify: VerifySignature,
): VerifiedSignature {
  if (key.type === NOTE_ED25519) {
    if (verify(key.key, encodeUtf8(text), signature)) return { key, timestampSeconds: undefined };
  } else {
    const timestampSeconds = verifyCosignature(key.key, text, signature, verify);
    if (timestampSeconds !== undefined) return { key, timestampSeconds };
  }
  throw new InputError('bad-note-signature', `note: the signature of the known key ${name}+${keyId} does not verify`);
}
