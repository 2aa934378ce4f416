/**
 * Entry bundles of C2SP tlog-tiles: up to 256 entries, each after its length.
 *
 *     bundle = 1*256( length entry )
 *     length = 2 bytes, big-endian: the bytes of the entry, 0 to 65,535
 *
 * Example: the entries "a" and "bc" are the bytes 00 01 61 00 02 62 63. A bundle grows by appending to it.
 * @module
 */
import { concatBytes } from '../bytes/bytes.ts';
import { decodeU16, encodeU16 } from '../bytes/integers.ts';
import { InputError } from '../error.ts';
import { FULL_WIDTH } from './coordinates.ts';

/** The longest entry that a bundle can hold. */
export const MAX_ENTRY_BYTES = 0xffff;

const LENGTH_BYTES = 2;

/**
 * The bundle of 1 to 256 entries.
 * @throws InputError `bad-entry-bundle` for another number, or an entry that is too long
 */
export function encodeEntries(entries: readonly Uint8Array[]): Uint8Array {
  assertCount(entries.length);
  return concatBytes(...entries.flatMap((entry) => [encodeLength(entry), entry]));
}

/**
 * The inverse of {@link encodeEntries}. The entries are views into `bytes`.
 * @param expectedCount how many entries there must be; 1 to 256 if absent
 * @throws InputError `bad-entry-bundle` for another number of entries, or when `bytes` ends inside one
 */
export function decodeEntries(bytes: Uint8Array, expectedCount?: number): Uint8Array[] {
  const entries: Uint8Array[] = [];
  let offset = 0;
  while (offset < bytes.length && entries.length < FULL_WIDTH) {
    const start = offset + LENGTH_BYTES;
    const end = start <= bytes.length ? start + decodeU16(bytes, offset) : start;
    if (end > bytes.length) throw malformed(`entry ${entries.length} ends after the last of ${bytes.length} bytes`);
    entries.push(bytes.subarray(start, end));
    offset = end;
  }
  if (offset !== bytes.length) throw malformed(`${bytes.length - offset} bytes after entry ${FULL_WIDTH - 1}`);
  assertCount(entries.length);
  if (expectedCount !== undefined && entries.length !== expectedCount) {
    throw malformed(`expected ${expectedCount} entries, got ${entries.length}`);
  }
  return entries;
}

function encodeLength(entry: Uint8Array): Uint8Array {
  if (entry.length <= MAX_ENTRY_BYTES) return encodeU16(entry.length);
  throw malformed(`an entry of ${entry.length} bytes is longer than ${MAX_ENTRY_BYTES}`);
}

function assertCount(count: number): void {
  if (count < 1 || count > FULL_WIDTH) throw malformed(`expected 1 to ${FULL_WIDTH} entries, got ${count}`);
}

function malformed(detail: string): InputError {
  return new InputError('bad-entry-bundle', `entry bundle: ${detail}`);
}
