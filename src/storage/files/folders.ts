/**
 * The folders below the ledger's: made durably before a file is written into them, and removed when their last file goes
 * (the folder of a tile's partial widths, `067.p/`, would otherwise outlive it for ever).
 * @module
 */
import { posix } from 'node:path';
import { forEachConcurrently } from './concurrency.ts';
import type { LedgerFolder } from './ledger-folder.ts';

/** Which folders are known to be durable, and which are in use. One instance for all writers of a ledger folder. */
export class Folders {
  readonly #folder: LedgerFolder;
  /** By path; settled once the folder and all above it are durable. */
  readonly #made = new Map<string, Promise<void>>();
  /** By path: how many tasks rely on the folder's being there. */
  readonly #users = new Map<string, number>();
  /** By path: the last of the removals under way. */
  readonly #removals = new Map<string, Promise<unknown>>();

  constructor(folder: LedgerFolder) {
    this.#folder = folder;
  }

  /** Runs `task` while the folders `paths` and those above them exist, durably, and are not removed. */
  async use<T>(paths: readonly string[], task: () => Promise<T>): Promise<T> {
    const held = paths.flatMap((path) => [...withAncestors(path)]);
    for (const path of held) this.#users.set(path, (this.#users.get(path) ?? 0) + 1);
    try {
      await forEachConcurrently(paths, (path) => this.#make(path));
      return await task();
    } finally {
      for (const path of held) this.#release(path);
    }
  }

  /** Removes the folder `path` if it is empty and nobody uses it. One that is not stays as durable as it was. */
  async removeIfEmpty(path: string): Promise<void> {
    if (this.#users.has(path)) return;
    const made = this.#made.get(path);
    this.#made.delete(path);
    const earlier = this.#removals.get(path) ?? Promise.resolve();
    const removal = earlier.then(() => this.#folder.removeEmptyFolder(path));
    this.#removals.set(path, removal);
    try {
      const isGone = await removal;
      if (!isGone && made !== undefined && !this.#made.has(path)) this.#made.set(path, made);
    } finally {
      if (this.#removals.get(path) === removal) this.#removals.delete(path);
    }
  }

  #make(path: string): Promise<void> {
    const made = this.#made.get(path) ?? this.#makeDurable(path);
    this.#made.set(path, made);
    return made;
  }

  /** Also a folder found in place is made durable, once a start: who made it may have been killed before its fsync. */
  async #makeDurable(path: string): Promise<void> {
    const parent = posix.dirname(path);
    if (parent !== '.') await this.#make(parent);
    await this.#removals.get(path)?.catch(() => undefined);
    await this.#folder.makeFolder(path);
  }

  #release(path: string): void {
    const users = (this.#users.get(path) ?? 0) - 1;
    if (users > 0) this.#users.set(path, users);
    else this.#users.delete(path);
  }
}

/** `a/b/c`, `a/b`, `a`. */
function* withAncestors(path: string): Generator<string> {
  for (let folder = path; folder !== '.'; folder = posix.dirname(folder)) yield folder;
}
