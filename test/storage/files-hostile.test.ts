/**
 * What is no regular file under the name of one: the driver neither waits for it nor reads it without end.
 */
import { execFileSync } from 'node:child_process';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFilesStore } from '../../src/storage/files/files-store.ts';
import { temporaryFolder } from './_folder.ts';
import { sampleBytes } from './contract/subject.ts';

const FAILED = { name: 'InputError', code: 'storage-failed' };

/** How each thing is put under a name. */
const THINGS = {
  'a named pipe': (path: string) => void execFileSync('mkfifo', [path]),
  'an endless device': (path: string) => symlink('/dev/zero', path),
  'a link to itself': (path: string) => symlink(path, path),
};

describe.each(Object.entries(THINGS))('files driver: %s', (_, put) => {
  it('in the place of head, checkpoint or an object is a storage error, at once', async () => {
    await using folder = await temporaryFolder();
    await using store = await openFilesStore(folder.path, { create: true });
    await store.objects.put([{ path: 'tile/0/000.p/1', bytes: sampleBytes(1) }]);
    await store.head.compareAndSwap(undefined, sampleBytes(2));
    await store.checkpoints.append(0, Buffer.from('note\n'));
    for (const name of ['tile/0/000.p/1', 'head', 'checkpoint']) {
      await rm(join(folder.path, name));
      await put(join(folder.path, name));
    }
    await expect(store.objects.get('tile/0/000.p/1')).rejects.toMatchObject(FAILED);
    await expect(store.head.read()).rejects.toMatchObject(FAILED);
    await store.close();
    await expect(openFilesStore(folder.path, { create: false })).rejects.toMatchObject(FAILED);
  });
});
