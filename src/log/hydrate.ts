/**
 * Hydration: a ledger that lags behind what it published, such as yesterday's backup, takes in the rest from any place that serves
 * the public files. The place is not trusted: every note is signed by the ledger's own key, every record stands under such
 * a note, and the tree continues what is stored.
 *
 * The notes come first: from then on the folder itself says that there is more, and an engine refuses to start on it (I11) until the
 * records, which follow by the commit protocol, have reached them. So whenever this is interrupted, it is done again from
 * where it stopped, and no receipt is ever given a second time under another checkpoint.
 *
 * What was committed and never published is in no other place. It was promised to nobody.
 * @module
 */
import { AccountTree } from '../core/account/trie.ts';
import { equalBytes } from '../core/bytes/bytes.ts';
import { InputError } from '../core/error.ts';
import { checkConsistency } from '../core/merkle/consistency.ts';
import { EMPTY_ROOT } from '../core/merkle/hash.ts';
import { formatVkey } from '../core/note/vkey.ts';
import { parseRecord } from '../core/record/record.ts';
import { signingKey } from '../core/rules/signing-key.ts';
import { STATE } from '../core/rules/state.ts';
import type { LedgerFiles } from '../verify/audit/ledger-files.ts';
import { CHECKPOINT_PATH } from '../verify/audit/pinned-files.ts';
import { Contradiction, nameCheckpoint, Pages, type ProvenLeaf, relate } from '../verify/follow/continuation.ts';
import { type NoteTrust, notesUpTo, openSignedNote, type SignedNote } from '../verify/follow/signed-notes.ts';
import { TreeFiles } from '../verify/follow/tree-files.ts';
import { BatchState } from './batch-state.ts';
import { applyBatch, commitBatch, grow, type JudgedBatch, type LogEnd, stageBatch, stagedPath } from './committer.ts';
import { encodeHead, parseHead } from './head.ts';
import { LedgerIndex } from './ledger-index.ts';
import type { CheckpointStore, HeadStore, IndexStore, ObjectStore, StoredHead } from './ports.ts';
import { recoverPublications } from './publisher.ts';
import { TreeReader } from './reader.ts';
import { RecordReplay } from './record-replay.ts';
import { deriveAgain } from './recover-ledger.ts';
import { recoverIndex, recoverTree, staleObjects } from './recovery.ts';
import type { CheckSignature } from './sequence.ts';
import { MAX_BATCH_RECORDS } from './staging.ts';
import { partialPaths } from './tree-edge.ts';

export interface HydrateParts extends NoteTrust {
  readonly origin: string;
  readonly objects: ObjectStore;
  readonly heads: HeadStore;
  readonly checkpoints: CheckpointStore;
  readonly index: IndexStore;
  readonly checkSignature: CheckSignature;
  /** Where the newer public files are. */
  readonly files: Pick<LedgerFiles, 'read'>;
  readonly onProgress?: (records: number, size: number) => void;
}

/** What was missing. */
export interface Hydrated {
  /** Records before and after. */
  readonly before: number;
  readonly size: number;
  readonly root: Uint8Array;
  /** Published notes taken over. */
  readonly notes: number;
  /** Records beyond the last published note, which only this ledger has. */
  readonly unpublished: number;
}

/**
 * Brings the stores up to the newest checkpoint that `files` show. Requires that no engine runs on them.
 * @throws InputError `checkpoint-inconsistent` where the ledger's own key signed another history; `fork-refused` where the notes stored are
 *   not those of `files`; `log-key-not-in-charter`, `other-ledger`, `integrity`; as `openSignedNote`, `notesUpTo` and `TreeFiles.page`
 */
export async function hydrateLedger(parts: HydrateParts): Promise<Hydrated> {
  const bytes = await parts.files.read(CHECKPOINT_PATH);
  if (bytes === undefined) throw new InputError('not-published', `${CHECKPOINT_PATH}: nothing is published there`);
  const target = await openSignedNote(bytes, parts, { quorum: true });
  if (target.checkpoint.origin !== parts.origin)
    throw new InputError('other-ledger', `a checkpoint of ${target.checkpoint.origin} for ${parts.origin}`);
  const hydration = await Hydration.open(parts);
  return hydration.run(target);
}

class Hydration {
  readonly #parts: HydrateParts;
  readonly #index: LedgerIndex;
  readonly #reader: TreeReader;
  #stored: StoredHead;
  #end: LogEnd;

  private constructor(parts: HydrateParts, index: LedgerIndex, stored: StoredHead, end: LogEnd) {
    this.#parts = parts;
    this.#index = index;
    this.#stored = stored;
    this.#end = end;
    this.#reader = new TreeReader(parts.objects, () => this.#end.edge);
  }

  static async open(parts: HydrateParts): Promise<Hydration> {
    const { heads, objects, origin } = parts;
    const stored = (await heads.read()) ?? (await heads.compareAndSwap(undefined, emptyHead(origin)));
    const head = parseHead(stored.bytes);
    const edge = await recoverTree(objects, head);
    const reader = new TreeReader(objects, () => edge);
    const index = new LedgerIndex(parts.index);
    const accounts = await deriveAgain(index, () => recoverIndex(index, reader, head, origin));
    return new Hydration(parts, index, stored, { head, edge, accounts });
  }

  async run(target: SignedNote): Promise<Hydrated> {
    const { objects, checkpoints, origin } = this.#parts;
    const before = this.#end.head.size;
    await this.#assertOwnKey();
    const tree = new TreeFiles(this.#parts.files, target.checkpoint);
    const pages = new Pages(tree, target, this.#end.edge.range());
    const relation = await relate(this.#end.head, target, (size) => this.#reader.root(size));
    if (relation === 'beyond' && before > 0) await pages.assertContinued();
    const notes = await this.#takeNotes(tree, target);
    if (relation === 'beyond') await this.#takeRecords(pages, target);
    const { head } = this.#end;
    await this.#assertOwnKey();
    const parts = { checkpoints, index: this.#index, reader: this.#reader, origin };
    const published = await deriveAgain(this.#index, () => recoverPublications(parts, head));
    const size = published?.size ?? 0;
    await objects.remove(await staleObjects(objects, [head.size, size]));
    return { before, size: head.size, root: head.root, notes, unpublished: head.size - size };
  }

  /** Appends the notes that are missing here, each proven to be of the target's history before the first is written. */
  async #takeNotes(tree: TreeFiles, target: SignedNote): Promise<number> {
    const { checkpoints, files } = this.#parts;
    const count = await checkpoints.count();
    const last = count === 0 ? undefined : await this.#ownNote(count - 1);
    const size = last?.checkpoint.size ?? 0;
    if (last !== undefined && size >= target.checkpoint.size) return this.#compareLast(last, target);
    const missing: SignedNote[] = [];
    // One note more, where there is one: the last note here must be the one that is there.
    const from = last === undefined ? { count: 0, size: 0 } : { count: count - 1, size: 0 };
    for await (const notes of notesUpTo(files, from, target, this.#parts)) {
      for (const note of notes) await assertUnder(tree, note, target);
      missing.push(...notes);
    }
    const first = last === undefined ? undefined : missing.shift();
    if (last !== undefined && (first === undefined || !equalBytes(first.bytes, last.bytes)))
      throw new InputError('fork-refused', `published checkpoint ${count - 1} is another note here than there`);
    for (const [i, { bytes }] of missing.entries()) await checkpoints.append(count + i, bytes);
    return missing.length;
  }

  async #ownNote(ordinal: number): Promise<SignedNote> {
    const bytes = await this.#parts.checkpoints.read(ordinal);
    if (bytes === undefined) throw new InputError('integrity', `published checkpoint ${ordinal} is missing`);
    return openSignedNote(bytes, this.#parts);
  }

  /** There is nothing to take; but the folder may say, from an earlier attempt, that there is more than the place has. */
  #compareLast(last: SignedNote, target: SignedNote): number {
    if (last.checkpoint.size <= Math.max(this.#end.head.size, target.checkpoint.size)) return 0;
    throw new InputError(
      'fork-refused',
      `the ledger published ${nameCheckpoint(last.checkpoint)}, and the place to hydrate from shows less: size ${target.checkpoint.size}`,
    );
  }

  async #takeRecords(pages: Pages, target: SignedNote): Promise<void> {
    const { size } = target.checkpoint;
    let waiting: ProvenLeaf[] = [];
    while (pages.size < size) {
      waiting.push(...(await pages.next(size, [])));
      const isLast = pages.size === size;
      while (waiting.length >= MAX_BATCH_RECORDS || (isLast && waiting.length > 0)) {
        waiting = waiting.slice(await this.#commitNext(waiting.slice(0, MAX_BATCH_RECORDS)));
        this.#parts.onProgress?.(this.#end.head.size, size);
      }
    }
  }

  /** Commits as many of the records as may end a batch. Returns how many. */
  async #commitNext(leaves: readonly ProvenLeaf[]): Promise<number> {
    const { batch, complete } = await this.#judge(leaves);
    if (complete === leaves.length) await this.#commit(batch);
    else if (complete > 0) await this.#commit((await this.#judge(leaves.slice(0, complete))).batch);
    else
      throw new InputError('integrity', `no batch ends in the ${leaves.length} records from ${this.#end.head.size} on`);
    return complete;
  }

  /** @returns the batch of all the records, and how many of them a ledger could have committed by themselves */
  async #judge(leaves: readonly ProvenLeaf[]): Promise<{ batch: JudgedBatch; complete: number }> {
    const before = this.#end;
    const state = new BatchState({
      load: (keys) => this.#index.state(keys),
      rootAt: (size) => this.#reader.root(size),
    });
    await state.fetch(() => ({ keys: [STATE.drain, STATE.founding], roots: [] }));
    const replay = new RecordReplay(state, before.accounts, before.head.size);
    let complete = 0;
    for (const [i, { bytes }] of leaves.entries()) {
      const record = parseRecord(bytes);
      await replay.add(record);
      const key = signingKey(state, record);
      if (key === undefined || !(await this.#parts.checkSignature(record, key)))
        throw new InputError('integrity', `record ${before.head.size + i}: its signature does not verify`);
      if (state.get(STATE.drain) === undefined && state.get(STATE.founding) === undefined) complete = i + 1;
    }
    const grown = grow(before, replay);
    const judged = { before, judgements: [], listed: false, sequenced: replay.placed, changes: state.changes() };
    return { batch: { ...judged, ...grown }, complete };
  }

  async #commit(batch: JudgedBatch): Promise<void> {
    const parts = { ...this.#parts, index: this.#index };
    await stageBatch(parts, batch);
    this.#stored = await commitBatch(parts, this.#stored, batch);
    await applyBatch(parts, batch);
    this.#end = batch.end;
    const kept = new Set(partialPaths(batch.end.head.size));
    const obsolete = partialPaths(batch.before.head.size).filter((path) => !kept.has(path));
    await parts.objects.remove([stagedPath(batch), ...obsolete]);
  }

  /** Policy and ledger must belong together: one names a log key that the other names. @throws InputError `log-key-not-in-charter` */
  async #assertOwnKey(): Promise<void> {
    const [charter] = await this.#index.state([STATE.ledger]);
    const vkeys = this.#parts.policy.logs.map(({ key }) => formatVkey(key));
    if (charter === undefined || vkeys.some((vkey) => charter.logKeys.includes(vkey))) return;
    throw new InputError(
      'log-key-not-in-charter',
      `the charter names none of the log keys of the policy: ${vkeys.join(', ')}`,
    );
  }
}

/** @throws Contradiction where the note is not of the target's history; as `TreeFiles.consistency` */
async function assertUnder(tree: TreeFiles, note: SignedNote, target: SignedNote): Promise<void> {
  const [older, newer] = [note.checkpoint, target.checkpoint];
  const proof = older.size === newer.size ? [] : await tree.consistency(older.size);
  try {
    checkConsistency(older.size, newer.size, older.root, newer.root, proof);
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'bad-consistency-proof') throw error;
    const message = `the note (${nameCheckpoint(older)}) is not shown to be of the history of (${nameCheckpoint(newer)})`;
    throw new Contradiction(message, note, target);
  }
}

function emptyHead(origin: string): Uint8Array {
  const state = AccountTree.empty(origin).root();
  return encodeHead({ generation: 0, size: 0, root: EMPTY_ROOT, state });
}
