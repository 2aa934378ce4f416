/**
 * The LevelDB database of an index, in `<folder>/database`. To discard it is to rename it to `<folder>/discarded`: after a
 * crash the index is there as a whole or not at all, never some keys without the others. That works on a damaged one too.
 * @module
 */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Level } from 'level';
import { hasErrorCode, openError, storageFailed } from './level-error.ts';

export type Database = Level<string, Uint8Array>;
/** The entries of one moment. */
export type Snapshot = ReturnType<Database['snapshot']>;

/** Keys as bytes: those of the digests are no UTF-8. */
export const RAW_KEY = { keyEncoding: 'view' } as const;

/** The text of a key. What is no UTF-8 becomes something else, which then fails its checksum. */
export function keyText(bytes: Uint8Array): string {
  return decoder.decode(bytes);
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Opens the database, and makes it where there is none. @throws InputError as {@link openError} says */
export async function openDatabase(folder: string): Promise<Database> {
  const database: Database = new Level(join(folder, 'database'), { keyEncoding: 'utf8', valueEncoding: 'view' });
  try {
    await mkdir(folder, { recursive: true });
    await removeDiscarded(folder);
    await database.open();
    return database;
  } catch (error) {
    throw openError(folder, error);
  }
}

/** Removes the index in `folder`, damaged or not. Requires that it is not open. @throws InputError `storage-failed` */
export async function discardLevelIndex(folder: string): Promise<void> {
  try {
    await removeDiscarded(folder);
    await rename(join(folder, 'database'), join(folder, 'discarded'));
    await syncFolder(folder);
    await removeDiscarded(folder);
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT')) throw storageFailed('discard the index', error);
  }
}

async function removeDiscarded(folder: string): Promise<void> {
  await rm(join(folder, 'discarded'), { recursive: true, force: true });
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
