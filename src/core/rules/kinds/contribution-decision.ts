/**
 * `contribution-decision`: the aggregator accepts or rejects, with what it measured. In a round that bears credit, the
 * policy's limits decide: what lies outside cannot be accepted, and what lies inside cannot be rejected for it.
 * @module
 */
import type { ContributionDecisionBody } from '../../generated/bodies.ts';
import { type Context, found, type Kind, require } from '../kind.ts';
import { causesOf } from '../limits.ts';
import { CONTRIBUTION, step } from '../machines.ts';
import { findRound, stepRound } from '../rounds.ts';
import { STATE, set, type View } from '../state.ts';
import type { ContributionState, RoundState } from '../state-round.ts';

export const contributionDecision: Kind<'contribution-decision'> = {
  kind: 'contribution-decision',
  roles: ['aggregator'],
  account: ({ body }) => body.institution,
  reads({ body }, view) {
    const { nearest } = body.measured;
    const contribution = view.get(STATE.contribution(body.contribution));
    const round = contribution && view.get(STATE.round(contribution.round));
    return [
      STATE.contribution(body.contribution),
      ...(nearest === undefined ? [] : [STATE.contribution(nearest.contribution)]),
      ...(contribution === undefined ? [] : [STATE.round(contribution.round)]),
      ...(round?.credit === undefined ? [] : [STATE.policy(round.credit.policy)]),
    ];
  },
  apply(context) {
    const { view, statement, digest, recordedAt } = context;
    const { author, body } = statement;
    const contribution = found(
      view.get(STATE.contribution(body.contribution)),
      'contribution-unknown',
      () => `no contribution ${body.contribution} is recorded`,
    );
    require(body.institution === contribution.institution, 'subject-account', () =>
      `the contribution is of ${contribution.institution}, not of ${body.institution}`);
    const round = findRound(view, contribution.round);
    stepRound(round, 'contribution-decision');
    require(author === round.aggregator, 'not-aggregator', () =>
      `${round.aggregator} decides in ${round.round}, not ${author}`);
    require(recordedAt <= round.decideBy, 'deadline-passed', () =>
      `decisions in ${round.round} ended at ${round.decideBy}`);
    const status = found(
      step(CONTRIBUTION, contribution.status, `contribution-decision ${body.outcome}`),
      'already-decided',
      () => `the contribution is ${contribution.status}`,
    );
    checkMeasured(context, contribution, round);
    const accepted = body.outcome === 'accepted' ? 1 : 0;
    return [
      set(STATE.contribution(body.contribution), { ...contribution, status, decision: digest }),
      set(STATE.round(contribution.round), {
        ...round,
        undecided: round.undecided - 1,
        accepted: round.accepted + accepted,
      }),
    ];
  },
};

function checkMeasured(
  { view, statement: { body } }: Context<'contribution-decision'>,
  contribution: ContributionState,
  round: RoundState,
): void {
  checkComplete(view, body, contribution, round);
  const policy = round.credit && view.get(STATE.policy(round.credit.policy));
  const causes = causesOf(body.measured, policy?.limits, precedes(view, body, contribution));
  const [first] = causes;
  if (body.outcome === 'accepted') {
    require(first === undefined, 'outside-limits', () => `an update cannot be accepted with the cause ${first}`);
  } else {
    const isFounded = body.cause === 'shape' || policy === undefined || causes.includes(body.cause);
    require(isFounded, 'cause-unfounded', () => `what was measured is no cause ${body.cause} under the policy`);
  }
}

/** Requires that the measurement names the nearest other update, and the last step, wherever there is one. */
function checkComplete(
  view: View,
  { contribution: digest, measured }: ContributionDecisionBody,
  contribution: ContributionState,
  { round, contributed, credit, previousStep }: RoundState,
): void {
  const { nearest, stepCosinePpm } = measured;
  if (nearest !== undefined) {
    const other = view.get(STATE.contribution(nearest.contribution));
    require(other?.round === contribution.round && nearest.contribution !== digest, 'contribution-unknown', () =>
      `${nearest.contribution} is no other contribution to ${round}`);
  }
  if (credit === undefined) return;
  require(nearest !== undefined || contributed.length < 2, 'not-measured', () =>
    `the similarity with the other contributions to ${round} is missing`);
  require(stepCosinePpm !== undefined || previousStep === undefined, 'not-measured', () =>
    `the similarity with the global step before ${round} is missing`);
}

/** True when the nearest other update was committed to before this one: who came later is the copy. */
function precedes(view: View, { measured }: ContributionDecisionBody, { precedence }: ContributionState): boolean {
  const other = measured.nearest && view.get(STATE.contribution(measured.nearest.contribution));
  return other !== undefined && other.precedence < precedence;
}
