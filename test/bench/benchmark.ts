/**
 * What a benchmark is, and the clock they share. Add one as `test/bench/<name>.bench.ts` and list it in `list.ts`.
 * @module
 */
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { installSha256, sha256 } from '../../src/core/bytes/sha256.ts';
import { installNodeSha256 } from '../../src/node/crypto/provider.ts';

/** A time, and that of the raw operation that it cannot beat or should not be far from; both in the benchmark's unit. */
export interface Measurement {
  readonly value: number;
  readonly limit: number;
}

export interface Benchmark {
  readonly name: string;
  /** Of both times: `ms`, `us a record` and so on. Less is better. */
  readonly unit: string;
  /** What the limit is, for people. */
  readonly against: string;
  readonly measure: () => Measurement | Promise<Measurement>;
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
  installNodeSha256();
  return compare(operation, () => {
    for (const input of inputs) sha256(input);
  });
}

function timeOf(operation: () => void): number {
  const start = process.hrtime.bigint();
  operation();
  return Number(process.hrtime.bigint() - start) / 1e6;
}
