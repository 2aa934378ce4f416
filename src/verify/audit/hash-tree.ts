/**
 * The tree over the leaf hashes so far, computed once and remembered by tile: each inner node is hashed one time, and the
 * root at any size is a matter of a few hashes more.
 *
 * Kept are all hashes of tile level 1 and above (one for 256 records) and those of the last tile of level 0.
 * @module
 */
import { concatBytes } from '../../core/bytes/bytes.ts';
import { InvariantError } from '../../core/error.ts';
import { CompactRange } from '../../core/merkle/compact-range.ts';
import { HASH_BYTES } from '../../core/merkle/hash.ts';
import { rootOfNodes } from '../../core/merkle/range.ts';
import { FULL_WIDTH, type Tile } from '../../core/tile/coordinates.ts';

/** A tile whose 256 hashes are all known. */
export type FullTile = Omit<Tile, 'width'>;

/** One tile level: the hashes of its tiles, and the tree over the last, unfinished one. */
interface Level {
  /** All hashes; at level 0, those of the unfinished tile only. */
  hashes: Uint8Array[];
  count: number;
  edge: CompactRange;
}

export class HashTree {
  readonly #levels: Level[] = [newLevel()];

  /** Leaves so far. */
  get size(): number {
    return this.#levels[0]?.count ?? 0;
  }

  /** The root over all leaves so far. */
  root(): Uint8Array {
    return rootOfNodes(this.#nodes());
  }

  /** The root if `hashes` were the leaves of one more tile. Requires that the last tile is full. */
  rootWith(hashes: readonly Uint8Array[]): Uint8Array {
    const edge = CompactRange.empty();
    for (const hash of hashes) edge.append(hash);
    return rootOfNodes([...this.#nodes(), ...edge.nodes()]);
  }

  /** Adds a leaf. Returns the tiles above level 0 that it completes. */
  append(leafHash: Uint8Array): FullTile[] {
    const completed: FullTile[] = [];
    this.#append(0, leafHash, completed);
    return completed;
  }

  /** The bytes of a tile of the tree so far, or undefined for a tile of level 0 that is not the last. */
  tile({ level, index, width }: Tile): Uint8Array | undefined {
    const { hashes, count } = this.#levels[level] ?? newLevel();
    const forgotten = count - hashes.length;
    const start = index * FULL_WIDTH - forgotten;
    if (index * FULL_WIDTH + width > count) throw new InvariantError(`no tile ${level}/${index} of width ${width} yet`);
    return start < 0 ? undefined : concatBytes(...hashes.slice(start, start + width));
  }

  /** The root of a full tile: a hash of the level above. Requires that the tile is complete. */
  rootOfTile({ level, index }: FullTile): Uint8Array {
    const root = this.#levels[level + 1]?.hashes[index];
    if (root === undefined) throw new InvariantError(`tile ${level}/${index} is not complete`);
    return root;
  }

  /** The perfect nodes of the tree so far, the largest first: those of the unfinished tiles, from the top. */
  #nodes(): Uint8Array[] {
    return this.#levels.toReversed().flatMap(({ edge }) => edge.nodes());
  }

  #append(level: number, hash: Uint8Array, completed: FullTile[]): void {
    const at = this.#levels[level] ?? newLevel();
    this.#levels[level] = at;
    if (level === 0 && at.hashes.length === FULL_WIDTH) at.hashes = [];
    at.hashes.push(hash);
    at.count++;
    at.edge.append(hash);
    if (at.count % FULL_WIDTH > 0) return;
    const root = at.edge.root();
    at.edge = CompactRange.empty();
    this.#append(level + 1, root, completed);
    if (level > 0) completed.push({ level, index: at.count / FULL_WIDTH - 1 });
  }
}

/** The hashes of a tile's bytes. Requires a multiple of 32 bytes. */
export function splitTile(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: bytes.length / HASH_BYTES }, (_, i) => bytes.slice(i * HASH_BYTES, (i + 1) * HASH_BYTES));
}

/** The root over the hashes of one tile. */
export function rootOfHashes(hashes: readonly Uint8Array[]): Uint8Array {
  const range = CompactRange.empty();
  for (const hash of hashes) range.append(hash);
  return range.root();
}

function newLevel(): Level {
  return { hashes: [], count: 0, edge: CompactRange.empty() };
}
