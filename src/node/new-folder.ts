/**
 * A folder that is there whole or not at all: it is filled under another name beside its own, made durable, and renamed. What an earlier
 * attempt left unfinished is known by a mark, and removed.
 * @module
 */
import { mkdir, open, readdir, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { InputError } from '../core/error.ts';

const MARK = '.unfinished-by-ledgerline';

/** Writes into the folder. Paths have slashes, and are the caller's to judge. */
export class NewFolder {
  /** Where the files are until the folder is whole. */
  readonly path: string;
  readonly #folders = new Set<string>();

  constructor(path: string) {
    this.path = path;
  }

  /** Writes a new file, durably but for its name, and the folders above it. Secret ones are their owner's alone. */
  async write(path: string, bytes: Uint8Array, { secret = false } = {}): Promise<void> {
    await this.makeFolder(dirname(path), { secret });
    const file = await open(join(this.path, path), 'wx', secret ? 0o600 : 0o644);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async makeFolder(path: string, { secret = false } = {}): Promise<void> {
    if (path === '.' || this.#folders.has(path)) return;
    await this.makeFolder(dirname(path));
    await mkdir(join(this.path, path), { mode: secret ? 0o700 : 0o755 });
    this.#folders.add(path);
  }

  /** Makes all names durable. */
  async sync(): Promise<void> {
    for (const folder of [...this.#folders].sort().reverse()) await syncFolder(join(this.path, folder));
    await syncFolder(this.path);
  }
}

/**
 * Makes the folder `target` of what `fill` writes. If `fill` rejects, nothing is left.
 * @throws InputError `folder-not-empty` where something stands there already
 */
export async function makeNewFolder<T>(target: string, fill: (folder: NewFolder) => Promise<T>): Promise<T> {
  const parent = await makeParent(resolve(target));
  const path = join(parent, basename(resolve(target)));
  await assertFree(path);
  const unfinished = `${path}.unfinished`;
  await removeUnfinished(unfinished);
  await mkdir(unfinished);
  try {
    const folder = new NewFolder(unfinished);
    await folder.write(MARK, new Uint8Array());
    const result = await fill(folder);
    await folder.sync();
    await rm(join(unfinished, MARK));
    await syncFolder(unfinished);
    await assertFree(path);
    await rename(unfinished, path);
    await syncFolder(parent);
    return result;
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true });
    throw error;
  }
}

async function makeParent(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true });
  return realpath(dirname(path));
}

async function assertFree(path: string): Promise<void> {
  const names = await namesIn(path);
  if (names !== undefined && names.length > 0) throw new InputError('folder-not-empty', `${path} is not empty`);
}

/** What was there before the mark cannot be ours. */
async function removeUnfinished(path: string): Promise<void> {
  const names = await namesIn(path);
  if (names === undefined) return;
  if (names.length > 0 && !names.includes(MARK))
    throw new InputError('folder-not-empty', `${path} is in the way, and no unfinished copy of ours`);
  await rm(path, { recursive: true, force: true });
}

/** Undefined where there is nothing. @throws InputError `folder-not-empty` for what is no folder */
async function namesIn(path: string): Promise<string[] | undefined> {
  try {
    return await readdir(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT') return undefined;
    if (code === 'ENOTDIR') throw new InputError('folder-not-empty', `${path} is a file`);
    throw error;
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
