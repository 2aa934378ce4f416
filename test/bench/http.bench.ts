/**
 * Submitting over HTTP, from another process, with the receipt in the answer.
 * @module
 */
import { join } from 'node:path';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { alternate, type Benchmark, type Measurement, once, quantile } from './benchmark.ts';
import { type BenchLedger, foundBenchLedger, submitAll } from './folder.ts';
import { type Load, startLoad, writeBodies } from './load.ts';
import { startRawServer } from './raw-server.ts';
import { RawVerify } from './raw-verify.ts';
import { CONTRIBUTORS, encodeSubmission } from './workload.ts';

/** Statements one after the other, a tenth of them at a time in turns with the raw server. */
const SINGLES = 1000;
const TURNS = 10;
/** Twice as many come first: until everything is compiled, and to count what a statement does to the disk. */
const WARM_UP = 100;
const STATEMENTS = 2 * WARM_UP + SINGLES;

const BATCH = 256;
/** A connection an institution: the order within its chain is the order of its requests. */
const CONNECTIONS = CONTRIBUTORS.length;
const BATCHES_A_CONNECTION = 2;
const ROUNDS = 4;
const STATEMENTS_A_ROUND = CONNECTIONS * BATCHES_A_CONNECTION * BATCH;

/** A busy machine is slow; an answer without its receipt would not count. */
const PATIENCE_MS = 300_000;

interface Latencies {
  readonly ours: readonly number[];
  readonly raw: readonly number[];
}

const measureSingles = once(async (): Promise<Latencies> => {
  await using bench = await foundBenchLedger();
  using load = startLoad();
  const server = await serve(bench);
  await submitAll(bench.ledger, bench.workload.rounds(STATEMENTS / CONTRIBUTORS.length));
  const file = await writeBodies(join(bench.folder, 'bodies'), bench.workload.mixed(STATEMENTS).map(encodeSubmission));
  const post = async (url: string, start: number, end: number): Promise<readonly number[]> =>
    (await load.run({ url, file, lanes: [{ start, end }], expect: { status: 201, items: false } })).latencies;

  await post(server.url, 0, WARM_UP); // nothing is compiled yet
  const { writes, fsyncs } = bench.calls;
  await post(server.url, WARM_UP, 2 * WARM_UP);
  const work = {
    writes: each(bench.calls.writes - writes, WARM_UP),
    fsyncs: each(bench.calls.fsyncs - fsyncs, WARM_UP),
  };
  process.stderr.write(`  ${work.writes} writes and ${work.fsyncs} fsyncs a statement\n`);
  const receipt = await bench.ledger.bundle(bench.ledger.head.size - 1);
  const raw = await startRawServer(bench.folder, { ...work, answerBytes: receipt?.length ?? 0 });
  const rawUrl = `${raw.url}/`;
  await post(rawUrl, 0, WARM_UP);

  const [ours, theirs]: [number[], number[]] = [[], []];
  const turn = SINGLES / TURNS;
  for (let start = 2 * WARM_UP; start < STATEMENTS; start += turn) {
    theirs.push(...(await post(rawUrl, start, start + turn)));
    ours.push(...(await post(server.url, start, start + turn)));
  }
  await raw.close();
  await server.close();
  return { ours, raw: theirs };
});

function each(calls: number, requests: number): number {
  return Math.round(calls / requests);
}

async function serve({ ledger }: BenchLedger): Promise<{ readonly url: string; close(): Promise<void> }> {
  const { url, close } = await listen(createServer({ ledger, limits: { receiptWaitMs: PATIENCE_MS } }), {
    host: '127.0.0.1',
    port: 0,
  });
  return { url: `${url}/api/v1/statements`, close };
}

async function measureBatches(): Promise<Measurement> {
  await using bench = await foundBenchLedger();
  using load = startLoad();
  const server = await serve(bench);
  const { workload, ledger, folder } = bench;
  await submitAll(ledger, workload.rounds(((ROUNDS + 1) * STATEMENTS_A_ROUND) / CONTRIBUTORS.length));
  const rounds = Array.from({ length: ROUNDS + 1 }, () =>
    CONTRIBUTORS.map((author) => workload.contributions(author, BATCHES_A_CONNECTION * BATCH)),
  );
  const raw = new RawVerify(rounds[0]?.flat() ?? []);
  const files: string[] = [];
  for (const [i, lanes] of rounds.entries()) {
    files.push(await writeBodies(join(folder, `bodies-${i}`), lanes.flatMap(inBatches)));
  }
  const round = (): Promise<number> => postBatches(load, server.url, files.shift() ?? '');
  await round();
  const measured = await alternate(ROUNDS, round, () => raw.asynchronous());
  await server.close();
  return measured;
}

function inBatches(statements: readonly SignedStatement[]): Buffer[] {
  return Array.from({ length: BATCHES_A_CONNECTION }, (_, i) =>
    encodeSubmission(statements.slice(i * BATCH, (i + 1) * BATCH)),
  );
}

async function postBatches(load: Load, url: string, file: string): Promise<number> {
  const lanes = Array.from({ length: CONNECTIONS }, (_, i) => ({
    start: i * BATCHES_A_CONNECTION,
    end: (i + 1) * BATCHES_A_CONNECTION,
  }));
  const { seconds } = await load.run({ url, file, lanes, expect: { status: 200, items: true } });
  return STATEMENTS_A_ROUND / seconds;
}

function single(name: string, q: number): Benchmark {
  return {
    name,
    unit: 'ms',
    better: 'less',
    against: 'express with as many writes and fsyncs',
    measure: async () => {
      const { ours, raw } = await measureSingles();
      return { value: quantile(ours, q), limit: quantile(raw, q) };
    },
  };
}

export const HTTP: readonly Benchmark[] = [
  single('http-append-single', 0.5),
  single('http-append-single-p99', 0.99),
  {
    name: 'http-append-batch',
    unit: 'records/s',
    better: 'more',
    against: 'asynchronous crypto.verify with cached keys',
    measure: measureBatches,
  },
];
