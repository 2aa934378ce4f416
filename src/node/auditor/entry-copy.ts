/**
 * An auditor's own copy of the entries that it has replayed, so that it starts again without the log:
 *
 *     <folder>/<index>        one entry bundle a file (`tile/entry-bundle.ts`), index as in tlog-tiles: 000, x001/000
 *
 * Only proven pages come in. What lies in the folder afterwards is believed as far as it leads to the root that the auditor
 * cosigned last: `open` compares, and takes nothing of a copy that does not. Tiles are computed, not stored.
 * @module
 */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { concatBytes, equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import { hashLeaf } from '../../core/merkle/hash.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import { decodeEntries, encodeEntries } from '../../core/tile/entry-bundle.ts';
import { formatIndexPath, parseTilePath } from '../../core/tile/path.ts';
import { HashTree } from '../../verify/audit/hash-tree.ts';
import type { EntryPage } from '../../verify/follow/tree-files.ts';
import { readBoundedFile } from '../bounded-file.ts';

/** 256 entries of 65,535 bytes, each after its length. */
const MAX_BUNDLE_BYTES = FULL_WIDTH * 65_537;

/** A size and its root, that the auditor cosigned. */
interface Anchor {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Calls of `put` must not overlap. */
export class EntryCopy {
  readonly #folder: string;
  readonly #tree: HashTree;

  private constructor(folder: string, tree: HashTree) {
    this.#folder = folder;
    this.#tree = tree;
  }

  /** Opens the copy of the first `size` entries, or an empty one where they do not lead to `root`: then they must be fetched again. */
  static async open(folder: string, anchor: Anchor): Promise<EntryCopy> {
    const tree = await readTree(folder, anchor.size);
    const isSound = tree !== undefined && (anchor.size === 0 || equalBytes(tree.root(), anchor.root));
    if (isSound) return new EntryCopy(folder, tree);
    await rm(folder, { recursive: true, force: true });
    return new EntryCopy(folder, new HashTree());
  }

  /** Entries held. */
  get size(): number {
    return this.#tree.size;
  }

  /** What a static file of the log holds, by its path in tlog-tiles; undefined beyond what is held. */
  async read(path: string): Promise<Uint8Array | undefined> {
    const { kind, tile } = parseTilePath(path);
    const end = (tile.index * FULL_WIDTH + tile.width) * FULL_WIDTH ** tile.level;
    if (end > this.size) return undefined;
    const known = kind === 'hashes' ? this.#tree.tile(tile) : undefined;
    if (known !== undefined) return known;
    const entries = (await readBundle(this.#pathOf(tile.index), tile.width)).slice(0, tile.width);
    return kind === 'entries' ? encodeEntries(entries) : concatBytes(...entries.map((entry) => hashLeaf(entry)));
  }

  /** Takes in a proven page, or one that has grown. Requires that it begins no later than what is held ends. */
  async put({ index, entries, leafHashes }: EntryPage): Promise<void> {
    const known = this.size - index * FULL_WIDTH;
    if (known >= entries.length) return;
    await writeDurably(this.#pathOf(index), encodeEntries(entries));
    for (const hash of leafHashes.slice(known)) this.#tree.append(hash);
  }

  #pathOf(index: number): string {
    return join(this.#folder, formatIndexPath(index));
  }
}

/** The tree over the first `size` entries in the folder; undefined where they are not there. */
async function readTree(folder: string, size: number): Promise<HashTree | undefined> {
  const tree = new HashTree();
  try {
    while (tree.size < size) {
      const index = tree.size / FULL_WIDTH;
      const entries = await readBundle(join(folder, formatIndexPath(index)), Math.min(FULL_WIDTH, size - tree.size));
      for (const entry of entries.slice(0, size - tree.size)) tree.append(hashLeaf(entry));
    }
    return tree;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** The entries of a file, at least so many. @throws InputError `unreadable-file`, `bad-entry-bundle`, `too-large` */
async function readBundle(path: string, least: number): Promise<Uint8Array[]> {
  const entries = decodeEntries(await readBoundedFile(path, MAX_BUNDLE_BYTES));
  if (entries.length >= least) return entries;
  throw new InputError('bad-entry-bundle', `${path}: ${entries.length} entries, fewer than ${least}`);
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const file = await open(`${path}.new`, 'w', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}
