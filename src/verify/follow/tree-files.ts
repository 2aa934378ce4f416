/**
 * The tiles and entries of a log as of one checkpoint, from a source that nobody need trust: a page of entries counts only
 * when it leads to the checkpoint's root.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import { CompactRange } from '../../core/merkle/compact-range.ts';
import { fetchConsistencyProof, fetchInclusionProof, fetchTreeRoot, type NodeReader } from '../../core/merkle/fetch.ts';
import { HASH_BYTES, hashLeaf } from '../../core/merkle/hash.ts';
import { rootFromInclusionProof } from '../../core/merkle/inclusion.ts';
import { proofPath, type TreeNode } from '../../core/merkle/range.ts';
import type { Checkpoint } from '../../core/note/checkpoint.ts';
import { FULL_WIDTH, hashFromTile, type Tile, tileWidth } from '../../core/tile/coordinates.ts';
import { decodeEntries } from '../../core/tile/entry-bundle.ts';
import { formatEntriesPath, formatTilePath } from '../../core/tile/path.ts';
import { tileNodeReader } from '../../core/tile/tile-reader.ts';
import type { LedgerFiles } from '../audit/ledger-files.ts';

/** Entries of one bundle: those of the leaves `index` * 256 and following. */
export interface EntryPage {
  readonly index: number;
  readonly entries: readonly Uint8Array[];
  readonly leafHashes: readonly Uint8Array[];
  /** The perfect nodes that make up the tree before the page, the largest first: proven like the entries. */
  readonly before: readonly Uint8Array[];
}

/**
 * The root that the checkpoint of `page` gives to its first `size` leaves. Where it is not the root that somebody knows, the
 * checkpoint is of another history: the files cannot have lied. Requires a size from the first leaf of the page to its end.
 */
export function rootUpTo({ index, before, leafHashes }: EntryPage, size: number): Uint8Array {
  const range = CompactRange.from(index * FULL_WIDTH, before);
  for (const hash of leafHashes.slice(0, size - index * FULL_WIDTH)) range.append(hash);
  return range.root();
}

/** Tiles above level 0 that are kept between the pages: a few hundred kilobytes. */
const CACHED_TILES = 64;

export class TreeFiles {
  readonly #files: Pick<LedgerFiles, 'read'>;
  readonly #checkpoint: Pick<Checkpoint, 'size' | 'root'>;
  readonly #tiles = new Map<string, Uint8Array>();

  constructor(files: Pick<LedgerFiles, 'read'>, checkpoint: Pick<Checkpoint, 'size' | 'root'>) {
    this.#files = files;
    this.#checkpoint = checkpoint;
  }

  /** The consistency proof from `oldSize`; what it is worth, the caller checks. @throws InputError `object-missing`, `bad-tile` */
  consistency(oldSize: number): Promise<Uint8Array[]> {
    return fetchConsistencyProof(oldSize, this.#checkpoint.size, this.#nodes);
  }

  /** The root that the tree has at a smaller size; what it is worth, a consistency proof says. @throws as {@link consistency} */
  rootAt(oldSize: number): Promise<Uint8Array> {
    return fetchTreeRoot(oldSize, this.#nodes);
  }

  /** The leaf hash at `index` and its inclusion proof; what they are worth, the caller checks. @throws as {@link consistency} */
  async leaf(index: number): Promise<{ readonly hash: Uint8Array; readonly inclusion: readonly Uint8Array[] }> {
    const [hash = new Uint8Array()] = await this.#nodes([{ level: 0, index }]);
    return { hash, inclusion: await fetchInclusionProof(index, this.#checkpoint.size, this.#nodes) };
  }

  /**
   * The entries of bundle `index`, proven to stand under the checkpoint. Requires that its tree reaches there.
   * @throws InputError `record-altered` where they are not those of the checkpoint, `object-missing`, `bad-tile`, `bad-entry-bundle`
   */
  async page(index: number): Promise<EntryPage> {
    const { size, root } = this.#checkpoint;
    const width = tileWidth(0, index, size);
    const entries = await this.#entries(index, width);
    const leafHashes = entries.map((entry) => hashLeaf(entry));
    const first = index * FULL_WIDTH;
    // Of the proof of the first leaf, all siblings inside the page come from its own leaves: so the root vouches for each of them.
    const proof = await fetchInclusionProof(first, size, this.#nodesAround({ level: 0, index, width }, leafHashes));
    const [leafHash = new Uint8Array()] = leafHashes;
    if (equalBytes(rootFromInclusionProof(first, size, leafHash, proof), root))
      return { index, entries, leafHashes, before: leftSiblings(first, size, proof) };
    const message = `${formatEntriesPath(index, width)}: other records than the checkpoint of size ${size} holds`;
    throw new InputError('record-altered', message);
  }

  async #entries(index: number, width: number): Promise<Uint8Array[]> {
    const bytes = await this.#files.read(formatEntriesPath(index, width));
    if (bytes !== undefined || width === FULL_WIDTH) return decodeEntries(assertPresent(bytes, index, width), width);
    const full = await this.#files.read(formatEntriesPath(index, FULL_WIDTH));
    return decodeEntries(assertPresent(full, index, width), FULL_WIDTH).slice(0, width);
  }

  readonly #nodes: NodeReader = (nodes) => tileNodeReader(this.#checkpoint.size, (tile) => this.#tile(tile))(nodes);

  /** Nodes inside a page from its leaf hashes, the others from tiles. */
  #nodesAround(page: Tile, leafHashes: readonly Uint8Array[]): NodeReader {
    const bytes = new Uint8Array(leafHashes.length * HASH_BYTES);
    for (const [i, hash] of leafHashes.entries()) bytes.set(hash, i * HASH_BYTES);
    const start = page.index * FULL_WIDTH;
    const isInside = ({ level, index }: TreeNode): boolean =>
      index * 2 ** level >= start && (index + 1) * 2 ** level <= start + page.width;
    return async (nodes) => {
      const outside = nodes.filter((node) => !isInside(node));
      const hashes = outside.length === 0 ? [] : await this.#nodes(outside);
      const known = new Map(outside.map((node, i) => [node, hashes[i]]));
      return nodes.map((node) => known.get(node) ?? hashFromTile(page, bytes, node));
    };
  }

  /** A tile at its width under the checkpoint; where the partial one is gone, the full one is cut. */
  async #tile(tile: Tile): Promise<Uint8Array> {
    const path = formatTilePath(tile);
    const known = this.#tiles.get(path);
    if (known !== undefined) return known;
    const bytes = (await this.#files.read(path)) ?? (await this.#cutTile(tile));
    if (bytes === undefined) throw new InputError('object-missing', `${path}: the file is missing`);
    if (this.#tiles.size === CACHED_TILES) this.#tiles.clear();
    this.#tiles.set(path, bytes);
    return bytes;
  }

  async #cutTile(tile: Tile): Promise<Uint8Array | undefined> {
    if (tile.width === FULL_WIDTH) return undefined;
    const full = await this.#files.read(formatTilePath({ ...tile, width: FULL_WIDTH }));
    return full?.subarray(0, tile.width * HASH_BYTES);
  }
}

/** Of the siblings on the way from leaf `index` up, those on its left: together they cover all leaves before it. */
function leftSiblings(index: number, size: number, proof: readonly Uint8Array[]): Uint8Array[] {
  const { siblings } = proofPath({ start: index, end: index + 1 }, size);
  return proof.filter((_, i) => (siblings[i]?.start ?? index) < index).reverse();
}

function assertPresent(bytes: Uint8Array | undefined, index: number, width: number): Uint8Array {
  if (bytes !== undefined) return bytes;
  throw new InputError('object-missing', `${formatEntriesPath(index, width)}: the file is missing`);
}
