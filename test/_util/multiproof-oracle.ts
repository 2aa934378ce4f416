/**
 * The slow, obvious multiproof: walk the whole tree of RFC 6962 section 2.1 from the root, left before right, and note the
 * hash of every node that holds none of the proven leaves. Shares no code with src/core.
 * @module
 */
import type { Mth } from './merkle-oracle.ts';

/** The multiproof of the leaves at `indexes` in the tree of `size` leaves. */
export function naiveMultiproof(indexes: readonly number[], size: number, mth: Mth): Uint8Array[] {
  const walk = (start: number, end: number): Uint8Array[] => {
    if (!indexes.some((index) => start <= index && index < end)) return [mth(start, end)];
    if (end - start === 1) return [];
    let split = 1;
    while (split * 2 < end - start) split *= 2;
    return [...walk(start, start + split), ...walk(start + split, end)];
  };
  return walk(0, size);
}
