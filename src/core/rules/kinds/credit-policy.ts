/**
 * `credit-policy`: how credit is shared out. Stewards agree by quorum. A policy never changes; rounds name it when they open.
 * @module
 */
import { FULL_BASIS_POINTS } from '../../credit/input.ts';
import { type Kind, require } from '../kind.ts';
import { takeName } from '../names.ts';
import { STATE, set } from '../state.ts';

export const creditPolicy: Kind<'credit-policy'> = {
  kind: 'credit-policy',
  roles: ['steward'],
  quorum: { of: 'policy', needed: () => true },
  account: ({ author }) => author,
  reads: ({ body }) => [STATE.name('credit-policy', body.policy)],
  apply({ view, statement: { body }, digest }) {
    const { components, limits } = body;
    const methods = new Set(components.map(({ method }) => method));
    const total = components.reduce((sum, { basisPoints }) => sum + basisPoints, 0);
    require(methods.size === components.length && total === FULL_BASIS_POINTS, 'policy-components', () =>
      `the components must name each method once and sum to ${FULL_BASIS_POINTS} basis points, not ${total}`);
    require(limits.normMinMicro <= limits.normMaxMicro, 'policy-limits', () =>
      `no norm lies between ${limits.normMinMicro} and ${limits.normMaxMicro}`);
    return [takeName(view, 'credit-policy', body.policy, digest), set(STATE.policy(digest), body)];
  },
};
