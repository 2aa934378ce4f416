/**
 * Proof of possession: a new key signs who it is for, so that nobody can enrol the key of another.
 *
 * ```
 * message = "ledgerline/possession/v1" LF origin LF institution LF key id LF
 * ```
 * @module
 */
import { decodeBase64 } from '../bytes/base64.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { type PublicKey, parseSpki } from '../crypto/spki.ts';
import { verifySignature } from '../crypto/verify.ts';
import { InputError } from '../error.ts';

/** A key with the signature that proves its possession, as `charter` and `key` carry it (base64). */
export interface ProvenKeyFields {
  readonly spki: string;
  readonly possession: string;
}

/** The bytes that the new key signs. */
export function possessionMessage(origin: string, institution: string, keyId: string): Uint8Array {
  return encodeUtf8(`ledgerline/possession/v1\n${origin}\n${institution}\n${keyId}\n`);
}

/**
 * Parses and checks a key for `institution`.
 * @throws InputError `bad-public-key`, `bad-base64`, `bad-possession`
 */
export function checkProvenKey(origin: string, institution: string, fields: ProvenKeyFields): PublicKey {
  const key = parseSpki(decodeBase64(fields.spki));
  const signature = decodeBase64(fields.possession);
  if (!verifySignature(key, possessionMessage(origin, institution, key.keyId), signature)) {
    throw new InputError(
      'bad-possession',
      `key ${key.keyId} does not prove its possession for ${institution} at ${origin}`,
    );
  }
  return key;
}
