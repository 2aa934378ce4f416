/**
 * Where files are torn and where their bits are flipped. `LEDGERLINE_FAULT_DEPTH` makes it more places.
 * @module
 */
import { DEPTH } from '../_depth.ts';
import { Random } from '../_random.ts';

const SMALL_FILE = 1024;
const TEARS = 64 * DEPTH;

/**
 * Lengths to which a file of these bytes is cut: every one if it is small; else those at the boundaries of its frames (two
 * bytes of length each), of 256 bytes and of pages, and others between.
 */
export function tearsOf(bytes: Uint8Array, isFramed: boolean): number[] {
  if (bytes.length <= SMALL_FILE) return Array.from({ length: bytes.length }, (_, i) => i);
  const edges = [...(isFramed ? framesOf(bytes) : []), 256, 4096, 8192].flatMap((at) => [at - 1, at, at + 1, at + 2]);
  const spread = Array.from({ length: TEARS }, (_, i) => Math.floor((i * bytes.length) / TEARS));
  return [...new Set([...edges, ...spread])].filter((at) => at >= 0 && at < bytes.length);
}

function framesOf(bytes: Uint8Array): number[] {
  const starts: number[] = [];
  for (let at = 0; at < bytes.length; at += 2 + (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0)) starts.push(at);
  return starts;
}

/** `count` copies, times the depth, each with one bit flipped: one in each of as many equal parts of the file. */
export function* flipsOf(bytes: Uint8Array, count: number, seed = 1): Generator<{ bit: number; bytes: Uint8Array }> {
  const random = new Random(seed);
  const bits = bytes.length * 8;
  const parts = Math.min(bits, count * DEPTH);
  for (let part = 0; part < parts; part++) {
    const bit = Math.floor(((part + random.next()) * bits) / parts);
    const flipped = bytes.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    yield { bit, bytes: flipped };
  }
}
