/**
 * Where the ledgers of the suite stand, in memory or in a real folder: opened again after every crash.
 * @module
 */
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LedgerParts } from '../../../src/log/ledger-parts.ts';
import type { FileSystem } from '../../../src/storage/files/file-system.ts';
import { openFilesStore } from '../../../src/storage/files/files-store.ts';
import { openLevelIndex } from '../../../src/storage/level/level-index.ts';
import type { MemoryStore } from '../../../src/storage/memory/memory-store.ts';
import type { LedgerFiles } from '../../../src/verify/audit/ledger-files.ts';
import { copyStore } from '../../_util/engine.ts';
import { folderFiles, memoryFiles } from '../_files.ts';

/** The stores of one life of a ledger. */
export interface OpenStores extends Pick<LedgerParts, 'objects' | 'heads' | 'checkpoints' | 'index'> {
  close(): Promise<void>;
}

/** What outlives a process. */
export interface Place extends AsyncDisposable {
  open(): Promise<OpenStores>;
  /** As an auditor reads it; nothing need be open. */
  files(): Promise<LedgerFiles>;
}

/** A copy of `template`, in memory. */
export async function memoryPlace(template: MemoryStore): Promise<Place & { readonly store: MemoryStore }> {
  const store = await copyStore(template);
  const { objects, head, checkpoints, index } = store;
  return {
    store,
    open: async () => ({ objects, heads: head, checkpoints, index, close: async () => undefined }),
    files: () => memoryFiles(store),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** A copy of the folder `template`: real files, and a real LevelDB in `index/`. */
export async function folderPlace(
  template: string,
  fileSystem?: FileSystem,
): Promise<Place & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'ledgerline-fault-'));
  await cp(template, path, { recursive: true, filter: (source) => !source.startsWith(join(template, 'lock')) });
  return {
    path,
    open: () => openFolderStores(path, fileSystem),
    files: () => folderFiles(path),
    [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }),
  };
}

/** Writes what a memory store holds into a new folder of real files, as the drivers do. Returns its path. */
export async function folderFromMemory(template: MemoryStore): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'ledgerline-fault-template-'));
  const stores = await openFolderStores(path, undefined, true);
  await copyStore(template, { ...stores, head: stores.heads });
  await stores.close();
  return path;
}

async function openFolderStores(path: string, fileSystem?: FileSystem, create = false): Promise<OpenStores> {
  const files = await openFilesStore(path, { create, ...(fileSystem === undefined ? {} : { fileSystem }) });
  try {
    const index = await openLevelIndex(join(path, 'index'));
    const { objects, head, checkpoints } = files;
    const close = async (): Promise<void> => {
      await index.close();
      await files.close();
    };
    return { objects, heads: head, checkpoints, index, close };
  } catch (error) {
    await files.close();
    throw error;
  }
}
