/**
 * A folder as an auditor reads it: without the lock, without recovery, without writing a byte, and never outside of it.
 * @module
 */
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, realpath } from 'node:fs/promises';
import { join, posix, sep } from 'node:path';
import { InputError } from '../../core/error.ts';
import type { LedgerFiles } from '../../verify/audit/ledger-files.ts';
import { fill, READ_ONLY } from '../bounded-file.ts';

/** The folders whose files are listed. */
const FOLDERS = ['tile', 'checkpoints', 'staging'] as const;
/** A folder with none of these is no ledger, and no copy of one. */
const LANDMARKS: readonly string[] = [...FOLDERS, 'head', 'checkpoint'];
/** No file of a ledger is larger: a bundle has at most 256 x 65,537 bytes. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

const READ_WITHOUT_LINK = READ_ONLY | constants.O_NOFOLLOW;

/**
 * Opens the folder of a ledger, or of a copy of its public files, for reading. Symbolic links are not followed, but that
 * `path` may be one.
 * @throws InputError `folder-missing`, `unreadable-file`
 */
export async function openFolderFiles(path: string): Promise<LedgerFiles> {
  const { root, names } = await findFolder(path);
  return new FolderFiles(root, !names.includes('staging') && !names.includes('head'));
}

async function findFolder(path: string): Promise<{ root: string; names: string[] }> {
  try {
    const root = await realpath(path);
    const names = await readdir(root);
    if (names.some((name) => LANDMARKS.includes(name))) return { root, names };
  } catch (error) {
    if (!isAbsence(error)) throw unreadable(path, error);
  }
  throw new InputError('folder-missing', `${path}: no ledger here`);
}

class FolderFiles implements LedgerFiles {
  /** The engine makes `staging/` before anything else; a mirror has neither that nor a head. */
  readonly isPublicCopy: boolean;
  readonly #root: string;
  /** Folders known to lie where their paths say. */
  readonly #checkedFolders = new Set<string>();

  constructor(root: string, isCopy: boolean) {
    this.#root = root;
    this.isPublicCopy = isCopy;
  }

  async read(path: string): Promise<Uint8Array | undefined> {
    try {
      await this.#assertInside(posix.dirname(path));
      const file = await open(join(this.#root, path), READ_WITHOUT_LINK);
      try {
        return await readWhole(path, file);
      } finally {
        await file.close();
      }
    } catch (error) {
      if (isAbsence(error)) return undefined;
      throw error instanceof InputError ? error : unreadable(path, error);
    }
  }

  async *list(): AsyncGenerator<string, void> {
    for (const folder of FOLDERS) yield* this.#walk(folder);
  }

  async *#walk(folder: string): AsyncGenerator<string, void> {
    for (const entry of await this.#readFolder(folder)) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) yield* this.#walk(path);
      else yield path;
    }
  }

  async #readFolder(folder: string) {
    try {
      await this.#assertInside(folder);
      return await readdir(join(this.#root, folder), { withFileTypes: true });
    } catch (error) {
      // A running ledger removes folders that have become empty.
      if (isAbsence(error)) return [];
      throw error instanceof InputError ? error : unreadable(folder, error);
    }
  }

  /** Requires that no part of a folder's path is a symbolic link. */
  async #assertInside(folder: string): Promise<void> {
    if (folder === '.' || this.#checkedFolders.has(folder)) return;
    const expected = join(this.#root, ...folder.split('/'));
    if ((await realpath(expected)) !== expected || !expected.startsWith(this.#root + sep)) {
      throw new InputError('unreadable-file', `${folder}: is reached through a symbolic link, which is not followed`);
    }
    this.#checkedFolders.add(folder);
  }
}

/** What the file holds now. A ledger replaces files, or appends to them; it never changes what was there. */
async function readWhole(path: string, file: FileHandle): Promise<Uint8Array> {
  const stat = await file.stat();
  if (!stat.isFile()) throw new InputError('unreadable-file', `${path}: not a regular file`);
  if (stat.size > MAX_FILE_BYTES) throw new InputError('unreadable-file', `${path}: ${stat.size} bytes`);
  return fill(file, stat.size);
}

function isAbsence(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');
}

function unreadable(path: string, cause: unknown): InputError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new InputError('unreadable-file', `${path}: cannot be read: ${reason}`, { cause });
}
