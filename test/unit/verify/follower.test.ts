/**
 * Following a ledger from checkpoint to checkpoint: what an honest operator shows is taken in, what anybody else shows is
 * refused or named, and nothing is taken in on the source's word.
 */
import { describe, expect, it } from 'vitest';
import { parseRecord } from '../../../src/core/record/record.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { Follower } from '../../../src/verify/follow/follower.ts';
import { codesOf, flip, verifySignature, withFile } from '../../_util/audit.ts';
import { amendmentBody, taskBody } from '../../_util/bodies.ts';
import type { Consortium } from '../../_util/consortium.ts';
import { testLogKey } from '../../_util/keys.ts';
import { NaiveLedger } from '../../_util/naive-ledger.ts';
import { mth } from '../../_util/naive-merkle.ts';
import { found } from '../../_util/proven-ledger.ts';
import {
  type FileMap,
  frame,
  mapFiles,
  naiveFiles,
  smallConsortium,
  tasks,
  unframe,
} from '../../_util/stored-ledger.ts';

installNodePrimitives();

const STEWARD = 'daejeon-institute';

interface Scene {
  readonly consortium: Consortium;
  readonly ledger: NaiveLedger;
  /** What the follower's source shows now. */
  files: FileMap;
  readonly seen: number[];
  readonly follower: Follower;
  /** Shows the ledger as it stands, and lets the follower follow it. */
  advance(edit?: (files: FileMap) => FileMap): Promise<void>;
}

/** Five founding records and four tasks, not yet followed. */
function scene(): Scene {
  const consortium = smallConsortium();
  const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
  ledger.appendAll([...consortium.founding(), ...tasks(consortium, 4, 'early')]);
  const seen: number[] = [];
  const follower = new Follower({
    files: { read: async (path) => scene.files.get(path) },
    verifySignature,
    onRecord: (_, index) => seen.push(index),
  });
  const scene: Scene = {
    ...{ consortium, ledger, seen, follower },
    files: new Map(),
    advance: async (edit = (files) => files) => {
      scene.files = edit(naiveFiles(ledger));
      await follower.follow(checkpointOf(ledger));
    },
  };
  return scene;
}

function checkpointOf({ origin, records }: NaiveLedger) {
  return { origin, size: records.length, root: mth([...records]) };
}

describe('an honest ledger', () => {
  it('is followed over the ends of pages, each record once, every earlier root known', async () => {
    const { consortium, ledger, follower, seen, advance } = scene();
    for (const count of [0, 1, 240, 6, 1, 40]) {
      ledger.appendAll(tasks(consortium, count, `t${ledger.size}`));
      await advance();
    }
    expect(follower.problems).toEqual([]);
    expect(follower.size).toBe(297);
    expect(seen).toEqual(Array.from({ length: 297 }, (_, i) => i));
    for (const size of [0, 1, 9, 255, 256, 257, 297])
      expect(await follower.rootAt(size)).toEqual(mth(ledger.records.slice(0, size)));
    expect(await follower.rootAt(298)).toBeUndefined();
    await follower.follow({ origin: ledger.origin, size: 9, root: mth(ledger.records.slice(0, 9)) });
  });

  it('is followed where partial tiles have given way to full ones', async () => {
    const { consortium, ledger, follower, advance } = scene();
    const early = checkpointOf(ledger);
    ledger.appendAll(tasks(consortium, 300));
    const all = naiveFiles(ledger);
    expect([...all.keys()].some((path) => path.startsWith('tile/0/000.p/'))).toBe(false);
    const late = new Follower({ files: mapFiles(all), verifySignature });
    await late.follow(early);
    expect(late.size).toBe(9);
    await advance();
    expect(follower.size).toBe(309);
  });

  it('asks a record for what its author had seen, also on a page long past', async () => {
    const { consortium, ledger, follower, advance } = scene();
    ledger.appendAll(tasks(consortium, 270));
    const seen = { size: 100, root: Buffer.from(mth(ledger.records.slice(0, 100))).toString('hex') };
    ledger.append(consortium.statement('task', STEWARD, taskBody({ task: 'looks-back' }), { seen }));
    await advance();
    expect(follower.problems).toEqual([]);
  });
});

describe('a source that lies', () => {
  it.each([
    ['another byte in a record', 'record-altered', (files: FileMap) => damaged(files, 'tile/entries/000.p/12')],
    ['no entries', 'object-missing', (files: FileMap) => withFile(files, 'tile/entries/000.p/12', undefined)],
    [
      'a bundle cut off',
      'bad-entry-bundle',
      (files: FileMap) => withFile(files, 'tile/entries/000.p/12', files.get('tile/entries/000.p/12')?.slice(0, -1)),
    ],
    [
      'a record too few',
      'bad-entry-bundle',
      (files: FileMap) =>
        withFile(
          files,
          'tile/entries/000.p/12',
          frame(unframe(files.get('tile/entries/000.p/12') ?? new Uint8Array()).slice(1)),
        ),
    ],
  ] as const)('is refused: %s; nothing is taken in, and the truth still is', async (_, code, edit) => {
    const { consortium, ledger, follower, seen, advance } = scene();
    await advance();
    ledger.appendAll(tasks(consortium, 3, 'late'));
    await expect(advance(edit)).rejects.toMatchObject({ code });
    expect([follower.size, seen.length]).toEqual([9, 9]);
    await advance();
    expect([follower.size, seen.length]).toEqual([12, 12]);
    expect(follower.problems).toEqual([]);
  });

  it('is followed to the end of the pages that hold, when it is cut off, and on from there', async () => {
    const { consortium, ledger, follower, advance } = scene();
    ledger.appendAll(tasks(consortium, 260));
    await expect(advance((files) => withFile(files, 'tile/entries/001.p/13', undefined))).rejects.toMatchObject({
      code: 'object-missing',
    });
    expect(follower.size).toBe(256);
    await advance();
    expect(follower.size).toBe(269);
  });
});

describe('I1, I11: two histories', () => {
  it('refuses the second, at the same size, at a larger and at a smaller one', async () => {
    const current = scene();
    const { consortium, ledger, follower, advance } = current;
    const [twin, other] = [ledger.fork(), consortium.fork()];
    ledger.appendAll(tasks(consortium, 3, 'ours'));
    await advance();
    twin.appendAll(tasks(other, 3, 'theirs'));
    await expect(follower.follow(checkpointOf(twin))).rejects.toMatchObject({ code: 'checkpoint-inconsistent' });
    const smaller = twin.fork();
    smaller.truncate(11);
    await expect(follower.follow(checkpointOf(smaller))).rejects.toMatchObject({ code: 'checkpoint-inconsistent' });
    twin.appendAll(tasks(other, 3, 'more'));
    current.files = naiveFiles(twin);
    await expect(follower.follow(checkpointOf(twin))).rejects.toMatchObject({ code: 'checkpoint-inconsistent' });
    expect(follower.size).toBe(12);
  });
});

describe('I3, I4, I5: an operator that breaks the rules', () => {
  it('is named by the record: a signature that its author did not make', async () => {
    const { consortium, ledger, follower, advance } = scene();
    await advance();
    const [forged] = tasks(consortium, 1, 'forged');
    if (forged === undefined) throw new Error('no task');
    ledger.append({ ...forged, signature: flip(forged.signature, 40) });
    ledger.appendAll(tasks(consortium, 2, 'after'));
    await advance();
    expect(follower.problems).toMatchObject([{ code: 'bad-signature', index: 9 }]);
  });

  it('is named by the record: one that the rules refuse; nothing is judged after it', async () => {
    const { consortium, ledger, follower, seen, advance } = scene();
    ledger.appendUnjudged(consortium.fork().statement('task', STEWARD, taskBody({ task: 'early-0' })));
    ledger.appendAll(tasks(consortium, 1, 'after'));
    await advance();
    expect(follower.problems[0]).toMatchObject({ code: 'name-taken', index: 9 });
    expect(seen.length).toBe(9);
  });

  it('is named by the record: an account root that leaves a record out', async () => {
    const { consortium, ledger, follower, advance } = scene();
    const honest = parseRecord(ledger.records.at(-1) ?? new Uint8Array());
    ledger.appendAll(tasks(consortium, 1, 'next'));
    const record = JSON.parse(Buffer.from(ledger.records.at(-1) ?? []).toString());
    ledger.replace(9, Buffer.from(JSON.stringify({ ...record, state: Buffer.from(honest.state).toString('hex') })));
    await advance();
    expect(codesOf(follower.problems)).toEqual(['state-differs']);
    expect(follower.problems[0]).toMatchObject({ index: 9 });
  });
});

describe('I1: a key of the log that its own tree has retired', () => {
  it('signs nothing more that a follower would take, whoever shows it, early or late', async () => {
    const { consortium, ledger } = found();
    const [old, next] = [ledger.logKey, testLogKey(ledger.origin, 'the second key of the log')];
    const amend = (amendment: string, log: { vkey?: string; retires?: string }): void => {
      const { endorseWithin: _, ...body } = amendmentBody({ amendment, log });
      const signed = consortium.statement('amendment', 'namsan-hospital', body);
      ledger.append(signed);
      ledger.append(consortium.endorsement('hangang-pharma', signed));
    };
    amend('next', { vkey: next.vkey });
    amend('last', { retires: old.vkey });
    const checkpoint = checkpointOf(ledger);
    const follow = async (...signers: readonly string[]) => {
      const follower = new Follower({ files: mapFiles(naiveFiles(ledger)), verifySignature });
      for (let looks = 0; looks < 2; looks++) await follower.follow({ ...checkpoint, signers });
      return codesOf(follower.problems);
    };
    expect(await follow(next.vkey)).toEqual([]);
    expect(await follow(old.vkey, next.vkey)).toEqual([]);
    expect(await follow(old.vkey)).toEqual(['log-key-retired']);
    expect(await follow(testLogKey(ledger.origin, 'a key of the future').vkey)).toEqual([]);
  });
});

function damaged(files: FileMap, path: string): FileMap {
  const bytes = files.get(path) ?? new Uint8Array();
  return withFile(files, path, flip(bytes, bytes.length - 30));
}
