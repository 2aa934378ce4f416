/**
 * A digest of all entries of an index: how many they are, and the sum of their checksums modulo 2^64. Each write brings it
 * up to date, in the same batch. It notices entries that LevelDB forgot, or has forgotten to forget: by accident, not by intent.
 *
 *     stored   = count sum checksum         8 bytes each, big-endian; under the key ff, which is no key in UTF-8
 *     checksum = the first 8 bytes of SHA-256( ff count sum )
 * @module
 */
import { concatBytes, equalBytes } from '../../core/bytes/bytes.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { InputError } from '../../core/error.ts';
import { storedChecksum } from './index-value.ts';

/** What all entries of an index come to. */
export interface IndexDigest {
  readonly count: number;
  readonly sum: bigint;
}

export const EMPTY_DIGEST: IndexDigest = { count: 0, sum: 0n };

/** Where the digest stands: behind all keys, and in no range of them. */
export const DIGEST_KEY: Uint8Array = Uint8Array.of(0xff);

/** An entry replaced by another: values as stored, undefined where there is none. */
export interface Replacement {
  readonly before?: Uint8Array | undefined;
  readonly after?: Uint8Array | undefined;
}

/** The digest after some entries, each of another key, were replaced. */
export function updateDigest({ count, sum }: IndexDigest, replacements: Iterable<Replacement>): IndexDigest {
  let [newCount, newSum] = [count, sum];
  for (const { before, after } of replacements) {
    newCount += Number(after !== undefined) - Number(before !== undefined);
    newSum += (after === undefined ? 0n : storedChecksum(after)) - (before === undefined ? 0n : storedChecksum(before));
  }
  return { count: newCount, sum: BigInt.asUintN(64, newSum) };
}

/** The inverse of {@link decodeDigest}. */
export function encodeDigest({ count, sum }: IndexDigest): Uint8Array {
  const bytes = new Uint8Array(24);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(count));
  view.setBigUint64(8, sum);
  bytes.set(sha256(concatBytes(DIGEST_KEY, bytes.subarray(0, 16))).subarray(0, 8), 16);
  return bytes;
}

/** The inverse of {@link encodeDigest}. @throws InputError `index-corrupt` */
export function decodeDigest(stored: Uint8Array): IndexDigest {
  if (stored.length === 24) {
    const view = new DataView(stored.buffer, stored.byteOffset);
    const digest = { count: Number(view.getBigUint64(0)), sum: view.getBigUint64(8) };
    if (equalBytes(encodeDigest(digest), stored)) return digest;
  }
  throw new InputError('index-corrupt', 'index: the digest of its entries is not one');
}
