import { describe, expect, it } from 'vitest';
import { type FileSystem, nodeFileSystem } from '../../src/storage/files/file-system.ts';
import { type FilesStore, openFilesStore } from '../../src/storage/files/files-store.ts';
import { LedgerFolder } from '../../src/storage/files/ledger-folder.ts';
import { openStores } from '../../src/storage/files/stores.ts';
import { temporaryFolder } from './_folder.ts';
import { failingOnce, interceptFileSystem, systemError } from './_intercept.ts';
import { SimulatedDisk } from './_simulated-disk.ts';
import { expectConsistent, knowNothing, runWorkload } from './_workload.ts';
import { sampleNote } from './contract/checkpoint-store.ts';
import { collect, sampleBytes } from './contract/subject.ts';

const FAILED = { name: 'InputError', code: 'storage-failed' };
const ROOT = '/ledger';

describe('files driver: one call that fails', () => {
  it.each([
    ['EIO', 'before'],
    ['EIO', 'after'],
    ['ENOSPC', 'before'],
  ] as const)(
    'I2: %s %s the effect of any call stops writing, and a new start finds all in order',
    async (code, when) => {
      const callCount = await countCalls();
      expect(callCount).toBeGreaterThan(100);
      for (let index = 0; index < callCount; index++) await failAt(index, code, when);
    },
  );

  it('is told with its cause, and stops every further write but no read', async () => {
    await using folder = await temporaryFolder();
    const gate = failingLater();
    await using store = await openFilesStore(folder.path, { create: true, fileSystem: gate.fileSystem });
    await store.objects.put([{ path: 'tile/0/000', bytes: sampleBytes(1) }]);
    const head = await store.head.compareAndSwap(undefined, sampleBytes(2));
    await store.checkpoints.append(0, sampleNote(0));

    gate.failNext('file.sync', 'ENOSPC');
    await expect(store.objects.put([{ path: 'tile/0/001', bytes: sampleBytes(1) }])).rejects.toMatchObject({
      ...FAILED,
      message: expect.stringContaining('ENOSPC'),
      cause: { code: 'ENOSPC' },
    });
    await expectStopped(store, head.version);

    expect(await store.objects.get('tile/0/000')).toEqual(sampleBytes(1));
    expect(await collect(store.objects.list('tile/'))).toContain('tile/0/000');
    expect(await store.head.read()).toEqual(head);
    expect(await store.checkpoints.count()).toBe(1);
    expect(await store.checkpoints.read(0)).toEqual(sampleNote(0));
    expect(await store.checkpoints.latest()).toEqual(sampleNote(0));

    await store.close();
    await using again = await openFilesStore(folder.path, { create: false });
    await again.objects.put([{ path: 'tile/0/001', bytes: sampleBytes(1) }]);
    await again.head.compareAndSwap(head.version, sampleBytes(3));
    await again.checkpoints.append(1, sampleNote(1));
  });

  it.each([
    ['head', 'rename', (store: FilesStore) => store.head.compareAndSwap(undefined, sampleBytes(1))],
    ['checkpoints', 'file.write', (store: FilesStore) => store.checkpoints.append(0, sampleNote(0))],
    [
      'objects (put)',
      'link',
      (store: FilesStore) => store.objects.put([{ path: 'tile/0/000', bytes: sampleBytes(1) }]),
    ],
    ['objects (remove)', 'unlink', (store: FilesStore) => store.objects.remove(['tile/0/000'])],
  ] as const)('in %s stops all three ports', async (_port, call, write) => {
    await using folder = await temporaryFolder();
    const gate = failingLater();
    await using store = await openFilesStore(folder.path, { create: true, fileSystem: gate.fileSystem });
    gate.failNext(call, 'EIO');
    await expect(write(store)).rejects.toMatchObject(FAILED);
    await expectStopped(store, undefined);
  });

  it('also fails the writes that were under way, whose fsync may have come too late to be told', async () => {
    const disk = new SimulatedDisk(ROOT);
    let release = () => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const fileSystem = interceptFileSystem(disk, async (call, run) => {
      if (call.path.endsWith('/tile/1') && call.name === 'file.sync') await held;
      if (call.path.endsWith('/tile/2') && call.name === 'file.sync') throw systemError('EIO', call);
      return run();
    });
    const { objects } = await openStores(new LedgerFolder(ROOT, fileSystem));
    const slow = objects.put([{ path: 'tile/1/000', bytes: sampleBytes(1) }]);
    const outcome = expect(slow).rejects.toMatchObject(FAILED);
    await expect(objects.put([{ path: 'tile/2/000', bytes: sampleBytes(1) }])).rejects.toMatchObject(FAILED);
    release();
    await outcome;
  });

  it('does not come from a folder that is removed while a put begins to use it', async () => {
    const disk = new SimulatedDisk(ROOT);
    let onMkdir = () => {};
    let onRmdir = () => {};
    const isMade = new Promise<void>((resolve) => {
      onMkdir = resolve;
    });
    const isRemoved = new Promise<void>((resolve) => {
      onRmdir = resolve;
    });
    let isRemoving = false;
    const fileSystem = interceptFileSystem(disk, async (call, run) => {
      if (call.name === 'rmdir') {
        isRemoving = true;
        // Comes as late as it can: after the folder was found in place, if anybody looks.
        await Promise.race([isMade, new Promise((resolve) => setTimeout(resolve, 20))]);
        return run().finally(onRmdir);
      }
      if (call.name === 'link' && isRemoving) await isRemoved;
      return run().finally(call.name === 'mkdir' && isRemoving ? onMkdir : undefined);
    });
    const { objects } = await openStores(new LedgerFolder(ROOT, fileSystem));
    await objects.put([{ path: 'tile/0/000.p/1', bytes: sampleBytes(1) }]);
    const removed = objects.remove(['tile/0/000.p/1']);
    while (!isRemoving) await new Promise(setImmediate);
    await objects.put([{ path: 'tile/0/000.p/2', bytes: sampleBytes(2) }]);
    await removed;
    expect(await collect(objects.list('tile/'))).toEqual(['tile/0/000.p/2']);
  });

  it('in a read is told, and stops nothing', async () => {
    await using folder = await temporaryFolder();
    const gate = failingLater();
    await using store = await openFilesStore(folder.path, { create: true, fileSystem: gate.fileSystem });
    await store.objects.put([{ path: 'tile/0/000', bytes: sampleBytes(1) }]);
    gate.failNext('readFile', 'EIO');
    await expect(store.objects.get('tile/0/000')).rejects.toMatchObject({ ...FAILED, cause: { code: 'EIO' } });
    gate.failNext('readdir', 'EIO');
    await expect(collect(store.objects.list('tile/'))).rejects.toMatchObject(FAILED);
    await store.objects.put([{ path: 'tile/0/001', bytes: sampleBytes(1) }]);
  });

  it('is no part of a refusal: writing goes on after object-differs and head-conflict', async () => {
    const { objects, head, checkpoints } = await openStores(new LedgerFolder(ROOT, new SimulatedDisk(ROOT)));
    await objects.put([{ path: 'tile/0/000', bytes: sampleBytes(1) }]);
    await expect(objects.put([{ path: 'tile/0/000', bytes: sampleBytes(2) }])).rejects.toMatchObject({
      code: 'object-differs',
    });
    await expect(head.compareAndSwap('other', sampleBytes(1))).rejects.toMatchObject({ code: 'head-conflict' });
    await expect(checkpoints.append(7, sampleNote(7))).rejects.toMatchObject({ name: 'InvariantError' });
    await objects.put([{ path: 'tile/0/001', bytes: sampleBytes(2) }]);
    await head.compareAndSwap(undefined, sampleBytes(1));
    await checkpoints.append(0, sampleNote(0));
  });

  it('outranks a refusal in the same call', async () => {
    const fileSystem = interceptFileSystem(new SimulatedDisk(ROOT), async (call, run) => {
      if (call.name === 'link' && call.path.endsWith('/001')) throw systemError('EIO', call);
      return run();
    });
    const { objects } = await openStores(new LedgerFolder(ROOT, fileSystem));
    await objects.put([{ path: 'tile/0/000', bytes: sampleBytes(1) }]);
    const differing = { path: 'tile/0/000', bytes: sampleBytes(2) };
    await expect(objects.put([differing, { path: 'tile/0/001', bytes: sampleBytes(1) }])).rejects.toMatchObject(FAILED);
    await expect(objects.put([differing])).rejects.toMatchObject(FAILED);
  });
});

describe('files driver: close', () => {
  it('waits for the writes under way, then refuses more', async () => {
    await using folder = await temporaryFolder();
    const store = await openFilesStore(folder.path, { create: true });
    const writing = Promise.all([
      store.objects.put([{ path: 'tile/0/000', bytes: sampleBytes(1) }]),
      store.objects.put([{ path: 'tile/0/001', bytes: sampleBytes(1) }]),
    ]);
    await store.close();
    await writing;
    const refused = { code: 'storage-closed' };
    await expect(store.objects.put([{ path: 'tile/0/002', bytes: sampleBytes(1) }])).rejects.toMatchObject(refused);
    await expect(store.head.compareAndSwap(undefined, sampleBytes(1))).rejects.toMatchObject(refused);
    await expect(store.checkpoints.append(0, sampleNote(0))).rejects.toMatchObject(refused);
  });
});

async function countCalls(): Promise<number> {
  let count = 0;
  const disk = interceptFileSystem(new SimulatedDisk(ROOT), (_call, run) => {
    count++;
    return run();
  });
  await runWorkload(await openStores(new LedgerFolder(ROOT, disk)), knowNothing(0));
  return count;
}

/** Lets call number `index` of a workload fail, expects the workload to stop there, and starts again without power loss. */
async function failAt(index: number, code: string, when: 'before' | 'after'): Promise<void> {
  const disk = new SimulatedDisk(ROOT);
  const known = knowNothing(0);
  const failed = await attempt(failingOnce(disk, index, code, when), known).catch((error: unknown) => error);
  expect(String(failed), `call ${index}`).toContain(code);
  const stores = await openStores(new LedgerFolder(ROOT, disk));
  await expectConsistent(stores, known);
  await runWorkload(stores, known);
  await expectConsistent(stores, known);
}

async function attempt(fileSystem: FileSystem, known: ReturnType<typeof knowNothing>): Promise<void> {
  await runWorkload(await openStores(new LedgerFolder(ROOT, fileSystem)), known);
}

async function expectStopped(store: FilesStore, headVersion: string | undefined): Promise<void> {
  const count = await store.checkpoints.count();
  for (let i = 0; i < 2; i++) {
    await expect(store.objects.put([{ path: 'tile/0/009', bytes: sampleBytes(1) }])).rejects.toMatchObject(FAILED);
    await expect(store.objects.remove(['tile/0/000'])).rejects.toMatchObject(FAILED);
    await expect(store.head.compareAndSwap(headVersion, sampleBytes(9))).rejects.toMatchObject(FAILED);
    await expect(store.checkpoints.append(count, sampleNote(count))).rejects.toMatchObject(FAILED);
    await expect(store.checkpoints.repairLatest()).rejects.toMatchObject(FAILED);
  }
  expect(await store.objects.get('tile/0/009')).toBeUndefined();
}

/** The real file system, of which the next call of a name can be made to fail. */
function failingLater() {
  let next: { name: string; code: string } | undefined;
  const fileSystem = interceptFileSystem(nodeFileSystem, async (call, run) => {
    if (next?.name !== call.name) return run();
    const { code } = next;
    next = undefined;
    throw systemError(code, call);
  });
  return {
    fileSystem,
    failNext(name: string, code: string) {
      next = { name, code };
    },
  };
}
