import { join } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { encodeEntries } from '../../src/core/tile/entry-bundle.ts';
import type { FileSystem } from '../../src/storage/files/file-system.ts';
import { LedgerFolder } from '../../src/storage/files/ledger-folder.ts';
import { openStores } from '../../src/storage/files/stores.ts';
import { dyingAt, interceptFileSystem, systemError } from './_intercept.ts';
import { pseudoRandom, type Random, SimulatedDisk } from './_simulated-disk.ts';
import { expectConsistent, type Knowledge, knowNothing, runWorkload, summarize } from './_workload.ts';
import { sampleNote } from './contract/checkpoint-store.ts';
import { sampleBytes } from './contract/subject.ts';

/** Exists on the simulated disk alone. */
const ROOT = '/ledger';
/** So that the workload writes the last note of a file and the first of the next. */
const NOTES_BEFORE = 255;
const PUBLISHED_BEFORE = encodeEntries(Array.from({ length: NOTES_BEFORE }, (_, i) => sampleNote(i)));

describe('files driver: loss of power', () => {
  it.each([
    ['keeps nothing that was not fsynced', () => 0],
    ['keeps everything', () => 0.99],
    ['keeps some of what was not fsynced', pseudoRandom(1)],
    ['keeps some other of what was not fsynced', pseudoRandom(2)],
  ])('I2: at every call of a workload, on a disk that %s', async (_title, random) => {
    const callCount = await countCalls();
    expect(callCount).toBeGreaterThan(100);
    for (let index = 0; index < callCount; index++) await losePowerAt(index, random);
  });

  it('I2: after a process was killed at any call, and the next one has read what it left', async () => {
    const callCount = await countCalls();
    for (let index = 0; index < callCount; index++) await losePowerAfterKillAt(index);
  });

  it('keeps an object that was there already, though whoever copied it there did not fsync it', async () => {
    const disk = new SimulatedDisk(ROOT);
    disk.place(join(ROOT, 'tile/0/000'), sampleBytes(1));
    const file = await disk.open(join(ROOT, 'tile/0/000'), 'write');
    await file.truncate(0);
    await file.sync();
    await file.write(sampleBytes(1), 0);
    const { objects } = await openStores(new LedgerFolder(ROOT, disk));
    await objects.put([{ path: 'tile/0/000', bytes: sampleBytes(1) }]);
    disk.losePower(() => 0);
    expect(await objects.get('tile/0/000')).toEqual(sampleBytes(1));
  });

  it('in an append, before which nobody had repaired `checkpoint`, is still seen for what it is', async () => {
    const disk = newDisk();
    const path = join(ROOT, 'checkpoints/000');
    const whole = encodeEntries([sampleNote(NOTES_BEFORE)]);
    const file = await disk.open(path, 'write');
    await file.write(whole, PUBLISHED_BEFORE.length);
    await file.sync();
    const dying = interceptFileSystem(disk, async (call, run) => {
      const result = await run();
      if (call.name === 'file.write' && call.path.endsWith('checkpoints/001')) throw systemError('EIO', call);
      return result;
    });
    const { checkpoints } = await openStores(new LedgerFolder(ROOT, dying));
    await expect(checkpoints.append(NOTES_BEFORE + 1, sampleNote(NOTES_BEFORE + 1))).rejects.toThrow('EIO');
    const torn = await disk.open(join(ROOT, 'checkpoints/001'), 'write');
    await torn.truncate(3);
    const recovered = await openStores(new LedgerFolder(ROOT, disk));
    expect(await recovered.checkpoints.count()).toBe(NOTES_BEFORE + 1);
  });
});

async function countCalls(): Promise<number> {
  let count = 0;
  const counting = interceptFileSystem(newDisk(), (_call, run) => {
    count++;
    return run();
  });
  await attemptWorkload(counting, knowNothing(NOTES_BEFORE));
  return count;
}

/** Loses the power at call number `index`, before or after its effect; again just after recovery; then checks, and goes on. */
async function losePowerAt(index: number, random: Random): Promise<void> {
  const disk = newDisk();
  const known = knowNothing(NOTES_BEFORE);
  await attemptWorkload(dyingAt(disk, index), known);
  disk.losePower(random);
  const summary = await summarize(await openStores(new LedgerFolder(ROOT, disk)));
  disk.losePower(random);
  const store = await openStores(new LedgerFolder(ROOT, disk));
  expect(await summarize(store), 'what was read after the first loss survives the second').toEqual(summary);
  await expectConsistent(store, known);
  // The store can be written to, whatever it was. (Not each time, to save time.)
  if (index % 4 !== 0) return;
  await runWorkload(store, known);
  await expectConsistent(store, known);
}

/** Kills the process at call number `index`; lets another start; loses the power, and all that was not fsynced with it. */
async function losePowerAfterKillAt(index: number): Promise<void> {
  const disk = newDisk();
  const known = knowNothing(NOTES_BEFORE);
  await attemptWorkload(dyingAt(disk, index), known);
  const summary = await summarize(await openStores(new LedgerFolder(ROOT, disk)));
  disk.losePower(() => 0);
  const store = await openStores(new LedgerFolder(ROOT, disk));
  expect(await summarize(store), 'what the second process read survives').toEqual(summary);
  await expectConsistent(store, known);
}

async function attemptWorkload(fileSystem: FileSystem, known: Knowledge): Promise<void> {
  try {
    await runWorkload(await openStores(new LedgerFolder(ROOT, fileSystem)), known);
  } catch (error) {
    expect(String(error)).toContain('EIO');
  }
}

function newDisk(): SimulatedDisk {
  const disk = new SimulatedDisk(ROOT);
  disk.place(join(ROOT, 'checkpoints/000'), PUBLISHED_BEFORE);
  disk.place(join(ROOT, 'checkpoint'), sampleNote(NOTES_BEFORE - 1));
  return disk;
}
