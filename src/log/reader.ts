/**
 * Reading the log: tiles, records and proofs, from objects that are immutable once written. What is read is held against
 * the root that the head commits to, so that a damaged file makes an error and never another proof: the right edge of the
 * tree is in memory and known to be right; a full tile must have the hash that the tile above says, and a full bundle the
 * hashes of its tile.
 *
 * Partial tiles are never read: each is the edge's, or a prefix of what is full by now.
 * @module
 */
import { equalBytes } from '../core/bytes/bytes.ts';
import { InputError } from '../core/error.ts';
import { fetchConsistencyProof, fetchInclusionProof, fetchTreeRoot, type NodeReader } from '../core/merkle/fetch.ts';
import { HASH_BYTES } from '../core/merkle/hash.ts';
import type { TreeNode } from '../core/merkle/range.ts';
import { FULL_WIDTH, hashFromTile, TILE_HEIGHT, type Tile, tileWidth } from '../core/tile/coordinates.ts';
import { decodeEntries } from '../core/tile/entry-bundle.ts';
import { formatEntriesPath, formatTilePath } from '../core/tile/path.ts';
import { tileNodeReader } from '../core/tile/tile-reader.ts';
import { LruCache } from './lru-cache.ts';
import { ObjectCache } from './object-cache.ts';
import type { ObjectStore } from './ports.ts';
import { assertEntries, splitHashes, type TreeEdge, within } from './tree-edge.ts';

/** Tiles kept in memory: 8 KiB each. */
const CACHED_TILES = 1024;
/** Entry bundles kept in memory: up to 16 MiB each in theory, some 400 KiB in practice. */
const CACHED_BUNDLES = 32;
/** Inner nodes kept in memory: making one out of a tile costs up to 255 hashes. */
const CACHED_NODES = 16_384;

export class TreeReader {
  readonly #edge: () => TreeEdge;
  readonly #tiles: ObjectCache<Uint8Array>;
  readonly #bundles: ObjectCache<readonly Uint8Array[]>;
  readonly #nodes = new LruCache<Uint8Array>(CACHED_NODES);

  /** @param edge the edge of the tree as far as its objects are stored; its root is the head's */
  constructor(objects: Pick<ObjectStore, 'get'>, edge: () => TreeEdge) {
    this.#edge = edge;
    this.#tiles = new ObjectCache(objects, CACHED_TILES);
    this.#bundles = new ObjectCache(objects, CACHED_BUNDLES);
  }

  /** A tile at a width that some committed size has, or undefined. @throws InputError `integrity` where it is damaged */
  async tile({ level, index, width }: Tile): Promise<Uint8Array | undefined> {
    const edge = this.#edge();
    if (width > tileWidth(level, index, edge.size)) return undefined;
    const bytes = edge.tile(level, index) ?? (await this.#fullTile(level, index));
    return bytes?.subarray(0, width * HASH_BYTES);
  }

  /** The first `width` entries of a bundle, or undefined. @throws InputError `integrity` where one of them is damaged */
  async entries(index: number, width: number): Promise<readonly Uint8Array[] | undefined> {
    const edge = this.#edge();
    if (width > tileWidth(0, index, edge.size)) return undefined;
    const entries = edge.entries(index) ?? (await this.#fullBundle(index));
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

  #fullTile(level: number, index: number): Promise<Uint8Array | undefined> {
    const tile = { level, index, width: FULL_WIDTH };
    return this.#tiles.get(formatTilePath(tile), async (bytes) => {
      splitHashes(tile, bytes);
      const above = { level: level + 1, index: Math.floor(index / FULL_WIDTH), width: (index % FULL_WIDTH) + 1 };
      const hash = (await this.tile(above))?.subarray(-HASH_BYTES);
      const own = hashFromTile(tile, bytes, { level: above.level * TILE_HEIGHT, index });
      if (hash !== undefined && equalBytes(own, hash)) return bytes;
      throw new InputError('integrity', `${formatTilePath(tile)} has another hash than ${formatTilePath(above)} says`);
    });
  }

  #fullBundle(index: number): Promise<readonly Uint8Array[] | undefined> {
    const path = formatEntriesPath(index, FULL_WIDTH);
    return this.#bundles.get(path, async (bytes) => {
      const entries = within(path, 'integrity', () => decodeEntries(bytes, FULL_WIDTH));
      const tile = { level: 0, index, width: FULL_WIDTH };
      assertEntries(path, entries, splitHashes(tile, (await this.tile(tile)) ?? new Uint8Array()));
      return entries;
    });
  }
}

function nameOf({ level, index }: TreeNode): string {
  return `${level}/${index}`;
}
