/**
 * A copy of a log's public files in a folder, laid out as in a ledger's folder. Beside them stand `incoming/` (unfinished files),
 * `lock/` (one process at a time) and, where the log has contradicted itself, `conflicts/`: whoever carries the copy away needs
 * none of the three, but the last.
 * @module
 */
import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { encodeHex } from '../../core/bytes/hex.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { InputError } from '../../core/error.ts';
import type { CopyStore } from '../../log/ports.ts';
import { CHECKPOINTS } from './checkpoint-file.ts';
import { LATEST } from './checkpoint-recovery.ts';
import { CopyNotes } from './copy-notes.ts';
import { type FileSystem, nodeFileSystem } from './file-system.ts';
import { makeFolderChain } from './files-store.ts';
import { Folders } from './folders.ts';
import { LedgerFolder } from './ledger-folder.ts';
import { lockFolder } from './lock.ts';
import { FilesObjectStore } from './object-store.ts';
import { storageFailed, Writes } from './writes.ts';

const INCOMING = 'incoming';
const CONFLICTS = 'conflicts';
/** A folder with one of these is a ledger's own. */
const OF_A_LEDGER = ['head', 'staging', 'keys', 'ledgerline.toml'];
/** Contradictions kept: more of them prove nothing more. */
const MAX_CONFLICTS = 16;

/** A copy that this process holds. */
export interface OpenCopy extends CopyStore {
  /** Refuses new writes, waits for those under way and gives the folder free. */
  close(): Promise<void>;
}

/**
 * Opens the copy in `path`, which is made where it is missing; what a crash left unfinished is removed.
 * @throws InputError `folder-not-empty` for a folder of something else, `folder-locked`, `checkpoints-corrupt`, `storage-failed`
 */
export async function openCopyStore(path: string, fileSystem: FileSystem = nodeFileSystem): Promise<OpenCopy> {
  try {
    await makeFolderChain(fileSystem, resolve(path));
    const realPath = await realpath(path);
    await assertCopy(fileSystem, realPath);
    const lock = await lockFolder(realPath);
    try {
      const { writes, ...copy } = await openCopy(new LedgerFolder(realPath, fileSystem, INCOMING));
      return { ...copy, close: () => writes.close().then(lock.release) };
    } catch (error) {
      await lock.release();
      throw error;
    }
  } catch (error) {
    throw error instanceof InputError ? error : storageFailed(`open the copy ${path}`, error);
  }
}

/** The copy in a folder that is locked, after what a crash left there has been put right. */
export async function openCopy(folder: LedgerFolder): Promise<CopyStore & { readonly writes: Writes }> {
  await folder.makeFolder(INCOMING);
  await folder.makeFolder(CHECKPOINTS);
  await folder.removeUnfinished();
  const folders = new Folders(folder);
  const writes = new Writes();
  const notes = await CopyNotes.open(folder, folders);
  return {
    writes,
    objects: new FilesObjectStore(folder, folders, writes),
    count: async () => notes.count,
    read: (ordinal) => notes.read(ordinal),
    commit: (added) => writes.run('commit to the copy', () => notes.commit(added)),
    keepConflict: (ours, theirs) => writes.run('keep a conflict', () => keepConflict(folder, folders, ours, theirs)),
  };
}

/** Two files under the digest of the note that does not fit. */
async function keepConflict(
  folder: LedgerFolder,
  folders: Folders,
  ours: Uint8Array,
  theirs: Uint8Array,
): Promise<string[]> {
  const stem = `${CONFLICTS}/${encodeHex(sha256(theirs)).slice(0, 16)}`;
  const paths = [`${stem}.ours`, `${stem}.theirs`];
  return folders.use([CONFLICTS], async () => {
    const kept = await folder.list(CONFLICTS);
    const isKept = kept.files.some((name) => `${CONFLICTS}/${name}` === paths[1]);
    if (!isKept && kept.files.length >= 2 * MAX_CONFLICTS) return [];
    for (const [i, note] of [ours, theirs].entries()) {
      const path = paths[i] ?? '';
      if ((await folder.read(path)) === undefined) await folder.replace(path, note);
    }
    return paths;
  });
}

async function assertCopy(fileSystem: FileSystem, path: string): Promise<void> {
  const names = (await fileSystem.readdir(path)).map(({ name }) => name);
  const owned = names.find((name) => OF_A_LEDGER.includes(name));
  if (owned !== undefined)
    throw new InputError('folder-not-empty', `${path} is the folder of a ledger: it holds ${owned}`);
  if (names.length === 0 || names.includes(LATEST) || names.includes(INCOMING)) return;
  throw new InputError('folder-not-empty', `${path} holds other files than a copy of a ledger`);
}
