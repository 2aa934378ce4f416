/**
 * `credit`: a claimable unit of credit. The ledger writes one for each line of a final award above 0, and one for each
 * transfer, immediately after its source and in line order; the rules say which comes next and accept nothing else.
 * @module
 */
import { found, type Kind, require } from '../kind.ts';
import { STATE, set, unset } from '../state.ts';

export const credit: Kind<'credit'> = {
  kind: 'credit',
  roles: [],
  writer: 'operator',
  account: ({ body }) => body.beneficiary,
  issued: ({ body }) => BigInt(body.amount),
  reads: () => [STATE.drain],
  apply({ view, statement: { body }, digest, index }) {
    const drain = found(
      view.get(STATE.drain),
      'credit-unfounded',
      () => 'no final award and no transfer waits for its credits',
    );
    const [next, ...rest] = drain.lines;
    const matches =
      next !== undefined &&
      body.source === drain.source &&
      body.line === next.line &&
      body.beneficiary === next.beneficiary &&
      body.amount === next.amount;
    require(matches, 'credit-unfounded', () =>
      `next comes line ${next?.line} of ${drain.source}: ${next?.amount} to ${next?.beneficiary}`);
    const { beneficiary, amount, source } = body;
    return [
      set(STATE.credit(digest), { beneficiary, amount, spent: '0', source, policy: drain.policy }),
      set(STATE.creditOf(beneficiary, index), digest),
      rest.length === 0 ? unset(STATE.drain) : set(STATE.drain, { ...drain, lines: rest }),
    ];
  },
};
