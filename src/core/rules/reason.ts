/**
 * Reasons: a statement that changes what was recorded earlier says why, in a word of the charter.
 * @module
 */
import type { KindName } from '../statement/validate.ts';
import { kindRules } from './book.ts';
import { type Context, require } from './kind.ts';
import { requireWord } from './vocabulary.ts';

/** @throws Refusal `vocabulary` for a word that the charter does not have, `reason-missing` where one is needed */
export function checkReason(context: Context<KindName>): void {
  const { ledger, statement } = context;
  const { reason } = statement.signing;
  if (reason !== undefined) requireWord(ledger, 'reasons', reason.code);
  const needed = kindRules(statement.kind, ledger.rules).needsReason?.(context) === true;
  require(reason !== undefined || !needed, 'reason-missing', () =>
    `this ${statement.kind} changes what was recorded and must give a reason`);
}
