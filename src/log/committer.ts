/**
 * The commit protocol (design section 5, steps 2 to 6): sequence, stage, read back, derive again, compare-and-swap the
 * head, apply. The compare-and-swap is the commit point: before it a batch leaves no trace, after it the batch stands.
 * @module
 */
import type { AccountTree } from '../core/account/trie.ts';
import { InputError } from '../core/error.ts';
import type { RefusalsBody } from '../core/generated/bodies.ts';
import { STATE } from '../core/rules/state.ts';
import { BatchState } from './batch-state.ts';
import type { ClockGuard } from './clock-guard.ts';
import { encodeHead, type Head } from './head.ts';
import type { LedgerIndex } from './ledger-index.ts';
import type { HeadStore, ObjectPath, ObjectStore, OperatorSigner, StoredHead } from './ports.ts';
import type { Submission } from './queue.ts';
import type { TreeReader } from './reader.ts';
import { checkStagedBatch } from './self-check.ts';
import { type CheckSignature, type Judgement, type Sequenced, Sequencer } from './sequence.ts';
import { encodeStaged, stagingPath } from './staging.ts';
import type { TreeEdge } from './tree-edge.ts';

export interface CommitterParts {
  readonly origin: string;
  readonly objects: ObjectStore;
  readonly heads: HeadStore;
  readonly index: LedgerIndex;
  readonly reader: TreeReader;
  readonly clock: ClockGuard;
  readonly checkSignature: CheckSignature;
  /** Writes what the ledger itself must write, if there is such a key. */
  readonly operator: OperatorSigner | undefined;
  /** Bound on the payloads of one batch. */
  readonly maxBytes: number;
}

/** The committed end of the log, as memory holds it. Replaced as a whole by each commit. */
export interface LogEnd {
  readonly stored: StoredHead;
  readonly head: Head;
  readonly edge: TreeEdge;
  readonly accounts: AccountTree;
}

/** What a batch came to. No answer may leave before `end` is committed. */
export interface Committed {
  readonly end: LogEnd;
  /** By submission; those past the last one do not fit in this batch and begin the next one. */
  readonly judgements: readonly Judgement[];
  /** Whether the list of refusals is recorded. */
  readonly listed: boolean;
  /** The keys of the state that changed. */
  readonly changed: readonly string[];
  /** The staged batch, which nobody needs any more; undefined where there was nothing to commit. */
  readonly staged?: ObjectPath;
}

/**
 * Commits one batch, with the list of refusals at its end if that may be recorded. Any error but a refusal leaves the
 * outcome unknown: the caller stops, and start-up recovers.
 */
export async function commitBatch(
  parts: CommitterParts,
  end: LogEnd,
  batch: readonly Submission[],
  refusals?: RefusalsBody,
): Promise<Committed> {
  const { index, objects, heads } = parts;
  const { sequencer, state, ...outcome } = await sequenceBatch(parts, end, batch, refusals);
  const sequenced = sequencer.placed;
  if (sequenced.length === 0) return { end, ...outcome, changed: [] };

  const records = sequenced.map(({ record }) => record);
  const { edge, objects: tiles } = end.edge.append(records);
  const head: Head = {
    generation: end.head.generation + 1,
    size: edge.size,
    root: edge.range().root(),
    state: sequencer.accounts.root(),
  };
  const staged = stagingPath(head);
  await objects.put([
    { path: staged, bytes: encodeStaged({ oldSize: end.head.size, records: records.map((r) => r.bytes) }) },
  ]);
  await checkReadBack(parts, end, sequenced, head, staged);
  const stored = await heads.compareAndSwap(end.stored.version, encodeHead(head));

  const changes = state.changes();
  const applied = { size: head.size, root: head.root };
  await bothOf(objects.put(tiles), index.append(sequenced, changes, sequencer.accounts, applied));
  const changed = changes.map(({ key }) => key);
  return { end: { stored, head, edge, accounts: sequencer.accounts }, ...outcome, changed, staged };
}

/** Waits until both have settled: after an error nothing goes on in the background. */
async function bothOf(a: Promise<void>, b: Promise<void>): Promise<void> {
  await Promise.allSettled([a, b]);
  await a;
  await b;
}

/** Judges the statements of a batch, and makes records of those that are accepted and of what the ledger itself writes. */
async function sequenceBatch(
  { index, reader, clock, checkSignature, operator, maxBytes }: CommitterParts,
  { head: { size }, accounts }: LogEnd,
  batch: readonly Submission[],
  refusals: RefusalsBody | undefined,
) {
  const state = new BatchState({
    load: (keys) => index.state(keys),
    rootAt: async (at) => (at <= size ? reader.root(at) : undefined),
  });
  const sequencer = new Sequencer({ state, accounts, size, checkSignature, operator, maxBytes });
  await state.fetch(() => ({ keys: [STATE.clock], roots: [] }));
  await state.prefetchAll(batch.map(({ signed }) => signed));
  const now = clock.read(state.get(STATE.clock));
  const judgements: Judgement[] = [];
  for (const { signed, checked } of batch) {
    const judgement = await sequencer.judge(signed, checked, now);
    if (judgement.outcome === 'deferred') break;
    judgements.push(judgement);
  }
  const listed = refusals !== undefined && (await sequencer.writeRefusals(refusals, now));
  return { sequencer, state, judgements, listed };
}

async function checkReadBack(
  { objects, origin }: CommitterParts,
  end: LogEnd,
  sequenced: readonly Sequenced[],
  head: Head,
  path: string,
): Promise<void> {
  const bytes = await objects.get(path);
  if (bytes === undefined) throw new InputError('self-check', `${path} cannot be read back`);
  checkStagedBatch(bytes, { origin, range: end.edge.range(), state: end.head.state, sequenced, head });
}
