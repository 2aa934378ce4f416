/**
 * Reading the log: tiles, records and proofs, from objects that are immutable once written.
 *
 * On disk stand the full tiles and two widths of each partial one: that of the newest published checkpoint and that of
 * the newest committed size. A narrower width is a prefix of a wider one.
 * @module
 */
import { InputError } from '../core/error.ts';
import { fetchConsistencyProof, fetchInclusionProof, fetchTreeRoot, type NodeReader } from '../core/merkle/fetch.ts';
import { HASH_BYTES } from '../core/merkle/hash.ts';
import type { TreeNode } from '../core/merkle/range.ts';
import { FULL_WIDTH, type Tile, tileWidth } from '../core/tile/coordinates.ts';
import { decodeEntries } from '../core/tile/entry-bundle.ts';
import { formatEntriesPath, formatTilePath } from '../core/tile/path.ts';
import { tileNodeReader } from '../core/tile/tile-reader.ts';
import { LruCache } from './lru-cache.ts';
import { ObjectCache } from './object-cache.ts';
import type { ObjectPath, ObjectStore } from './ports.ts';

/** The sizes whose partial tiles stand in the object store. */
export interface StoredSizes {
  readonly committed: number;
  readonly published: number;
}

/** Tiles kept in memory: 8 KiB each. */
const CACHED_TILES = 1024;
/** Entry bundles kept in memory: up to 16 MiB each in theory, some 400 KiB in practice. */
const CACHED_BUNDLES = 32;
/** Inner nodes kept in memory: making one out of a tile costs up to 255 hashes. */
const CACHED_NODES = 16_384;

export class TreeReader {
  readonly #sizes: () => StoredSizes;
  readonly #tiles: ObjectCache<Uint8Array>;
  readonly #bundles: ObjectCache<readonly Uint8Array[]>;
  readonly #nodes = new LruCache<Uint8Array>(CACHED_NODES);

  constructor(objects: Pick<ObjectStore, 'get'>, sizes: () => StoredSizes) {
    this.#sizes = sizes;
    this.#tiles = new ObjectCache(objects, CACHED_TILES, (bytes) => bytes);
    this.#bundles = new ObjectCache(objects, CACHED_BUNDLES, (bytes) => decodeEntries(bytes));
  }

  /** A tile at a width that some committed size has, or undefined. */
  async tile(tile: Tile): Promise<Uint8Array | undefined> {
    const widths = (size: number): number => tileWidth(tile.level, tile.index, size);
    const bytes = await this.#widest(tile.width, widths, this.#tiles, (width) => formatTilePath({ ...tile, width }));
    return bytes?.subarray(0, tile.width * HASH_BYTES);
  }

  /** The first `width` entries of a bundle, or undefined. */
  async entries(index: number, width: number): Promise<readonly Uint8Array[] | undefined> {
    const widths = (size: number): number => tileWidth(0, index, size);
    const entries = await this.#widest(width, widths, this.#bundles, (w) => formatEntriesPath(index, w));
    return entries?.slice(0, width);
  }

  /** Bytes of record `index`. Requires index < committed size. @throws InputError `integrity` */
  async record(index: number): Promise<Uint8Array> {
    const bundle = Math.floor(index / FULL_WIDTH);
    const entries = await this.entries(bundle, (index % FULL_WIDTH) + 1);
    const record = entries?.[index % FULL_WIDTH];
    if (record === undefined)
      throw new InputError('integrity', `record ${index} is missing from ${formatEntriesPath(bundle, FULL_WIDTH)}`);
    return record;
  }

  inclusion(index: number, size: number): Promise<Uint8Array[]> {
    return fetchInclusionProof(index, size, this.nodes(size));
  }

  consistency(oldSize: number, size: number): Promise<Uint8Array[]> {
    return fetchConsistencyProof(oldSize, size, this.nodes(size));
  }

  root(size: number): Promise<Uint8Array> {
    return fetchTreeRoot(size, this.nodes(size));
  }

  /** The perfect nodes of the tree of `size` records. Rejects with InputError `integrity` where a tile is missing. */
  nodes(size: number): NodeReader {
    const read = tileNodeReader(size, async (tile) => {
      const bytes = await this.tile(tile);
      if (bytes === undefined) throw new InputError('integrity', `${formatTilePath(tile)} is missing`);
      return bytes;
    });
    return async (nodes) => {
      const known = new Map(nodes.map((node) => [node, this.#nodes.get(nameOf(node))]));
      const unknown = nodes.filter((node) => known.get(node) === undefined);
      for (const [i, hash] of (unknown.length === 0 ? [] : await read(unknown)).entries()) {
        const node = unknown[i] as TreeNode;
        known.set(node, hash);
        this.#nodes.set(nameOf(node), hash);
      }
      return nodes.map((node) => known.get(node) as Uint8Array);
    };
  }

  /**
   * Looks for the wanted width, or any wider one. While it looks the log may grow, and narrow objects go: then it looks
   * again, for the wider ones that stood there before those went.
   */
  async #widest<T>(
    wanted: number,
    widthAt: (size: number) => number,
    cache: ObjectCache<T>,
    path: (width: number) => ObjectPath,
  ): Promise<T | undefined> {
    for (;;) {
      const { committed, published } = this.#sizes();
      if (wanted > widthAt(committed)) return undefined;
      const widths = new Set([widthAt(committed), widthAt(published), wanted].filter((width) => width >= wanted));
      for (const width of widths) {
        const value = await cache.get(path(width));
        if (value !== undefined) return value;
      }
      const now = this.#sizes();
      if (now.committed === committed && now.published === published) return undefined;
    }
  }
}

function nameOf({ level, index }: TreeNode): string {
  return `${level}/${index}`;
}
