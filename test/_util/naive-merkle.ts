/**
 * RFC 6962 section 2.1 over a list of leaves, word for word: every call hashes the whole list again.
 * @module
 */
import { createHash } from 'node:crypto';

/** MTH(D) */
export function mth(leaves: readonly Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return sha256();
  if (leaves.length === 1) return sha256(Uint8Array.of(0), first);
  const [left, right] = halves(leaves);
  return sha256(Uint8Array.of(1), mth(left), mth(right));
}

/** PATH(m, D) */
export function path(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const [left, right] = halves(leaves);
  return m < left.length ? [...path(m, left), mth(right)] : [...path(m - left.length, right), mth(left)];
}

/** PROOF(m, D). Requires 0 < m <= n. */
export function proof(m: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  return subproof(m, leaves, true);
}

function subproof(m: number, leaves: readonly Uint8Array[], isWhole: boolean): Uint8Array[] {
  if (m === leaves.length) return isWhole ? [] : [mth(leaves)];
  const [left, right] = halves(leaves);
  return m <= left.length
    ? [...subproof(m, left, isWhole), mth(right)]
    : [...subproof(m - left.length, right, false), mth(left)];
}

/** D[0:k] and D[k:n], where k is the largest power of two less than n. */
function halves(leaves: readonly Uint8Array[]): [Uint8Array[], Uint8Array[]] {
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return [leaves.slice(0, k), leaves.slice(k)];
}

function sha256(...parts: Uint8Array[]): Uint8Array {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}
