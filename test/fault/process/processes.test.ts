/**
 * What people and supervisors do to the process that serves: start it twice, stop it in the middle of work or of its own
 * start, suspend it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import type { Consortium } from '../../_util/consortium.ts';
import { picker } from '../../_util/random-history.ts';
import { DEPTH } from '../_depth.ts';
import { Connection } from './_connection.ts';
import { nextTasks, type PreparedFolder, prepareFolder } from './_prepared.ts';
import { bundleProgram, type Program } from './_program.ts';
import { Receipts } from './_receipts.ts';
import { ServerProcess } from './_serving.ts';
import { Tally } from './_tally.ts';

let program: Program;
let prepared: PreparedFolder;
let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ledgerline-processes-'));
  [program, prepared] = await Promise.all([bundleProgram(), prepareFolder()]);
});
afterAll(async () => {
  await program?.[Symbol.asyncDispose]();
  await prepared?.[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

/** A fresh ledger in a folder of its own, and what its submitters know. */
interface Fresh {
  readonly folder: string;
  readonly consortium: Consortium;
  readonly receipts: Receipts;
}

async function fresh(name: string): Promise<Fresh> {
  const folder = join(root, name);
  return { folder, consortium: await prepared.copyTo(folder), receipts: new Receipts() };
}

function serve(folder: string): ServerProcess {
  return new ServerProcess(program, folder);
}

/** Submits each statement in a request of its own. */
function submitAll(receipts: Receipts, connection: Connection, statements: readonly SignedStatement[]) {
  receipts.submitted.push(...statements);
  return statements.map((signed) => receipts.submit(connection, [signed]));
}

/** Starts the ledger again, and holds it to all that was told. `isOrderly`: nothing may stand there that nobody was told of. */
async function audit({ folder, receipts }: Fresh, isOrderly = false): Promise<void> {
  const server = serve(folder);
  try {
    const url = await server.ready();
    const connection = await Connection.open(url);
    const untold = receipts.unanswered.map(({ digest }) => connection.get(`/api/v1/statements/${digest}`));
    for (const standing of isOrderly ? await Promise.all(untold) : []) expect(standing?.status).toBe(404);
    await receipts.audit(url, { folder, policy: prepared.policy }, async () => {
      await Promise.all(receipts.unanswered.map((signed) => receipts.submit(connection, [signed])));
      expect(receipts.unanswered).toEqual([]);
    });
  } finally {
    await server.end('SIGKILL');
  }
}

describe('one process a folder', () => {
  it('a second one is refused while the first works, and while the first is suspended', async ({ task }) => {
    const tally = new Tally();
    const ledger = await fresh('twice');
    const first = serve(ledger.folder);
    const connection = await Connection.open(await first.ready());
    for (const isSuspended of [false, true]) {
      await tally.attempt(isSuspended ? 'suspended' : 'at work', async () => {
        const answers = submitAll(ledger.receipts, connection, nextTasks(ledger.consortium, 3, `twice-${isSuspended}`));
        if (isSuspended) first.child.kill('SIGSTOP');
        const second = await serve(ledger.folder).ended;
        expect([second.code, second.stdout]).toEqual([8, expect.stringContaining('"folder-locked"')]);
        if (isSuspended) first.child.kill('SIGCONT');
        await Promise.all(answers);
        expect(ledger.receipts.unanswered).toEqual([]);
        return true;
      });
    }
    expect((await first.end('SIGTERM')).code).toBe(0);
    await audit(ledger);
    tally.report(task, 'a second process on the folder');
  });

  it('the folder of a killed process is free at once', async ({ task }) => {
    const tally = new Tally();
    const ledger = await fresh('killed');
    for (let i = 0; i < 3 * DEPTH; i++) {
      await tally.attempt(`kill ${i}`, async () => {
        const first = serve(ledger.folder);
        await first.ready();
        first.child.kill('SIGKILL');
        const second = serve(ledger.folder); // the first may not even be gone
        await second.ready().catch(() => undefined);
        await first.ended;
        await second.end('SIGKILL');
        await audit(ledger);
        return true;
      });
    }
    tally.report(task, 'a process on the folder of a killed one');
  });
});

describe('I2: SIGTERM', () => {
  it('under load: every statement that was taken is answered, then the process ends with 0', async ({ task }) => {
    const tally = new Tally();
    const pick = picker(5);
    for (let i = 0; i < 4 * DEPTH; i++) {
      const ledger = await fresh(`term-${i}`);
      await tally.attempt(`SIGTERM ${i}`, async () => {
        const server = serve(ledger.folder);
        const url = await server.ready();
        const connections = await Promise.all([1, 2, 3].map(() => Connection.open(url)));
        const statements = nextTasks(ledger.consortium, 12, 'term');
        const answers = connections.flatMap((connection, c) =>
          submitAll(
            ledger.receipts,
            connection,
            statements.filter((_, at) => at % 3 === c),
          ),
        );
        await sleep(pick(40));
        server.child.kill('SIGTERM');
        const came = await Promise.all(answers);
        const { code, signal, stderr } = await server.ended;
        expect({ code, signal, stderr }).toEqual({
          code: 0,
          signal: null,
          stderr: expect.stringContaining('finishing'),
        });
        await audit(ledger, true);
        return came.some((answer) => answer === undefined);
      });
    }
    tally.report(task, 'SIGTERM under load');
  });

  it('a second time, while a statement comes in: it still gets its receipt first', async ({ task }) => {
    const tally = new Tally();
    const ledger = await fresh('term-twice');
    await tally.attempt('SIGTERM, SIGTERM, SIGINT', async () => {
      const server = serve(ledger.folder);
      const connection = await Connection.open(await server.ready());
      const [signed] = nextTasks(ledger.consortium, 1, 'twice');
      if (signed === undefined) throw new Error('no statement');
      ledger.receipts.submitted.push(signed);
      const { answer, finish } = await connection.beginSubmit(signed);
      server.child.kill('SIGTERM');
      await server.printed('stderr', /finishing what is under way/);
      for (const again of ['SIGTERM', 'SIGINT'] as const) server.child.kill(again);
      finish();
      expect((await answer)?.status).toBe(201);
      const { code, signal } = await server.ended;
      expect([code, signal]).toEqual([0, null]);
      await audit(ledger);
      return true;
    });
    tally.report(task, 'SIGTERM twice');
  });

  it('while it starts: it ends, and the next start serves', async ({ task }) => {
    const tally = new Tally();
    const pick = picker(6);
    const ledger = await fresh('term-start');
    for (let i = 0; i < 6 * DEPTH; i++) {
      await tally.attempt(`SIGTERM in start ${i}`, async () => {
        const server = serve(ledger.folder);
        await sleep(pick(300));
        const { code, signal } = await server.end('SIGTERM');
        expect([code, signal]).toEqual(code === null ? [null, 'SIGTERM'] : [0, null]);
        return true;
      });
    }
    await audit(ledger, true);
    tally.report(task, 'SIGTERM while it starts');
  });
});
