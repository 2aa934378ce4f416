/**
 * All checks of a period report, run: what they looked at, and every exception in the order of the log.
 * @module
 */
import type { PeriodReport, ReportException } from '../../../core/generated/documents.ts';
import type { Found, PeriodCheck } from './check.ts';
import { LEDGER_CHECKS } from './checks-ledger.ts';
import { RECORD_CHECKS } from './checks-records.ts';
import { ROUND_CHECKS } from './checks-rounds.ts';
import { referenceTo } from './entries.ts';
import type { PeriodSource } from './source.ts';

const CHECKS: readonly PeriodCheck[] = [...LEDGER_CHECKS, ...RECORD_CHECKS, ...ROUND_CHECKS];

/** Most responses that one exception lists. */
const MAX_RESPONSES = 256;

export function runChecks(source: PeriodSource): Pick<PeriodReport, 'checks' | 'exceptions'> {
  const runs = CHECKS.map((check) => ({ check: check.id, ...check.run(source) }));
  return {
    checks: runs.map(({ check, looked, found }) => ({ check, looked, exceptions: found.length })),
    exceptions: runs
      .flatMap(({ check, found }) => found.map((each) => describe(check, each)))
      .sort((a, b) => (a.index ?? -1) - (b.index ?? -1)),
  };
}

function describe(check: string, { responses = [], ...found }: Found): ReportException {
  return { check, ...found, responses: responses.slice(0, MAX_RESPONSES).map(referenceTo) };
}
