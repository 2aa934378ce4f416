/**
 * Tiles of C2SP tlog-tiles: the tree cut into pieces of height 8, so that the read API is the storage layout.
 *
 * Hash i of tile n at level l is the perfect node (8 * l, 256 * n + i), that is the root of leaves
 * `[(256 * n + i) * 256^l, (256 * n + i + 1) * 256^l)`. A full tile holds 256 hashes (8,192 bytes) and never changes; a
 * partial one holds the first 1 to 255 of them, and only the last tile of a level is partial.
 *
 * Example: size 70,000 has 273 full tiles and one of width 112 at level 0, one full and one of width 17 at level 1, and
 * one of width 1 at level 2.
 * @module
 */
import { assertTreeSize } from '../bytes/integers.ts';
import { InputError } from '../error.ts';
import { CompactRange } from '../merkle/compact-range.ts';
import { HASH_BYTES } from '../merkle/hash.ts';
import { hasNode, type TreeNode } from '../merkle/range.ts';

/** Levels of the tree in one tile. */
export const TILE_HEIGHT = 8;
/** Hashes in a full tile, and entries in a full bundle. */
export const FULL_WIDTH = 256;
/** The spec's bound; a tree of at most 2^53 - 1 leaves reaches level 6. */
const MAX_TILE_LEVEL = 63;

/** A tile at a width. */
export interface Tile {
  /** 0 <= level <= 63, in tiles, not nodes */
  readonly level: number;
  /** 0 <= index, from the left */
  readonly index: number;
  /** 1 <= width <= 256, in hashes */
  readonly width: number;
}

/** True when the fields are in range, and the number of the tile's last hash is at most 2^53 - 1. */
export function isTile({ level, index, width }: Tile): boolean {
  const isLevel = Number.isInteger(level) && level >= 0 && level <= MAX_TILE_LEVEL;
  const isWidth = Number.isInteger(width) && width >= 1 && width <= FULL_WIDTH;
  return (
    isLevel && isWidth && Number.isSafeInteger(index) && index >= 0 && Number.isSafeInteger(index * FULL_WIDTH + width)
  );
}

/** Returns `tile`. @throws InputError `bad-tile` unless it is one */
export function assertTile(tile: Tile): Tile {
  if (isTile(tile)) return tile;
  throw new InputError('bad-tile', `${nameOf(tile)}: no such tile`);
}

/** Hashes at tile level `level` of a tree of `size` leaves, over all its tiles. Requires 0 <= level <= 63. */
export function hashesAtLevel(level: number, size: number): number {
  return Math.floor(assertTreeSize(size) / FULL_WIDTH ** level);
}

/**
 * The width that tile (level, index) has in a tree of `size` leaves: 0 where the tree has none, 256 once it is full.
 */
export function tileWidth(level: number, index: number, size: number): number {
  return Math.max(0, Math.min(FULL_WIDTH, hashesAtLevel(level, size) - index * FULL_WIDTH));
}

/**
 * Every tile of a tree of `size` leaves, the partial ones included: level by level, from the left. Made one at a time.
 */
export function tilesOfSize(size: number): Generator<Tile, void> {
  return tilesBetween(0, size);
}

/**
 * The tiles of the tree of `newSize` leaves that the tree of `oldSize` leaves does not have at that width: what to
 * write after an append. Level by level, from the left. Requires 0 <= oldSize <= newSize.
 * @throws InputError `bad-tree-range` or `bad-integer`, at the first tile asked for
 */
export function* tilesBetween(oldSize: number, newSize: number): Generator<Tile, void> {
  if (assertTreeSize(oldSize) > assertTreeSize(newSize)) {
    throw new InputError('bad-tree-range', `tiles: old size ${oldSize} is above the new size ${newSize}`);
  }
  for (let level = 0; hashesAtLevel(level, newSize) > hashesAtLevel(level, oldSize); level++) {
    const firstIndex = Math.floor(hashesAtLevel(level, oldSize) / FULL_WIDTH);
    for (let index = firstIndex; tileWidth(level, index, newSize) > 0; index++) {
      yield { level, index, width: tileWidth(level, index, newSize) };
    }
  }
}

/**
 * The tile that holds the perfect node, or from whose hashes it is computed, at the width it has in a tree of `size`
 * leaves.
 * @throws InputError `bad-tree-range` when that tree has no such perfect node
 */
export function tileOfNode(node: TreeNode, size: number): Tile {
  if (!hasNode(node, assertTreeSize(size))) {
    throw new InputError('bad-tree-range', `tile: size ${size} has no node ${node.index} of level ${node.level}`);
  }
  const level = Math.floor(node.level / TILE_HEIGHT);
  const index = Math.floor(firstHash(node, level) / FULL_WIDTH);
  return { level, index, width: tileWidth(level, index, size) };
}

/**
 * The hash of a perfect node, from the bytes of its tile. The node stands 0 to 8 levels above the tile's hashes; 8
 * gives a full tile's root, which is a hash of the tile above it. Costs one hash less than the tile's hashes under the
 * node.
 * @throws InputError `bad-tile` when `bytes` is not `tile.width` hashes, `bad-tree-range` when the node is not covered
 * by them
 */
export function hashFromTile(tile: Tile, bytes: Uint8Array, node: TreeNode): Uint8Array {
  assertTileBytes(tile, bytes);
  const height = node.level - tile.level * TILE_HEIGHT;
  const first = firstHash(node, tile.level) - tile.index * FULL_WIDTH;
  const isAbove = Number.isInteger(height) && height >= 0;
  const isWithinWidth = Number.isInteger(node.index) && first >= 0 && first + 2 ** height <= tile.width;
  if (!isAbove || !isWithinWidth) {
    throw new InputError('bad-tree-range', `${nameOf(tile)}: has no node ${node.index} of level ${node.level}`);
  }
  const subtree = CompactRange.empty();
  for (let i = first; i < first + 2 ** height; i++) {
    // A copy: a view would keep the whole tile in memory as long as its one hash.
    subtree.append(new Uint8Array(bytes.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES)));
  }
  return subtree.root();
}

/** Returns `bytes`, which must be as long as `tile.width` hashes. @throws InputError `bad-tile` */
export function assertTileBytes(tile: Tile, bytes: Uint8Array): Uint8Array {
  if (bytes.length === assertTile(tile).width * HASH_BYTES) return bytes;
  throw new InputError('bad-tile', `${nameOf(tile)}: ${bytes.length} bytes`);
}

/** Among all hashes of tile level `level`, the number of the first that `node` covers. */
function firstHash(node: TreeNode, level: number): number {
  return node.index * 2 ** (node.level - level * TILE_HEIGHT);
}

function nameOf({ level, index, width }: Tile): string {
  return `tile ${index} of level ${level} and width ${width}`;
}
