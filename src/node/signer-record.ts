/**
 * Signer records as files beside the key (mode 0600).
 * @module
 */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { MAX_SIGNER_RECORD_BYTES, parseSignerRecord, type SignerRecord } from '../client/signer-record.ts';
import { encodeHex } from '../core/bytes/hex.ts';
import { InputError } from '../core/error.ts';
import { readBoundedFile } from './bounded-file.ts';

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
  let bytes: Uint8Array;
  try {
    bytes = await readBoundedFile(path, MAX_SIGNER_RECORD_BYTES);
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError('bad-signer-record', `${path} is not a readable signer record: ${cause.message}`, { cause });
  }
  return parseSignerRecord(bytes, path);
}
