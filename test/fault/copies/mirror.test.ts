/**
 * A mirror: what it copies, what lies do to it, and a loss of power at every call on its disk.
 */
import { join } from 'node:path/posix';
import { beforeAll, describe, expect, it } from 'vitest';
import type { CopyStore } from '../../../src/log/ports.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { type Synced, syncMirror } from '../../../src/node/mirror/mirror.ts';
import { PublicCopy } from '../../../src/node/mirror/public-copy.ts';
import { createRuleJudge } from '../../../src/node/mirror/rule-judge.ts';
import { openCopy } from '../../../src/storage/files/copy-store.ts';
import type { FileSystem } from '../../../src/storage/files/file-system.ts';
import { LedgerFolder } from '../../../src/storage/files/ledger-folder.ts';
import { audit } from '../../../src/verify/audit/audit.ts';
import { flip } from '../../_util/audit.ts';
import { errorCodeOf } from '../../_util/input-error.ts';
import { type FileMap, mapFiles, storedFiles } from '../../_util/stored-ledger.ts';
import { dyingAt, interceptFileSystem } from '../../storage/_intercept.ts';
import { pseudoRandom, type Random, SimulatedDisk } from '../../storage/_simulated-disk.ts';
import { FaultTally } from '../_table.ts';
import { type Histories, histories, publicFiles, verifySignature } from './_histories.ts';

installNodePrimitives();

/** Exists on the simulated disk alone. */
const ROOT = '/copy';

let past: Histories;
/** Public files as they were when the backup was taken. */
let early: FileMap;
beforeAll(async () => {
  past = await histories([3, null, 2, 1, 250, 4, 1]);
  early = publicFiles(await storedFiles(past.backup));
});

interface Mirrored {
  readonly store: CopyStore;
  readonly copy: PublicCopy;
}

async function openOn(fileSystem: FileSystem): Promise<Mirrored> {
  const store = await openCopy(new LedgerFolder(ROOT, fileSystem, 'incoming'));
  return { store, copy: await PublicCopy.open(store) };
}

function sync({ copy, store }: Mirrored, files: FileMap, replay = false): Promise<Synced> {
  const judge = replay ? { judge: createRuleJudge(store.objects, verifySignature) } : {};
  return syncMirror({ ...past.trust, copy, files: mapFiles(files, true), ...judge });
}

/** All that stands on the disk. */
async function filesOn(disk: FileSystem, folder = ROOT): Promise<FileMap> {
  const files: FileMap = new Map();
  for (const { name, kind } of await disk.readdir(folder)) {
    const path = join(folder, name);
    if (kind === 'file') files.set(path.slice(ROOT.length + 1), await disk.readFile(path));
    else for (const [below, bytes] of await filesOn(disk, path)) files.set(below, bytes);
  }
  return files;
}

/** After each loss of power the bytes are compared; one time in so many an audit follows. */
const AUDITED = 16;

async function expectCopyOf(disk: FileSystem, expected: FileMap, isAudited = true): Promise<void> {
  const files = await filesOn(disk);
  expect([...files.keys()].sort()).toEqual([...expected.keys()].sort());
  for (const [path, bytes] of expected)
    if (!Buffer.from(bytes).equals(files.get(path) ?? Buffer.of())) throw new Error(path);
  if (!isAudited) return;
  expect(await audit(mapFiles(files, true), past.policy, { verifySignature })).toMatchObject({
    verdict: 'VERIFIED',
    notes: [],
  });
}

describe('a mirror', () => {
  it('is the public files of the ledger, byte for byte and no file more, whenever it looks', async () => {
    const disk = new SimulatedDisk(ROOT);
    expect(await sync(await openOn(disk), early)).toEqual({ state: 'advanced', size: 8, seen: 8 });
    await expectCopyOf(disk, early);
    const mirrored = await openOn(disk);
    expect(await sync(mirrored, past.files)).toEqual({ state: 'advanced', size: 266, seen: 266 });
    await expectCopyOf(disk, past.files);
    expect(await sync(mirrored, past.files)).toEqual({ state: 'current', size: 266, seen: 266 });
  });

  it('says that its source shows less, and keeps what it has', async () => {
    const disk = new SimulatedDisk(ROOT);
    await sync(await openOn(disk), past.files);
    expect(await sync(await openOn(disk), early)).toEqual({ state: 'behind', size: 266, seen: 8 });
    await expectCopyOf(disk, past.files);
  });

  it('replays the rules if it is told to, from the first record on and after a restart', async () => {
    const disk = new SimulatedDisk(ROOT);
    expect(await sync(await openOn(disk), early, true)).toMatchObject({ state: 'advanced', size: 8 });
    expect(await sync(await openOn(disk), past.files, true)).toMatchObject({ state: 'advanced', size: 266 });
    await expectCopyOf(disk, past.files);
  });

  it('I1: refuses a fork that the real key signed, and keeps both notes', async () => {
    for (const [ours, theirs] of [
      [past.files, past.forked],
      [past.forked, past.files],
    ] as const) {
      const disk = new SimulatedDisk(ROOT);
      await sync(await openOn(disk), ours);
      const mirrored = await openOn(disk);
      expect(await errorCodeOf(sync(mirrored, theirs))).toBe('checkpoint-inconsistent');
      expect(await errorCodeOf(sync(mirrored, theirs))).toBe('checkpoint-inconsistent');
      const files = await filesOn(disk);
      const kept = [...files].filter(([path]) => path.startsWith('conflicts/')).map(([, bytes]) => Buffer.from(bytes));
      expect(kept).toEqual([ours, theirs].map((shown) => Buffer.from(shown.get('checkpoint') ?? [])));
      for (const path of files.keys()) if (path.startsWith('conflicts/')) files.delete(path);
      expect(files).toEqual(new Map([...files.keys()].map((path) => [path, new Uint8Array(ours.get(path) ?? [])])));
      expect(await sync(await openOn(disk), ours)).toMatchObject({ state: 'current' });
    }
  });

  it('asks for the quorum of its policy', async () => {
    const unwitnessed = new Map(past.files);
    const note = Buffer.from(past.files.get('checkpoint') ?? []).toString();
    unwitnessed.set('checkpoint', Buffer.from(`${note.split('\n').slice(0, 5).join('\n')}\n`));
    expect(await errorCodeOf(sync(await openOn(new SimulatedDisk(ROOT)), unwitnessed))).toBe('too-few-cosignatures');
  });

  it('cannot be changed by a lying source: wrong bytes in any file, cut files, missing files', async ({ task }) => {
    const tally = new FaultTally('a lying source of a mirror');
    for (const [path, bytes] of past.files) {
      for (const [what, lie] of liesAbout(bytes)) {
        await tally.try(`${path}: ${what}`, async () => {
          const disk = new SimulatedDisk(ROOT);
          const mirrored = await openOn(disk);
          await sync(mirrored, early);
          const files = new Map(past.files);
          if (lie === undefined) files.delete(path);
          else files.set(path, lie);
          const code = await errorCodeOf(sync(mirrored, files));
          if (mirrored.copy.sizes.published < 8) throw new Error('the copy lost what it had');
          // Whatever was written was proven: the truth can be written after it.
          await sync(mirrored, past.files);
          await expectCopyOf(disk, past.files);
          return code !== 'none';
        });
      }
    }
    tally.report(task);
  }, 600_000);
});

describe('a mirror: loss of power', () => {
  it.for<[string, Random]>([
    ['keeps nothing that was not fsynced', () => 0],
    ['keeps everything', () => 0.99],
    ['keeps some of what was not fsynced', pseudoRandom(1)],
  ])(
    'at every call, on a disk that %s: the copy opens, and goes on',
    { timeout: 600_000 },
    async ([title, random], { task }) => {
      const tally = new FaultTally('loss of power at every call of a mirror');
      const callCount = await countCalls();
      expect(callCount).toBeGreaterThan(100);
      for (let index = 0; index < callCount; index++) {
        await tally.try(`${title}, call ${index}`, async () => {
          const disk = new SimulatedDisk(ROOT);
          const acknowledged = await syncBoth(dyingAt(disk, index));
          disk.losePower(random);
          const { published } = (await openOn(disk)).copy.sizes;
          expect(published).toBeGreaterThanOrEqual(acknowledged);
          disk.losePower(random);
          const again = await openOn(disk);
          expect(again.copy.sizes.published, 'what was read after the first loss survives the second').toBe(published);
          await sync(again, past.files);
          await expectCopyOf(disk, past.files, index % AUDITED === 0);
          return true;
        });
      }
      tally.report(task);
    },
  );
});

/** The size that was acknowledged before the disk died. */
async function syncBoth(fileSystem: FileSystem): Promise<number> {
  let acknowledged = 0;
  try {
    const mirrored = await openOn(fileSystem);
    acknowledged = (await sync(mirrored, early)).size;
    acknowledged = (await sync(mirrored, past.files)).size;
  } catch (error) {
    expect(String(error)).toContain('EIO');
  }
  return acknowledged;
}

async function countCalls(): Promise<number> {
  let count = 0;
  await syncBoth(
    interceptFileSystem(new SimulatedDisk(ROOT), (_call, run) => {
      count++;
      return run();
    }),
  );
  return count;
}

function* liesAbout(bytes: Uint8Array): Generator<[string, Uint8Array | undefined]> {
  yield ['missing', undefined];
  yield ['empty', new Uint8Array()];
  yield ['cut', bytes.slice(0, -1)];
  yield ['longer', Buffer.concat([bytes, bytes.slice(0, 32)])];
  for (const offset of [0, Math.floor(bytes.length / 2), bytes.length - 1])
    yield [`byte ${offset}`, flip(bytes, offset)];
}
