/**
 * Roots of earlier sizes, for statements that say what their author had `seen`.
 * @module
 */
import { concatBytes, equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import { fetchTreeRoot } from '../../core/merkle/fetch.ts';
import { FULL_WIDTH, type Tile } from '../../core/tile/coordinates.ts';
import { formatTilePath } from '../../core/tile/path.ts';
import { tileNodeReader } from '../../core/tile/tile-reader.ts';
import { type HashTree, rootOfHashes } from './hash-tree.ts';

/** Authors name recent checkpoints: few roots are asked for again and again. */
const CACHED_ROOTS = 256;

/** What may be the leaf hashes of a full tile of level 0, from each place where they stand or can be computed. */
export type LeafSource = (index: number) => AsyncIterable<readonly Uint8Array[]>;

export class RootHistory {
  readonly #tree: HashTree;
  readonly #leaves: LeafSource;
  readonly #roots = new Map<number, Uint8Array>();

  constructor(tree: HashTree, leaves: LeafSource) {
    this.#tree = tree;
    this.#leaves = leaves;
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

  async #leafHashes(index: number): Promise<readonly Uint8Array[]> {
    const root = this.#tree.rootOfTile({ level: 0, index });
    for await (const hashes of this.#leaves(index)) if (equalBytes(rootOfHashes(hashes), root)) return hashes;
    const path = formatTilePath({ level: 0, index, width: FULL_WIDTH });
    throw new InputError('file-changed', `${path}: changed after it was read`);
  }
}
