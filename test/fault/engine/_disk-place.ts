/**
 * A place on a simulated disk, which forgets on a loss of power whatever was not fsynced. The index is lost with the power:
 * it is derived, and LevelDB answers for itself elsewhere.
 * @module
 */
import { join } from 'node:path/posix';
import { type FileSystem, hasErrorCode } from '../../../src/storage/files/file-system.ts';
import { LedgerFolder } from '../../../src/storage/files/ledger-folder.ts';
import { openStores } from '../../../src/storage/files/stores.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/storage/memory/memory-store.ts';
import type { LedgerFiles } from '../../../src/verify/audit/ledger-files.ts';
import { storedFiles } from '../../_util/stored-ledger.ts';
import { SimulatedDisk } from '../../storage/_simulated-disk.ts';
import type { Place } from './_places.ts';

/** Exists on the simulated disk alone. */
const ROOT = '/ledger';

export interface DiskPlace extends Place {
  readonly disk: SimulatedDisk;
  /** What the driver sees of the disk: faults and mutations come in here. */
  see(fileSystem: FileSystem): void;
}

/** A copy of `template` on a disk of its own, all of it durable. */
export async function diskPlace(template: MemoryStore): Promise<DiskPlace> {
  const disk = new SimulatedDisk(ROOT);
  for (const [path, bytes] of await storedFiles(template)) disk.place(join(ROOT, path), bytes);
  let seen: FileSystem = disk;
  return {
    disk,
    see: (fileSystem) => {
      seen = fileSystem;
    },
    open: async () => {
      const { objects, head, checkpoints, writes } = await openStores(new LedgerFolder(ROOT, seen));
      const { index } = createMemoryStore();
      return { objects, heads: head, checkpoints, index, close: () => writes.close() };
    },
    files: async () => diskFiles(disk),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

/** The disk as an auditor reads it. */
function diskFiles(disk: SimulatedDisk): LedgerFiles {
  return {
    isPublicCopy: false,
    read: async (path) => {
      try {
        return await disk.readFile(join(ROOT, path));
      } catch (error) {
        if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return undefined;
        throw error;
      }
    },
    async *list() {
      for (const folder of ['tile', 'checkpoints', 'staging']) yield* walk(disk, folder);
    },
  };
}

async function* walk(disk: SimulatedDisk, folder: string): AsyncIterable<string> {
  const entries = await disk.readdir(join(ROOT, folder)).catch(() => []);
  for (const { name, kind } of entries) {
    if (kind === 'folder') yield* walk(disk, `${folder}/${name}`);
    else yield `${folder}/${name}`;
  }
}
