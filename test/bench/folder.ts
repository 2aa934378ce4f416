/**
 * A real ledger for benchmarks: files and LevelDB in a folder of its own, under the system's folder for temporary files or
 * LEDGERLINE_BENCH_DIR. What it does to the disk is counted.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { createLedger } from '../../src/log/create.ts';
import { Ledger } from '../../src/log/ledger.ts';
import type { LedgerParts } from '../../src/log/ledger-parts.ts';
import type { IndexStore } from '../../src/log/ports.ts';
import type { VerifyAsync } from '../../src/log/signatures.ts';
import { systemClock } from '../../src/node/clock.ts';
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import { nodeFileSystem } from '../../src/storage/files/file-system.ts';
import { openFilesStore } from '../../src/storage/files/files-store.ts';
import { openLevelIndex } from '../../src/storage/level/level-index.ts';
import { NO_WITNESSES } from '../../src/witness/local-witness.ts';
import { logSigner } from '../_util/engine.ts';
import { testOperator } from '../_util/operator.ts';
import { interceptFileSystem } from '../storage/_intercept.ts';
import { CONTRIBUTORS, Workload } from './workload.ts';

/** Calls on the disk since the ledger was opened. A synced batch of LevelDB counts as one write and one fsync. */
export interface DiskCalls {
  writes: number;
  fsyncs: number;
}

export interface BenchLedger extends AsyncDisposable {
  readonly folder: string;
  readonly workload: Workload;
  readonly ledger: Ledger;
  readonly calls: DiskCalls;
  /** Closes ledger and stores; the folder stays. */
  close(): Promise<void>;
}

export interface BenchLedgerOptions {
  /** Default: OpenSSL on the thread pool, keys cached, as `serve` has it. */
  readonly verify?: VerifyAsync;
}

/** A folder that is removed when it is disposed of. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(process.env['LEDGERLINE_BENCH_DIR'] ?? tmpdir(), 'ledgerline-bench-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Founds a ledger in a folder of its own, which is removed with it, and prepares it for rounds. */
export async function foundBenchLedger(options: BenchLedgerOptions = {}): Promise<BenchLedger> {
  const temporary = await temporaryFolder();
  const workload = new Workload();
  const bench = await openParts(temporary.path, workload, options, (parts) => createLedger(parts, workload.founding()));
  await submitAll(bench.ledger, workload.preparing());
  const dispose = async (): Promise<void> => {
    await bench.close();
    await temporary[Symbol.asyncDispose]();
  };
  return { ...bench, [Symbol.asyncDispose]: dispose };
}

/** Opens the ledger of `folder`, founded with `workload`, again. */
export function reopenBenchLedger(
  folder: string,
  workload: Workload,
  options: BenchLedgerOptions = {},
): Promise<BenchLedger> {
  return openParts(folder, workload, options, (parts) => Ledger.open(parts));
}

/** Hands statements in as fast as the queue takes them, and returns when all are committed. */
export async function submitAll(
  ledger: Ledger,
  statements: readonly SignedStatement[],
  inFlight = 1024,
): Promise<void> {
  for (let at = 0; at < statements.length; at += inFlight) {
    await Promise.all(statements.slice(at, at + inFlight).map((signed) => ledger.submit(signed).placed));
  }
}

/** Statements made at a time, so that no more lie in memory. */
const CHUNK = 8192;

/** Contributions, with the rounds that they need, until the log has `size` records or a few more. */
export async function growTo({ ledger, workload }: BenchLedger, size: number): Promise<void> {
  while (ledger.head.size < size) {
    const lineages = Math.ceil(Math.min(CHUNK, size - ledger.head.size) / (CONTRIBUTORS.length + 2));
    await submitAll(ledger, [...workload.rounds(lineages), ...workload.mixed(lineages * CONTRIBUTORS.length)]);
  }
}

async function openParts(
  folder: string,
  workload: Workload,
  options: BenchLedgerOptions,
  open: (parts: LedgerParts) => Promise<Ledger>,
): Promise<BenchLedger> {
  const calls: DiskCalls = { writes: 0, fsyncs: 0 };
  const files = await openFilesStore(folder, { create: true, fileSystem: countFileSystem(calls) });
  const index = await openLevelIndex(join(folder, 'index'));
  const { consortium } = workload;
  const verifier = createNodeVerifier({ maxKeys: 4096 });
  const { objects, head: heads, checkpoints } = files;
  const ledger = await open({
    ...{ objects, heads, checkpoints, index: countIndex(index, calls), witnesses: NO_WITNESSES, clock: systemClock },
    ...{ signer: logSigner(consortium.logKey), operator: testOperator(consortium) },
    verify: options.verify ?? verifier.verify,
  });
  const close = async (): Promise<void> => {
    await ledger.close();
    await index.close();
    await files.close();
  };
  return { folder, workload, ledger, calls, close, [Symbol.asyncDispose]: close };
}

function countFileSystem(calls: DiskCalls) {
  return interceptFileSystem(nodeFileSystem, (call, run) => {
    if (call.name === 'file.write') calls.writes++;
    if (call.name === 'file.sync') calls.fsyncs++;
    return run();
  });
}

function countIndex(index: IndexStore, calls: DiskCalls): IndexStore {
  return {
    get: (keys) => index.get(keys),
    range: (range) => index.range(range),
    verify: (options) => index.verify(options),
    clear: () => index.clear(),
    write(changes) {
      calls.writes++;
      calls.fsyncs++;
      return index.write(changes);
    },
  };
}
