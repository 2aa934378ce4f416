/**
 * The content of a period report: what is in the log between two points, and everything that a reader of it must know.
 * @module
 */

import { InputError } from '../../../core/error.ts';
import type { PeriodReport } from '../../../core/generated/documents.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { ReportLedger } from '../ledger.ts';
import type { IndexRange } from '../scope.ts';
import { listChanges } from './changes.ts';
import { describeEntry } from './entries.ts';
import { countEvidence } from './evidence-counts.ts';
import { runChecks } from './exceptions.ts';
import { describeInstitutions, describeKeys } from './institutions.ts';
import { PeriodSource } from './source.ts';
import { countKinds, countMonths, countTotals, describeSystem, measureLateness } from './tallies.ts';

/** What no report of a log can check, by code: readers are told. */
const UNCHECKED = ['artefacts', 'openings', 'measurements', 'signing-time', 'persons', 'operations'] as const;

/** @param institution whose records alone are in scope. @throws InputError `not-found` where there is no such institution */
export function buildPeriod(ledger: ReportLedger, range: IndexRange, institution?: string): PeriodReport {
  if (institution !== undefined && ledger.state.value(STATE.institution(institution)) === undefined)
    throw new InputError('not-found', `there is no institution ${institution}`);
  const source = new PeriodSource(ledger, range, institution);
  const { checks, exceptions } = runChecks(source);
  const body = {
    system: describeSystem(source),
    totals: countTotals(source, exceptions.length),
    unchecked: uncheckedIn(ledger),
    kinds: countKinds(source),
    months: countMonths(source),
    lateness: measureLateness(source),
    institutions: describeInstitutions(source, exceptions),
    keys: describeKeys(source, range),
    checks,
    exceptions,
    changes: listChanges(source),
    entries: source.entries.map((entry) => describeEntry(ledger.state, entry)),
  };
  return { ...body, requirements: countEvidence(body, ledger) };
}

function uncheckedIn({ anchor }: ReportLedger): string[] {
  return anchor.cosignatures.length === 0 ? ['other-views', ...UNCHECKED] : [...UNCHECKED];
}
