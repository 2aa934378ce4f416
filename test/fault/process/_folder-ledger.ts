/**
 * The ledger of a folder, opened as `serve` opens it, in this process.
 * @module
 */
import { join } from 'node:path';
import { openFolder } from '../../../src/cli/folder-ledger.ts';
import type { Ledger } from '../../../src/log/ledger.ts';
import { systemClock } from '../../../src/node/clock.ts';
import { openFilesStore } from '../../../src/storage/files/files-store.ts';
import { openLevelIndex } from '../../../src/storage/level/level-index.ts';
import { NO_WITNESSES } from '../../../src/witness/local-witness.ts';

/** Opens the ledger, lets `work` use it, and closes all that was opened. */
export async function withFolderLedger<T>(folder: string, work: (ledger: Ledger) => Promise<T>): Promise<T> {
  await using files = await openFilesStore(folder, { create: false });
  await using index = await openLevelIndex(join(folder, 'index'));
  const stores = { objects: files.objects, heads: files.head, checkpoints: files.checkpoints, index };
  const ledger = await openFolder(folder, () => ({ stores, witnesses: NO_WITNESSES, clock: systemClock }));
  try {
    return await work(ledger);
  } finally {
    await ledger.close();
  }
}
