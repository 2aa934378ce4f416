/**
 * A disk that runs full under a ledger that serves, and has room again later.
 */
import { appendFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Consortium } from '../../_util/consortium.ts';
import { auditAfterFault } from '../_audit.ts';
import { DEPTH } from '../_depth.ts';
import { folderFiles } from '../_files.ts';
import { type Answer, Connection } from './_connection.ts';
import { nextTasks, type PreparedFolder, prepareFolder } from './_prepared.ts';
import { bundleProgram, type Program } from './_program.ts';
import { Receipts } from './_receipts.ts';
import { ServerProcess } from './_serving.ts';
import { SmallDisk } from './_small-disk.ts';
import { Tally } from './_tally.ts';

const SIZE_BYTES = 2 * 2 ** 20;
const PAGE_BYTES = 4096;
/** Free pages when the load begins, one try each: so the disk runs full at different steps of the commit. */
const FREE_PAGES = Array.from({ length: 6 * DEPTH }, (_, i) => Math.floor((i * 30) / (6 * DEPTH)));
/** More than fit into what is left. */
const STATEMENTS = 24;

const trouble = SmallDisk.trouble();
if (trouble !== undefined) console.warn(`SKIPPED: no disk is filled: ${trouble}`);

let program: Program;
let prepared: PreparedFolder;
let disk: SmallDisk;
beforeAll(async () => {
  [program, prepared] = await Promise.all([bundleProgram(), prepareFolder()]);
  if (trouble === undefined) disk = SmallDisk.mount(SIZE_BYTES);
});
afterAll(async () => {
  await program?.[Symbol.asyncDispose]();
  await prepared?.[Symbol.asyncDispose]();
  disk?.unmount();
});

/** Submits one statement after the other until the ledger takes no more. Gives the code with which it refuses. */
async function submitUntilStopped(receipts: Receipts, url: string, consortium: Consortium): Promise<unknown> {
  const connection = await Connection.open(url);
  try {
    const statements = nextTasks(consortium, STATEMENTS, 'until-full');
    receipts.submitted.push(...statements);
    for (const signed of statements) {
      const answer = await receipts.submit(connection, [signed]);
      if (answer?.status === 503) return codeOf(answer);
    }
    throw new Error('the disk did not run full');
  } finally {
    connection.close();
  }
}

/** The codes of problem answers. */
function codeOf(answer: Answer | undefined): unknown {
  return answer === undefined ? undefined : (JSON.parse(answer.body.toString()) as { code?: unknown }).code;
}

/** Fills the disk under a server until it stops. Everything that was told before must still be read from it. */
async function runFull(folder: string, receipts: Receipts, consortium: Consortium, freeBytes: number): Promise<void> {
  const server = new ServerProcess(program, folder);
  try {
    const url = await server.ready();
    await disk.fill(freeBytes);
    expect(await submitUntilStopped(receipts, url, consortium)).toBe('stopped');
    const connection = await Connection.open(url);
    expect((await connection.get('/checkpoint'))?.status).toBe(200);
    expect((await connection.get('/readyz'))?.status).toBe(503);
    await receipts.collect(connection);
    connection.close();
    await auditAfterFault({ files: await folderFiles(folder), policy: prepared.policy, told: receipts.told });
    const { code, stderr } = await server.end('SIGTERM');
    expect([code, stderr]).toEqual([1, expect.stringContaining('storage-failed: ')]);
  } finally {
    await server.end('SIGKILL');
  }
}

/** Starts on the full disk: that ends with what to do, unless what is left suffices to serve. */
async function startOnFull(folder: string): Promise<void> {
  const server = new ServerProcess(program, folder);
  try {
    const served = await server.ready().catch(() => undefined);
    if (served !== undefined) return;
    const { code, stderr } = await server.ended;
    expect([code, stderr]).toEqual([1, expect.stringContaining('make room')]);
  } finally {
    await server.end('SIGKILL');
  }
}

/** Starts with room: all that was told is there, and all that was not answered is taken. */
async function expectGoesOn(folder: string, receipts: Receipts): Promise<void> {
  const server = new ServerProcess(program, folder);
  try {
    const url = await server.ready();
    const connection = await Connection.open(url);
    await receipts.audit(url, { folder, policy: prepared.policy }, async () => {
      await Promise.all(receipts.unanswered.map((signed) => receipts.submit(connection, [signed])));
      expect(receipts.unanswered).toEqual([]);
    });
  } finally {
    await server.end('SIGKILL');
  }
}

/** Sets how much room the disk must have. */
async function requireFree(folder: string, mebibytes: number): Promise<void> {
  await appendFile(join(folder, 'ledgerline.toml'), `\n[limits]\nfree_disk_mib = ${mebibytes}\n`);
}

/** Asks until the server says that it is ready, or that it is not, and gives its reasons. */
async function readiness(connection: Connection, wanted: boolean): Promise<string[]> {
  for (;;) {
    const answer = await connection.get('/readyz');
    const { ready, reasons } = JSON.parse(answer?.body.toString() ?? '') as {
      readonly ready: boolean;
      readonly reasons: readonly { readonly code: string }[];
    };
    if (ready === wanted) return reasons.map(({ code }) => code);
    await sleep(50);
  }
}

describe.skipIf(trouble !== undefined)('I2: a full disk', () => {
  it('stops the ledger with a code; nothing told is lost; with room again it goes on', async ({ task }) => {
    const tally = new Tally();
    for (const pages of FREE_PAGES) {
      await tally.attempt(`${pages} free pages`, async () => {
        const folder = join(disk.path, 'ledger');
        const consortium = await prepared.copyTo(folder);
        await requireFree(folder, 0);
        const receipts = new Receipts();
        await runFull(folder, receipts, consortium, pages * PAGE_BYTES);
        await startOnFull(folder);
        await disk.free();
        await expectGoesOn(folder, receipts);
        await rm(folder, { recursive: true });
        return true;
      });
      await disk.free();
      await rm(join(disk.path, 'ledger'), { recursive: true, force: true });
    }
    tally.report(task, 'a full disk');
  });

  it('is not met: statements are refused while there is little room, readers are answered, and no restart is needed', async ({
    task,
  }) => {
    const tally = new Tally();
    await tally.attempt('little room', async () => {
      const folder = join(disk.path, 'ledger');
      const consortium = await prepared.copyTo(folder);
      await requireFree(folder, 1);
      const receipts = new Receipts();
      const server = new ServerProcess(program, folder);
      try {
        const url = await server.ready();
        const connection = await Connection.open(url);
        const [before = [], after = []] = nextTasks(consortium, 2, 'room').map((signed) => [signed]);
        receipts.submitted.push(...before, ...after);
        expect((await receipts.submit(connection, before))?.status).toBe(201);

        await disk.fill(2 ** 19);
        expect(await readiness(connection, false)).toEqual(['disk-low']);
        const refused = await receipts.submit(connection, after);
        expect([refused?.status, codeOf(refused)]).toEqual([503, 'disk-low']);
        await receipts.collect(connection);

        await disk.free();
        expect(await readiness(connection, true)).toEqual([]);
        expect((await receipts.submit(connection, after))?.status).toBe(201);
        await receipts.audit(url, { folder, policy: prepared.policy });
        expect((await server.end('SIGTERM')).code).toBe(0);
        return true;
      } finally {
        await server.end('SIGKILL');
        await disk.free();
        await rm(folder, { recursive: true, force: true });
      }
    });
    tally.report(task, 'a disk that is nearly full');
  });
});
