/**
 * Runs the benchmarks and prints what they measured, each beside the raw limit of the same run. `npm run bench`; see
 * scripts/bench.mjs for the arguments.
 * @module
 */
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import type { Benchmark, Measurement, Result } from './benchmark.ts';
import { BENCHMARKS } from './list.ts';
import { describeMachine } from './machine.ts';
import { runMillion } from './million.ts';
import { formatMachine, tableOf } from './table.ts';

/** Run only where they are asked for: they make another ledger of 100,000 records. */
const ASKED_FOR = /^pages: /;

/** The benchmarks whose name contains `word`. Names the one that runs on stderr; one that fails leaves out its row alone. */
async function run(word: string): Promise<Result[]> {
  const results: Result[] = [];
  for (const { name, unit, measure } of BENCHMARKS.filter(
    ({ name: each }) => each.includes(word) && (word !== '' || !ASKED_FOR.test(each)),
  )) {
    process.stderr.write(`${name} ...\n`);
    const measured = await attempt(name, measure);
    if (measured === undefined) continue;
    const { value, limit } = measured;
    results.push({ name, value: round(value), unit, limit: round(limit), ratio: round(value / limit) });
  }
  return results;
}

async function attempt(name: string, measure: Benchmark['measure']): Promise<Measurement | undefined> {
  try {
    return await measure();
  } catch (error) {
    process.stderr.write(`${name} FAILED: ${error instanceof Error ? error.stack : String(error)}\n`);
    process.exitCode = 1;
    return undefined;
  }
}

/** Three significant digits: more would be noise. */
function round(value: number): number {
  return Number(value.toPrecision(3));
}

const args = process.argv.slice(2);
const [word = '', number] = args.filter((argument) => !argument.startsWith('--'));
const machine = describeMachine();
installNodePrimitives();
if (word === 'million') {
  await runMillion(number === undefined ? 1_000_000 : Number(number));
  process.stdout.write(`${formatMachine(machine)}\n`);
} else {
  const results = await run(word);
  if (args.includes('--json')) process.stdout.write(`${JSON.stringify({ machine, results })}\n`);
  else process.stdout.write(`${tableOf(results, BENCHMARKS)}\n${formatMachine(machine)}\n`);
}
