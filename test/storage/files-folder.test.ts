import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../src/storage/files/file-system.ts';
import { openFilesStore } from '../../src/storage/files/files-store.ts';
import { bundleChild, type ChildProgram } from './_child.ts';
import { temporaryFolder } from './_folder.ts';
import { interceptFileSystem, watchSyncs } from './_intercept.ts';
import { collect, sampleBytes } from './contract/subject.ts';

const LOCKED = { name: 'InputError', code: 'folder-locked' };

describe('files driver: the folder', () => {
  it('is laid out as design section 5 says', async () => {
    await using folder = await temporaryFolder();
    await using store = await openFilesStore(folder.path, { create: true });
    await store.objects.put([
      { path: 'tile/0/000.p/1', bytes: sampleBytes(1) },
      { path: 'tile/entries/000.p/1', bytes: sampleBytes(2) },
      { path: 'staging/0-ab', bytes: sampleBytes(3) },
    ]);
    await store.head.compareAndSwap(undefined, sampleBytes(4));
    await store.checkpoints.append(0, Buffer.from('note\n'));
    expect((await readdir(folder.path)).sort()).toEqual([
      'checkpoint',
      'checkpoints',
      'head',
      'lock',
      'staging',
      'tile',
    ]);
    expect(await readdir(join(folder.path, 'staging'))).toEqual(['0-ab']);
    expect(await readFile(join(folder.path, 'tile/0/000.p/1'))).toEqual(Buffer.from(sampleBytes(1)));
    expect(await readFile(join(folder.path, 'head'))).toEqual(Buffer.from(sampleBytes(4)));
  });

  it('is made with the folders above it, if so asked', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'a/b/c');
    await expect(openFilesStore(path, { create: false })).rejects.toMatchObject({ code: 'folder-missing' });
    await (await openFilesStore(path, { create: true })).close();
    await (await openFilesStore(path, { create: false })).close();
  });

  it('is not taken for a ledger when it holds none', async () => {
    await using folder = await temporaryFolder();
    await writeFile(join(folder.path, 'file'), '');
    for (const path of [folder.path, join(folder.path, 'file')]) {
      await expect(openFilesStore(path, { create: false })).rejects.toMatchObject({ code: 'folder-missing' });
    }
    expect(await readdir(folder.path)).toEqual(['file']);
  });

  it.each([
    'tile',
    'head',
    'lock/LOCK',
    'keys/log.pem',
    'checkpoints/000',
    'index/database/CURRENT',
    'ledgerline.toml',
  ])('gives no access to %s through an object path', async (path) => {
    await using folder = await temporaryFolder();
    await using store = await openFilesStore(folder.path, { create: true });
    const refused = { code: 'bad-object-path' };
    await expect(store.objects.get(path)).rejects.toMatchObject(refused);
    await expect(store.objects.put([{ path, bytes: sampleBytes(1) }])).rejects.toMatchObject(refused);
    await expect(store.objects.remove([path])).rejects.toMatchObject(refused);
    await expect(collect(store.objects.list('keys/'))).rejects.toMatchObject(refused);
  });

  it('shows no unfinished file, and loses those of a crash at the next start', async () => {
    await using folder = await temporaryFolder();
    const unfinished = new Set<string>();
    const watching = interceptFileSystem(nodeFileSystem, async (call, run) => {
      if (call.name === 'file.write') unfinished.add(call.path);
      return run();
    });
    const store = await openFilesStore(folder.path, { create: true, fileSystem: watching });
    await store.objects.put([{ path: 'tile/0/000', bytes: sampleBytes(1) }]);
    const [path = ''] = unfinished;
    expect(path).toContain('/staging/');
    await writeFile(path, 'left by a crash');
    await writeFile(join(folder.path, 'staging/5-ab'), 'a batch');
    expect(await collect(store.objects.list('staging/'))).toEqual(['staging/5-ab']);
    const name = path.slice(path.indexOf('staging/'));
    await expect(store.objects.get(name)).rejects.toMatchObject({ code: 'bad-object-path' });
    await store.close();
    await using again = await openFilesStore(folder.path, { create: false });
    expect(await readdir(join(folder.path, 'staging'))).toEqual(['5-ab']);
    expect(await collect(again.objects.list('tile/'))).toEqual(['tile/0/000']);
  });

  it('keeps no empty folder of partial tiles', async () => {
    await using folder = await temporaryFolder();
    await using store = await openFilesStore(folder.path, { create: true });
    await store.objects.put([1, 2].map((n) => ({ path: `tile/0/000.p/${n}`, bytes: sampleBytes(n) })));
    await store.objects.remove(['tile/0/000.p/1']);
    expect(await readdir(join(folder.path, 'tile/0'))).toEqual(['000.p']);
    await store.objects.remove(['tile/0/000.p/2']);
    expect(await readdir(join(folder.path, 'tile/0'))).toEqual([]);
  });

  it('fsyncs each folder once a call', async () => {
    await using folder = await temporaryFolder();
    const { fileSystem, synced } = watchSyncs(nodeFileSystem);
    await using store = await openFilesStore(folder.path, { create: true, fileSystem });
    const batch = (n: number) =>
      Array.from({ length: 9 }, (_, i) => ({ path: `tile/${i % 3}/${n}${i}`, bytes: sampleBytes(i) }));
    await store.objects.put(batch(1));
    synced.length = 0;
    await store.objects.put(batch(2));
    const folders = synced.filter((path) => !path.includes('/staging/'));
    expect(folders.sort()).toEqual([0, 1, 2].map((level) => join(folder.path, `tile/${level}`)));
    expect(synced).toHaveLength(9 + 3);
  });
});

describe('files driver: the folder of partial tiles', () => {
  it('is made durable once, as long as a width is in it, and again when it had gone', async () => {
    await using folder = await temporaryFolder();
    const { fileSystem, synced } = watchSyncs(nodeFileSystem);
    await using store = await openFilesStore(folder.path, { create: true, fileSystem });
    const put = (n: number) => store.objects.put([{ path: `tile/0/000.p/${n}`, bytes: sampleBytes(n) }]);
    const above = (): number => synced.splice(0).filter((path) => path === join(folder.path, 'tile/0')).length;
    await put(1);
    expect(above()).toBe(1);
    for (const n of [2, 3]) {
      await put(n);
      await store.objects.remove([`tile/0/000.p/${n - 1}`]);
    }
    expect(above()).toBe(0);
    await store.objects.remove(['tile/0/000.p/3']);
    await put(4);
    expect(above()).toBe(1);
  });

  it('is there whoever wins: removals and widths at once', async () => {
    await using folder = await temporaryFolder();
    await using store = await openFilesStore(folder.path, { create: true });
    for (let n = 0; n < 60; n += 2) {
      const put = (m: number) => store.objects.put([{ path: `tile/0/000.p/${m}`, bytes: sampleBytes(m) }]);
      await put(n);
      await Promise.all([store.objects.remove([`tile/0/000.p/${n}`]), put(n + 1), store.objects.remove([`tile/0/x`])]);
      expect(await store.objects.get(`tile/0/000.p/${n + 1}`)).toEqual(sampleBytes(n + 1));
      await store.objects.remove([`tile/0/000.p/${n + 1}`]);
    }
  });
});

describe('files driver: the lock', () => {
  let child: ChildProgram;
  beforeAll(async () => {
    child = await bundleChild('_child-open.ts');
  });
  afterAll(() => child[Symbol.asyncDispose]());

  it('keeps a second opener of this process out, under any spelling of the path, until close', async () => {
    await using folder = await temporaryFolder();
    const path = join(folder.path, 'ledger');
    const store = await openFilesStore(path, { create: true });
    await symlink(path, join(folder.path, 'link'));
    for (const spelling of [path, `${path}/`, `${path}/../ledger`, join(folder.path, 'link')]) {
      await expect(openFilesStore(spelling, { create: false })).rejects.toMatchObject(LOCKED);
    }
    await store.close();
    await store.close();
    await (await openFilesStore(join(folder.path, 'link'), { create: false })).close();
  });

  it('keeps another process out, even after a second opener in this one', async () => {
    await using folder = await temporaryFolder();
    const store = await openFilesStore(folder.path, { create: true });
    expect(await firstLine(child, folder.path)).toBe('folder-locked');
    // LevelDB alone would drop the kernel's lock here.
    await expect(openFilesStore(folder.path, { create: false })).rejects.toMatchObject(LOCKED);
    expect(await firstLine(child, folder.path)).toBe('folder-locked');
    await store.close();
    expect(await firstLine(child, folder.path)).toBe('opened');
  });

  it('is free when the process that held it was killed', async () => {
    await using folder = await temporaryFolder();
    await (await openFilesStore(folder.path, { create: true })).close();
    const { process, lines } = child.start(folder.path);
    for await (const line of lines) {
      expect(line).toBe('opened');
      break;
    }
    await expect(openFilesStore(folder.path, { create: false })).rejects.toMatchObject(LOCKED);
    process.kill('SIGKILL');
    await once(process, 'exit');
    await (await openFilesStore(folder.path, { create: false })).close();
  });

  it('is free after an opening that failed', async () => {
    await using folder = await temporaryFolder();
    await (await openFilesStore(folder.path, { create: true })).close();
    await writeFile(join(folder.path, 'checkpoint'), 'never published\n');
    for (let i = 0; i < 2; i++) {
      await expect(openFilesStore(folder.path, { create: false })).rejects.toMatchObject({
        code: 'checkpoints-corrupt',
      });
    }
    expect(await firstLine(child, folder.path)).toBe('checkpoints-corrupt');
    await rm(join(folder.path, 'checkpoint'));
    await (await openFilesStore(folder.path, { create: false })).close();
  });

  it.each(['CURRENT', 'MANIFEST'])('heals a damaged %s of its database, which holds nothing', async (prefix) => {
    await using folder = await temporaryFolder();
    await (await openFilesStore(folder.path, { create: true })).close();
    const lockFolder = join(folder.path, 'lock');
    for (const name of await readdir(lockFolder)) {
      if (name.startsWith(prefix)) await writeFile(join(lockFolder, name), 'damaged');
    }
    await using store = await openFilesStore(folder.path, { create: false });
    expect(await store.checkpoints.count()).toBe(0);
    expect(await firstLine(child, folder.path)).toBe('folder-locked');
  });

  it('gives an error that names the cause when the lock cannot be had at all', async () => {
    await using folder = await temporaryFolder();
    await mkdir(join(folder.path, 'staging'));
    await writeFile(join(folder.path, 'lock'), 'a file where a folder should be');
    await expect(openFilesStore(folder.path, { create: true })).rejects.toMatchObject({ code: 'storage-failed' });
  });
});

/** The first line that a child says about `path`; lets it end. */
async function firstLine(child: ChildProgram, path: string): Promise<string> {
  const { process, lines } = child.start(path);
  process.stdin?.end();
  const said = await collect(lines);
  return said[0] ?? '';
}
