/**
 * `ObjectStore` over a folder: one file an object. A file is written and fsynced under another name, then linked to its
 * own: link(2) never takes a name over, so that two writers of one path cannot hide each other.
 * @module
 */
import { posix } from 'node:path';
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import type { ObjectPath, ObjectStore, ObjectToPut } from '../../log/ports.ts';
import { forEachConcurrently } from './concurrency.ts';
import type { Folders } from './folders.ts';
import type { LedgerFolder } from './ledger-folder.ts';
import { assertObjectPath, assertObjectPrefix, isObjectName } from './object-path.ts';
import type { Writes } from './writes.ts';

/** Calls may overlap; the files of one call are written a few at a time, and each folder they touch is fsynced once. */
export class FilesObjectStore implements ObjectStore {
  readonly #folder: LedgerFolder;
  readonly #folders: Folders;
  readonly #writes: Writes;

  constructor(folder: LedgerFolder, folders: Folders, writes: Writes) {
    this.#folder = folder;
    this.#folders = folders;
    this.#writes = writes;
  }

  async put(objects: readonly ObjectToPut[]): Promise<void> {
    const touched = foldersOf(objects.map(({ path }) => path));
    await this.#writes.run('store objects', () =>
      this.#folders.use(touched, async () => {
        await forEachConcurrently(objects, (object) => this.#putOne(object));
        await forEachConcurrently(touched, (path) => this.#folder.sync(path));
      }),
    );
  }

  async get(path: ObjectPath): Promise<Uint8Array | undefined> {
    return this.#folder.read(assertObjectPath(path));
  }

  async remove(paths: readonly ObjectPath[]): Promise<void> {
    const touched = foldersOf(paths);
    await this.#writes.run('remove objects', async () => {
      await forEachConcurrently(paths, (path) => this.#folder.remove(path));
      // `tile` and `staging` themselves stay.
      await forEachConcurrently(
        touched.filter((path) => path.includes('/')),
        (path) => this.#folders.removeIfEmpty(path),
      );
    });
  }

  async *list(prefix: string): AsyncIterable<ObjectPath> {
    yield* this.#walk(assertObjectPrefix(prefix));
  }

  async #putOne({ path, bytes }: ObjectToPut): Promise<void> {
    if (await this.#folder.create(path, bytes)) return;
    const existing = await this.#folder.read(path);
    if (existing === undefined || !equalBytes(existing, bytes)) {
      throw new InputError('object-differs', `${path}: other bytes are stored under this path`);
    }
    // Whoever put it there may not have made it durable: a copy of the folder, say, restored a moment ago.
    await this.#folder.sync(path);
  }

  /** Paths below the folder `path`, ascending. A folder sorts with its slash: `8.p/` before `8/`, as their contents do. */
  async *#walk(path: string): AsyncIterable<ObjectPath> {
    const { files, folders } = await this.#folder.list(path);
    const names = [...files.filter(isObjectName), ...folders.filter(isObjectName).map((name) => `${name}/`)];
    for (const name of names.sort()) {
      if (name.endsWith('/')) yield* this.#walk(`${path}/${name.slice(0, -1)}`);
      else yield `${path}/${name}`;
    }
  }
}

/** The folders that hold `paths`, each once. @throws InputError `bad-object-path` */
function foldersOf(paths: readonly string[]): string[] {
  return [...new Set(paths.map((path) => posix.dirname(assertObjectPath(path))))];
}
