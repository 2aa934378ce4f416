/**
 * The commit protocol (design section 5, steps 2 to 6), a function a station: judge; make durable (stage, read back, derive
 * again, compare-and-swap the head); apply. The compare-and-swap is the commit point: before it a batch leaves no trace,
 * after it the batch stands.
 * @module
 */
import type { AccountTree } from '../core/account/trie.ts';
import { InputError } from '../core/error.ts';
import type { RefusalsBody } from '../core/generated/bodies.ts';
import { STATE } from '../core/rules/state.ts';
import { type BatchChange, BatchState, type CommittedState } from './batch-state.ts';
import type { ClockGuard } from './clock-guard.ts';
import { encodeHead, type Head } from './head.ts';
import type { LedgerIndex } from './ledger-index.ts';
import type { HeadStore, ObjectPath, ObjectStore, ObjectToPut, OperatorSigner, StoredHead } from './ports.ts';
import type { QueueLimits, Submission } from './queue.ts';
import { checkStagedBatch } from './self-check.ts';
import { type CheckSignature, type Judgement, type Sequenced, Sequencer } from './sequence.ts';
import { encodeStaged, stagingPath } from './staging.ts';
import type { TreeEdge } from './tree-edge.ts';

export interface CommitterParts {
  readonly origin: string;
  readonly objects: ObjectStore;
  readonly heads: HeadStore;
  readonly index: LedgerIndex;
  readonly clock: ClockGuard;
  readonly checkSignature: CheckSignature;
  /** Writes what the ledger itself must write, if there is such a key. */
  readonly operator: OperatorSigner | undefined;
  /** What one batch may hold. */
  readonly batch: QueueLimits;
}

/** The end of the log as memory holds it. Replaced as a whole by each batch. */
export interface LogEnd {
  readonly head: Head;
  readonly edge: TreeEdge;
  readonly accounts: AccountTree;
}

/** A batch that was judged. No answer may leave before it, and with it every batch before it, is committed. */
export interface JudgedBatch {
  readonly before: LogEnd;
  /** The same as `before` where nothing is recorded. */
  readonly end: LogEnd;
  /** By submission; those past the last one do not fit in this batch and begin the next one. */
  readonly judgements: readonly Judgement[];
  /** Whether the list of refusals is recorded. */
  readonly listed: boolean;
  readonly sequenced: readonly Sequenced[];
  readonly changes: readonly BatchChange[];
  /** The tiles and bundles that the batch adds. */
  readonly tiles: readonly ObjectToPut[];
}

/**
 * Judges the statements of a batch on the state that the batches before it leave, committed or not, and makes records of
 * those that are accepted and of what the ledger itself writes; with the list of refusals at the end if that may be recorded.
 */
export async function judgeBatch(
  { clock, checkSignature, operator, batch: { bytes: maxBytes } }: CommitterParts,
  before: LogEnd,
  committed: CommittedState,
  submissions: readonly Submission[],
  refusals?: RefusalsBody,
): Promise<JudgedBatch> {
  const state = new BatchState(committed);
  const { accounts, head } = before;
  const sequencer = new Sequencer({ state, accounts, size: head.size, checkSignature, operator, maxBytes });
  await state.fetch(() => ({ keys: [STATE.clock], roots: [] }));
  await state.prefetchAll(submissions.map(({ signed }) => signed));
  const now = clock.read(state.get(STATE.clock));
  const judgements: Judgement[] = [];
  for (const { signed, checked } of submissions) {
    const judgement = await sequencer.judge(signed, checked, now);
    if (judgement.outcome === 'deferred') break;
    judgements.push(judgement);
  }
  const listed = refusals !== undefined && (await sequencer.writeRefusals(refusals, now));
  const sequenced = sequencer.placed;
  return { before, judgements, listed, sequenced, changes: state.changes(), ...grow(before, sequencer) };
}

/** The end of the log after what the sequencer placed, and the objects that lead there. */
export function grow(
  before: LogEnd,
  { placed, accounts }: Pick<Sequencer, 'placed' | 'accounts'>,
): Pick<JudgedBatch, 'end' | 'tiles'> {
  if (placed.length === 0) return { end: before, tiles: [] };
  const { edge, objects } = before.edge.append(placed.map(({ record }) => record));
  const head: Head = {
    generation: before.head.generation + 1,
    size: edge.size,
    root: edge.range().root(),
    state: accounts.root(),
  };
  return { end: { head, edge, accounts }, tiles: objects };
}

/** Stages a batch that records something, and derives from what is read back all that its head says. */
export async function stageBatch(
  { objects, origin }: Pick<CommitterParts, 'objects' | 'origin'>,
  batch: JudgedBatch,
): Promise<void> {
  const { before, end, sequenced } = batch;
  const path = stagedPath(batch);
  const records = sequenced.map(({ record }) => record.bytes);
  await objects.put([{ path, bytes: encodeStaged({ oldSize: before.head.size, records }) }]);
  const bytes = await objects.get(path);
  if (bytes === undefined) throw new InputError('self-check', `${path} cannot be read back`);
  const { edge, head } = before;
  checkStagedBatch(bytes, { origin, range: edge.range(), state: head.state, sequenced, head: end.head });
}

/** The commit point. Requires that the batch before is applied: only the last batch is finished by recovery. */
export function commitBatch(
  { heads }: Pick<CommitterParts, 'heads'>,
  stored: StoredHead,
  { end }: JudgedBatch,
): Promise<StoredHead> {
  return heads.compareAndSwap(stored.version, encodeHead(end.head));
}

/** Writes tiles and index of a committed batch, side by side. Afterwards its staged object is needed no more. */
export async function applyBatch(
  { objects, index }: Pick<CommitterParts, 'objects' | 'index'>,
  batch: JudgedBatch,
): Promise<void> {
  const { end, sequenced, changes, tiles } = batch;
  const { size, root } = end.head;
  const written = index.append(sequenced, changes, end.accounts, { size, root });
  // After an error nothing may go on in the background.
  const [tilesWritten, indexWritten] = await Promise.allSettled([objects.put(tiles), written]);
  if (tilesWritten.status === 'rejected') throw tilesWritten.reason;
  if (indexWritten.status === 'rejected') throw indexWritten.reason;
}

/** Where the batch is staged. */
export function stagedPath({ end }: Pick<JudgedBatch, 'end'>): ObjectPath {
  return stagingPath(end.head);
}
