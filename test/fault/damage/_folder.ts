/**
 * A ledger folder in memory: the files, under the driver that reads and writes them on a disk. A try costs milliseconds.
 * @module
 */
import { posix } from 'node:path';
import type { IndexStore } from '../../../src/log/ports.ts';
import { LedgerFolder } from '../../../src/storage/files/ledger-folder.ts';
import { openStores } from '../../../src/storage/files/stores.ts';
import { MemoryIndexStore } from '../../../src/storage/memory/index-store.ts';
import { copyIndex } from '../../_util/engine.ts';
import type { FileMap } from '../../_util/stored-ledger.ts';
import { SimulatedDisk } from '../../storage/_simulated-disk.ts';

const ROOT = '/ledger';

/** A folder that ledgers are opened in, one after the other. */
export class SimulatedFolder {
  readonly #disk = new SimulatedDisk(ROOT);
  readonly index: IndexStore = new MemoryIndexStore();

  /** A folder with these files, and a copy of `index` beside them. */
  static async of(files: FileMap, index: IndexStore): Promise<SimulatedFolder> {
    const folder = new SimulatedFolder();
    for (const [path, bytes] of files) folder.write(path, bytes);
    await copyIndex(index, folder.index);
    return folder;
  }

  write(path: string, bytes: Uint8Array): void {
    this.#disk.place(posix.join(ROOT, path), bytes);
  }

  async makeFolder(path: string): Promise<void> {
    this.write(posix.join(path, 'file'), new Uint8Array());
    await this.remove(posix.join(path, 'file'));
  }

  /** Does nothing where there is none, or one that is needed by now. */
  async removeFolder(path: string): Promise<void> {
    await this.#disk.rmdir(posix.join(ROOT, path)).catch(() => undefined);
  }

  async remove(path: string): Promise<void> {
    await this.#disk.unlink(posix.join(ROOT, path));
  }

  /** Opens the stores, as after taking the lock. */
  async open() {
    const { objects, head, checkpoints } = await openStores(new LedgerFolder(ROOT, this.#disk));
    return { objects, heads: head, checkpoints, index: this.index };
  }

  /** All files as they stand. */
  async files(): Promise<FileMap> {
    const files: FileMap = new Map();
    const walk = async (folder: string): Promise<void> => {
      for (const { name, kind } of await this.#disk.readdir(posix.join(ROOT, folder))) {
        const path = posix.join(folder, name);
        if (kind === 'folder') await walk(path);
        else files.set(path, await this.#disk.readFile(posix.join(ROOT, path)));
      }
    };
    await walk('');
    return files;
  }
}
