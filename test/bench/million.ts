/**
 * A ledger of a million records: made through the engine, its signatures left to the audit at the end; then opened, served,
 * proved and audited as its users would. Prints time, memory and disk as it goes. `npm run bench -- million [RECORDS]`.
 * @module
 */
import { join } from 'node:path';
import { parseRecord } from '../../src/core/record/record.ts';
import { auditFolder } from '../../src/node/audit/audit-folder.ts';
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { verifyBundle } from '../../src/verify/verify-bundle.ts';
import { policyOf } from '../_util/proven-ledger.ts';
import { median, quantile } from './benchmark.ts';
import { type BenchLedger, foundBenchLedger, reopenBenchLedger, submitAll } from './folder.ts';
import { sizeOf } from './folder-size.ts';
import { CONTRIBUTORS } from './workload.ts';

/** Lineages made at a time: ten records each. */
const LINEAGES = 2000;
const READS = 500;
const VERIFIED = 50;

export async function runMillion(records: number): Promise<void> {
  await using bench = await foundBenchLedger({ verify: async () => true });
  const policy = policyOf([bench.workload.consortium.logKey]);
  await make(bench, records);
  await bench.close();
  await reportDisk(bench);
  const opened = await timed('opened', () => reopenBenchLedger(bench.folder, bench.workload));
  const first = [...bench.workload.rounds(1), ...bench.workload.mixed(1)];
  await timed('first statements committed', () => submitAll(opened.ledger, first));
  await readOverHttp(opened, policy);
  await opened.close();
  const report = await timed('audited', () => auditFolder(bench.folder, policy));
  say(`  ${report.verdict}, ${report.records} records replayed, ${rate(report.records, report.seconds)}, ${rss()}`);
}

/** Signing is not counted: in life others do it. */
async function make({ ledger, workload, calls }: BenchLedger, records: number): Promise<void> {
  let seconds = 0;
  while (ledger.head.size < records) {
    const lineages = Math.min(LINEAGES, Math.ceil((records - ledger.head.size) / (CONTRIBUTORS.length + 2)));
    const statements = [...workload.rounds(lineages), ...workload.mixed(lineages * CONTRIBUTORS.length)];
    const start = performance.now();
    await submitAll(ledger, statements, 4096);
    seconds += (performance.now() - start) / 1000;
    const { size } = ledger.head;
    if (size % 100_000 < statements.length) say(`  ${size} records, ${rate(size, seconds)}, ${rss()}`);
  }
  say(`made in ${seconds.toFixed(0)} s without signing: ${calls.writes} writes, ${calls.fsyncs} fsyncs`);
}

async function reportDisk({ folder, ledger }: BenchLedger): Promise<void> {
  const { size } = ledger.head;
  for (const name of ['tile', 'index', 'checkpoints']) {
    const bytes = await sizeOf(join(folder, name));
    say(`  ${name}/ ${(bytes / 1e6).toFixed(0)} MB, ${(bytes / size).toFixed(1)} bytes a record`);
  }
}

/** Proof bundles of records anywhere, as a reader asks for them; each is verified. Then proofs of consistency. */
async function readOverHttp({ ledger }: BenchLedger, policy: string): Promise<void> {
  const { url, close } = await listen(createServer({ ledger }), { host: '127.0.0.1', port: 0 });
  const { size } = ledger.head;
  const places = Array.from({ length: READS }, (_, i) => (i * 2_654_435_761) % size);
  const records = await Promise.all(places.map((index) => ledger.record(index)));
  const digests = records.map((bytes) => parseRecord(bytes ?? new Uint8Array()).digest);
  const bundles = await readAll(
    'bundles of records',
    digests.map((digest) => `${url}/api/v1/bundles/${digest}`),
  );
  const verifySignature = createNodeVerifier({ maxKeys: 16 }).verify;
  for (const bundle of bundles.slice(0, VERIFIED)) {
    const { verdict } = await verifyBundle(bundle, policy, { verifySignature });
    if (verdict !== 'VERIFIED') throw new Error(`a bundle is ${verdict}`);
  }
  say(`  the first ${VERIFIED} of them VERIFIED`);
  await readAll(
    'proofs of consistency',
    places.map((from) => `${url}/api/v1/proofs/consistency/${from}/${size}`),
  );
  await close();
}

async function readAll(what: string, urls: readonly string[]): Promise<Uint8Array[]> {
  const times: number[] = [];
  const answers: Uint8Array[] = [];
  for (const url of urls) {
    const start = performance.now();
    const response = await fetch(url);
    answers.push(new Uint8Array(await response.arrayBuffer()));
    times.push(performance.now() - start);
    if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  }
  say(`${what}: p50 ${median(times).toFixed(2)} ms, p99 ${quantile(times, 0.99).toFixed(2)} ms, ${rss()}`);
  return answers;
}

async function timed<T>(what: string, task: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await task();
  say(`${what} in ${((performance.now() - start) / 1000).toFixed(3)} s, ${rss()}`);
  return result;
}

function rate(records: number, seconds: number): string {
  return `${(records / seconds).toFixed(0)} records/s`;
}

function rss(): string {
  return `${(process.memoryUsage.rss() / 2 ** 20).toFixed(0)} MiB resident`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
