/**
 * One system call of an append fails, or the process dies at it: an I/O error, a full disk, SIGKILL, injected by strace at
 * the calls that a recording of the same append shows. Then the ledger is opened again, and audited.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isErrorCode } from '../../../src/core/catalogue/catalogue.ts';
import { auditAfterFault, running } from '../_audit.ts';
import { DEPTH } from '../_depth.ts';
import { folderFiles } from '../_files.ts';
import { submitTold, Told } from '../_told.ts';
import { type Appended, append } from './_appending.ts';
import { withFolderLedger } from './_folder-ledger.ts';
import { nextTasks, type PreparedFolder, prepareFolder } from './_prepared.ts';
import { bundleProgram, type Program } from './_program.ts';
import { type Injection, straceTrouble, type TracedCall } from './_strace.ts';
import { Tally } from './_tally.ts';

/** The calls that write, name or open files, and those that make it last, under all the names that they have. */
const NAMES = ['rename', 'renameat', 'renameat2', 'link', 'linkat', 'unlink', 'unlinkat', 'mkdir', 'mkdirat'];
const BYTES = ['openat', 'write', 'pwrite64', 'ftruncate', 'fsync', 'fdatasync'];
const TRACED = [...NAMES, ...BYTES];
const FAULTS = ['error=EIO', 'error=ENOSPC', 'signal=KILL'] as const;
/** Places tried of each call and fault. */
const PLACES = 2 * DEPTH;

const trouble = straceTrouble();
if (trouble !== undefined) console.warn(`SKIPPED: faults of system calls are not injected: ${trouble}`);

let program: Program;
let prepared: PreparedFolder;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ledgerline-syscalls-'));
  [program, prepared] = await Promise.all([
    bundleProgram({ entry: 'test/fault/process/_child-append.ts' }),
    prepareFolder(),
  ]);
});
afterAll(async () => {
  await program?.[Symbol.asyncDispose]();
  await prepared?.[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

/** Appends four statements to a fresh copy, with the injection if there is one; then opens it again and audits. */
async function tryAppend(injection?: Injection): Promise<Appended> {
  const folder = join(root, 'ledger');
  const consortium = await prepared.copyTo(folder);
  const groups = [nextTasks(consortium, 2, 'first'), nextTasks(consortium, 2, 'second')];
  const told = new Told();
  const trace = injection === undefined ? { trace: TRACED } : { trace: [injection.name], injection };
  try {
    const ended = await append({ program, folder, groups, told, ...trace });
    const { policy } = prepared;
    await auditAfterFault({ files: await folderFiles(folder), policy, told });
    await withFolderLedger(folder, async (ledger) => {
      for (const signed of groups.flat()) expect(await submitTold(ledger, told, signed)).toBe('released');
      await auditAfterFault({ files: await folderFiles(folder), policy, told, ...running(ledger) });
    });
    return ended;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Up to PLACES of the calls of each name, spread over the append. */
function placesOf(calls: readonly TracedCall[]): Omit<Injection, 'what'>[] {
  return TRACED.flatMap((name) => {
    const all = calls.filter((call) => call.name === name);
    const onLedger = all.filter(({ path }) => path?.startsWith(root) === true);
    const step = Math.max(1, onLedger.length / PLACES);
    const chosen = onLedger.filter((_, i) => Math.floor(i / step) > Math.floor((i - 1) / step));
    return chosen.map((call) => (name === 'write' ? onFile(all, call) : { name, nth: all.indexOf(call) + 1 }));
  });
}

/** write(2) also wakes threads, never equally often: only those on the same file are counted. */
function onFile(all: readonly TracedCall[], call: TracedCall): Omit<Injection, 'what'> {
  const { name, path = '' } = call;
  return { name, path, nth: all.filter((other) => other.path === path).indexOf(call) + 1 };
}

describe.skipIf(trouble !== undefined)('I2: a system call that fails', () => {
  it('stops the process with a code of its own or is made good, loses nothing, and the next start goes on', async ({
    task,
  }) => {
    const { calls, ...recorded } = await tryAppend();
    expect(recorded).toEqual({ code: 0, signal: null, failed: undefined, stderr: '' });
    const places = placesOf(calls);
    expect(new Set(places.map(({ name }) => name)).size).toBeGreaterThan(5);
    for (const what of FAULTS) {
      const tally = new Tally();
      for (const { name, nth, path = '' } of places) {
        const injection = { name, nth, what, ...(path === '' ? {} : { path }) };
        await tally.attempt(`${what} at ${name} ${nth} ${path}`, async () => {
          const { code, signal, failed, stderr } = await tryAppend(injection);
          if (what === 'signal=KILL') expect(signal).toBe('SIGKILL');
          else if (code !== 0) expect([code, isErrorCode(failed ?? ''), stderr]).toEqual([code, true, '']);
          return code !== 0;
        });
      }
      tally.report(task, `${what} at a system call`);
      expect(tally.detected, what).toBeGreaterThan(tally.tries / 3);
    }
  }, 1_200_000);
});
