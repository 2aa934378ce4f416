/**
 * The commit protocol (design section 5, steps 2 to 6): sequence, stage, read back, derive again, compare-and-swap the
 * head, apply. The compare-and-swap is the commit point: before it a batch leaves no trace, after it the batch stands.
 * @module
 */
import type { AccountTree } from '../core/account/trie.ts';
import { InputError } from '../core/error.ts';
import { STATE } from '../core/rules/state.ts';
import { BatchState } from './batch-state.ts';
import type { ClockGuard } from './clock-guard.ts';
import { encodeHead, type Head } from './head.ts';
import type { LedgerIndex } from './ledger-index.ts';
import type { HeadStore, ObjectStore, StoredHead } from './ports.ts';
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
  readonly judgements: readonly Judgement[];
}

/** Commits one batch. Any error but a refusal leaves the outcome unknown: the caller stops, and start-up recovers. */
export async function commitBatch(
  parts: CommitterParts,
  end: LogEnd,
  batch: readonly Submission[],
): Promise<Committed> {
  const { index, reader, objects, heads } = parts;
  const state = new BatchState({
    load: (keys) => index.state(keys),
    rootAt: async (size) => (size <= end.head.size ? reader.root(size) : undefined),
  });
  const sequencer = new Sequencer(state, end.accounts, end.head.size, parts.checkSignature);
  const [last] = await index.state([STATE.clock]);
  const now = parts.clock.read(last);
  const judgements: Judgement[] = [];
  for (const { signed, checked } of batch) judgements.push(await sequencer.judge(signed, checked, now));
  const sequenced = judgements.flatMap((j) => (j.outcome === 'placed' ? [j.sequenced] : []));
  if (sequenced.length === 0) return { end, judgements };

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

  await objects.put(tiles);
  await index.append(sequenced, state.changes(), sequencer.accounts, { size: head.size, root: head.root });
  await objects.remove([staged]);
  return { end: { stored, head, edge, accounts: sequencer.accounts }, judgements };
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
