/**
 * The calls that this driver makes on the operating system, as an interface: fault tests record them, or let a single one
 * fail. The names are POSIX's, and so are the promises; `nodeFileSystem` is the one that runs.
 * @module
 */
import { constants } from 'node:fs';
import * as fs from 'node:fs/promises';

/** `read` also opens a folder, whose names `sync` then makes durable; `write` creates; `new` fails on an existing file. */
export type OpenMode = 'read' | 'write' | 'new';

/** An open file or folder. */
export interface OpenFile {
  /** Writes all of `bytes` at `position`. */
  write(bytes: Uint8Array, position: number): Promise<void>;
  truncate(sizeBytes: number): Promise<void>;
  /** fsync(2): returns when what was written, or the names in the folder, would survive a loss of power. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** One name in a folder. Symbolic links, sockets and the like are `other`. */
export interface FolderEntry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'other';
}

/** The part of POSIX that this driver needs. Every call rejects with an error whose `code` is `ENOENT` and so on. */
export interface FileSystem {
  open(path: string, mode: OpenMode): Promise<OpenFile>;
  /** Rejects for what is neither file nor folder, whatever could be read there; with `EISDIR` for a folder. */
  readFile(path: string): Promise<Uint8Array>;
  readdir(path: string): Promise<FolderEntry[]>;
  mkdir(path: string): Promise<void>;
  rmdir(path: string): Promise<void>;
  /** Gives the file `existing` the second name `path`, or fails with `EEXIST`: a name is never taken over. */
  link(existing: string, path: string): Promise<void>;
  /** Moves `from` to `to` atomically, in place of what stood there. */
  rename(from: string, to: string): Promise<void>;
  unlink(path: string): Promise<void>;
}

const FLAGS: Readonly<Record<OpenMode, number>> = {
  read: constants.O_RDONLY,
  write: constants.O_WRONLY | constants.O_CREAT,
  new: constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL,
};

/** The file system of this machine. */
export const nodeFileSystem: FileSystem = {
  async open(path, mode) {
    return new NodeFile(await fs.open(path, FLAGS[mode]));
  },
  async readFile(path) {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer for ever; a device would never end.
    const file = await fs.open(path, FLAGS.read | constants.O_NONBLOCK);
    try {
      const stat = await file.stat();
      if (!stat.isFile() && !stat.isDirectory()) throw new Error(`${path} is no regular file`);
      const buffer = await file.readFile();
      return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
    } finally {
      await file.close();
    }
  },
  async readdir(path) {
    const entries = await fs.readdir(path, { withFileTypes: true });
    return entries.map((entry) => ({
      name: entry.name,
      kind: entry.isFile() ? 'file' : entry.isDirectory() ? 'folder' : 'other',
    }));
  },
  async mkdir(path) {
    await fs.mkdir(path);
  },
  rmdir: (path) => fs.rmdir(path),
  link: (existing, path) => fs.link(existing, path),
  rename: (from, to) => fs.rename(from, to),
  unlink: (path) => fs.unlink(path),
};

class NodeFile implements OpenFile {
  readonly #handle: fs.FileHandle;

  constructor(handle: fs.FileHandle) {
    this.#handle = handle;
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    // write(2) may take only a part, at the limit of a disk quota for one; the next round then gives the reason.
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(bytes, done, bytes.length - done, position + done);
      done += bytesWritten;
    }
  }

  truncate(sizeBytes: number): Promise<void> {
    return this.#handle.truncate(sizeBytes);
  }

  sync(): Promise<void> {
    return this.#handle.sync();
  }

  close(): Promise<void> {
    return this.#handle.close();
  }
}

/** True when `error` has one of `codes`: a system call's, such as `ENOENT`, or LevelDB's. */
export function hasErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && codes.includes(error.code);
}
