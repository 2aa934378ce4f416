/**
 * The index that the damage test writes and reads.
 * @module
 */
import type { IndexValue } from '../../src/log/ports.ts';

export const FLIPS_PER_FILE = 24;

export function sampleKeys(): string[] {
  return Array.from({ length: 60 }, (_, i) => `record/${String(i).padStart(4, '0')}`);
}

/** The one value that was ever written under `key`. */
export function sampleValue(key: string): IndexValue {
  return {
    id: key,
    account: `institution-${key.at(-1)}`,
    leaf: Uint8Array.from(Buffer.from(key.repeat(4))),
    n: [1, 2, 3],
  };
}
