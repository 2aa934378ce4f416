/**
 * Durable operations in the ledger's folder. Unfinished files stand in one folder alone, `staging/`, under names that no object can
 * have: the public folders never show one, and opening the ledger finds what a crash left without walking the tree.
 * @module
 */
import { posix } from 'node:path';
import { type FileSystem, hasErrorCode, nodeFileSystem, type OpenFile, type OpenMode } from './file-system.ts';
import { storageFailed } from './writes.ts';

/** Where files are written before they get their names. */
export const STAGING = 'staging';
/** `~` is outside the grammar of object paths. */
const UNFINISHED_PREFIX = '.unfinished~';

/** One ledger folder. All paths are relative to it, with slashes; an empty path is the folder itself. */
export class LedgerFolder {
  readonly #fs: FileSystem;
  readonly #root: string;
  readonly #unfinished: string;
  #unfinishedCount = 0;

  /** @param unfinished the folder, inside this one, in which files are written before they get their names */
  constructor(root: string, fs: FileSystem = nodeFileSystem, unfinished: string = STAGING) {
    this.#root = root;
    this.#fs = fs;
    this.#unfinished = unfinished;
  }

  /** The file's bytes, or undefined when no file has that name. @throws InputError `storage-failed` */
  async read(path: string): Promise<Uint8Array | undefined> {
    try {
      return await this.#fs.readFile(this.#resolve(path));
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT', 'ENOTDIR', 'EISDIR')) return undefined;
      throw storageFailed(`read ${path}`, error);
    }
  }

  /** The names of the regular files and of the folders in `path`; none when it is absent. @throws InputError `storage-failed` */
  async list(path: string): Promise<{ readonly files: string[]; readonly folders: string[] }> {
    try {
      const entries = await this.#fs.readdir(this.#resolve(path));
      const namesOf = (kind: string) => entries.filter((entry) => entry.kind === kind).map((entry) => entry.name);
      return { files: namesOf('file'), folders: namesOf('folder') };
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return { files: [], folders: [] };
      throw storageFailed(`list ${path}/`, error);
    }
  }

  /** Gives `bytes` the name `path`, unless the name is taken: then returns false. The name is not yet durable. */
  async create(path: string, bytes: Uint8Array): Promise<boolean> {
    const unfinished = await this.#writeUnfinished(bytes);
    try {
      await this.#fs.link(this.#resolve(unfinished), this.#resolve(path));
      return true;
    } catch (error) {
      if (hasErrorCode(error, 'EEXIST')) return false;
      throw error;
    } finally {
      await this.#fs.unlink(this.#resolve(unfinished));
    }
  }

  /** Puts `bytes` in the place of the file `path`, or under that new name, atomically and durably. */
  async replace(path: string, bytes: Uint8Array): Promise<void> {
    const unfinished = await this.#writeUnfinished(bytes);
    await this.#fs.rename(this.#resolve(unfinished), this.#resolve(path));
    await this.sync(posix.dirname(path));
  }

  /** Writes `bytes` at `position` of the file `path`, which is created if absent, and makes them durable (not the name). */
  async writeAt(path: string, bytes: Uint8Array, position: number): Promise<void> {
    await this.#withFile(path, 'write', async (file) => {
      await file.write(bytes, position);
      await file.sync();
    });
  }

  /** Cuts the file `path` to `sizeBytes`; not yet durably. */
  async truncate(path: string, sizeBytes: number): Promise<void> {
    await this.#withFile(path, 'write', (file) => file.truncate(sizeBytes));
  }

  /** fsync of a file's bytes, or of a folder's names. */
  async sync(path: string): Promise<void> {
    await this.#withFile(path, 'read', (file) => file.sync());
  }

  /** Removes the file `path`, if it is there. */
  async remove(path: string): Promise<void> {
    try {
      await this.#fs.unlink(this.#resolve(path));
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw error;
    }
  }

  /** Makes the folder `path`, whose parent must exist, and makes its name durable, also when it was there already. */
  async makeFolder(path: string): Promise<void> {
    try {
      await this.#fs.mkdir(this.#resolve(path));
    } catch (error) {
      if (!hasErrorCode(error, 'EEXIST')) throw error;
    }
    await this.sync(posix.dirname(path));
  }

  /** Removes the folder `path` if it is there and empty. False where something is in it. */
  async removeEmptyFolder(path: string): Promise<boolean> {
    try {
      await this.#fs.rmdir(this.#resolve(path));
      return true;
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT', 'ENOTEMPTY', 'EEXIST')) throw error;
      return hasErrorCode(error, 'ENOENT');
    }
  }

  /** Removes what a crash left unfinished. Requires that nothing is being written. */
  async removeUnfinished(): Promise<void> {
    const { files } = await this.list(this.#unfinished);
    for (const name of files) {
      if (name.startsWith(UNFINISHED_PREFIX)) await this.remove(`${this.#unfinished}/${name}`);
    }
  }

  /** Writes `bytes` durably into a new unfinished file. Returns its path. */
  async #writeUnfinished(bytes: Uint8Array): Promise<string> {
    const path = `${this.#unfinished}/${UNFINISHED_PREFIX}${this.#unfinishedCount++}`;
    await this.#withFile(path, 'new', async (file) => {
      await file.write(bytes, 0);
      await file.sync();
    });
    return path;
  }

  async #withFile(path: string, mode: OpenMode, task: (file: OpenFile) => Promise<void>): Promise<void> {
    const file = await this.#fs.open(this.#resolve(path), mode);
    try {
      await task(file);
    } finally {
      await file.close();
    }
  }

  #resolve(path: string): string {
    return posix.join(this.#root, path);
  }
}
