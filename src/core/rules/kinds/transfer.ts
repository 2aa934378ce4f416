/**
 * `transfer`: passes credit on, to a pool for instance. The beneficiary's credit follows at once as a record of its own.
 * @module
 */
import { type Kind, require } from '../kind.ts';
import { operatorReads, requireOperatorKey } from '../operator.ts';
import { spend } from '../spending.ts';
import { STATE, set } from '../state.ts';

export const transfer: Kind<'transfer'> = {
  kind: 'transfer',
  roles: [],
  afterLeaving: true,
  account: ({ author }) => author,
  spent: ({ body }) => BigInt(body.amount),
  reads: ({ body }, view) => [STATE.credit(body.credit), STATE.institution(body.beneficiary), ...operatorReads(view)],
  apply(context) {
    const { view, ledger, statement, digest } = context;
    const { author, body } = statement;
    const { beneficiary, amount } = body;
    const { credit, change } = spend(view, body.credit, author, amount);
    const isOther = beneficiary !== author && beneficiary !== ledger.operator;
    require(isOther && view.get(STATE.institution(beneficiary))?.status === 'active', 'beneficiary', () =>
      `${beneficiary} is not another active institution`);
    requireOperatorKey(context);
    return [
      change,
      set(STATE.drain, { source: digest, policy: credit.policy, lines: [{ line: 0, beneficiary, amount }] }),
    ];
  },
};
