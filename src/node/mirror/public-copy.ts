/**
 * A copy of a log's public files as it grows. It writes what others have proven: hash tiles are made here, from the leaves, and
 * never copied. Whoever follows a log can keep one.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError, InvariantError } from '../../core/error.ts';
import type { CompactRange } from '../../core/merkle/compact-range.ts';
import { parseCheckpoint } from '../../core/note/checkpoint.ts';
import { formatNote, parseNote } from '../../core/note/note.ts';
import type { CopyStore, ObjectToPut } from '../../log/ports.ts';
import type { Published } from '../../log/publisher.ts';
import { TreeReader } from '../../log/reader.ts';
import { edgeSource } from '../../log/recovery.ts';
import { assertRoot, partialPaths, TreeEdge } from '../../log/tree-edge.ts';
import { type Leaf, TreeGrowth } from '../../log/tree-growth.ts';

/** Calls that write must not overlap; readers see what was committed last. */
export class PublicCopy {
  readonly #store: CopyStore;
  /** The edge of the tree that is committed, and what is growing on it. */
  #edge: TreeEdge;
  #growth: TreeGrowth;
  #published: Published | undefined;
  /** Tiles and entries of what is committed. */
  readonly reader: TreeReader;

  private constructor(store: CopyStore, edge: TreeEdge, published: Published | undefined) {
    this.#store = store;
    this.#edge = edge;
    this.#growth = new TreeGrowth(edge);
    this.#published = published;
    this.reader = new TreeReader(store.objects, () => this.#edge);
  }

  /** Requires that nobody else writes to the store. @throws InputError `integrity`, `checkpoints-corrupt` for a damaged copy */
  static async open(store: CopyStore): Promise<PublicCopy> {
    const ordinal = (await store.count()) - 1;
    const bytes = await store.read(ordinal);
    const published = bytes === undefined ? undefined : publishedOf(ordinal, bytes);
    const edge = await TreeEdge.load(published?.size ?? 0, edgeSource(store.objects));
    if (published !== undefined) assertRoot(edge, published.root, 'copy');
    await store.objects.remove(await stalePartials(store, edge.size));
    return new PublicCopy(store, edge, published);
  }

  /** The checkpoint with which the copy ends. */
  get published(): Published | undefined {
    return this.#published;
  }

  /** As a ledger's: all that a copy has is published. */
  get sizes(): { readonly committed: number; readonly published: number } {
    return { committed: this.#edge.size, published: this.#edge.size };
  }

  /** Notes committed. */
  get count(): number {
    return (this.#published?.ordinal ?? -1) + 1;
  }

  /** Leaves written so far, the uncommitted ones included. */
  get grownTo(): number {
    return this.#growth.size;
  }

  /** The root over them. */
  get grownRoot(): Uint8Array {
    return this.#growth.edge.range().root();
  }

  /** The right edge of what is committed. */
  range(): CompactRange {
    return this.#edge.range();
  }

  /** Note number `ordinal`, or undefined. */
  publication(ordinal: number): Promise<Uint8Array | undefined> {
    return this.#store.read(ordinal);
  }

  /** Forgets what was appended and not committed. */
  reset(): void {
    this.#growth = new TreeGrowth(this.#edge);
  }

  /** Adds the next leaves, which a checkpoint vouches for. Nobody sees them before `commit`. */
  async append(leaves: readonly Leaf[]): Promise<void> {
    await this.#put(this.#growth.append(leaves));
  }

  /** Writes what a reader of the size reached needs: after this, `store.objects` hold its whole tree. */
  async settle(): Promise<void> {
    await this.#put(this.#growth.partials());
  }

  /** Commits the next notes. Requires that the last of them has the size and the root of what was appended. */
  async commit(notes: readonly Uint8Array[]): Promise<void> {
    const last = notes.at(-1);
    if (last === undefined) return;
    const published = publishedOf(this.count + notes.length - 1, last);
    if (published.size !== this.grownTo || !equalBytes(published.root, this.grownRoot))
      throw new InvariantError(`a note of size ${published.size} for a copy of ${this.grownTo} records`);
    await this.settle();
    await this.#store.commit(notes);
    const obsolete = partialPaths(this.#edge.size);
    const kept = new Set(partialPaths(published.size));
    [this.#edge, this.#published] = [this.#growth.edge, published];
    await this.#store.objects.remove(obsolete.filter((path) => !kept.has(path)));
  }

  /** Keeps a note that contradicts `ours`, by default the one with which the copy ends. Returns where. */
  async keepConflict(theirs: Uint8Array, ours?: Uint8Array): Promise<readonly string[]> {
    const kept = ours ?? (await this.#store.read(this.count - 1));
    return kept === undefined ? [] : this.#store.keepConflict(kept, theirs);
  }

  /**
   * Other bytes under a path beyond what is committed are left from a history that a checkpoint vouched for once, and which was
   * given up: the copy never relied on them.
   */
  async #put(objects: readonly ObjectToPut[]): Promise<void> {
    try {
      await this.#store.objects.put(objects);
    } catch (error) {
      if (!(error instanceof InputError) || error.code !== 'object-differs') throw error;
      await this.#store.objects.remove(objects.map(({ path }) => path));
      await this.#store.objects.put(objects);
    }
  }
}

/**
 * Partial tiles of sizes that were never committed, or no longer are, wherever they stand: a crash may have left them far beyond the edge.
 * Full ones stay: the next attempt finds them in place.
 */
async function stalePartials({ objects }: CopyStore, size: number): Promise<string[]> {
  const kept = new Set(partialPaths(size));
  const stale: string[] = [];
  for await (const path of objects.list('tile/')) if (path.includes('.p/') && !kept.has(path)) stale.push(path);
  return stale;
}

function publishedOf(ordinal: number, bytes: Uint8Array): Published {
  const note = parseNote(bytes);
  const { size, root } = parseCheckpoint(note.text);
  return { ordinal, size, root, note: formatNote(note) };
}
