/**
 * The engine without HTTP: real files, real LevelDB, every batch of 256 durable. Its statements are parsed already, as a server
 * hands them over; signatures are verified, rules applied, the batch derived twice, and checkpoints published meanwhile.
 * @module
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { alternate, type Benchmark, type Measurement, rateOf } from './benchmark.ts';
import { type BenchLedger, foundBenchLedger, submitAll } from './folder.ts';
import { RawVerify } from './raw-verify.ts';

/** Bytes of a contribution's record. */
export const RECORD_BYTES = 1658;
const BATCH = 256;
const BATCHES_A_ROUND = 16;
const ROUNDS = 5;
const STATEMENTS = BATCH * BATCHES_A_ROUND;

/** Two batches in hand: one commits while the signatures of the next are checked. */
export async function appendBatches(
  { ledger }: BenchLedger,
  statements: readonly SignedStatement[],
  batchSize: number = BATCH,
): Promise<void> {
  let before: Promise<unknown> = Promise.resolve();
  for (let at = 0; at < statements.length; at += batchSize) {
    const batch = Promise.all(statements.slice(at, at + batchSize).map((signed) => ledger.submit(signed).placed));
    await before;
    before = batch;
  }
  await before;
}

/** A ledger with open rounds for all that will be contributed, and the statements of each round of the benchmark. */
async function prepare(bench: BenchLedger): Promise<SignedStatement[][]> {
  await submitAll(bench.ledger, bench.workload.rounds(((ROUNDS + 1) * STATEMENTS) / 8));
  return Array.from({ length: ROUNDS + 1 }, () => bench.workload.mixed(STATEMENTS));
}

async function measureVerified(): Promise<Measurement> {
  await using bench = await foundBenchLedger();
  const rounds = await prepare(bench);
  const raw = new RawVerify(rounds[0] ?? []);
  await appendBatches(bench, rounds.shift() ?? []); // the first is slow: nothing is compiled yet
  return await alternate(
    ROUNDS,
    () => rateOf(STATEMENTS, () => appendBatches(bench, rounds.shift() ?? [])),
    () => raw.asynchronous(),
  );
}

async function measureChecked(): Promise<Measurement> {
  await using bench = await foundBenchLedger({ verify: async () => true });
  const rounds = await prepare(bench);
  await appendBatches(bench, rounds.shift() ?? []);
  const { writes, fsyncs } = bench.calls;
  const measured = await alternate(
    ROUNDS,
    () => rateOf(STATEMENTS, () => appendBatches(bench, rounds.shift() ?? [])),
    () => rawAppends(bench.folder),
  );
  const batches = ROUNDS * BATCHES_A_ROUND;
  const each = (calls: number): string => (calls / batches).toFixed(1);
  process.stderr.write(
    `  ${each(bench.calls.writes - writes)} writes and ${each(bench.calls.fsyncs - fsyncs)} fsyncs a batch\n`,
  );
  return measured;
}

/** The same bytes into one file, one write and one fdatasync a batch. */
async function rawAppends(folder: string): Promise<number> {
  const bytes = Buffer.alloc(BATCH * RECORD_BYTES, 'x');
  const file = await open(join(folder, 'raw'), 'w');
  try {
    return await rateOf(STATEMENTS, async () => {
      for (let batch = 0; batch < BATCHES_A_ROUND; batch++) {
        await file.write(bytes);
        await file.datasync();
      }
    });
  } finally {
    await file.close();
  }
}

export const APPEND: readonly Benchmark[] = [
  {
    name: 'append-durable-batch',
    unit: 'records/s',
    better: 'more',
    against: 'asynchronous crypto.verify with cached keys',
    measure: measureVerified,
  },
  {
    name: 'append-durable-batch-checked',
    unit: 'records/s',
    better: 'more',
    against: 'the same bytes to one file, one fdatasync a batch',
    measure: measureChecked,
  },
];
