/**
 * A ledger that is there: auditing it, its weight on the disk and in memory, and opening it again.
 * @module
 */
import { join } from 'node:path';
import type { Ledger } from '../../src/log/ledger.ts';
import { auditFolder } from '../../src/node/audit/audit-folder.ts';
import { policyOf } from '../_util/proven-ledger.ts';
import { alternate, type Benchmark, type Measurement, once, rateOf } from './benchmark.ts';
import { type BenchLedger, foundBenchLedger, growTo, reopenBenchLedger, submitAll } from './folder.ts';
import { sizeOf } from './folder-size.ts';
import { RawVerify } from './raw-verify.ts';
import { CONTRIBUTORS } from './workload.ts';

const AUDITED = 4096;
const ROUNDS = 5;

async function measureAudit(): Promise<Measurement> {
  await using bench = await foundBenchLedger();
  const { ledger, workload, folder } = bench;
  await submitAll(ledger, workload.rounds(AUDITED / CONTRIBUTORS.length));
  const statements = workload.mixed(AUDITED);
  await submitAll(ledger, statements);
  await bench.close();
  const { size } = ledger.head;
  const policy = policyOf([workload.consortium.logKey]);
  const raw = new RawVerify(statements);
  const audit = async (): Promise<void> => {
    const report = await auditFolder(folder, policy);
    if (report.problems.length > 0) throw new Error(`the audit found ${report.problems[0]?.message}`);
    if (report.records !== size) throw new Error(`the audit replayed ${report.records} of ${size}`);
  };
  return await alternate(
    ROUNDS,
    () => rateOf(size, audit),
    () => raw.synchronous(),
  );
}

const SMALL = 1_000;
const LARGE = 100_000;

interface Growth {
  readonly bytes: Measurement;
  readonly indexBytes: Measurement;
  readonly heap: Measurement;
  readonly rss: Measurement;
  readonly startup: Measurement;
  readonly firstCommit: Measurement;
}

/** One ledger that grows, for all of these: it takes a while to make. Signatures are not verified meanwhile. */
const measureGrowth = once(async (): Promise<Growth> => {
  await using small = await foundBenchLedger({ verify: async () => true });
  await using large = await foundBenchLedger({ verify: async () => true });
  await growTo(small, SMALL);
  await growTo(large, SMALL);
  const before = memory();
  await growTo(large, LARGE);
  const after = memory();
  for (const { ledger, workload } of [small, large]) await submitAll(ledger, workload.rounds(ROUNDS));
  await small.close();
  await large.close();
  const stored = await storedBytes(large);
  const grown = large.ledger.head.size - SMALL;
  const perRecord = (value: number): Measurement => ({ value, limit: stored.records });
  return {
    bytes: perRecord(stored.log),
    indexBytes: perRecord(stored.index),
    heap: perRecord((after.heap - before.heap) / grown),
    rss: perRecord((after.rss - before.rss) / grown),
    startup: await alternate(
      ROUNDS,
      () => startupMs(large),
      () => startupMs(small),
    ),
    firstCommit: await alternate(
      ROUNDS,
      () => startupMs(large, commitsOne(large)),
      () => startupMs(small, commitsOne(small)),
    ),
  };
});

/** Bytes a record of a ledger that is closed: of the records themselves, of all that a reader is served, of the index. */
async function storedBytes({ folder, ledger }: BenchLedger) {
  const { size } = ledger.head;
  const of = (path: string): Promise<number> => sizeOf(join(folder, path));
  // Each entry stands behind its length, 16 bits.
  const records = (await of('tile/entries')) / size - 2;
  const log = ((await of('tile')) + (await of('head')) + (await of('checkpoint'))) / size;
  return { records, log, index: (await of('index')) / size };
}

function memory(): { readonly heap: number; readonly rss: number } {
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heap: heapUsed + external, rss };
}

/** Commits one contribution, made beforehand: what a participant waits for after a start. Needs an open round. */
function commitsOne({ workload }: BenchLedger): (ledger: Ledger) => Promise<void> {
  const statements = workload.mixed(1);
  return (ledger) => submitAll(ledger, statements);
}

/** From a folder that nobody has open to a ledger that serves its log, and to what `until` waits for. */
async function startupMs(
  { folder, workload }: BenchLedger,
  until: (ledger: Ledger) => Promise<void> = async () => {},
): Promise<number> {
  const start = performance.now();
  const opened = await reopenBenchLedger(folder, workload);
  await until(opened.ledger);
  const elapsed = performance.now() - start;
  await opened.close();
  return elapsed;
}

const sizeRow = (name: string, of: (growth: Growth) => Measurement): Benchmark => ({
  name,
  unit: 'bytes',
  better: 'less',
  against: 'the record itself',
  measure: async () => of(await measureGrowth()),
});

export const STORED: readonly Benchmark[] = [
  {
    name: 'audit-replay',
    unit: 'records/s',
    better: 'more',
    against: 'synchronous crypto.verify with cached keys, one thread',
    measure: measureAudit,
  },
  sizeRow('bytes-per-record', ({ bytes }) => bytes),
  sizeRow('index-bytes-per-record', ({ indexBytes }) => indexBytes),
  sizeRow('memory-per-record', ({ heap }) => heap),
  sizeRow('memory-per-record-rss', ({ rss }) => rss),
  startupRow('startup', ({ startup }) => startup),
  startupRow('startup-first-commit', ({ firstCommit }) => firstCommit),
];

function startupRow(name: string, of: (growth: Growth) => Measurement): Benchmark {
  return {
    name,
    unit: 'ms',
    better: 'less',
    against: 'a ledger of 1,000 records; this one has 100,000',
    measure: async () => of(await measureGrowth()),
  };
}
