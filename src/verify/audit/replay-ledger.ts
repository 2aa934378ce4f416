/**
 * Replaying a ledger in order to ask it something: the state of the rules and the records, exactly as far as its newest published
 * checkpoint, after everything that an audit checks. Whoever asks needs no trust in the server or the folder.
 * @module
 */
import { InputError } from '../../core/error.ts';
import { History } from '../history/history.ts';
import { type AuditOptions, type AuditReport, auditAndReplay } from './audit.ts';
import type { LedgerFiles } from './ledger-files.ts';
import type { RuleState } from './rule-state.ts';

/** A ledger that holds, up to a published checkpoint. */
export interface ReplayedLedger {
  /** VERIFIED. */
  readonly report: AuditReport;
  /** As of record `report.size` - 1. */
  readonly state: RuleState;
  readonly history: History;
}

/**
 * Audits the ledger's public files and keeps what the replay made of them. Records beyond the newest published checkpoint are
 * left out, so a folder gives what its server gives.
 * @param policyText the trust policy
 * @throws InputError `ledger-unsound` where the audit finds a problem, `ledger-unjudged` where nobody can tell, `bad-policy`, and
 *   as `audit`
 */
export async function replayLedger(
  files: LedgerFiles,
  policyText: Uint8Array | string,
  options: AuditOptions,
): Promise<ReplayedLedger> {
  const history = new History();
  const published: LedgerFiles = { read: (path) => files.read(path), isPublicCopy: true };
  const { report, state } = await auditAndReplay(published, policyText, {
    ...options,
    onRecord: (record, index) => history.add(record, index),
  });
  const [problem] = report.problems;
  if (problem !== undefined) throw new InputError('ledger-unsound', `${problem.code}: ${problem.message}`);
  const [doubt] = report.doubts;
  if (doubt !== undefined) throw new InputError('ledger-unjudged', `${doubt.code}: ${doubt.message}`);
  return { report, state, history };
}
