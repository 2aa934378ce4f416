/**
 * A ledger folder, opened: the lock taken, what a crash left put right, three ports ready.
 * @module
 */
import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { InputError } from '../../core/error.ts';
import type { CheckpointStore, HeadStore, ObjectStore } from '../../log/ports.ts';
import { type FileSystem, hasErrorCode, nodeFileSystem } from './file-system.ts';
import { LedgerFolder, STAGING } from './ledger-folder.ts';
import { lockFolder } from './lock.ts';
import { openStores } from './stores.ts';
import { storageFailed } from './writes.ts';

/** The stores of one ledger folder. */
export interface FilesStore extends AsyncDisposable {
  /** The folder's real path. */
  readonly path: string;
  readonly objects: ObjectStore;
  readonly head: HeadStore;
  readonly checkpoints: CheckpointStore;
  /** Refuses new writes, waits for those under way and gives the folder free. Closing twice is harmless. */
  close(): Promise<void>;
}

export interface FilesStoreOptions {
  /** Makes the folder where it is missing. Without it, only a folder that holds a ledger is opened. */
  readonly create: boolean;
  /** Stands in for the operating system, in tests. */
  readonly fileSystem?: FileSystem;
}

/**
 * Opens the ledger folder `path`; it stays locked until `close`.
 * @throws InputError `folder-missing`, `folder-locked`, `checkpoints-corrupt`, `storage-failed`
 */
export async function openFilesStore(path: string, options: FilesStoreOptions): Promise<FilesStore> {
  const { create, fileSystem = nodeFileSystem } = options;
  try {
    if (create) await makeFolderChain(fileSystem, resolve(path));
    const realPath = await findLedger(fileSystem, path, create);
    const lock = await lockFolder(realPath);
    try {
      return await openLocked(realPath, fileSystem, lock.release);
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    throw error instanceof InputError ? error : storageFailed(`open the ledger folder ${path}`, error);
  }
}

async function openLocked(path: string, fileSystem: FileSystem, release: () => Promise<void>): Promise<FilesStore> {
  const { objects, head, checkpoints, writes } = await openStores(new LedgerFolder(path, fileSystem));
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= writes.close().then(release);
    return closing;
  };
  return { path, objects, head, checkpoints, close, [Symbol.asyncDispose]: close };
}

/** The real path of the ledger folder. A folder without `staging/` holds no ledger. */
async function findLedger(fileSystem: FileSystem, path: string, create: boolean): Promise<string> {
  try {
    const realPath = await realpath(path);
    const entries = await fileSystem.readdir(realPath);
    if (create || entries.some(({ name, kind }) => name === STAGING && kind === 'folder')) return realPath;
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw error;
  }
  throw new InputError('folder-missing', `${path}: no ledger here`);
}

/** Makes `path` and the folders above it that are missing, and the names of those made durable. */
export async function makeFolderChain(fileSystem: FileSystem, path: string): Promise<void> {
  try {
    await fileSystem.mkdir(path);
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return;
    if (!hasErrorCode(error, 'ENOENT')) throw error;
    await makeFolderChain(fileSystem, dirname(path));
    await fileSystem.mkdir(path);
  }
  const parent = await fileSystem.open(dirname(path), 'read');
  try {
    await parent.sync();
  } finally {
    await parent.close();
  }
}
