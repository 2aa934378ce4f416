/**
 * `IndexStore` over LevelDB. The index is derived data (I10), and has to be: LevelDB forgets synced writes without a word
 * when a file is damaged. What it does return is checked, value by value; digests tell whether that is all (`index-digest.ts`),
 * segment by segment when one is first touched.
 *
 * An index that was once found damaged loses its top digest, and so does not open again: whoever opens it next rebuilds it.
 * @module
 */

import { assertUtf8 } from '../../core/bytes/utf8.ts';
import { compareUtf8 } from '../../core/bytes/utf8-order.ts';
import { InputError } from '../../core/error.ts';
import type { IndexChange, IndexRange, IndexStore, IndexValue, VerifyOptions } from '../../log/ports.ts';
import { assertKept, isDigested, isDigestedRange } from '../../log/ports.ts';
import { type Database, discardLevelIndex, openDatabase, RAW_KEY } from './database.ts';
import { type DigestPlan, type EntryChange, planDigests } from './digest-plan.ts';
import { DigestTree, type Segment } from './digest-tree.ts';
import { RECORD, recordKey } from './index-digest.ts';
import { decodeValue, encodeValue, storedChecksum } from './index-value.ts';
import { readError, storageFailed } from './level-error.ts';
import { checkSegment, entriesIn } from './segment.ts';

/** An open index. Its folder belongs to a ledger folder, whose lock the caller holds. */
export interface LevelIndex extends IndexStore, AsyncDisposable {
  /** Waits for the writes under way, and closes the database. Closing twice is harmless. */
  close(): Promise<void>;
}

/**
 * Opens the index in `folder`, and makes it where there is none.
 * @throws InputError `index-corrupt` when LevelDB cannot open it, or its digests do not hold: discard it, open it again and
 *   rebuild it; `folder-locked` when it is open already; `storage-failed`
 */
export async function openLevelIndex(folder: string): Promise<LevelIndex> {
  const database = await openDatabase(folder);
  try {
    return new LevelIndexStore(folder, database, await DigestTree.open(database));
  } catch (error) {
    await database.close();
    throw asReadError(error);
  }
}

const TOP_KEY = recordKey(RECORD.top);

interface EncodedChange {
  readonly key: string;
  readonly stored: Uint8Array | undefined;
  readonly isNew: boolean;
}

class LevelIndexStore implements LevelIndex {
  readonly #folder: string;
  #database: Database;
  /** The last write, clearing or closing in the queue; never rejects. */
  #lastWrite: Promise<unknown> = Promise.resolve();
  #failure: unknown;
  /** As of the last write that is done. */
  #tree: DigestTree;
  /** The batch that LevelDB is writing, until the tree is up to date with it; never rejects. */
  #writing: Promise<void> | undefined;
  #isDamaged = false;

  constructor(folder: string, database: Database, tree: DigestTree) {
    this.#folder = folder;
    this.#database = database;
    this.#tree = tree;
  }

  async get(keys: readonly string[]): Promise<(IndexValue | undefined)[]> {
    const checkedKeys = keys.map(assertUtf8);
    return this.#reading(async () => {
      await this.#checkAll(checkedKeys.filter(isDigested));
      const stored = await this.#database.getMany(checkedKeys);
      return checkedKeys.map((key, i) => {
        const bytes = stored[i];
        if (bytes !== undefined) return decodeValue(key, bytes);
        if (isDigested(key)) return undefined;
        throw new InputError('index-corrupt', `index: ${JSON.stringify(key)} is missing`);
      });
    });
  }

  async range(range: IndexRange): Promise<{ key: string; value: IndexValue }[]> {
    const { start, end, limit = -1, reverse = false } = range;
    const areDigested = isDigestedRange(range);
    const bounds = { gte: assertUtf8(start), lt: assertUtf8(end), limit, reverse };
    return this.#reading(async () => {
      for (;;) {
        const stored = await this.#database.iterator(bounds).all();
        const last = stored.length === limit ? stored.at(-1)?.[0] : undefined;
        // Where the limit ended the range, what stands beyond its last entry does not matter.
        const [from, to] = reverse ? [last ?? start, end] : [start, last === undefined ? end : `${last}\u0000`];
        const wasChecked = !areDigested || (await this.#checkRange(from, to));
        if (wasChecked) return stored.map(([key, bytes]) => ({ key, value: decodeValue(key, bytes) }));
      }
    });
  }

  async write(changes: readonly IndexChange[]): Promise<void> {
    changes.forEach(assertKept);
    // Encoded before anything is written: a value that is refused changes nothing.
    const encoded = changes.map(({ key, value, isNew = false }) => ({
      key: assertUtf8(key),
      stored: value === null ? undefined : encodeValue(key, value),
      isNew,
    }));
    // Of several changes of one key only the last one shows.
    const last = [...new Map(encoded.map((change) => [change.key, change])).values()];
    if (last.length > 0) await this.#enqueue('write the index', () => this.#writeBatch(last));
  }

  async #writeBatch(changes: readonly EncodedChange[]): Promise<void> {
    const { puts, apply } = await this.#reading(() => this.#plan(changes));
    // Measured: at 256 changes the chained form takes little more than half the time of the array form.
    const batch = this.#database.batch();
    for (const { key, stored } of changes) {
      if (stored === undefined) batch.del(key);
      else batch.put(key, stored);
    }
    for (const { key, stored } of puts) batch.put(key, stored, RAW_KEY);
    if (this.#isDamaged) batch.del(TOP_KEY, RAW_KEY);
    const written = batch.write({ sync: true });
    this.#writing = written.then(apply, (error: unknown) => {
      this.#failure = error;
    });
    await this.#writing;
    this.#writing = undefined;
    await written;
  }

  /** What `changes` do to the digests. The values that they replace are read; those of new keys are not looked for. */
  async #plan(changes: readonly EncodedChange[]): Promise<DigestPlan> {
    const digested = changes.filter(({ key }) => isDigested(key));
    const replacing = digested.filter(({ isNew }) => !isNew).map(({ key }) => key);
    await this.#checkAll(replacing);
    const values = await this.#database.getMany(replacing);
    const before = new Map(replacing.map((key, i) => [key, checksumOf(values[i])]));
    // The first write of all, whatever it writes, stores the first segment.
    const bySegment = new Map<Segment, EntryChange[]>(digested.length === 0 ? [[this.#tree.segmentOf(''), []]] : []);
    for (const { key, stored } of digested) {
      const segment = this.#tree.segmentOf(key);
      const change = { key, before: before.get(key), after: checksumOf(stored) };
      const own = bySegment.get(segment);
      if (own === undefined) bySegment.set(segment, [change]);
      else own.push(change);
    }
    return planDigests(this.#tree, bySegment, async (segment) => {
      await this.#check(segment);
      return entriesIn(this.#database, segment);
    });
  }

  async verify({ signal, pause }: VerifyOptions = {}): Promise<void> {
    let at: string | undefined = '';
    while (at !== undefined) {
      signal?.throwIfAborted();
      at = await this.#verifyAt(at);
      await pause?.();
    }
  }

  /** Reads the segment that `key` belongs to, checked before or not, and says where the next one starts. */
  #verifyAt(key: string): Promise<string | undefined> {
    return this.#reading(async () => {
      const segment = this.#tree.segmentOf(key);
      await this.#compare(segment);
      segment.isChecked = true;
      return segment.end;
    });
  }

  async #checkAll(keys: readonly string[]): Promise<void> {
    const segments = keys.map((key) => this.#tree.segmentOf(key));
    const unchecked = new Set(segments.filter(({ isChecked }) => !isChecked));
    await Promise.all(Array.from(unchecked, (segment) => this.#check(segment)));
  }

  /** True where all of a range had been checked before. */
  async #checkRange(start: string, end: string): Promise<boolean> {
    let wasChecked = true;
    let at: string | undefined = start;
    while (at !== undefined && compareUtf8(at, end) < 0) {
      const segment: Segment = this.#tree.segmentOf(at);
      wasChecked &&= segment.isChecked;
      await this.#check(segment);
      at = segment.end;
    }
    return wasChecked;
  }

  /** Nothing is answered from a segment, and nothing in it is replaced, before it was found whole: once after a start. */
  async #check(segment: Segment): Promise<void> {
    if (segment.isChecked) return;
    segment.checking ??= this.#compare(segment).finally(() => {
      segment.checking = undefined;
    });
    await segment.checking;
    segment.isChecked = true;
  }

  async #compare(segment: Segment): Promise<void> {
    while (this.#writing !== undefined) await this.#writing;
    if (this.#failure !== undefined) throw storageFailed('read the index', this.#failure);
    // Nothing comes between these two: the digest and the snapshot are of the same moment.
    const expected = { ...segment };
    const snapshot = this.#database.snapshot();
    try {
      await checkSegment(this.#database, snapshot, expected);
    } finally {
      await snapshot.close();
    }
  }

  /** Requires that no read is under way. */
  async clear(): Promise<void> {
    await this.#enqueue('clear the index', async () => {
      await this.#database.close();
      await discardLevelIndex(this.#folder);
      this.#database = await openDatabase(this.#folder);
      this.#tree = DigestTree.empty();
      this.#isDamaged = false;
    });
  }

  close(): Promise<void> {
    const closing = this.#lastWrite.then(() => this.#database.close());
    this.#lastWrite = closing.catch(() => undefined);
    return closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Runs a read. One that finds damage sees to it that the index does not open again. */
  async #reading<T>(task: () => Promise<T>): Promise<T> {
    try {
      return await task();
    } catch (error) {
      const reported = asReadError(error);
      if (isCorrupt(reported)) this.#removeDigest();
      throw reported;
    }
  }

  /** Not waited for: if it does not come to that, the damage is found again as it was this time. */
  #removeDigest(): void {
    if (this.#isDamaged) return;
    this.#isDamaged = true;
    const removed = this.#lastWrite.then(() => this.#database.del(TOP_KEY, { ...RAW_KEY, sync: true }));
    this.#lastWrite = removed.catch(() => undefined);
  }

  /** Runs writes one at a time, in call order; after one that failed, whose outcome is unknown, none. */
  #enqueue<T>(action: string, task: () => Promise<T>): Promise<T> {
    const result = this.#lastWrite.then(async () => {
      if (this.#failure !== undefined) throw storageFailed(action, this.#failure);
      try {
        return await task();
      } catch (error) {
        if (isCorrupt(error)) throw error; // found by reading: nothing was written
        this.#failure = error;
        throw storageFailed(action, error);
      }
    });
    this.#lastWrite = result.catch(() => undefined);
    return result;
  }
}

function asReadError(error: unknown): unknown {
  return error instanceof InputError ? error : readError(error);
}

function isCorrupt(error: unknown): boolean {
  return error instanceof InputError && error.code === 'index-corrupt';
}

function checksumOf(stored: Uint8Array | undefined): bigint | undefined {
  return stored === undefined ? undefined : storedChecksum(stored);
}
