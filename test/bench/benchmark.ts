/**
 * What a benchmark is, and the clock they share. Add one as `test/bench/<name>.bench.ts` and list it in `list.ts`.
 * @module
 */
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { installSha256, sha256 } from '../../src/core/bytes/sha256.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';

/** A figure, and that of the raw operation that it cannot beat or should not be far from; both in the benchmark's unit. */
export interface Measurement {
  readonly value: number;
  readonly limit: number;
}

/** Which way is better: a rate should be high, a time or a size low. */
export type Better = 'more' | 'less';

export interface Benchmark {
  readonly name: string;
  /** Of both figures: `ms`, `us a record`, `/s` and so on. */
  readonly unit: string;
  readonly better: Better;
  /** What the limit is, for people. */
  readonly against: string;
  /** Undefined where it cannot be measured here; why not is then said on stderr. */
  readonly measure: () => Measurement | undefined | Promise<Measurement | undefined>;
}

/** One row of the output. */
export interface Result extends Measurement {
  readonly name: string;
  readonly unit: string;
  /** value / limit. */
  readonly ratio: number;
}

const REPEATS = 9;

/**
 * The fastest of several runs of `operation` and of `raw`, in milliseconds, taken in turns so that both see the same machine. What
 * other programs do only ever adds to a time, so the fastest run says most about the code.
 */
export function compare(operation: () => void, raw: () => void): Measurement {
  let [value, limit] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < REPEATS; i++) {
    value = Math.min(value, timeOf(operation));
    limit = Math.min(limit, timeOf(raw));
  }
  return { value, limit };
}

/** {@link compare} of `operation` and the SHA-256 calls that it makes, alone. Uses what the server hashes with. */
export function compareWithHashes(operation: () => void): Measurement {
  const inputs: Uint8Array[] = [];
  installSha256((data) => {
    inputs.push(data.slice());
    return nobleSha256(data);
  });
  inputs.length = 0;
  operation();
  installNodePrimitives();
  return compare(operation, () => {
    for (const input of inputs) sha256(input);
  });
}

function timeOf(operation: () => void): number {
  const start = process.hrtime.bigint();
  operation();
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** The middle one of `values`, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which the part `q` of `values` lies. */
export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return low + (high - low) * (at - Math.floor(at));
}

/** Calls `operation` and `raw` in turns, `rounds` times; each returns what it measured, and the medians stand for them. */
export async function alternate(
  rounds: number,
  operation: () => number | Promise<number>,
  raw: () => number | Promise<number>,
): Promise<Measurement> {
  const [values, limits]: [number[], number[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    limits.push(await raw());
    values.push(await operation());
  }
  return { value: median(values), limit: median(limits) };
}

/** How often a second `count` operations went, done by `work`. */
export async function rateOf(count: number, work: () => void | Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (count * 1000) / (performance.now() - start);
}

/** `measure`, run at the first call: for benchmarks that read two figures off one run. */
export function once<T>(measure: () => Promise<T>): () => Promise<T> {
  let result: Promise<T> | undefined;
  return () => {
    result ??= measure();
    return result;
  };
}
