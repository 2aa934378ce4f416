/**
 * Staged batches: a batch as one object, written before the commit point and applied after it, again if need be.
 *
 * ```
 * staged = "ledgerline/staged/v1" LF u64 oldSize || entries (u16 length || record)* || SHA-256 of all before
 * ```
 * @module
 */
import { concatBytes, equalBytes } from '../core/bytes/bytes.ts';
import { encodeHex } from '../core/bytes/hex.ts';
import { decodeU64, encodeU64 } from '../core/bytes/integers.ts';
import { sha256 } from '../core/bytes/sha256.ts';
import { encodeUtf8 } from '../core/bytes/utf8.ts';
import { InputError } from '../core/error.ts';
import { FULL_WIDTH } from '../core/tile/coordinates.ts';
import { decodeEntries, encodeEntries } from '../core/tile/entry-bundle.ts';
import type { Head } from './head.ts';

export const STAGING_FOLDER = 'staging/';

/** Records of one batch: what the framing of entry bundles holds. */
export const MAX_BATCH_RECORDS: number = FULL_WIDTH;

const MAGIC = encodeUtf8('ledgerline/staged/v1\n');

/** Records `[oldSize, oldSize + records.length)` on their way into the tiles. */
export interface StagedBatch {
  readonly oldSize: number;
  readonly records: readonly Uint8Array[];
}

/** Where the batch that leads to `head` is staged. The root keeps two attempts at one size apart. */
export function stagingPath({ generation, root }: Pick<Head, 'generation' | 'root'>): string {
  return `${STAGING_FOLDER}${String(generation).padStart(16, '0')}-${encodeHex(root)}`;
}

/** Inverse of `parseStaged`. */
export function encodeStaged({ oldSize, records }: StagedBatch): Uint8Array {
  const body = concatBytes(MAGIC, encodeU64(oldSize), encodeEntries(records));
  return concatBytes(body, sha256(body));
}

/** Parses a staged batch. @throws InputError `staging-corrupt` */
export function parseStaged(bytes: Uint8Array): StagedBatch {
  const body = bytes.subarray(0, Math.max(0, bytes.length - 32));
  const whole = body.length >= MAGIC.length + 8 && equalBytes(body.subarray(0, MAGIC.length), MAGIC);
  if (!whole || !equalBytes(sha256(body), bytes.subarray(body.length))) {
    throw new InputError('staging-corrupt', 'the staged batch is damaged: its checksum does not hold');
  }
  try {
    return { oldSize: decodeU64(body, MAGIC.length), records: decodeEntries(body.subarray(MAGIC.length + 8)) };
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError('staging-corrupt', `the staged batch is none: ${cause.message}`, { cause });
  }
}
