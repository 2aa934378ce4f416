/**
 * Roots of earlier sizes, for statements that say what their author had `seen`.
 * @module
 */
import { concatBytes, equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import { fetchTreeRoot } from '../../core/merkle/fetch.ts';
import { hashLeaf } from '../../core/merkle/hash.ts';
import { FULL_WIDTH, type Tile } from '../../core/tile/coordinates.ts';
import { formatTilePath } from '../../core/tile/path.ts';
import { tileNodeReader } from '../../core/tile/tile-reader.ts';
import { type HashTree, rootOfHashes, splitTile } from './hash-tree.ts';
import type { PinnedFiles } from './pinned-files.ts';
import type { StoredTree } from './stored-tree.ts';

/** Authors name recent checkpoints: few roots are asked for again and again. */
const CACHED_ROOTS = 256;

export class RootHistory {
  readonly #tree: HashTree;
  readonly #files: PinnedFiles;
  readonly #stored: StoredTree;
  readonly #roots = new Map<number, Uint8Array>();

  constructor(tree: HashTree, files: PinnedFiles, stored: StoredTree) {
    this.#tree = tree;
    this.#files = files;
    this.#stored = stored;
  }

  /** The root at `size`, or undefined if the tree has not come so far. */
  async rootAt(size: number): Promise<Uint8Array | undefined> {
    if (size > this.#tree.size) return undefined;
    const root = this.#roots.get(size) ?? (await fetchTreeRoot(size, tileNodeReader(this.#tree.size, this.hashes)));
    if (this.#roots.size === CACHED_ROOTS) this.#roots.clear();
    this.#roots.set(size, root);
    return root;
  }

  /**
   * The bytes of any tile of the tree so far. Tiles of level 0 that are no longer in memory are read again and checked.
   * @throws InputError `file-changed`
   */
  readonly hashes = async (tile: Tile): Promise<Uint8Array> => {
    const known = this.#tree.tile(tile);
    return known ?? concatBytes(...(await this.#leafHashes(tile.index)).slice(0, tile.width));
  };

  async #leafHashes(index: number): Promise<Uint8Array[]> {
    const root = this.#tree.rootOfTile({ level: 0, index });
    const path = formatTilePath({ level: 0, index, width: FULL_WIDTH });
    const stored = splitTile((await this.#files.read(path)) ?? new Uint8Array());
    if (equalBytes(rootOfHashes(stored), root)) return stored;
    // The tile may be missing or altered, which was reported when the walk came by; then the entries gave the hashes.
    const entries = (await this.#stored.entries(index, FULL_WIDTH)) ?? [];
    const hashes = entries.map((entry) => hashLeaf(entry));
    if (equalBytes(rootOfHashes(hashes), root)) return hashes;
    throw new InputError('file-changed', `${path}: changed while the audit was reading`);
  }
}
