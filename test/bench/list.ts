/**
 * The benchmarks in the order in which they run. A new one needs a line here.
 * @module
 */
import { ACCOUNT_STATEMENT } from './account-statement.bench.ts';
import { ACCOUNT_TREE } from './account-tree.bench.ts';
import { APPEND } from './append.bench.ts';
import type { Benchmark } from './benchmark.ts';
import { CREDIT } from './credit.bench.ts';
import { HTTP } from './http.bench.ts';

export const BENCHMARKS: readonly Benchmark[] = [...APPEND, ...HTTP, ...CREDIT, ...ACCOUNT_TREE, ...ACCOUNT_STATEMENT];
