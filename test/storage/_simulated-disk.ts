/**
 * A disk in memory that forgets, on a loss of power, what POSIX lets it forget: the bytes of a file since the file's last
 * fsync, and the names in a folder since the folder's. Whatever was not fsynced may be there, in part, or not at all, each
 * piece on its own.
 * @module
 */
import { posix } from 'node:path';
import type { FileSystem, FolderEntry, OpenFile, OpenMode } from '../../src/storage/files/file-system.ts';
import { systemError } from './_intercept.ts';

/** A number from 0 (inclusive) to 1. */
export type Random = () => number;

class SimulatedFile {
  bytes = new Uint8Array();
  durableBytes = new Uint8Array();
}

class SimulatedFolder {
  names = new Map<string, SimulatedNode>();
  durableNames = new Map<string, SimulatedNode>();
}

type SimulatedNode = SimulatedFile | SimulatedFolder;

/** Holds one folder, empty at first; paths outside of it do not exist. */
export class SimulatedDisk implements FileSystem {
  readonly #rootPath: string;
  readonly #root = new SimulatedFolder();

  constructor(rootPath: string) {
    this.#rootPath = rootPath;
  }

  async open(path: string, mode: OpenMode): Promise<OpenFile> {
    const node = this.#find(path);
    if (mode === 'read') return new SimulatedHandle(node ?? fail('ENOENT', 'open', path));
    if (node instanceof SimulatedFolder) return fail('EISDIR', 'open', path);
    if (node !== undefined && mode === 'new') return fail('EEXIST', 'open', path);
    const file = node ?? new SimulatedFile();
    this.#parent(path).names.set(posix.basename(path), file);
    return new SimulatedHandle(file);
  }

  async readFile(path: string): Promise<Uint8Array> {
    const node = this.#find(path) ?? fail('ENOENT', 'readFile', path);
    return node instanceof SimulatedFile ? node.bytes.slice() : fail('EISDIR', 'readFile', path);
  }

  async readdir(path: string): Promise<FolderEntry[]> {
    const node = this.#find(path) ?? fail('ENOENT', 'readdir', path);
    if (node instanceof SimulatedFile) return fail('ENOTDIR', 'readdir', path);
    return [...node.names].map(([name, entry]) => ({ name, kind: entry instanceof SimulatedFile ? 'file' : 'folder' }));
  }

  async mkdir(path: string): Promise<void> {
    if (this.#find(path) !== undefined) fail('EEXIST', 'mkdir', path);
    this.#parent(path).names.set(posix.basename(path), new SimulatedFolder());
  }

  async rmdir(path: string): Promise<void> {
    const node = this.#find(path) ?? fail('ENOENT', 'rmdir', path);
    if (node instanceof SimulatedFile) fail('ENOTDIR', 'rmdir', path);
    else if (node.names.size > 0) fail('ENOTEMPTY', 'rmdir', path);
    this.#parent(path).names.delete(posix.basename(path));
  }

  async link(existing: string, path: string): Promise<void> {
    const file = this.#find(existing) ?? fail('ENOENT', 'link', existing);
    if (this.#find(path) !== undefined) fail('EEXIST', 'link', path);
    this.#parent(path).names.set(posix.basename(path), file);
  }

  async rename(from: string, to: string): Promise<void> {
    const file = this.#find(from) ?? fail('ENOENT', 'rename', from);
    this.#parent(to).names.set(posix.basename(to), file);
    this.#parent(from).names.delete(posix.basename(from));
  }

  async unlink(path: string): Promise<void> {
    if (!this.#parent(path).names.delete(posix.basename(path))) fail('ENOENT', 'unlink', path);
  }

  /** Puts a durable file there, with the folders above it. */
  place(path: string, bytes: Uint8Array): void {
    let folder = this.#root;
    const parts = posix.relative(this.#rootPath, path).split('/');
    for (const name of parts.slice(0, -1)) {
      const next = folder.names.get(name) ?? new SimulatedFolder();
      if (!(next instanceof SimulatedFolder)) throw new Error(`${path}: ${name} is a file`);
      folder.names.set(name, next);
      folder = next;
    }
    const file = new SimulatedFile();
    file.bytes = bytes.slice();
    folder.names.set(parts.at(-1) ?? '', file);
    settle(this.#root, () => 0.99);
  }

  /** Loses the power. A `random` of always 0 keeps what was fsynced and no more; of always 0.99, everything. */
  losePower(random: Random): void {
    settle(this.#root, random);
  }

  #find(path: string): SimulatedNode | undefined {
    const relative = posix.relative(this.#rootPath, path);
    let node: SimulatedNode | undefined = this.#root;
    for (const name of relative === '' ? [] : relative.split('/')) {
      if (node instanceof SimulatedFile) return fail('ENOTDIR', 'find', path);
      node = node?.names.get(name);
    }
    return node;
  }

  #parent(path: string): SimulatedFolder {
    const node = this.#find(posix.dirname(path));
    return node instanceof SimulatedFolder ? node : fail('ENOENT', 'find', path);
  }
}

class SimulatedHandle implements OpenFile {
  readonly #node: SimulatedNode;

  constructor(node: SimulatedNode) {
    this.#node = node;
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    const file = this.#file();
    const grown = new Uint8Array(Math.max(file.bytes.length, position + bytes.length));
    grown.set(file.bytes);
    grown.set(bytes, position);
    file.bytes = grown;
  }

  async truncate(sizeBytes: number): Promise<void> {
    this.#file().bytes = this.#file().bytes.slice(0, sizeBytes);
  }

  async sync(): Promise<void> {
    if (this.#node instanceof SimulatedFile) this.#node.durableBytes = this.#node.bytes;
    else this.#node.durableNames = new Map(this.#node.names);
  }

  async close(): Promise<void> {}

  #file(): SimulatedFile {
    return this.#node instanceof SimulatedFile ? this.#node : fail('EISDIR', 'write', '');
  }
}

/** Decides, for all that is not durable, what became of it. */
function settle(node: SimulatedNode, random: Random): void {
  if (node instanceof SimulatedFile) {
    node.bytes = settledBytes(node, random);
    node.durableBytes = node.bytes;
    return;
  }
  for (const name of new Set([...node.names.keys(), ...node.durableNames.keys()])) {
    const survivor = random() < 0.5 ? node.durableNames.get(name) : node.names.get(name);
    if (survivor === undefined) node.names.delete(name);
    else node.names.set(name, survivor);
  }
  node.durableNames = new Map(node.names);
  for (const child of node.names.values()) settle(child, random);
}

/** The durable bytes, or all; or all up to some byte; or the full length, with zeros from some byte on. */
function settledBytes({ bytes, durableBytes }: SimulatedFile, random: Random): Uint8Array<ArrayBuffer> {
  if (bytes === durableBytes) return bytes;
  const kind = random();
  if (kind < 0.25) return durableBytes;
  if (kind >= 0.75) return bytes;
  const shared = bytes.findIndex((byte, i) => byte !== durableBytes[i]);
  const kept = shared < 0 ? bytes.length : shared + Math.floor(random() * (bytes.length - shared));
  return kind < 0.5 ? bytes.slice(0, kept) : bytes.slice().fill(0, kept);
}

function fail(code: string, name: string, path: string): never {
  throw systemError(code, { name, path });
}

/** A small generator of fixed sequence (Numerical Recipes' constants), so that a failure can be repeated. */
export function pseudoRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}
