import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../src/core/bytes/bytes.ts';
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts';
import { decodeEntries, encodeEntries } from '../../src/core/tile/entry-bundle.ts';
import { formatCheckpointPath, parseCheckpointPath } from '../../src/storage/files/checkpoint-file.ts';
import { openFilesStore } from '../../src/storage/files/files-store.ts';
import { LedgerFolder } from '../../src/storage/files/ledger-folder.ts';
import { openStores } from '../../src/storage/files/stores.ts';
import { temporaryFolder } from './_folder.ts';
import { SimulatedDisk } from './_simulated-disk.ts';
import { sampleNote } from './contract/checkpoint-store.ts';

const ROOT = '/ledger';
const CORRUPT = { name: 'InputError', code: 'checkpoints-corrupt' };

describe('files driver: checkpoints on disk', () => {
  it('lays the notes out as design section 5 says', async () => {
    await using folder = await temporaryFolder();
    await using store = await openFilesStore(folder.path, { create: true });
    await store.checkpoints.append(0, encodeUtf8('a\n'));
    await store.checkpoints.append(1, encodeUtf8('bc\n'));
    const bytes = await readFile(join(folder.path, 'checkpoints/000'));
    expect(bytes.toString('hex')).toBe('0002610a00036263' + '0a');
    expect(decodeEntries(bytes)).toHaveLength(2);
    expect(await readFile(join(folder.path, 'checkpoint'), 'utf8')).toBe('bc\n');
  });

  it.each([
    [0, 'checkpoints/000'],
    [999, 'checkpoints/999'],
    [1000, 'checkpoints/x001/000'],
    [1_234_067, 'checkpoints/x001/x234/067'],
  ])('spells file %d as %s', (number, path) => {
    expect(formatCheckpointPath(number)).toBe(path);
    expect(parseCheckpointPath(path)).toBe(number);
  });

  it.each([
    'checkpoints/0',
    'checkpoints/0000',
    'checkpoints/x000/000',
    'checkpoints/000~',
    'tile/0/000',
    'checkpoint',
  ])('does not take %s for a file of checkpoints', (path) => {
    expect(parseCheckpointPath(path)).toBeUndefined();
  });

  it('goes on from file 999 to file x001/000, and counts both when opened again', async () => {
    const disk = diskWith({ count: 256_000 - 1 });
    const { checkpoints } = await open(disk);
    expect(await checkpoints.count()).toBe(256_000 - 1);
    await checkpoints.append(255_999, sampleNote(255_999));
    await checkpoints.append(256_000, sampleNote(256_000));
    expect(await disk.readFile(join(ROOT, 'checkpoints/x001/000'))).toEqual(encodeEntries([sampleNote(256_000)]));
    const again = await open(disk);
    expect(await again.checkpoints.count()).toBe(256_001);
    expect(await again.checkpoints.read(256_000)).toEqual(sampleNote(256_000));
    expect(await again.checkpoints.read(255_999)).toEqual(sampleNote(255_999));
  });
});

describe('files driver: a torn append', () => {
  it.each([0, 1, 5, 255, 256, 257])('is cut at whatever byte it broke off, after %d notes', async (count) => {
    const frame = encodeEntries([sampleNote(count)]);
    for (let cut = 0; cut < frame.length; cut++) {
      await expectCut(count, frame.subarray(0, cut));
    }
  });

  it.each([0, 5, 256])('is cut where its data did not arrive, after %d notes', async (count) => {
    const frame = encodeEntries([sampleNote(count)]);
    for (let from = 0; from < frame.length; from++) {
      for (let to = from + 1; to <= frame.length; to++) {
        const holed = frame.slice().fill(0, from, to);
        // The high byte of a short length is zero anyway.
        if (!holed.every((byte, i) => byte === frame[i])) await expectCut(count, holed);
      }
    }
  });

  it('is not seen where the append was whole', async () => {
    const disk = diskWith({ count: 5, tail: encodeEntries([sampleNote(5)]) });
    const { checkpoints } = await open(disk);
    expect(await checkpoints.count()).toBe(6);
    expect(await checkpoints.latest()).toEqual(sampleNote(4));
    await checkpoints.repairLatest();
    expect(await checkpoints.latest()).toEqual(sampleNote(5));
  });

  it('finds `checkpoint` brought up to date by the next append, should nobody have repaired it', async () => {
    const disk = diskWith({ count: 5, tail: encodeEntries([sampleNote(5)]) });
    const { checkpoints } = await open(disk);
    await checkpoints.append(6, sampleNote(6));
    expect(await checkpoints.count()).toBe(7);
    expect(await checkpoints.latest()).toEqual(sampleNote(6));
  });
});

describe('files driver: damaged checkpoints are refused, and nothing is cut', () => {
  it('I2: a flipped bit in any byte of the last file never costs a published note silently', async () => {
    const count = 4;
    const whole = encodeEntries(notes(0, count));
    for (let i = 0; i < whole.length * 8; i++) {
      const bytes = whole.slice();
      bytes[Math.floor(i / 8)] = (bytes[Math.floor(i / 8)] ?? 0) ^ (1 << (i % 8));
      const disk = diskWith({ count });
      disk.place(join(ROOT, 'checkpoints/000'), bytes);
      const found = await open(disk).then(
        ({ checkpoints }) => checkpoints.count(),
        (error: unknown) => error,
      );
      // A flip inside a note's text is for the note's signature to find.
      if (found !== count) expect(found, `bit ${i}`).toMatchObject(CORRUPT);
      expect((await disk.readFile(join(ROOT, 'checkpoints/000'))).length).toBe(whole.length);
    }
  });

  const damages: [string, (disk: SimulatedDisk) => Promise<void> | void][] = [
    ['a missing file in the middle', (disk) => disk.unlink(join(ROOT, 'checkpoints/001'))],
    ['a missing first file', (disk) => disk.unlink(join(ROOT, 'checkpoints/000'))],
    ['a missing last file', (disk) => disk.unlink(join(ROOT, 'checkpoints/002'))],
    ['an empty last file', (disk) => disk.place(join(ROOT, 'checkpoints/002'), new Uint8Array())],
    ['a last file cut after a whole note', (disk) => place(disk, 2, notes(512, 514))],
    ['a last file cut within its last note', (disk) => cut(disk, 2, 1)],
    ['a last file of 257 notes', (disk) => placeBytes(disk, 2, concatBytes(encodeEntries(notes(0, 256)), tailOf(515)))],
    ['a `checkpoint` that was never published', (disk) => disk.place(join(ROOT, 'checkpoint'), sampleNote(9_999))],
    [
      'no `checkpoint` beside a torn note',
      async (disk) => {
        await disk.unlink(join(ROOT, 'checkpoint'));
        await cut(disk, 2, 1);
      },
    ],
    [
      'an older `checkpoint` beside a torn note',
      async (disk) => {
        disk.place(join(ROOT, 'checkpoint'), sampleNote(513));
        placeBytes(disk, 2, concatBytes(encodeEntries(notes(512, 515)), tailOf(515).subarray(0, 5)));
      },
    ],
    [
      'a `checkpoint` beside no checkpoints at all',
      async (disk) => {
        for (const number of [0, 1, 2]) await disk.unlink(join(ROOT, formatCheckpointPath(number)));
      },
    ],
  ];

  it.each(damages)('%s', async (_title, damage) => {
    const disk = diskWith({ count: 515 });
    await damage(disk);
    const before = await contents(disk);
    await expect(open(disk)).rejects.toMatchObject(CORRUPT);
    expect(await contents(disk)).toEqual(before);
  });

  it('a damaged earlier file, when it is read', async () => {
    const disk = diskWith({ count: 515 });
    await cut(disk, 0, 3);
    const { checkpoints } = await open(disk);
    await expect(checkpoints.read(7)).rejects.toMatchObject(CORRUPT);
    expect(await checkpoints.read(514)).toEqual(sampleNote(514));
  });

  it('a file that vanishes while the store is open', async () => {
    const disk = diskWith({ count: 515 });
    const { checkpoints } = await open(disk);
    await disk.unlink(join(ROOT, 'checkpoints/000'));
    await disk.unlink(join(ROOT, 'checkpoints/002'));
    await expect(checkpoints.read(0)).rejects.toMatchObject(CORRUPT);
    await expect(checkpoints.read(514)).rejects.toMatchObject(CORRUPT);
  });
});

describe('files driver: what opening checkpoints forgives', () => {
  it.each([0, 200, 300, 512])('a `checkpoint` as old as note %d, from an older copy', async (ordinal) => {
    const disk = diskWith({ count: 515 });
    disk.place(join(ROOT, 'checkpoint'), sampleNote(ordinal));
    const { checkpoints } = await open(disk);
    expect(await checkpoints.latest()).toEqual(sampleNote(ordinal));
    await checkpoints.repairLatest();
    expect(await checkpoints.latest()).toEqual(sampleNote(514));
  });

  it('a missing `checkpoint`', async () => {
    const disk = diskWith({ count: 515 });
    await disk.unlink(join(ROOT, 'checkpoint'));
    const { checkpoints } = await open(disk);
    expect(await checkpoints.latest()).toBeUndefined();
    await checkpoints.repairLatest();
    expect(await checkpoints.latest()).toEqual(sampleNote(514));
  });

  it('stray files beside them, which it leaves alone', async () => {
    await using folder = await temporaryFolder();
    const strays = ['checkpoints/README', 'checkpoints/000~', 'checkpoints/x000/000', 'checkpoints/x001/note'];
    for (const stray of strays) {
      await mkdir(dirname(join(folder.path, stray)), { recursive: true });
      await writeFile(join(folder.path, stray), 'stray');
    }
    await using store = await openFilesStore(folder.path, { create: true });
    await store.checkpoints.append(0, sampleNote(0));
    expect(await store.checkpoints.count()).toBe(1);
    for (const stray of strays) expect(await readFile(join(folder.path, stray), 'utf8')).toBe('stray');
    await rm(join(folder.path, 'checkpoints/README'));
    expect(await readdir(join(folder.path, 'checkpoints'))).toContain('000');
  });
});

function open(disk: SimulatedDisk) {
  return openStores(new LedgerFolder(ROOT, disk));
}

function notes(start: number, end: number): Uint8Array[] {
  return Array.from({ length: end - start }, (_, i) => sampleNote(start + i));
}

function tailOf(ordinal: number): Uint8Array {
  return encodeEntries([sampleNote(ordinal)]);
}

/** A disk with `count` published notes, and then `tail`. Files that no test reads hold one note many times. */
function diskWith({ count, tail = new Uint8Array() }: { count: number; tail?: Uint8Array }): SimulatedDisk {
  const disk = new SimulatedDisk(ROOT);
  const lastNumber = Math.floor(count / 256);
  const filler = encodeEntries(Array.from({ length: 256 }, () => sampleNote(0)));
  const isRead = (number: number) => number < 3 || number >= lastNumber - 1;
  for (let number = 0; number < lastNumber; number++) {
    const bytes = isRead(number) ? encodeEntries(notes(number * 256, (number + 1) * 256)) : filler;
    disk.place(join(ROOT, formatCheckpointPath(number)), bytes);
  }
  const rest = notes(lastNumber * 256, count);
  const last = concatBytes(rest.length > 0 ? encodeEntries(rest) : new Uint8Array(), tail);
  disk.place(join(ROOT, formatCheckpointPath(lastNumber)), last);
  if (count > 0) disk.place(join(ROOT, 'checkpoint'), sampleNote(count - 1));
  return disk;
}

/** Opens a disk with `count` notes and a torn one, and expects it cut, durably, and the next append right. */
async function expectCut(count: number, tail: Uint8Array): Promise<void> {
  const disk = diskWith({ count, tail });
  const path = join(ROOT, formatCheckpointPath(Math.floor(count / 256)));
  const before = (await disk.readFile(path)).length;
  const { checkpoints } = await open(disk);
  disk.losePower(() => 0);
  expect((await disk.readFile(path)).length).toBe(before - tail.length);
  expect(await checkpoints.count()).toBe(count);
  expect(await checkpoints.latest()).toEqual(count === 0 ? undefined : sampleNote(count - 1));
  await checkpoints.append(count, sampleNote(count));
  expect(await checkpoints.read(count)).toEqual(sampleNote(count));
  expect((await disk.readFile(path)).length).toBe(before - tail.length + encodeEntries([sampleNote(count)]).length);
}

function place(disk: SimulatedDisk, number: number, entries: readonly Uint8Array[]): void {
  placeBytes(disk, number, encodeEntries(entries));
}

function placeBytes(disk: SimulatedDisk, number: number, bytes: Uint8Array): void {
  disk.place(join(ROOT, formatCheckpointPath(number)), bytes);
}

async function cut(disk: SimulatedDisk, number: number, byteCount: number): Promise<void> {
  const bytes = await disk.readFile(join(ROOT, formatCheckpointPath(number)));
  placeBytes(disk, number, bytes.subarray(0, bytes.length - byteCount));
}

async function contents(disk: SimulatedDisk): Promise<unknown[]> {
  const paths = [0, 1, 2].map(formatCheckpointPath).concat('checkpoint');
  return Promise.all(paths.map((path) => disk.readFile(join(ROOT, path)).catch(() => undefined)));
}
