/**
 * Replaying the beginning of a log from its records alone: what the rule book finds wrong with them (I4).
 * @module
 */
import { CompactRange } from '../../core/merkle/compact-range.ts';
import { hashLeaf } from '../../core/merkle/hash.ts';
import { STATE } from '../../core/rules/state.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import { type AuditFinding, Findings } from '../audit/findings.ts';
import { HashTree } from '../audit/hash-tree.ts';
import { Replay, tryOpenRecord } from '../audit/replay.ts';
import { RootHistory } from '../audit/root-history.ts';
import type { SignatureBackend } from '../signatures.ts';

/** What a replay of a beginning found. */
export interface ReplayedPrefix {
  /** The root over all of it. */
  readonly root: Uint8Array;
  readonly problems: readonly AuditFinding[];
  readonly doubts: readonly AuditFinding[];
  /** Credits that must follow the last record at once, where the rules could judge all of it. */
  readonly creditsDue: number;
}

/** The root of the tree over `records`. */
export function rootOfRecords(records: readonly Uint8Array[]): Uint8Array {
  const range = CompactRange.empty();
  for (const bytes of records) range.append(hashLeaf(bytes));
  return range.root();
}

/** Replays `records`, the first of them the charter. Never throws for what they may be. */
export async function replayPrefix(records: readonly Uint8Array[], verify: SignatureBackend): Promise<ReplayedPrefix> {
  const tree = new HashTree();
  const pageOf = (index: number) => records.slice(index * FULL_WIDTH, (index + 1) * FULL_WIDTH);
  const history = new RootHistory(tree, async function* (index) {
    yield pageOf(index).map((bytes) => hashLeaf(bytes));
  });
  const findings = new Findings();
  const replay = new Replay(verify, findings);
  for (let index = 0; index * FULL_WIDTH < records.length; index++) {
    const page = pageOf(index);
    for (const bytes of page) tree.append(hashLeaf(bytes));
    if (replay.isRunning) await replay.run(page.map(tryOpenRecord), (size) => history.rootAt(size));
  }
  await replay.end();
  const { problems, doubts } = findings;
  const creditsDue = (replay.isRunning && replay.state.value(STATE.drain)?.lines.length) || 0;
  return { root: tree.root(), problems: problems.list().findings, doubts: doubts.list().findings, creditsDue };
}
