/**
 * Digests that tell whether the digested entries of an index (`log/ports.ts`) are all there: how many they are, and the sum of their checksums modulo 2^64.
 * Each write brings them up to date, in the same batch. They notice entries that LevelDB forgot, or has forgotten to forget:
 * by accident, not by intent.
 *
 * The entries are cut into segments, ranges of keys that are small enough to be read on the way. The digest of each is a record
 * of its own, and a digest over these records stands at the top, so that none of them can be lost or be of another day either:
 *
 *     key      = ff 01 START                a segment: the entries from the key START to before the next segment
 *                ff 00                      the top: the records of all segments
 *     stored   = count sum checksum         8 bytes each, big-endian
 *     checksum = the first 8 bytes of SHA-256( key count sum )
 *
 * START is UTF-8, empty for the first segment; ff stands in no key in UTF-8, so records come after all
 * entries. Where a segment has grown too large it is cut where its entries are: even digests, padded numbers and names make
 * segments of one size. Example: once the entries `s/record/00...` to `s/record/ff...` are 1025, nine segments may begin at
 * the empty text, `s/record/1d`, `s/record/38` and so on.
 * @module
 */
import { sha256Of } from '../../core/bytes/sha256.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { storedChecksum } from './index-value.ts';

/** What some entries come to. */
export interface IndexDigest {
  readonly count: number;
  readonly sum: bigint;
}

/** A digest as it is stored, which makes it an entry of the next one. */
export interface DigestRecord extends IndexDigest {
  readonly checksum: bigint;
}

export const EMPTY_DIGEST: IndexDigest = { count: 0, sum: 0n };

/** The kinds of records, by the byte that follows ff. */
export const RECORD = { top: 0, segment: 1 } as const;
export type RecordKind = (typeof RECORD)[keyof typeof RECORD];

/** An entry replaced by another: their checksums, undefined where there is none. */
export interface Replacement {
  readonly before?: bigint | undefined;
  readonly after?: bigint | undefined;
}

/** The digest after some entries, each of another key, were replaced. */
export function updateDigest({ count, sum }: IndexDigest, replacements: Iterable<Replacement>): IndexDigest {
  let [newCount, newSum] = [count, sum];
  for (const { before, after } of replacements) {
    newCount += Number(after !== undefined) - Number(before !== undefined);
    newSum += (after ?? 0n) - (before ?? 0n);
  }
  return { count: newCount, sum: BigInt.asUintN(64, newSum) };
}

/** The digest of entries with these checksums. */
export function digestOf(checksums: readonly bigint[]): IndexDigest {
  let sum = 0n;
  for (const checksum of checksums) sum += checksum;
  return { count: checksums.length, sum: BigInt.asUintN(64, sum) };
}

export function equalDigests(a: IndexDigest, b: IndexDigest): boolean {
  return a.count === b.count && a.sum === b.sum;
}

/** Under which key the record of what begins at `start` is stored. */
export function recordKey(kind: RecordKind, start = ''): Uint8Array {
  const text = encodeUtf8(start);
  const key = new Uint8Array(2 + text.length);
  key[0] = 0xff;
  key[1] = kind;
  key.set(text, 2);
  return key;
}

/** A record with the bytes of its entry. */
export interface StoredRecord {
  readonly start: string;
  readonly record: DigestRecord;
  readonly key: Uint8Array;
  readonly stored: Uint8Array;
}

/** The record of what begins at `start`. */
export function makeRecord(kind: RecordKind, start: string, digest: IndexDigest): StoredRecord {
  const key = recordKey(kind, start);
  const stored = encodeRecord(key, digest);
  return { start, record: { count: digest.count, sum: digest.sum, checksum: storedChecksum(stored) }, key, stored };
}

/** The inverse of {@link decodeRecord}. */
function encodeRecord(key: Uint8Array, { count, sum }: IndexDigest): Uint8Array {
  const stored = new Uint8Array(24);
  const view = new DataView(stored.buffer);
  view.setBigUint64(0, BigInt(count));
  view.setBigUint64(8, sum);
  stored.set(sha256Of(key, stored.subarray(0, 16)).subarray(0, 8), 16);
  return stored;
}

/** The inverse of {@link encodeRecord}. @throws InputError `index-corrupt` */
export function decodeRecord(key: Uint8Array, stored: Uint8Array): DigestRecord {
  const record = recordFields(stored);
  if (storedChecksum(encodeRecord(key, record)) === record.checksum) return record;
  throw notARecord();
}

/**
 * The fields of a record as they stand. Whether its checksum holds is seen when its segment is read: of all that there are,
 * few are needed at once. @throws InputError `index-corrupt`
 */
export function recordFields(stored: Uint8Array): DigestRecord {
  if (stored.length !== 24) throw notARecord();
  const view = new DataView(stored.buffer, stored.byteOffset);
  return { count: Number(view.getBigUint64(0)), sum: view.getBigUint64(8), checksum: view.getBigUint64(16) };
}

/** @throws InputError `index-corrupt` where the checksum of the record of the segment at `start` is another */
export function assertRecord(start: string, record: DigestRecord): void {
  if (makeRecord(RECORD.segment, start, record).record.checksum !== record.checksum) throw notARecord();
}

function notARecord(): InputError {
  return new InputError('index-corrupt', 'index: a digest of its entries is not one');
}
