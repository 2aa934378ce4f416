/**
 * The walk over a ledger's records, one entry bundle after the other: leaf hashes from the entries, every tile from the
 * leaf hashes, every published root from the tree; and, in an audit, the replay of the records.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import { hashLeaf } from '../../core/merkle/hash.ts';
import { FULL_WIDTH, tileWidth } from '../../core/tile/coordinates.ts';
import { type Findings, nameRun, Run } from './findings.ts';
import { type FullTile, HashTree, splitTile } from './hash-tree.ts';
import { chooseLeaves, type LeafChoice } from './leaf-check.ts';
import type { PinnedFiles } from './pinned-files.ts';
import type { Publications } from './publications.ts';
import { type OpenedRecord, type Replay, tryOpenRecord } from './replay.ts';
import { TileCheck } from './tile-check.ts';

/** How far a walk has come. */
export interface AuditProgress {
  readonly records: number;
  readonly size: number;
}

export interface WalkParts {
  readonly files: PinnedFiles;
  readonly findings: Findings;
  readonly publications: Publications;
  /** Absent where only the structure is checked. */
  readonly replay: Replay | undefined;
  readonly onProgress: ((progress: AuditProgress) => void) | undefined;
}

/** A bundle and its tile of level 0, as stored. */
interface Page {
  readonly index: number;
  readonly width: number;
  readonly entries: readonly Uint8Array[] | undefined;
  readonly tile: Uint8Array | undefined;
}

export class Walk {
  readonly tree: HashTree = new HashTree();
  readonly tiles: TileCheck;
  readonly #parts: WalkParts;

  constructor(parts: WalkParts) {
    this.#parts = parts;
    this.tiles = new TileCheck(this.tree, parts.files, parts.findings);
  }

  /**
   * Walks to the pinned end. Returns false where it had to stop: the leaf hashes of a page stand nowhere, so that nothing
   * after it can be checked.
   */
  async run(): Promise<boolean> {
    const { files, publications, replay, onProgress } = this.#parts;
    const { size } = files.end;
    await publications.load(0);
    this.#publish();
    let next = this.#load(0);
    while (this.tree.size < size) {
      const page = await next;
      const end = page.index * FULL_WIDTH + page.width;
      if (end < size) next = this.#load(page.index + 1);
      await publications.load(end);
      if (!(await this.#take(page))) {
        replay?.stop();
        return false;
      }
      onProgress?.({ records: end, size });
    }
    await this.tiles.compareEdge();
    return true;
  }

  /** Reads a page while the one before it is being worked on. */
  #load(index: number): Promise<Page> {
    const width = tileWidth(0, index, this.#parts.files.end.size);
    const read = async (): Promise<Page> => {
      if (width === 0) return { index, width, entries: undefined, tile: undefined };
      const { stored } = this.tiles;
      const sides = [stored.entries(index, width), stored.hashes({ level: 0, index, width })] as const;
      const [entries, tile] = await Promise.all(sides);
      return { index, width, entries, tile };
    };
    const page = read();
    page.catch(() => {}); // whoever takes the page gets the error
    return page;
  }

  async #take(page: Page): Promise<boolean> {
    const { findings, replay } = this.#parts;
    const { index, width, entries, tile } = page;
    const opened = replay?.isRunning === true ? entries?.map(tryOpenRecord) : undefined;
    const sides = {
      index,
      width,
      entries: entries?.map((entry, i) => leafHashOf(opened?.[i]) ?? hashLeaf(entry)),
      tile: tile && splitTile(tile),
      fits: (hashes: readonly Uint8Array[]) => this.tiles.fits(index, hashes),
    };
    const choice = await chooseLeaves(sides, findings);
    if (choice === undefined) return false;
    this.#compareStaged(page);
    for (const completed of this.#append(choice)) await this.tiles.compareFull(completed);
    await this.#replay(opened ?? [], choice.soundEntries, width);
    return true;
  }

  #append({ hashes }: LeafChoice): FullTile[] {
    return hashes.flatMap((hash) => {
      const completed = this.tree.append(hash);
      this.#publish();
      return completed;
    });
  }

  /** Compares the checkpoint that was published at the size to which the tree has come, if one was. */
  #publish(): void {
    const { publications } = this.#parts;
    if (publications.nextSize === this.tree.size) publications.compare(this.tree.root());
  }

  async #replay(opened: readonly OpenedRecord[], soundEntries: number, width: number): Promise<void> {
    const { replay } = this.#parts;
    if (replay?.isRunning !== true) return;
    await replay.run(opened.slice(0, soundEntries), (size) => this.tiles.history.rootAt(size));
    if (soundEntries < width) replay.stop();
  }

  /** What is staged must be what is applied, where both are there: the next start stops otherwise. */
  #compareStaged({ index, entries }: Page): void {
    const { staged } = this.#parts.files.end;
    if (staged === undefined || entries === undefined) return;
    const { path, oldSize, records } = staged;
    const run = new Run((first, last) => {
      const message = `${path}: ${nameRun('record', first, last)}: other bytes than in the entries`;
      this.#parts.findings.problems.add({ code: 'staging-corrupt', message, index: first, path });
    });
    for (const [i, entry] of entries.entries()) {
      const other = records[index * FULL_WIDTH + i - oldSize];
      if (other !== undefined && !equalBytes(entry, other)) run.add(index * FULL_WIDTH + i);
    }
    run.end();
  }
}

function leafHashOf(record: OpenedRecord | undefined): Uint8Array | undefined {
  return record === undefined || record instanceof InputError ? undefined : record.leafHash;
}
