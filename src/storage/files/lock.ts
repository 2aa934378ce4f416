/**
 * One process per ledger folder, by a lock that the kernel releases when the process ends, however it ends. Node has no
 * flock(2): LevelDB's lock on an empty database in `lock/` serves.
 *
 * That lock is fcntl(2)'s, which a process loses as soon as it closes *any* descriptor of the file. LevelDB does so itself
 * when the same process opens the database a second time; so that attempt is refused here first. For the same reason
 * nothing in this process may ever open `lock/LOCK`, a backup least of all.
 * @module
 */
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Level } from 'level';
import { InputError } from '../../core/error.ts';
import { hasErrorCode } from './file-system.ts';

/** The real paths of the folders that this process holds. */
const held = new Set<string>();

/** A held lock. */
export interface FolderLock {
  /** Gives the folder free. */
  release(): Promise<void>;
}

/**
 * Takes the lock of a ledger folder. Requires the folder's real path: two spellings of one folder must not pass for two.
 * @throws InputError `folder-locked` when another process, or this one, has the folder open
 */
export async function lockFolder(realPath: string): Promise<FolderLock> {
  if (held.has(realPath))
    throw new InputError('folder-locked', `${realPath}: this process has the folder open already`);
  held.add(realPath);
  try {
    const database = await openLockDatabase(realPath);
    return {
      async release() {
        await database.close();
        held.delete(realPath);
      },
    };
  } catch (error) {
    held.delete(realPath);
    throw error;
  }
}

async function openLockDatabase(realPath: string): Promise<Level> {
  const location = join(realPath, 'lock');
  try {
    return await openDatabase(location);
  } catch (error) {
    if (!isDamage(error)) throw error;
    await discardContents(location);
    return await openDatabase(location);
  }
}

async function openDatabase(location: string): Promise<Level> {
  const database = new Level(location);
  try {
    await database.open();
    return database;
  } catch (error) {
    // `level` says that the database is not open; LevelDB's reason is the cause.
    const reason = error instanceof Error ? error.cause : undefined;
    if (!hasErrorCode(reason, 'LEVEL_LOCKED')) throw reason ?? error;
    throw new InputError('folder-locked', `${location}: another process has the folder open`, { cause: reason });
  }
}

function isDamage(error: unknown): boolean {
  return hasErrorCode(error, 'LEVEL_CORRUPTION', 'LEVEL_IO_ERROR');
}

/**
 * The database holds nothing, so a damaged one is emptied. Its LOCK file stays: on a new one both of two processes could
 * hold "the" lock.
 */
async function discardContents(location: string): Promise<void> {
  for (const name of await readdir(location)) {
    if (name !== 'LOCK') await rm(join(location, name), { recursive: true });
  }
}
