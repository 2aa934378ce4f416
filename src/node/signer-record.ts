/**
 * Signer records: who signed, kept by the institution beside its key (mode 0600). The log carries only the commitment;
 * deleting the record makes it unopenable, and every proof still holds.
 * @module
 */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { decodeHex, encodeHex } from '../core/bytes/hex.ts';
import { decodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import { type Json, parseJson } from '../core/json/json.ts';
import { commit } from '../core/statement/commitment.ts';
import { readBoundedFile } from './bounded-file.ts';

/** A name and a salt. */
const MAX_RECORD_BYTES = 65_536;

/** A person or a system that signs, with the salt of the commitment (hex, 32 bytes). */
export interface SignerRecord {
  readonly name: string;
  readonly salt: string;
}

/** The record that stands beside a key file: `snuh.pem` has `snuh.signer.json`. */
export function signerRecordPath(keyPath: string): string {
  return `${keyPath.replace(/\.pem$/, '')}.signer.json`;
}

/** A new record with a fresh salt. */
export function createSignerRecord(name: string): SignerRecord {
  return { name, salt: encodeHex(randomBytes(32)) };
}

/** Writes the record, readable by its owner only. Never overwrites. */
export async function writeSignerRecord(path: string, record: SignerRecord): Promise<void> {
  await writeFile(path, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
}

/** @throws InputError `bad-signer-record` */
export async function readSignerRecord(path: string): Promise<SignerRecord> {
  try {
    const text = decodeUtf8(await readBoundedFile(path, MAX_RECORD_BYTES), path);
    const { name, salt } = Object(parseJson(text, path)) as Partial<Record<string, Json>>;
    if (typeof name !== 'string' || typeof salt !== 'string')
      throw new InputError('bad-signer-record', 'no name or salt');
    return { name, salt: encodeHex(decodeHex(salt, 32)) };
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError('bad-signer-record', `${path} is not a readable signer record: ${cause.message}`, { cause });
  }
}

/** What `signing.signer` carries for this record. */
export function signerCommitment({ name, salt }: SignerRecord): string {
  return commit('signer', decodeHex(salt, 32), name);
}
