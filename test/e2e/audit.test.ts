/**
 * Audits of a ledger in a folder: beside the running process, read-only, and over what may stand in a folder.
 */
import { chmod, cp, lstat, mkdir, mkdtemp, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLedger } from '../../src/log/create.ts';
import type { Ledger } from '../../src/log/ledger.ts';
import { auditFolder, fsckFolder } from '../../src/node/audit/audit-folder.ts';
import { openFolderFiles } from '../../src/node/audit/folder-files.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { type FilesStore, openFilesStore } from '../../src/storage/files/files-store.ts';
import { codesOf } from '../_util/audit.ts';
import type { Consortium } from '../_util/consortium.ts';
import { engineParts } from '../_util/engine.ts';
import { inputError } from '../_util/input-error.ts';
import { policyOf, smallConsortium, tasks, WITNESS } from '../_util/stored-ledger.ts';

installNodePrimitives();

let scratch = '';
/** A ledger of 35 records that no process has open. */
let sound = '';
let policy = '';

beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'ledgerline-audit-'));
  sound = join(scratch, 'sound');
  const running = await startLedger(sound);
  policy = policyOf(running.consortium);
  for (const group of ['a', 'b', 'c']) await submit(running, group, 10);
  await stop(running);
});
afterAll(() => rm(scratch, { recursive: true }));

interface Running {
  readonly consortium: Consortium;
  readonly store: FilesStore;
  readonly ledger: Ledger;
}

async function startLedger(folder: string): Promise<Running> {
  const consortium = smallConsortium();
  const store = await openFilesStore(folder, { create: true });
  const { objects, checkpoints, head: heads } = store;
  const parts = { ...engineParts(consortium, { witness: WITNESS }), objects, checkpoints, heads };
  return { consortium, store, ledger: await createLedger(parts, consortium.founding()) };
}

function submit({ ledger, consortium }: Running, group: string, count: number): Promise<unknown> {
  return Promise.all(tasks(consortium, count, group).map((signed) => ledger.submit(signed).published));
}

async function stop({ ledger, store }: Running): Promise<void> {
  await ledger.close();
  await store.close();
}

async function copyOf(name: string): Promise<string> {
  const copy = join(scratch, name);
  await cp(sound, copy, { recursive: true });
  return copy;
}

/** Everything that is in a folder, with what a change of it would change. */
async function look(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  const lines = names.toSorted().map(async (name) => {
    const { mtimeMs, ctimeMs, size, mode } = await lstat(join(folder, name));
    return `${name} ${size} ${mode} ${mtimeMs} ${ctimeMs}`;
  });
  return Promise.all(lines);
}

describe('read-only', () => {
  it('nothing in the folder changes, and nothing is added', async () => {
    const before = await look(sound);
    const report = await auditFolder(sound, policy);
    expect(report).toMatchObject({
      verdict: 'VERIFIED',
      size: 35,
      published: 35,
      records: 35,
      problems: [],
      notes: [],
    });
    expect(report.seconds).toBeGreaterThan(0);
    expect(await fsckFolder(sound)).toMatchObject({ isSound: true, size: 35, notes: [] });
    expect(await look(sound)).toEqual(before);
  });

  it('works where nothing may be written', async () => {
    const copy = await copyOf('write-protected');
    const names = await readdir(copy, { recursive: true });
    const paths = [copy, ...names.map((name) => join(copy, name))];
    for (const path of paths.toReversed()) await chmod(path, (await lstat(path)).isDirectory() ? 0o555 : 0o444);
    expect((await auditFolder(copy, policy)).verdict).toBe('VERIFIED');
    for (const path of paths) await chmod(path, 0o755);
  });

  it('works beside the process that has the ledger open, while it goes on', async () => {
    const folder = join(scratch, 'running');
    const running = await startLedger(folder);
    let isOver = false;
    let [groups, audits] = [0, 0];
    const work = (async () => {
      while (groups < 9 || audits < 2) await submit(running, `live-${groups++}`, 30);
      isOver = true;
    })();
    while (!isOver) {
      const report = await auditFolder(folder, policyOf(running.consortium));
      expect(report).toMatchObject({ verdict: 'VERIFIED', problems: [], doubts: [], records: report.size });
      audits++;
    }
    await work;
    const size = 5 + 30 * groups;
    expect(await auditFolder(folder, policyOf(running.consortium))).toMatchObject({ verdict: 'VERIFIED', size });
    await stop(running);
    expect(await fsckFolder(folder)).toMatchObject({ isSound: true, size, published: size, notes: [] });
  });
});

describe('what may stand in a folder', () => {
  it('a link to another file is not followed', async () => {
    const copy = await copyOf('linked-file');
    const path = 'tile/0/000.p/35';
    await rename(join(copy, path), join(scratch, 'elsewhere'));
    await symlink(join(scratch, 'elsewhere'), join(copy, path));
    const report = await auditFolder(copy, policy);
    expect(report).toMatchObject({ verdict: 'FAILED', records: 35 });
    expect(report.problems).toEqual([expect.objectContaining({ code: 'unreadable-file', path })]);
  });

  it('nor a link to another folder; but the ledger’s own path may be one', async () => {
    const copy = await copyOf('linked-folder');
    await rename(join(copy, 'tile', 'entries'), join(scratch, 'entries'));
    await symlink(join(scratch, 'entries'), join(copy, 'tile', 'entries'));
    const report = await fsckFolder(copy);
    expect(codesOf(report.problems)).toEqual(['unreadable-file', 'stray-file']);

    await symlink(sound, join(scratch, 'alias'));
    expect((await auditFolder(join(scratch, 'alias'), policy)).verdict).toBe('VERIFIED');
  });

  it('a folder, a socket or a huge file in the place of a file', async () => {
    const copy = await copyOf('odd');
    await rm(join(copy, 'checkpoint'));
    await mkdir(join(copy, 'checkpoint'));
    await writeFile(join(copy, 'staging', 'huge'), '');
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(join(copy, 'tile', 's'), resolve));
    const report = await auditFolder(copy, policy);
    server.close();
    expect(codesOf(report.problems)).toEqual(['unreadable-file', 'stray-file', 'stray-file']);
    expect(report.problems.map(({ path }) => path)).toEqual(['checkpoint', 'tile/s', 'staging/huge']);
  });

  it('a mirror has no engine, and needs none', async () => {
    const mirror = join(scratch, 'mirror');
    for (const name of ['tile', 'checkpoints', 'checkpoint']) {
      await cp(join(sound, name), join(mirror, name), { recursive: true });
    }
    expect(await auditFolder(mirror, policy)).toMatchObject({ verdict: 'VERIFIED', size: 35, notes: [] });
    const ledger = await copyOf('headless');
    await rm(join(ledger, 'head'));
    expect(codesOf((await auditFolder(ledger, policy)).problems)).toEqual(['head-missing']);
  });

  it('a path that leads out of the folder reads nothing', async () => {
    const files = await openFolderFiles(join(sound));
    await writeFile(join(scratch, 'secret'), 'secret');
    await expect(files.read('../secret')).rejects.toThrow(inputError('unreadable-file'));
    expect(await files.read('tile/0/999')).toBeUndefined();
    expect(await files.read('checkpoint/000')).toBeUndefined();
  });

  it('no ledger', async () => {
    const empty = join(scratch, 'empty');
    await mkdir(empty);
    for (const path of [empty, join(scratch, 'nowhere'), join(sound, 'checkpoint')]) {
      await expect(fsckFolder(path)).rejects.toThrow(inputError('folder-missing'));
    }
    await expect(auditFolder(sound, 'log nothing\n')).rejects.toThrow(inputError('bad-policy'));
  });
});
