/**
 * A ledger that is too large to read all of its index before it serves: it reads each piece of it before the first answer from
 * there, and all of it beside its work.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Level } from 'level';
import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../../src/core/record/record.ts';
import { Ledger } from '../../../src/log/ledger.ts';
import type { VerifyOptions } from '../../../src/log/ports.ts';
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
    // So many that the keys of records are not in the segment of the keys that every start reads.
    const victim = await makeVictim([600, 3]);
    const path = await mkdtemp(join(tmpdir(), 'ledgerline-fault-large-'));
    const told = copyOf(victim.told);
    const folder = await SimulatedFolder.of(victim.files, victim.index);
    // The digests that were told, which are far apart: in other segments.
    const digests = [...told.placements.keys()].sort();
    const [other, digest] = [digests[0] ?? '', digests.at(-1) ?? ''];
    {
      await using sound = await openLevelIndex(path);
      await copyIndex(victim.index, sound);
    }
    await using raw = new Level<string, Uint8Array>(join(path, 'database'), { valueEncoding: 'view' });
    await raw.del(`s/record/${digest}`);
    await raw.close();

    const damaged = await open(victim, folder, path);
    const before = damaged.ledger.published?.size;
    const corrupt = { code: 'index-corrupt' };
    // Judged by an index that misses it, what is recorded already would be recorded again.
    const recorded = await damaged.ledger.record(told.placements.get(digest) ?? 0);
    const again = submitTold(damaged.ledger, told, parseRecord(recorded ?? new Uint8Array()));
    await expect(damaged.ledger.find(digest)).rejects.toMatchObject(corrupt);
    expect(await damaged.ledger.find(other)).toMatchObject({ kind: 'task' });
    expect(await again).toBe('no answer');
    expect(damaged.ledger.status.failure).toMatchObject(corrupt);
    expect(damaged.ledger.published?.size).toBe(before);
    await damaged.ledger.close();
    await damaged.index.close();

    const { ledger, index: rebuilt } = await open(victim, folder, path);
    expect((await ledger.find(digest))?.index).toBe(told.placements.get(digest));
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
    const verify = ({ signal }: VerifyOptions = {}): Promise<void> =>
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
    expect(ended).toMatchObject({ name: 'AbortError' });
    expect(ledger.status.failure).toBeUndefined();
  });
});
