/**
 * `utility-report`: what coalitions of a round are worth. The rule recomputes every value that credit rests on; a sealed
 * report, whose utilities nobody sees, counts once an auditor stands behind it.
 * @module
 */
import type { StatementOf } from '../../statement/statement.ts';
import { type Context, found, type Kind, require } from '../kind.ts';
import { ROUND, step } from '../machines.ts';
import { findRound } from '../rounds.ts';
import { STATE, type StateChange, type StateKey, set, type View } from '../state.ts';
import type { UtilityState } from '../state-credit.ts';
import type { RoundState } from '../state-round.ts';
import { type RevealedPlayer, readReport } from '../utility-reading.ts';

export const utilityReport: Kind<'utility-report'> = {
  kind: 'utility-report',
  roles: ['evaluator'],
  account: ({ author }) => author,
  reads: (statement, view) => [
    STATE.round(statement.body.round),
    STATE.plan(statement.body.plan),
    STATE.utility(statement.body.round, statement.author),
    ...statement.body.players.map(STATE.contribution),
    ...worthReads(view, statement),
  ],
  apply(context) {
    const { view, statement, digest, recordedAt } = context;
    const { author, body } = statement;
    const round = findRound(view, body.round);
    require(round.credit?.plan === body.plan, 'plan-unknown', () =>
      `round ${round.round} is valued by ${round.credit?.plan ?? 'no plan'}, not by ${body.plan}`);
    const plan = found(view.get(STATE.plan(body.plan)), 'plan-unknown', () => `no plan ${body.plan} is recorded`);
    require(plan.evaluators.includes(author), 'not-evaluator', () => `the plan does not name ${author}`);
    require(step(ROUND, round.status, 'utility-report') !== undefined, 'round-not-closed', () =>
      `round ${round.round} is ${round.status}`);
    const { reportBy } = round.credit;
    require(recordedAt <= reportBy, 'deadline-passed', () => `reports on ${round.round} ended at ${reportBy}`);
    const before = view.get(STATE.utility(body.round, author));
    require(before === undefined || before.status === 'partial', 'already-reported', () =>
      `${author} reported on ${round.round} already`);
    const players = revealedPlayers(context, round);
    const after = readReport(body, { planDigest: body.plan, plan, players, before });
    return [
      set(STATE.utility(body.round, author), after),
      set(STATE.reportOf(digest), { round: body.round, evaluator: author }),
      set(STATE.report(body.round, author, after.parts), digest),
      ...agreeOnWorth(context, round, after),
    ];
  },
};

function revealedPlayers(
  { view, statement: { body } }: Context<'utility-report'>,
  round: RoundState,
): RevealedPlayer[] {
  const players = round.players ?? [];
  const same = players.length === body.players.length && players.every((p, i) => p.contribution === body.players[i]);
  require(same, 'report-players', () =>
    `the players of ${round.round} are its ${players.length} aggregated contributions, ascending by digest`);
  return players.map(({ contribution, institution }) => {
    const nonce = view.get(STATE.contribution(contribution))?.nonce ?? '';
    return { institution, nonce };
  });
}

/** The round's aggregation, and what the evaluator said before of the models that the round began and ended with. */
function worthReads(view: View, { body, author }: StatementOf<'utility-report'>): StateKey[] {
  const round = view.get(STATE.round(body.round));
  if (round?.aggregation === undefined) return [];
  const output = view.get(STATE.aggregation(round.aggregation))?.output;
  return [
    STATE.aggregation(round.aggregation),
    STATE.worth(body.plan, author, round.parent),
    ...(output === undefined ? [] : [STATE.worth(body.plan, author, output)]),
  ];
}

/**
 * Under one plan a model has one worth: the empty coalition is the model that the round started from, so its value is what
 * the evaluator said of the same model as the outcome of the round before.
 */
function agreeOnWorth(
  { view, statement: { author, body } }: Context<'utility-report'>,
  { parent, aggregation = '' }: RoundState,
  { empty, grand }: UtilityState,
): StateChange[] {
  const output = view.get(STATE.aggregation(aggregation))?.output ?? '';
  const claims = [
    { model: parent, worth: empty },
    { model: output, worth: grand },
  ];
  return claims.map(({ model, worth }) => {
    const key = STATE.worth(body.plan, author, model);
    const earlier = view.get(key);
    require(earlier === undefined || earlier === worth, 'utility-inconsistent', () =>
      `${author} valued the model ${model} at ${earlier} before, and at ${worth} now`);
    return set(key, worth);
  });
}
