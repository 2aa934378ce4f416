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
import { FULL_WIDTH, type Tile, tileWidth } from '../core/tile/coordinates.ts';
import { decodeEntries } from '../core/tile/entry-bundle.ts';
import { formatEntriesPath, formatTilePath } from '../core/tile/path.ts';
import { tileNodeReader } from '../core/tile/tile-reader.ts';
import { LruCache } from './lru-cache.ts';
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

export class TreeReader {
  readonly #objects: ObjectStore;
  readonly #sizes: () => StoredSizes;
  readonly #tiles = new LruCache<Uint8Array>(CACHED_TILES);
  readonly #bundles = new LruCache<readonly Uint8Array[]>(CACHED_BUNDLES);

  constructor(objects: ObjectStore, sizes: () => StoredSizes) {
    this.#objects = objects;
    this.#sizes = sizes;
  }

  /** A tile at a width that some committed size has, or undefined. */
  async tile(tile: Tile): Promise<Uint8Array | undefined> {
    const widths = (size: number): number => tileWidth(tile.level, tile.index, size);
    const bytes = await this.#widest(
      tile.width,
      widths,
      this.#tiles,
      (width) => formatTilePath({ ...tile, width }),
      (b) => b,
    );
    return bytes?.subarray(0, tile.width * HASH_BYTES);
  }

  /** The first `width` entries of a bundle, or undefined. */
  async entries(index: number, width: number): Promise<readonly Uint8Array[] | undefined> {
    const widths = (size: number): number => tileWidth(0, index, size);
    const entries = await this.#widest(
      width,
      widths,
      this.#bundles,
      (w) => formatEntriesPath(index, w),
      (b) => decodeEntries(b),
    );
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
    return tileNodeReader(size, async (tile) => {
      const bytes = await this.tile(tile);
      if (bytes === undefined) throw new InputError('integrity', `${formatTilePath(tile)} is missing`);
      return bytes;
    });
  }

  /**
   * Looks for the wanted width, or any wider one. While it looks the log may grow, and narrow objects go: then it looks
   * again, for the wider ones that stood there before those went. Only full objects are cached.
   */
  async #widest<T>(
    wanted: number,
    widthAt: (size: number) => number,
    cache: LruCache<T>,
    path: (width: number) => ObjectPath,
    decode: (bytes: Uint8Array) => T,
  ): Promise<T | undefined> {
    for (;;) {
      const { committed, published } = this.#sizes();
      if (wanted > widthAt(committed)) return undefined;
      const cached = cache.get(path(FULL_WIDTH));
      if (cached !== undefined) return cached;
      const widths = new Set([widthAt(committed), widthAt(published), wanted].filter((width) => width >= wanted));
      for (const width of widths) {
        const bytes = await this.#objects.get(path(width));
        if (bytes === undefined) continue;
        const value = decode(bytes);
        if (width === FULL_WIDTH) cache.set(path(FULL_WIDTH), value);
        return value;
      }
      const now = this.#sizes();
      if (now.committed === committed && now.published === published) return undefined;
    }
  }
}
