/**
 * Bits of an account key, the most significant bit of byte 0 first: bit 0 decides at the top of the trie.
 * @module
 */

/** Bits of an account key. */
export const KEY_BITS = 256;

/** Bit `position` of `key`. Requires 0 <= position < 256. */
export function bitAt(key: Uint8Array, position: number): 0 | 1 {
  const byte = key[position >> 3] ?? 0;
  return ((byte >> (7 - (position & 7))) & 1) === 1 ? 1 : 0;
}

/** How many leading bits `a` and `b` share, counted up to `limit`. Requires 32 bytes each and 0 <= limit <= 256. */
export function sharedBits(a: Uint8Array, b: Uint8Array, limit: number = KEY_BITS): number {
  for (let i = 0; i * 8 < limit; i++) {
    const difference = (a[i] ?? 0) ^ (b[i] ?? 0);
    // clz32 counts from bit 31; the byte stands in bits 7 to 0.
    if (difference !== 0) return Math.min(limit, i * 8 + Math.clz32(difference) - 24);
  }
  return limit;
}

/** The first `length` bits of `key`, the rest zero: 32 bytes. Requires 0 <= length <= 256. */
export function prefixOf(key: Uint8Array, length: number): Uint8Array {
  const prefix = new Uint8Array(KEY_BITS / 8);
  const wholeBytes = length >> 3;
  for (let i = 0; i < wholeBytes; i++) prefix[i] = key[i] ?? 0;
  const restBits = length & 7;
  if (restBits > 0) prefix[wholeBytes] = (key[wholeBytes] ?? 0) & (0xff << (8 - restBits));
  return prefix;
}
