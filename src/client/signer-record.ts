/**
 * Signer records: who signed, kept by the institution beside its key. The log carries only the commitment; deleting the
 * record makes it unopenable, and every proof still holds.
 * @module
 */
import { decodeHex, encodeHex } from '../core/bytes/hex.ts';
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import { type Json, parseJson } from '../core/json/json.ts';
import { commit } from '../core/statement/commitment.ts';

/** A record holds a name and a salt. */
export const MAX_SIGNER_RECORD_BYTES = 65_536;

/** A person or a system that signs, with the salt of the commitment (hex, 32 bytes). */
export interface SignerRecord {
  readonly name: string;
  readonly salt: string;
}

/** @throws InputError `bad-signer-record` */
export function parseSignerRecord(bytes: Uint8Array, title: string): SignerRecord {
  try {
    const { name, salt } = Object(parseJson(decodeUtf8(bytes, title), title)) as Partial<Record<string, Json>>;
    if (typeof name !== 'string' || typeof salt !== 'string')
      throw new InputError('bad-signer-record', 'no name or salt');
    return { name, salt: encodeHex(decodeHex(salt, 32)) };
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError('bad-signer-record', `${title} is not a readable signer record: ${cause.message}`, { cause });
  }
}

/** What `signing.signer` carries for this record. */
export function signerCommitment({ name, salt }: SignerRecord): string {
  return commit('signer', decodeHex(salt, 32), name);
}
