/**
 * The three ports over a ledger folder that is locked, after what a crash left there has been put right.
 * @module
 */
import { CHECKPOINTS } from './checkpoint-file.ts';
import { FilesCheckpointStore } from './checkpoint-store.ts';
import { Folders } from './folders.ts';
import { FilesHeadStore } from './head-store.ts';
import { type LedgerFolder, STAGING } from './ledger-folder.ts';
import { FilesObjectStore } from './object-store.ts';
import { Writes } from './writes.ts';

/** The ports, and the writes that all of them share. */
export interface Stores {
  readonly objects: FilesObjectStore;
  readonly head: FilesHeadStore;
  readonly checkpoints: FilesCheckpointStore;
  readonly writes: Writes;
}

/** Requires that no other process, and nothing else in this one, writes to the folder. @throws InputError `checkpoints-corrupt` */
export async function openStores(folder: LedgerFolder): Promise<Stores> {
  // Makes the folder's other names durable too: whoever replaced `head` may have been killed before its fsync, and this
  // process is going to rely on what it reads there.
  await folder.makeFolder(STAGING);
  await folder.makeFolder(CHECKPOINTS);
  await folder.removeUnfinished();
  const folders = new Folders(folder);
  const writes = new Writes();
  return {
    objects: new FilesObjectStore(folder, folders, writes),
    head: new FilesHeadStore(folder, writes),
    checkpoints: await FilesCheckpointStore.open(folder, folders, writes),
    writes,
  };
}
