/**
 * The benchmarks in the order in which they run. A new one needs a line here.
 * @module
 */
import { ACCOUNT_STATEMENT } from './account-statement.bench.ts';
import { ACCOUNT_TREE } from './account-tree.bench.ts';
import type { Benchmark } from './benchmark.ts';
import { CREDIT } from './credit.bench.ts';

export const BENCHMARKS: readonly Benchmark[] = [...CREDIT, ...ACCOUNT_TREE, ...ACCOUNT_STATEMENT];
