/**
 * Account statements of the engine across a succession of the log's key: from its index, at any published size, the bytes that its
 * files give.
 */
import { beforeAll, expect, test } from 'vitest';
import { createLedger } from '../../../src/log/create.ts';
import type { Ledger } from '../../../src/log/ledger.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import type { MemoryStore } from '../../../src/storage/memory/memory-store.ts';
import { assembleStatement } from '../../../src/verify/account/assemble.ts';
import { openFilesSource } from '../../../src/verify/account/files-source.ts';
import { amendmentBody, taskBody } from '../../_util/bodies.ts';
import { Consortium, ED25519_FOUNDERS } from '../../_util/consortium.ts';
import { copyStore, engineParts, logSigner, reopen } from '../../_util/engine.ts';
import { readJson } from '../../_util/forge.ts';
import { testLogKey } from '../../_util/keys.ts';
import { mapFiles, storedFiles } from '../../_util/stored-ledger.ts';

beforeAll(installNodePrimitives);

const PHARMA = 'hangang-pharma';
type Amend = (ledger: Ledger, name: string, log: { vkey?: string; retires?: string }) => Promise<void>;
type Task = (ledger: Ledger, name: string) => Promise<void>;

async function found() {
  const consortium = new Consortium({ founders: ED25519_FOUNDERS });
  const next = testLogKey(consortium.origin, 'the second key of the log');
  const parts = { ...engineParts(consortium), successors: [logSigner(next)] };
  const ledger = await createLedger(parts, consortium.founding());
  const amend: Amend = async (on, amendment, log) => {
    const { endorseWithin: _, ...body } = amendmentBody({ amendment, log });
    const signed = consortium.statement('amendment', 'namsan-hospital', body);
    await on.submit(signed).published;
    await on.submit(consortium.endorsement(PHARMA, signed)).published;
  };
  const task: Task = async (on, name) => {
    await on.submit(consortium.statement('task', PHARMA, taskBody({ task: name }))).published;
  };
  return { parts, ledger, next, old: consortium.logKey, amend, task };
}

const fromFiles = async (store: MemoryStore): Promise<string> =>
  Buffer.from(await assembleStatement(await openFilesSource(mapFiles(await storedFiles(store))), PHARMA)).toString();
const fromEngine = async (ledger: Ledger, size?: number): Promise<string> =>
  Buffer.from((await ledger.accountStatement(PHARMA, size)) ?? []).toString();
const stepsIn = (statement: string): number =>
  readJson<{ succession?: unknown[] }>(Buffer.from(statement)).succession?.length ?? 0;

test('I5: in every phase, at every size, and after a restore with no index', async () => {
  const { parts, ledger, next, old, amend, task } = await found();
  const kept = new Map<number, string>();
  const keep = async (): Promise<void> => {
    const statement = await fromEngine(ledger);
    kept.set(ledger.published?.size ?? 0, statement);
    expect(statement === (await fromFiles(parts.store))).toBe(true);
  };
  await task(ledger, 'alone');
  await keep();
  await amend(ledger, 'next', { vkey: next.vkey });
  await task(ledger, 'both');
  await keep();
  await amend(ledger, 'last', { retires: old.vkey });
  await keep(); // under the first checkpoint of the new key alone
  await task(ledger, 'after');
  await keep();
  await ledger.close();
  expect([...kept.values()].map(stepsIn)).toEqual([0, 0, 1, 1]);

  const store = await copyStore(parts.store);
  await store.index.clear();
  const stores = {
    store,
    objects: store.objects,
    heads: store.head,
    checkpoints: store.checkpoints,
    index: store.index,
  };
  const restored = await reopen({ ...parts, ...stores });
  for (const [size, statement] of kept)
    expect([size, (await fromEngine(restored, size)) === statement]).toEqual([size, true]);
  await restored.close();
});

test.each([
  [62, 1],
  [63, 0],
])(
  'a key that had gone from the process %i records before its retirement is looked for 64 checkpoints back: %i found',
  async (gone, steps) => {
    const { parts, ledger, next, old, amend, task } = await found();
    await amend(ledger, 'next', { vkey: next.vkey });
    await ledger.close();
    const { successors: _, ...alone } = { ...parts, signer: logSigner(next) };
    const later = await reopen(alone);
    for (let i = 0; i < gone; i++) await task(later, `task-${i}`);
    await amend(later, 'last', { retires: old.vkey }); // one checkpoint more before the endorsement
    const statement = await fromEngine(later);
    expect(stepsIn(statement)).toBe(steps);
    expect(statement === (await fromFiles(parts.store))).toBe(true);
    await later.close();
  },
);
