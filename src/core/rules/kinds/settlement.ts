/**
 * `settlement`: says that a claim was settled, and how. The treasurer settles; past the policy's deadline any steward may.
 * The claimant countersigns with an endorsement.
 * @module
 */
import { holdsRole } from '../institution.ts';
import { found, type Kind, require } from '../kind.ts';
import { STATE, set } from '../state.ts';

export const settlement: Kind<'settlement'> = {
  kind: 'settlement',
  roles: ['treasurer', 'steward'],
  account: ({ body }) => body.institution,
  reads: ({ body }) => [STATE.claim(body.claim)],
  apply({ view, author, statement: { author: settler, body }, digest, recordedAt }) {
    const claim = found(view.get(STATE.claim(body.claim)), 'claim-unknown', () => `no claim ${body.claim} is recorded`);
    require(claim.institution === body.institution, 'subject-account', () =>
      `the claim is of ${claim.institution}, not of ${body.institution}`);
    require(claim.settlement === undefined, 'already-settled', () => `the claim was settled by ${claim.settlement}`);
    require(claim.institution !== settler, 'settles-own', () => `${settler} cannot settle its own claim`);
    require(holdsRole(author, 'treasurer', recordedAt) || recordedAt > claim.settleBy, 'role-missing', () =>
      `the treasurer settles; a steward may past ${claim.settleBy}`);
    return [set(STATE.claim(body.claim), { ...claim, settlement: digest })];
  },
};
