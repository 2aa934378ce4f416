/**
 * A ledger that is too large to read all of its index before it serves: it reads it beside, and until then, and after damage,
 * it answers nothing from it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Level } from 'level';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/error.ts';
import { Ledger } from '../../../src/log/ledger.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { openLevelIndex } from '../../../src/storage/level/level-index.ts';
import { manualClock } from '../../_util/credit-scenario.ts';
import { copyIndex, engineParts } from '../../_util/engine.ts';
import { mapFiles } from '../../_util/stored-ledger.ts';
import { auditAfterFault, running } from '../_audit.ts';
import { reportFault } from '../_table.ts';
import { submitTold } from '../_told.ts';
import { SimulatedFolder } from './_folder.ts';
import { openAsServe } from './_indexed.ts';
import { copyOf, makeVictim, nextTasks, START_MS, type Victim } from './_victim.ts';

installNodePrimitives();

async function open({ consortium }: Victim, folder: SimulatedFolder, path: string) {
  const index = await openAsServe(path);
  const parts = { ...engineParts(consortium, { clock: manualClock(START_MS) }), ...(await folder.open()), index };
  return { ledger: await Ledger.open(parts), index };
}

describe('I10: a large index that misses a key', () => {
  it('is never answered from, judged by or published with; the next start builds it anew', async ({ task }) => {
    const victim = await makeVictim([300, 3]);
    const path = await mkdtemp(join(tmpdir(), 'ledgerline-fault-large-'));
    const told = copyOf(victim.told);
    const folder = await SimulatedFolder.of(victim.files, victim.index);
    const [index, digest] = [[...told.receipts.keys()][0] ?? 0, [...told.placements.keys()][0] ?? ''];
    {
      await using sound = await openLevelIndex(path);
      await copyIndex(victim.index, sound);
    }
    await using raw = new Level<string, Uint8Array>(join(path, 'database'), { valueEncoding: 'view' });
    await raw.del(`s/record/${digest}`);
    await raw.close();

    const damaged = await open(victim, folder, path);
    const before = damaged.ledger.published?.size;
    const author = victim.consortium.fork();
    const corrupt = { code: 'index-corrupt' };
    const asked = [
      damaged.ledger.find(digest),
      damaged.ledger.bundle(index),
      damaged.ledger.accountStatement('system'),
    ];
    const submitted = nextTasks(author, 1, 'after').map((signed) => submitTold(damaged.ledger, told, signed));
    expect(await damaged.ledger.record(index)).toBeDefined();
    for (const answer of asked) await expect(answer).rejects.toMatchObject(corrupt);
    expect(await Promise.all(submitted)).toEqual(['no answer']);
    expect(damaged.ledger.status.failure).toMatchObject(corrupt);
    expect(damaged.ledger.published?.size).toBe(before);
    await damaged.ledger.close();
    await damaged.index.close();

    const { ledger, index: rebuilt } = await open(victim, folder, path);
    expect((await ledger.find(digest))?.index).toBe(index);
    for (const signed of nextTasks(victim.consortium.fork(), 1, 'later')) await submitTold(ledger, told, signed);
    await ledger.close();
    const files = mapFiles(await folder.files());
    await auditAfterFault({ files, policy: victim.policy, told, ...running(ledger) });
    await rebuilt.close();
    await rm(path, { recursive: true, force: true });
    reportFault(task, { fault: 'index: entry gone, large ledger', tries: 1, detected: 1, lost: 0 });
  });

  it('is given up reading when the ledger is closed', async () => {
    const victim = await makeVictim([300]);
    const folder = await SimulatedFolder.of(victim.files, victim.index);
    const parts = { ...engineParts(victim.consortium, { clock: manualClock(START_MS) }), ...(await folder.open()) };
    let ended: unknown;
    const verify = (signal?: AbortSignal): Promise<void> =>
      new Promise((_resolve, reject) => {
        signal?.addEventListener('abort', () => {
          ended = signal.reason;
          reject(ended instanceof Error ? ended : new Error('no reason'));
        });
      });
    const index = new Proxy(parts.index, {
      get(target, name) {
        if (name === 'verify') return verify;
        const member: unknown = Reflect.get(target, name);
        return typeof member === 'function' ? member.bind(target) : member;
      },
    });
    const ledger = await Ledger.open({ ...parts, index });
    await ledger.close();
    expect(ended).toBeInstanceOf(InputError);
    expect(ended).toMatchObject({ code: 'stopped' });
  });
});
