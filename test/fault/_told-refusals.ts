/**
 * I4 over every refusal that anybody was told: the rules come to it on a state that was committed. One that rested on a
 * batch that failed to commit has no such state.
 * @module
 */
import type { LedgerRecord } from '../../src/core/record/record.ts';
import { QuickLedger } from '../_util/quick-ledger.ts';
import type { ToldRefusal } from './_told.ts';

/** Codes that are answered before any rule, on the statement alone. */
const BEFORE_RULES: ReadonlySet<string> = new Set(['bad-signature']);

/** The refusals that no committed state bears out. */
export function checkRefusals(records: readonly LedgerRecord[], refusals: readonly ToldRefusal[]): string[] {
  const open = refusals.filter(({ signed, code }) => signed !== undefined && !BEFORE_RULES.has(code));
  if (open.length === 0) return [];
  const borneOut = new Set<ToldRefusal>();
  const ledger = new QuickLedger();
  for (let size = 0; ; size++) {
    const next = records[size];
    for (const refusal of open) {
      if (size >= (refusal.committedBefore ?? 0) && isRefused(ledger, records, refusal)) borneOut.add(refusal);
    }
    if (next === undefined) break;
    ledger.accept(next, next.recordedAt);
  }
  return open
    .filter((refusal) => !borneOut.has(refusal))
    .map(({ digest, code }) => `statement ${digest} was refused (${code}), which no committed state bears out`);
}

/** Judged at the end of `ledger`, at the time of its last record. */
function isRefused(ledger: QuickLedger, records: readonly LedgerRecord[], { signed, code }: ToldRefusal): boolean {
  if (signed === undefined) return false;
  const recordedAt = records[Math.max(0, ledger.size - 1)]?.recordedAt ?? '';
  const outcome = ledger.judge(signed, recordedAt);
  return !outcome.accepted && outcome.code === code;
}
