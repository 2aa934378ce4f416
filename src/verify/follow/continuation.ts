/**
 * Going on from a known end of a log to a checkpoint that it shows: the decision what that checkpoint is to the known end, and the way
 * there page by page. Pages and notes come proven, as of that checkpoint; what does not fit was signed twice, and is no fault of
 * whoever handed it over.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { encodeHex } from '../../core/bytes/hex.ts';
import { InputError } from '../../core/error.ts';
import type { CompactRange } from '../../core/merkle/compact-range.ts';
import type { Checkpoint } from '../../core/note/checkpoint.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import type { SignedNote } from './signed-notes.ts';
import { type EntryPage, rootUpTo, type TreeFiles } from './tree-files.ts';

/** How a checkpoint stands to a known end: the same, an earlier one of its history, or one that goes on beyond it. */
export type Relation = 'same' | 'earlier' | 'beyond';

/** Where a log ends, as far as somebody knows it. */
export type KnownEnd = Pick<Checkpoint, 'size' | 'root'>;

/** A note that contradicts another, both signed by the log. */
export class Contradiction extends InputError {
  readonly theirs: Uint8Array;
  /** What it contradicts, where that is not the known end. */
  readonly ours: Uint8Array | undefined;

  constructor(message: string, theirs: SignedNote, ours?: SignedNote) {
    super('checkpoint-inconsistent', message);
    this.theirs = theirs.bytes;
    this.ours = ours?.bytes;
  }
}

/**
 * Judges a checkpoint that is not beyond the known end by the known tree.
 * @param rootAt its root at a size up to the end
 * @throws Contradiction
 */
export async function relate(
  ours: KnownEnd | undefined,
  theirs: SignedNote,
  rootAt: (size: number) => Promise<Uint8Array>,
): Promise<Relation> {
  const { size, root } = theirs.checkpoint;
  if (ours === undefined || size > ours.size) return 'beyond';
  const known = size === ours.size ? ours.root : await rootAt(size);
  if (equalBytes(known, root)) return size === ours.size ? 'same' : 'earlier';
  const message = `the checkpoint (${nameCheckpoint({ size, root })}) is of another history than what is known: ${nameCheckpoint({ size, root: known })}`;
  throw new Contradiction(message, theirs);
}

/** An entry that a checkpoint vouches for. */
export interface ProvenLeaf {
  readonly bytes: Uint8Array;
  readonly leafHash: Uint8Array;
}

/** The pages of a log beyond a known end, as one checkpoint proves them. */
export class Pages {
  readonly #files: TreeFiles;
  readonly #target: SignedNote;
  readonly #range: CompactRange;
  #page: EntryPage | undefined;
  #isContinued = false;

  /** @param range the tree so far; it is not changed */
  constructor(files: TreeFiles, target: SignedNote, range: CompactRange) {
    this.#files = files;
    this.#target = target;
    this.#range = range.clone();
  }

  /** Leaves passed. */
  get size(): number {
    return this.#range.size;
  }

  /** Requires that the checkpoint reaches beyond this.size. @throws Contradiction unless it continues what is known; as `TreeFiles.page` */
  async assertContinued(): Promise<void> {
    if (!this.#isContinued) this.#compare(await this.#load());
  }

  /**
   * The next leaves, at most to the end of a page and at most to `size`; and what they make of the notes on the way.
   * Requires size > this.size, and notes of sizes that rise.
   * @throws Contradiction where the checkpoint is of another history, or one of the notes is; as `TreeFiles.page`
   */
  async next(size: number, notes: readonly SignedNote[]): Promise<ProvenLeaf[]> {
    const page = await this.#load();
    if (!this.#isContinued) this.#compare(page);
    const first = page.index * FULL_WIDTH;
    const start = this.size - first;
    const end = Math.min(size - first, page.entries.length);
    const leaves = page.entries
      .slice(start, end)
      .map((bytes, i) => ({ bytes, leafHash: page.leafHashes[start + i] ?? new Uint8Array() }));
    const waiting = notes.filter(({ checkpoint }) => checkpoint.size > this.size);
    for (const { leafHash } of leaves) {
      this.#range.append(leafHash);
      if (waiting[0]?.checkpoint.size === this.size) this.#assertNote(waiting.shift());
    }
    return leaves;
  }

  async #load(): Promise<EntryPage> {
    const index = Math.floor(this.size / FULL_WIDTH);
    const page = this.#page?.index === index ? this.#page : await this.#files.page(index);
    this.#page = page;
    return page;
  }

  #compare(page: EntryPage): void {
    const root = rootUpTo(page, this.size);
    if (!equalBytes(root, this.#range.root())) {
      const ours = nameCheckpoint({ size: this.size, root: this.#range.root() });
      const message = `the checkpoint (${nameCheckpoint(this.#target.checkpoint)}) does not continue ${ours}`;
      throw new Contradiction(message, this.#target);
    }
    this.#isContinued = true;
  }

  #assertNote(note: SignedNote | undefined): void {
    if (note === undefined || equalBytes(note.checkpoint.root, this.#range.root())) return;
    const message = `the published note (${nameCheckpoint(note.checkpoint)}) contradicts the newer one (${nameCheckpoint(this.#target.checkpoint)})`;
    throw new Contradiction(message, note, this.#target);
  }
}

/** Names a checkpoint in messages. */
export function nameCheckpoint({ size, root }: KnownEnd): string {
  return `size ${size}, root ${encodeHex(root)}`;
}
