/**
 * The benchmarks in the order in which they run. A new one needs a line here.
 * @module
 */
import { ACCOUNT_STATEMENT } from './account-statement.bench.ts';
import { ACCOUNT_TREE } from './account-tree.bench.ts';
import { APPEND } from './append.bench.ts';
import type { Benchmark } from './benchmark.ts';
import { CREDIT } from './credit.bench.ts';
import { DIGEST } from './digest.bench.ts';
import { HTTP } from './http.bench.ts';
import { PAGES_SERVED } from './pages.bench.ts';
import { PEERS } from './peers.bench.ts';
import { PROOFS_OF_INCLUSION } from './proofs.bench.ts';
import { STORED } from './stored.bench.ts';

export const BENCHMARKS: readonly Benchmark[] = [
  ...DIGEST,
  ...APPEND,
  ...HTTP,
  ...PROOFS_OF_INCLUSION,
  ...STORED,
  ...PEERS,
  ...CREDIT,
  ...ACCOUNT_TREE,
  ...ACCOUNT_STATEMENT,
  ...PAGES_SERVED,
];
