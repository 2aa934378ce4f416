/**
 * Spending credit: what `claim` and `transfer` share (I6).
 * @module
 */
import { found, require } from './kind.ts';
import { STATE, type StateChange, set, type View } from './state.ts';
import type { CreditState } from './state-credit.ts';

/**
 * Takes `amount` from a credit of `owner`.
 * @throws Refusal `credit-unknown`, `not-beneficiary`, `credit-spent`
 */
export function spend(
  view: View,
  digest: string,
  owner: string,
  amount: string,
): { readonly credit: CreditState; readonly change: StateChange } {
  const credit = found(
    view.get(STATE.credit(digest)),
    'credit-unknown',
    () => `no credit ${digest} is recorded; credit exists once its award is final`,
  );
  require(credit.beneficiary === owner, 'not-beneficiary', () =>
    `the credit is of ${credit.beneficiary}, not of ${owner}`);
  const spent = BigInt(credit.spent) + BigInt(amount);
  require(spent <= BigInt(credit.amount), 'credit-spent', () =>
    `${credit.spent} of ${credit.amount} micro-credits are spent; ${amount} more would be too many`);
  return { credit, change: set(STATE.credit(digest), { ...credit, spent: String(spent) }) };
}
