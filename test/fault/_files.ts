/**
 * What a ledger stored, as an auditor reads it.
 * @module
 */
import { openFolderFiles } from '../../src/node/audit/folder-files.ts';
import type { MemoryStore } from '../../src/storage/memory/memory-store.ts';
import type { LedgerFiles } from '../../src/verify/audit/ledger-files.ts';
import { mapFiles, storedFiles } from '../_util/stored-ledger.ts';

/** The files of a real folder: no lock, no recovery, nothing is written. */
export function folderFiles(path: string): Promise<LedgerFiles> {
  return openFolderFiles(path);
}

/** The files that memory stores would be in a folder, as they stand now. */
export async function memoryFiles(store: MemoryStore): Promise<LedgerFiles> {
  return mapFiles(await storedFiles(store));
}
