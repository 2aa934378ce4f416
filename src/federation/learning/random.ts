/**
 * Reproducible pseudo-random numbers, the same on every machine: sfc32 (Chris Doty-Humphrey, PractRand) modulo 2^32,
 *
 * ```
 * output = a + b + counter, counter = counter + 1, a = b ^ (b >> 9), b = c + (c << 3), c = rotate(c, 21) + output
 * ```
 *
 * from a, b, c = the first three little-endian words of SHA-256 of the seed, counter = 1, the first 12 outputs dropped.
 * For order and noise in the demonstration; never for keys.
 * @module
 */
import { createHash } from 'node:crypto';

export interface Random {
  /** The next integer in [0, 2^32). */
  nextU32(): number;
  /** An integer in [0, limit). Requires 1 <= limit <= 2^20: the bias of the scaling stays below 2^-12. */
  below(limit: number): number;
}

export function createRandom(seed: string): Random {
  const digest = createHash('sha256').update(seed).digest();
  let [a, b, c, counter] = [digest.readUInt32LE(0), digest.readUInt32LE(4), digest.readUInt32LE(8), 1];
  const nextU32 = (): number => {
    const result = (a + b + counter) >>> 0;
    counter = (counter + 1) >>> 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) >>> 0;
    c = (((c << 21) | (c >>> 11)) + result) >>> 0;
    return result;
  };
  // The first outputs still show the seed.
  for (let i = 0; i < 12; i++) nextU32();
  return { nextU32, below: (limit) => Math.floor((nextU32() * limit) / 2 ** 32) };
}

/** The integers of [0, count) in random order (Fisher and Yates). */
export function shuffledIndexes(count: number, random: Random): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, index) => index);
  for (let last = count - 1; last > 0; last--) {
    const other = random.below(last + 1);
    const index = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = index;
  }
  return order;
}
