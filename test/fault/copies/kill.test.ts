/**
 * `kill -9` of mirror, backup and hydrate at random moments, beside a ledger under load. `LEDGERLINE_COPY_KILLS` sets how often each;
 * 10 if unset.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LedgerClient } from '../../../src/client/ledger-client.ts';
import { auditFolder } from '../../../src/node/audit/audit-folder.ts';
import type { Consortium } from '../../_util/consortium.ts';
import { type Pick, picker } from '../../_util/random-history.ts';
import { DEPTH, positive } from '../_depth.ts';
import { nextTasks, type PreparedFolder, prepareFolder } from '../process/_prepared.ts';
import { bundleProgram, type Program } from '../process/_program.ts';
import { ServerProcess } from '../process/_serving.ts';
import { Tally } from '../process/_tally.ts';

const KILLS = positive('LEDGERLINE_COPY_KILLS', 4 * DEPTH);
/** Records of the ledger before the kills begin: more than one page. */
const RECORDS = 300;
const BATCH = 20;

let root: string;
let program: Program;
let prepared: PreparedFolder;
let server: ServerProcess;
let url: string;
let consortium: Consortium;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'ledgerline-copies-'));
  [program, prepared] = await Promise.all([bundleProgram(), prepareFolder()]);
  await writeFile(at('policy'), prepared.policy);
  consortium = await prepared.copyTo(at('ledger'));
  await prepared.copyTo(at('yesterday'));
  server = new ServerProcess(program, at('ledger'));
  url = await server.ready();
  await submit(RECORDS, 'before');
}, 300_000);
afterAll(async () => {
  await server?.end('SIGKILL');
  await program?.[Symbol.asyncDispose]();
  await prepared?.[Symbol.asyncDispose]();
  await rm(root, { recursive: true, force: true });
});

function at(...names: string[]): string {
  return join(root, ...names);
}

/** Submits statements, in batches: each is published by itself. */
async function submit(count: number, name: string): Promise<void> {
  const client = new LedgerClient({ url });
  const statements = nextTasks(consortium, count, name);
  for (let i = 0; i < count; i += BATCH) await client.submitBatch(statements.slice(i, i + BATCH));
}

/** Submits one statement after the other while `work` runs. */
async function underLoad<T>(name: string, work: () => Promise<T>): Promise<T> {
  let isOver = false;
  const load = (async () => {
    for (let i = 0; !isOver; i++) await submit(1, `${name}-${i}`);
  })();
  try {
    return await work();
  } finally {
    isOver = true;
    await load;
  }
}

interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

/** Runs a command, and kills it after a while, if it has not ended by then. */
async function run(words: readonly string[], killAfterMs?: number): Promise<Ended> {
  const child = spawn(process.execPath, [program.main, ...words], {
    env: { ...process.env, LEDGERLINE_TRUST: at('policy') },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = once(child, 'close').then(([code]) => ({ code: code as number | null, stderr }));
  if (killAfterMs === undefined) return ended;
  await Promise.race([sleep(killAfterMs), ended]);
  child.kill('SIGKILL');
  return ended;
}

/** Runs it to its end, which must be a good one. Gives how long that took. */
async function finish(words: readonly string[]): Promise<number> {
  const begin = performance.now();
  const { code, stderr } = await run(words);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}: ${stderr}`);
  return performance.now() - begin;
}

async function expectVerified(folder: string): Promise<void> {
  const { verdict, problems } = await auditFolder(folder, prepared.policy);
  expect({ verdict, problems }).toEqual({ verdict: 'VERIFIED', problems: [] });
}

/** Kills at a random moment of a life as long as the last whole one. True if it was cut off. */
async function killAtRandom(words: readonly string[], spanMs: number, pick: Pick): Promise<boolean> {
  return (await run(words, pick(Math.ceil(spanMs)))).code === null;
}

describe('kill -9', () => {
  it('of a mirror, beside a ledger under load: the next run goes on, and the copy is right', async ({ task }) => {
    const tally = new Tally();
    const pick = picker(1);
    const words = ['mirror', at('mirror'), '--once', '--ledger', url, '--allow-address', '127.0.0.0/8'];
    await underLoad('mirror', async () => {
      let span = await finish(words);
      for (let i = 0; i < KILLS; i++) {
        await tally.attempt(`round ${i}`, async () => {
          if (i % 5 === 0) await rm(at('mirror'), { recursive: true, force: true }); // from the first page on
          const isCut = await killAtRandom(words, span, pick);
          span = await finish(words);
          await expectVerified(at('mirror'));
          return isCut;
        });
      }
    });
    tally.report(task, 'kill -9 of a mirror, at random');
  }, 900_000);

  it('of a backup, beside a ledger under load: nothing half stands under its name, and the next one restores', async ({
    task,
  }) => {
    const tally = new Tally();
    const pick = picker(2);
    await underLoad('backup', async () => {
      let span = await finish(['backup', at('ledger'), '--to', at('backup-first')]);
      for (let i = 0; i < KILLS; i++) {
        await tally.attempt(`round ${i}`, async () => {
          const words = ['backup', at('ledger'), '--to', at(`backup-${i}`)];
          const isCut = await killAtRandom(words, span, pick);
          if (isCut && !(await readdir(root)).includes(`backup-${i}`)) span = await finish(words);
          await finish(['restore', at(`backup-${i}`), '--into', at(`restored-${i}`), '--verify']);
          await rm(at(`backup-${i}`), { recursive: true });
          await rm(at(`restored-${i}`), { recursive: true });
          return isCut;
        });
      }
    });
    expect((await readdir(root)).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
    tally.report(task, 'kill -9 of a backup, at random');
  }, 900_000);

  it('I2, I11: of hydrate: the folder is refused or as it was until it is done again, and zero receipts are lost', async ({
    task,
  }) => {
    const tally = new Tally();
    const pick = picker(3);
    await finish(['mirror', at('newest'), '--once', '--ledger', at('ledger')]);
    const folder = at('hydrated');
    const words = ['hydrate', folder, '--from', at('newest')];
    const restore = () => cp(at('yesterday'), folder, { recursive: true });
    await restore();
    let span = await finish(words);
    for (let i = 0; i < KILLS; i++) {
      await tally.attempt(`round ${i}`, async () => {
        await rm(folder, { recursive: true });
        await restore();
        const isCut = await killAtRandom(words, span, pick);
        if (i % 2 === 0) await expectRefusedOrWhole(folder);
        span = await finish(words);
        await expectSameNotes(folder, at('newest'));
        await expectVerified(folder);
        return isCut;
      });
    }
    tally.report(task, 'kill -9 of hydrate, at random');
  }, 900_000);
});

/** Whatever the kill left: a start that serves has every note that the folder has, and no note is made by it. */
async function expectRefusedOrWhole(folder: string): Promise<void> {
  const started = new ServerProcess(program, folder);
  const url = await started.ready().catch(() => undefined);
  const { code, stderr } = await started.end('SIGKILL');
  if (url === undefined && !(code === 3 && stderr.includes('fork-refused')))
    throw new Error(`the start ended with ${code}: ${stderr}`);
}

async function expectSameNotes(folder: string, source: string): Promise<void> {
  const names = await readdir(join(source, 'checkpoints'));
  expect(await readdir(join(folder, 'checkpoints'))).toEqual(names);
  for (const name of names) {
    const [ours, theirs] = await Promise.all(
      [folder, source].map((place) => readFile(join(place, 'checkpoints', name))),
    );
    if (ours === undefined || theirs === undefined || !ours.equals(theirs))
      throw new Error(`checkpoints/${name} differs`);
  }
}
