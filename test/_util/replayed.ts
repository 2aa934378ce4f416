/**
 * A naive ledger as a replay leaves it, without files and signatures: what its records say, and what the rules made of them.
 * @module
 */
import { encodeHex } from '../../src/core/bytes/hex.ts';
import { parseRecord } from '../../src/core/record/record.ts';
import type { ReplayedLedger } from '../../src/verify/audit/replay-ledger.ts';
import { RuleState } from '../../src/verify/audit/rule-state.ts';
import { History } from '../../src/verify/history/history.ts';
import type { NaiveLedger } from './naive-ledger.ts';

/** The ledger at a size, as if a checkpoint covered it; all of it if absent. */
export function replayedOf(ledger: NaiveLedger, size: number = ledger.size): ReplayedLedger {
  const state = new RuleState();
  state.apply([...ledger.state(size)].map(([key, value]) => ({ key, value })));
  const history = new History();
  for (const [index, bytes] of ledger.records.slice(0, size).entries()) history.add(parseRecord(bytes), index);
  const nothing = { problems: [], doubts: [], notes: [], omitted: 0 } as const;
  const report = {
    verdict: 'VERIFIED',
    size,
    published: size,
    records: size,
    root: encodeHex(ledger.root(size)),
  } as const;
  return { report: { ...report, ...nothing }, state, history };
}
