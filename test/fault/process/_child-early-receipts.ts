/**
 * A seeded bug: stands in for the `files` driver, and says that a checkpoint is published before it is. Receipts then leave
 * that rest on a note which a kill makes vanish; the next start signs another one. The kill rounds must notice.
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { CheckpointStore } from '../../../src/log/ports.ts';
import * as driver from '../../../src/storage/files/files-store.ts';

export { makeFolderChain } from '../../../src/storage/files/files-store.ts';

/** How long a checkpoint that was called published stays in memory, milliseconds. */
const LATE_MS = 100;

export async function openFilesStore(
  path: string,
  options: driver.FilesStoreOptions,
): Promise<Omit<driver.FilesStore, typeof Symbol.asyncDispose>> {
  const store = await driver.openFilesStore(path, options);
  const checkpoints = new EarlyCheckpoints(store.checkpoints);
  const { objects, head } = store;
  return { path: store.path, objects, head, checkpoints, close: () => checkpoints.settled().then(() => store.close()) };
}

class EarlyCheckpoints implements CheckpointStore {
  readonly #inner: CheckpointStore;
  /** Called published, and not. */
  readonly #late = new Map<number, Uint8Array>();
  #writing: Promise<void> = Promise.resolve();

  constructor(inner: CheckpointStore) {
    this.#inner = inner;
  }

  settled(): Promise<void> {
    return this.#writing;
  }

  async count(): Promise<number> {
    return (await this.#inner.count()) + this.#late.size;
  }

  async read(ordinal: number): Promise<Uint8Array | undefined> {
    return this.#late.get(ordinal) ?? (await this.#inner.read(ordinal));
  }

  async append(ordinal: number, note: Uint8Array): Promise<void> {
    this.#late.set(ordinal, note);
    this.#writing = this.#writing.then(async () => {
      await sleep(LATE_MS);
      await this.#inner.append(ordinal, note);
      this.#late.delete(ordinal);
    });
  }

  latest(): Promise<Uint8Array | undefined> {
    return this.#inner.latest();
  }

  repairLatest(): Promise<void> {
    return this.#inner.repairLatest();
  }
}
