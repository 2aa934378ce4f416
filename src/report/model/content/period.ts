/**
 * The content of a period report.
 * @module
 */
import type { PeriodReport } from '../../../core/generated/documents.ts';
import type { ReportLedger } from '../ledger.ts';
import type { IndexRange } from '../scope.ts';
import { describeEntry } from './entries.ts';

export function buildPeriod(ledger: ReportLedger, { start, end }: IndexRange, _institution?: string): PeriodReport {
  return {
    system: {
      operator: '-',
      rules: 1,
      charter: '0'.repeat(64),
      quorums: [],
      mayCombine: [],
      endorseWithin: 0,
      reading: 'public',
      logKeys: [],
    },
    totals: {
      records: end - start,
      signatures: end - start,
      institutions: 0,
      rounds: 0,
      contributions: 0,
      accepted: 0,
      rejected: 0,
      withdrawn: 0,
      undecided: 0,
      excluded: 0,
      awards: 0,
      credits: 0,
      issued: '0',
      claimed: '0',
      transferred: '0',
      refused: 0,
      exceptions: 0,
    },
    unchecked: [],
    kinds: [],
    months: [],
    lateness: { threshold: 0, greatest: 0, early: 0, buckets: [] },
    institutions: [],
    keys: [],
    checks: [],
    exceptions: [],
    changes: [],
    checkpoints: [],
    requirements: [],
    entries: ledger.history.entries.slice(start, end).map((entry) => describeEntry(ledger, entry)),
  };
}
