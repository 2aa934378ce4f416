/**
 * `claim`: claims credit, all of it or a part. An institution that left still claims what it earned.
 * @module
 */
import { addSeconds } from '../../statement/instant.ts';
import type { Kind } from '../kind.ts';
import { spend } from '../spending.ts';
import { STATE, set } from '../state.ts';

export const claim: Kind<'claim'> = {
  kind: 'claim',
  roles: [],
  afterLeaving: true,
  account: ({ author }) => author,
  spent: ({ body }) => BigInt(body.amount),
  reads({ body }, view) {
    const credit = view.get(STATE.credit(body.credit));
    return [STATE.credit(body.credit), ...(credit === undefined ? [] : [STATE.policy(credit.policy)])];
  },
  apply({ view, statement: { author, body }, digest, recordedAt }) {
    const { credit, change } = spend(view, body.credit, author, body.amount);
    const seconds = view.get(STATE.policy(credit.policy))?.deadlines.settle ?? 0;
    return [
      change,
      set(STATE.claim(digest), {
        credit: body.credit,
        institution: author,
        amount: body.amount,
        settleBy: addSeconds(recordedAt, seconds),
      }),
    ];
  },
};
