/**
 * Runs the benchmarks and prints what they measured, each beside the raw limit of the same run. `npm run bench`; see
 * scripts/bench.mjs for the arguments.
 * @module
 */
import { availableParallelism } from 'node:os';
import { installNodeSha256 } from '../../src/node/crypto/provider.ts';
import type { Benchmark, Result } from './benchmark.ts';
import { BENCHMARKS } from './list.ts';

const MACHINE = { cpus: availableParallelism(), node: process.version };

/** The benchmarks whose name contains `word`. Names the one that runs on stderr. */
async function run(word: string): Promise<Result[]> {
  installNodeSha256();
  const results: Result[] = [];
  for (const benchmark of BENCHMARKS.filter(({ name }) => name.includes(word))) {
    process.stderr.write(`${benchmark.name} ...\n`);
    const measured = await benchmark.measure();
    if (measured === undefined) continue;
    const { value, limit } = measured;
    results.push({
      name: benchmark.name,
      value: round(value),
      unit: benchmark.unit,
      limit: round(limit),
      ratio: round(value / limit),
    });
  }
  return results;
}

/** Three significant digits: more would be noise. */
function round(value: number): number {
  return Number(value.toPrecision(3));
}

function tableOf(results: readonly Result[]): string {
  const rows = results.map(({ name, value, unit, limit, ratio }) => {
    const against = BENCHMARKS.find((benchmark: Benchmark) => benchmark.name === name)?.against ?? '';
    return [name, `${value} ${unit}`, `${limit} ${unit}`, String(ratio), against];
  });
  const all = [['benchmark', 'value', 'limit', 'ratio', 'limit is'], ...rows];
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? [];
  return all
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const args = process.argv.slice(2);
const results = await run(args.find((argument) => !argument.startsWith('--')) ?? '');
if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ machine: MACHINE, results })}\n`);
else process.stdout.write(`${tableOf(results)}\n${MACHINE.cpus} cpus, Node ${MACHINE.node}\n`);
