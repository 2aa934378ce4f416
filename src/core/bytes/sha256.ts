/**
 * SHA-256 (FIPS 180-4), synchronous, with a replaceable implementation: @noble/hashes everywhere, node:crypto where a
 * Node program installs it. The result is the same; only the speed differs, so the core stays pure.
 * @module
 */
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { InvariantError } from '../error.ts';
import { concatBytes } from './bytes.ts';

/** Returns the 32-byte digest of `data` in a fresh array. Keeps nothing of `data`, which the caller may overwrite afterwards. */
export type Sha256 = (data: Uint8Array) => Uint8Array;

let implementation: Sha256 = nobleSha256;

/** SHA-256 of `data`, 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  return implementation(data);
}

/** Where parts are joined, over and over: room for the largest record with its prefix. */
const joined = new Uint8Array(66_000);

/** SHA-256 of the parts one after the other, 32 bytes. Joining them in a fresh array would cost as much as the hash. */
export function sha256Of(...parts: readonly Uint8Array[]): Uint8Array {
  let lengthBytes = 0;
  for (const part of parts) lengthBytes += part.length;
  if (lengthBytes > joined.length) return sha256(concatBytes(...parts));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return sha256(joined.subarray(0, lengthBytes));
}

/**
 * Installs a faster implementation for this process.
 * @throws InvariantError when it fails the known answer for "abc" (FIPS 180-4 example)
 */
export function installSha256(candidate: Sha256): void {
  const answer = candidate(Uint8Array.of(0x61, 0x62, 0x63));
  const expected = nobleSha256(Uint8Array.of(0x61, 0x62, 0x63));
  if (answer.length !== 32 || !expected.every((byte, i) => byte === answer[i])) {
    throw new InvariantError('sha256: the candidate fails the known answer for "abc"');
  }
  implementation = candidate;
}
