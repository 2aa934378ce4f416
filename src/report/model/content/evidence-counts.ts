/**
 * How much of each kind of evidence a period report shows, for the matrix of requirements.
 * @module
 */
import type { PeriodReport } from '../../../core/generated/documents.ts';
import type { ReportLedger } from '../ledger.ts';
import { type EvidenceName, REQUIREMENTS } from './requirements.ts';

type Body = Omit<PeriodReport, 'requirements'>;

const COUNTS: Readonly<Record<EvidenceName, (body: Body, ledger: ReportLedger) => number>> = {
  'records-replayed': (_, { report }) => report.records,
  'audit-findings': (body) => exceptionsOf(body, 'audit-finding'),
  signatures: ({ totals }) => totals.signatures,
  entries: ({ entries }) => entries.length,
  changes: ({ changes }) => changes.length,
  'changes-with-reason': ({ changes }) => changes.filter(({ entry }) => entry.reason !== undefined).length,
  corrections: (body) => exceptionsOf(body, 'correction'),
  keys: ({ keys }) => keys.length,
  'key-revocations': (body) => exceptionsOf(body, 'key-revocation'),
  roles: ({ institutions }) => institutions.reduce((count, { roles }) => count + roles.length, 0),
  'combined-roles': (body) => exceptionsOf(body, 'combined-roles'),
  refusals: ({ totals }) => totals.refused,
  'late-entries': (body) => exceptionsOf(body, 'late-entry'),
  witnesses: (_, { anchor }) => new Set(anchor.cosignatures.map(({ witness }) => witness.name)).size,
  amendments: ({ kinds }) => ofKind(kinds, 'amendment'),
  withdrawals: (body) => exceptionsOf(body, 'withdrawal'),
  erasures: ({ kinds }) => ofKind(kinds, 'erasure'),
  'evaluation-plans': ({ kinds }) => ofKind(kinds, 'evaluation-plan'),
  models: ({ kinds }) => ofKind(kinds, 'model'),
  exceptions: ({ totals }) => totals.exceptions,
};

export function countEvidence(body: Body, ledger: ReportLedger): PeriodReport['requirements'] {
  return REQUIREMENTS.map(({ id, evidence }) => ({
    id,
    evidence: evidence.map((what) => ({ what, count: COUNTS[what](body, ledger) })),
  }));
}

function exceptionsOf({ checks }: Body, check: string): number {
  return checks.find((each) => each.check === check)?.exceptions ?? 0;
}

function ofKind(kinds: Body['kinds'], kind: string): number {
  return kinds.find((each) => each.kind === kind)?.records ?? 0;
}
