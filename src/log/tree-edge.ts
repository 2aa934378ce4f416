/**
 * The right edge of the tree: the partial tile of every level, the partial entry bundle, and from them the objects that
 * an append has to write. Full tiles leave the edge and are never needed for appending again.
 * @module
 */
import { concatBytes, equalBytes } from '../core/bytes/bytes.ts';
import { InputError } from '../core/error.ts';
import { CompactRange } from '../core/merkle/compact-range.ts';
import { HASH_BYTES, hashLeaf } from '../core/merkle/hash.ts';
import { nodesOfRange } from '../core/merkle/range.ts';
import { FULL_WIDTH, hashesAtLevel, hashFromTile, TILE_HEIGHT, type Tile } from '../core/tile/coordinates.ts';
import { encodeEntries } from '../core/tile/entry-bundle.ts';
import { formatEntriesPath, formatTilePath } from '../core/tile/path.ts';
import type { ObjectToPut } from './ports.ts';

/** Reads what is stored of a tree of a given size. */
export interface EdgeSource {
  /** Hashes of the last, partial tile of a level; not called where there is none. */
  tile(level: number, index: number, width: number): Promise<Uint8Array>;
  /** Entries of the last, partial bundle. */
  entries(index: number, width: number): Promise<readonly Uint8Array[]>;
}

/** Immutable: `append` gives a new edge and what to store. */
export class TreeEdge {
  readonly size: number;
  /** By tile level: the hashes of the partial tile. */
  readonly #tiles: readonly (readonly Uint8Array[])[];
  readonly #entries: readonly Uint8Array[];
  /** The same as bytes, by level, once somebody asked. */
  readonly #tileBytes = new Map<number, Uint8Array>();
  /** Computed when first asked for: the end of one batch is the beginning of the next. */
  #range: CompactRange | undefined;

  private constructor(size: number, tiles: readonly (readonly Uint8Array[])[], entries: readonly Uint8Array[]) {
    this.size = size;
    this.#tiles = tiles;
    this.#entries = entries;
  }

  static empty(): TreeEdge {
    return new TreeEdge(0, [], []);
  }

  /**
   * Loads the edge of a tree of `size` leaves. The tiles are not checked until the caller compares `range().root()`.
   * @throws InputError `integrity` where they have another length, or the entries other hashes than they say
   */
  static async load(size: number, source: EdgeSource): Promise<TreeEdge> {
    const tiles: Uint8Array[][] = [];
    for (let level = 0; hashesAtLevel(level, size) > 0; level++) {
      const hashes = hashesAtLevel(level, size);
      const width = hashes % FULL_WIDTH;
      const tile = { level, index: Math.floor(hashes / FULL_WIDTH), width };
      tiles.push(width === 0 ? [] : splitHashes(tile, await source.tile(level, tile.index, width)));
    }
    const width = size % FULL_WIDTH;
    const index = Math.floor(size / FULL_WIDTH);
    const entries = width === 0 ? [] : await source.entries(index, width);
    assertEntries(formatEntriesPath(index, width || FULL_WIDTH), entries, tiles[0] ?? []);
    return new TreeEdge(size, tiles, entries);
  }

  /** The bytes of the partial tile `index` of `level`; undefined unless the tree ends in it. */
  tile(level: number, index: number): Uint8Array | undefined {
    const hashes = this.#tiles[level] ?? [];
    if (hashes.length === 0 || Math.floor(hashesAtLevel(level, this.size) / FULL_WIDTH) !== index) return undefined;
    const bytes = this.#tileBytes.get(level) ?? concatBytes(...hashes);
    this.#tileBytes.set(level, bytes);
    return bytes;
  }

  /** The entries of the partial bundle `index`; undefined unless the tree ends in it. */
  entries(index: number): readonly Uint8Array[] | undefined {
    return this.#entries.length > 0 && Math.floor(this.size / FULL_WIDTH) === index ? this.#entries : undefined;
  }

  /** The compact range of the tree. Its root tells whether the edge is the right one. */
  range(): CompactRange {
    this.#range ??= this.#computeRange();
    return this.#range.clone();
  }

  #computeRange(): CompactRange {
    const nodes = nodesOfRange({ start: 0, end: this.size }).map(({ level, index }) => {
      const tileLevel = Math.floor(level / TILE_HEIGHT);
      const width = hashesAtLevel(tileLevel, this.size) % FULL_WIDTH;
      const tile = { level: tileLevel, index: Math.floor(hashesAtLevel(tileLevel, this.size) / FULL_WIDTH), width };
      return hashFromTile(tile, concatBytes(...(this.#tiles[tileLevel] ?? [])), { level, index });
    });
    return CompactRange.from(this.size, nodes);
  }

  /** The edge after `records`, and every tile and bundle, full or partial, that it adds. */
  append(records: readonly { readonly bytes: Uint8Array; readonly leafHash: Uint8Array }[]): {
    edge: TreeEdge;
    objects: ObjectToPut[];
  } {
    const objects: ObjectToPut[] = [];
    const size = this.size + records.length;
    const tiles = this.#growTiles(
      records.map((record) => record.leafHash),
      objects,
    );
    const entries = this.#growEntries(
      records.map((record) => record.bytes),
      objects,
    );
    return { edge: new TreeEdge(size, tiles, entries), objects };
  }

  #growTiles(leafHashes: readonly Uint8Array[], objects: ObjectToPut[]): Uint8Array[][] {
    const grown: Uint8Array[][] = [];
    let incoming = leafHashes;
    for (let level = 0; incoming.length > 0 || level < this.#tiles.length; level++) {
      const hashes = [...(this.#tiles[level] ?? []), ...incoming];
      const first = Math.floor(hashesAtLevel(level, this.size) / FULL_WIDTH);
      const full = Math.floor(hashes.length / FULL_WIDTH);
      const upward: Uint8Array[] = [];
      for (let i = 0; i < full; i++) {
        const bytes = concatBytes(...hashes.slice(i * FULL_WIDTH, (i + 1) * FULL_WIDTH));
        const tile = { level, index: first + i, width: FULL_WIDTH };
        objects.push({ path: formatTilePath(tile), bytes });
        upward.push(hashFromTile(tile, bytes, { level: (level + 1) * TILE_HEIGHT, index: first + i }));
      }
      const rest = hashes.slice(full * FULL_WIDTH);
      if (rest.length > 0 && incoming.length > 0) {
        objects.push({
          path: formatTilePath({ level, index: first + full, width: rest.length }),
          bytes: concatBytes(...rest),
        });
      }
      grown.push(rest);
      incoming = upward;
    }
    return grown;
  }

  #growEntries(records: readonly Uint8Array[], objects: ObjectToPut[]): Uint8Array[] {
    const entries = [...this.#entries, ...records];
    const first = Math.floor(this.size / FULL_WIDTH);
    const full = Math.floor(entries.length / FULL_WIDTH);
    for (let i = 0; i < full; i++) {
      objects.push({
        path: formatEntriesPath(first + i, FULL_WIDTH),
        bytes: encodeEntries(entries.slice(i * FULL_WIDTH, (i + 1) * FULL_WIDTH)),
      });
    }
    const rest = entries.slice(full * FULL_WIDTH);
    if (rest.length > 0 && records.length > 0) {
      objects.push({ path: formatEntriesPath(first + full, rest.length), bytes: encodeEntries(rest) });
    }
    return rest;
  }
}

/** Paths of the partial tiles and of the partial bundle of a tree of `size` leaves. */
export function partialPaths(size: number): string[] {
  const paths: string[] = [];
  for (let level = 0; hashesAtLevel(level, size) > 0; level++) {
    const hashes = hashesAtLevel(level, size);
    const width = hashes % FULL_WIDTH;
    if (width > 0) paths.push(formatTilePath({ level, index: Math.floor(hashes / FULL_WIDTH), width }));
  }
  const width = size % FULL_WIDTH;
  if (width > 0) paths.push(formatEntriesPath(Math.floor(size / FULL_WIDTH), width));
  return paths;
}

/** @throws InputError `integrity` unless `edge` belongs to the tree with `root` */
export function assertRoot(edge: TreeEdge, root: Uint8Array, what: string): void {
  if (equalBytes(edge.range().root(), root)) return;
  throw new InputError(
    'integrity',
    `${what}: head says another root than the tiles of size ${edge.size}: ${partialPaths(edge.size).join(', ')}`,
  );
}

/** @throws InputError `integrity` unless the records are those that the tile was made of */
export function assertEntries(path: string, entries: readonly Uint8Array[], hashes: readonly Uint8Array[]): void {
  const differs = entries.findIndex((entry, i) => !equalBytes(hashLeaf(entry), hashes[i] ?? new Uint8Array()));
  if (differs >= 0)
    throw new InputError('integrity', `${path}: entry ${differs} is not the record that the tree holds`);
}

/** @throws InputError `integrity` for bytes of another length */
export function splitHashes(tile: Tile, bytes: Uint8Array): Uint8Array[] {
  if (bytes.length !== tile.width * HASH_BYTES)
    throw new InputError('integrity', `${formatTilePath(tile)} is ${bytes.length} bytes long`);
  return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.slice(i * 32, (i + 1) * 32));
}

/** What `read` makes of the file at `path`. @throws InputError `code` in place of what is wrong with it */
export function within<T>(path: string, code: 'integrity' | 'staging-corrupt', read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    throw new InputError(code, `${path}: ${cause.message}`, { cause });
  }
}
