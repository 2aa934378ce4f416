/**
 * The content of a credit statement.
 * @module
 */
import { InputError } from '../../../core/error.ts';
import type { CreditContent } from '../../../core/generated/documents.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { ReportLedger } from '../ledger.ts';
import type { IndexRange } from '../scope.ts';

/** @throws InputError `not-found` */
export function buildCredit({ state }: ReportLedger, institution: string, _range: IndexRange): CreditContent {
  const own = state.value(STATE.institution(institution));
  if (own === undefined) throw new InputError('not-found', `there is no institution ${institution}`);
  return {
    form: 'credit',
    institution,
    class: own.class,
    status: own.status,
    account: { issued: '0', spent: '0', balance: '0' },
    scope: { issued: '0', claimed: '0', transferred: '0' },
    contributions: [],
    policies: [],
    awards: [],
    credits: [],
    claims: [],
    transfers: [],
    disputes: [],
  };
}
