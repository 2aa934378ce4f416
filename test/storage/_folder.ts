/**
 * Temporary folders, and the drivers under test in them.
 * @module
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Subject } from './contract/subject.ts';

/** A folder that is removed at the end of its scope. */
export interface TemporaryFolder extends AsyncDisposable {
  readonly path: string;
}

export async function temporaryFolder(): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), 'ledgerline-storage-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** A contract's subject in a temporary folder: `open` opens a store there, `pick` chooses the port. */
export async function folderSubject<S extends { close(): Promise<void> }, T>(
  open: (path: string) => Promise<S>,
  pick: (store: S) => T,
): Promise<Subject<T>> {
  const folder = await temporaryFolder();
  let opened = await open(folder.path);
  return {
    store: pick(opened),
    async reopen() {
      await opened.close();
      opened = await open(folder.path);
      return pick(opened);
    },
    async [Symbol.asyncDispose]() {
      await opened.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}
