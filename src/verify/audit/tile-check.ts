/**
 * Stored tiles and bundles against the tree that the records give: every byte of every one.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { hashLeaf } from '../../core/merkle/hash.ts';
import { FULL_WIDTH, type Tile, tileWidth } from '../../core/tile/coordinates.ts';
import { formatTilePath, type TilePath } from '../../core/tile/path.ts';
import { type Findings, nameRun, Run } from './findings.ts';
import { type FullTile, type HashTree, rootOfHashes, splitTile } from './hash-tree.ts';
import type { PinnedFiles } from './pinned-files.ts';
import { RootHistory } from './root-history.ts';
import { formatPath, type Presence, partialObjects, StoredTree } from './stored-tree.ts';

export class TileCheck {
  readonly stored: StoredTree;
  readonly history: RootHistory;
  readonly #tree: HashTree;
  readonly #files: PinnedFiles;
  readonly #findings: Findings;

  constructor(tree: HashTree, files: PinnedFiles, findings: Findings) {
    this.stored = new StoredTree(files, findings);
    this.history = new RootHistory(tree, (index) => this.#leaves(index));
    this.#tree = tree;
    this.#files = files;
    this.#findings = findings;
  }

  /**
   * The leaf hashes of a tile that the walk has passed. The tile may be missing or altered, which was reported when the walk came
   * by; then the entries gave the hashes.
   */
  async *#leaves(index: number): AsyncGenerator<readonly Uint8Array[]> {
    const bytes = await this.#files.read(formatTilePath({ level: 0, index, width: FULL_WIDTH }));
    yield splitTile(bytes ?? new Uint8Array());
    const entries = (await this.stored.entries(index, FULL_WIDTH)) ?? [];
    yield entries.map((entry) => hashLeaf(entry));
  }

  /** Compares a tile above level 0 that the tree has just completed. */
  async compareFull(tile: FullTile): Promise<void> {
    await this.#compareHashes({ ...tile, width: FULL_WIDTH });
  }

  /** Compares the partial tiles above level 0 at the end. Requires that the tree has come so far. */
  async compareEdge(): Promise<void> {
    for (const { kind, tile } of partialObjects(this.#files.end.size)) {
      if (kind === 'hashes' && tile.level > 0) await this.#compareHashes(tile);
    }
  }

  /** Compares the partial objects of a published size, which stand beside those at the end. Requires that the tree has come so far. */
  async comparePublished(size: number): Promise<void> {
    if (size === this.#files.end.size) return;
    for (const object of partialObjects(size)) await this.comparePartial(object, 'required');
  }

  /** Compares a partial tile or bundle of any width. Requires that the tree has come so far. Returns true if it is there, and right. */
  async comparePartial({ kind, tile }: TilePath, presence: Presence): Promise<boolean> {
    return kind === 'hashes' ? this.#compareHashes(tile, presence) : this.#compareEntries(tile, presence);
  }

  /** True when hashes of a tile of level 0 lead to the hash above it or, for the last and partial one, to the root at the end. */
  async fits(index: number, hashes: readonly Uint8Array[]): Promise<boolean> {
    const { size, root } = this.#files.end;
    if (hashes.length < FULL_WIDTH) return root !== undefined && equalBytes(this.#tree.rootWith(hashes), root);
    const above = { level: 1, index: Math.floor(index / FULL_WIDTH) };
    const stored = await this.stored.hashes({ ...above, width: tileWidth(1, above.index, size) });
    const parent = stored && splitTile(stored)[index % FULL_WIDTH];
    return parent !== undefined && equalBytes(parent, rootOfHashes(hashes));
  }

  async #compareHashes(tile: Tile, presence: Presence = 'required'): Promise<boolean> {
    const stored = await this.stored.hashes(tile, presence);
    const expected = await this.history.hashes(tile);
    if (stored === undefined || equalBytes(stored, expected)) return stored !== undefined;
    const path = formatTilePath(tile);
    const run = new Run((first, last) => {
      const message = `${path}: ${nameRun('node', first, last)}: other hashes than the records give`;
      const index = (tile.index * FULL_WIDTH + first) * FULL_WIDTH ** tile.level;
      this.#findings.problems.add({ code: 'tile-differs', message, index, path });
    });
    const wanted = splitTile(expected);
    for (const [i, hash] of splitTile(stored).entries()) if (!equalBytes(hash, wanted[i] ?? hash)) run.add(i);
    run.end();
    return false;
  }

  async #compareEntries(tile: Tile, presence: Presence): Promise<boolean> {
    const entries = await this.stored.entries(tile.index, tile.width, presence);
    if (entries === undefined) return false;
    const wanted = splitTile(await this.history.hashes(tile));
    const path = formatPath({ kind: 'entries', tile });
    const run = new Run((first, last) => {
      const message = `${path}: ${nameRun('record', first, last)}: other bytes than the tree holds`;
      this.#findings.problems.add({ code: 'record-altered', message, index: first, path });
    });
    for (const [i, entry] of entries.entries()) {
      if (!equalBytes(hashLeaf(entry), wanted[i] ?? entry)) run.add(tile.index * FULL_WIDTH + i);
    }
    const isRight = !run.isOpen;
    run.end();
    return isRight;
  }
}
