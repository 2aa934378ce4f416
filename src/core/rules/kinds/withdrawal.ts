/**
 * `withdrawal`: takes back a dataset, which no later contribution may then name, or a contribution that is not yet decided.
 * What was aggregated stays aggregated, and credit that was earned stays earned: the log does not forget.
 * @module
 */
import { type Context, found, type Kind, require } from '../kind.ts';
import { CONTRIBUTION, step } from '../machines.ts';
import { findRound, stepRound } from '../rounds.ts';
import { STATE, type StateChange, set } from '../state.ts';

export const withdrawal: Kind<'withdrawal'> = {
  kind: 'withdrawal',
  roles: [],
  afterLeaving: true,
  needsReason: () => true,
  account: ({ author }) => author,
  reads({ body }, view) {
    const contribution = view.get(STATE.contribution(body.subject));
    return [
      STATE.dataset(body.subject),
      STATE.contribution(body.subject),
      ...(contribution === undefined ? [] : [STATE.round(contribution.round)]),
    ];
  },
  apply(context) {
    const { view, statement } = context;
    const { author, body } = statement;
    const dataset = view.get(STATE.dataset(body.subject));
    if (dataset === undefined) return withdrawContribution(context);
    require(dataset.author === author, 'not-own', () => `the dataset is of ${dataset.author}`);
    require(dataset.status === 'live', 'dataset-unusable', () => `the dataset is ${dataset.status}`);
    return [set(STATE.dataset(body.subject), { ...dataset, status: 'withdrawn' })];
  },
};

function withdrawContribution({ view, statement: { author, body } }: Context<'withdrawal'>): StateChange[] {
  const contribution = view.get(STATE.contribution(body.subject));
  require(contribution !== undefined, 'subject-unknown', () =>
    `${body.subject} is neither a dataset nor a contribution`);
  require(contribution.institution === author, 'not-own', () => `the contribution is of ${contribution.institution}`);
  const round = findRound(view, contribution.round);
  stepRound(round, 'withdrawal');
  const status = found(
    step(CONTRIBUTION, contribution.status, 'withdrawal'),
    'already-decided',
    () => `the contribution is ${contribution.status}`,
  );
  return [
    set(STATE.contribution(body.subject), { ...contribution, status }),
    set(STATE.round(contribution.round), { ...round, undecided: round.undecided - 1 }),
  ];
}
