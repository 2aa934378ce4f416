/**
 * What the ledger itself writes: credits follow only while the operator institution has a key to sign them with.
 * @module
 */
import { isKeyLive } from './institution.ts';
import { type Context, require } from './kind.ts';
import { STATE, type StateKey, type View } from './state.ts';

/** What {@link requireOperatorKey} reads. */
export function operatorReads(view: View): StateKey[] {
  const operator = view.get(STATE.ledger)?.operator;
  return operator === undefined ? [] : [STATE.institution(operator)];
}

/** The ledger itself writes the credits that follow. @throws Refusal `operator-key` while it has no live key */
export function requireOperatorKey({
  view,
  ledger,
  index,
}: Pick<Context<'award-final' | 'transfer'>, 'view' | 'ledger' | 'index'>): void {
  const operator = view.get(STATE.institution(ledger.operator));
  const isLive = Object.keys(operator?.keys ?? {}).some(
    (id) => operator !== undefined && isKeyLive(operator, id, index + 1),
  );
  require(isLive, 'operator-key', () => `${ledger.operator} has no live key to write the credits with`);
}
