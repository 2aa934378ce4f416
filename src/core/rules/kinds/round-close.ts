/**
 * `round-close`: completes or aborts a round. Only a completed round moves the head of its lineage, and falls in a credit
 * window. Nobody can block: past `closeBy`, or when the aggregator is one no longer, a steward may abort.
 * @module
 */
import { holdsRole } from '../institution.ts';
import { type Context, found, type Kind, require } from '../kind.ts';
import { findRound, stepRound } from '../rounds.ts';
import { STATE, type StateChange, type StateKey, set, type View } from '../state.ts';
import type { ModelState, RoundState } from '../state-round.ts';
import { placeRound } from '../windows.ts';

export const roundClose: Kind<'round-close'> = {
  kind: 'round-close',
  roles: ['aggregator', 'steward'],
  needsReason: ({ statement }) => statement.body.outcome === 'aborted',
  account: ({ author }) => author,
  reads: ({ body }, view) => {
    const round = view.get(STATE.round(body.round));
    const aggregation = body.outcome === 'completed' ? [STATE.aggregation(body.aggregation)] : [];
    const ofRound = round === undefined ? [] : [STATE.institution(round.aggregator), ...windowReads(round, view)];
    return [STATE.round(body.round), ...aggregation, ...ofRound];
  },
  apply(context) {
    const { view, statement } = context;
    const { body } = statement;
    const round = findRound(view, body.round);
    const model = found(
      view.get(STATE.model(round.model)),
      'model-unknown',
      () => `no lineage ${round.model} is registered`,
    );
    const count = round.contributed.length;
    require(body.contributions === count, 'count', () =>
      `${count} contributions are recorded in ${round.round}, not ${body.contributions}`);
    const withheld = round.committed.filter((id) => !round.contributed.includes(id));
    return body.outcome === 'aborted'
      ? abort(context, round, model, withheld)
      : complete(context, round, model, body.aggregation, withheld);
  },
};

function windowReads({ model: id, credit }: RoundState, view: View): StateKey[] {
  const model = view.get(STATE.model(id));
  const window = model === undefined || model.windows === 0 ? [] : [STATE.window(id, model.windows)];
  return [STATE.model(id), ...(credit === undefined ? [] : [STATE.policy(credit.policy), ...window])];
}

function abort(
  { view, author, statement, recordedAt }: Context<'round-close'>,
  round: RoundState,
  { open: _, ...model }: ModelState,
  withheld: readonly string[],
): StateChange[] {
  const status = stepRound(round, 'round-close aborted');
  const aggregator = view.get(STATE.institution(round.aggregator));
  const isAbandoned = aggregator === undefined || !holdsRole(aggregator, 'aggregator', recordedAt);
  const mayStep = holdsRole(author, 'steward', recordedAt) && (isAbandoned || recordedAt > round.closeBy);
  require(statement.author === round.aggregator || mayStep, 'not-aggregator', () =>
    `${round.aggregator} closes ${round.round}; a steward may abort it past ${round.closeBy}`);
  return [
    set(STATE.round(statement.body.round), { ...round, status, withheld, closedAt: recordedAt }),
    set(STATE.model(round.model), model),
  ];
}

function complete(
  { view, statement, recordedAt }: Context<'round-close'>,
  round: RoundState,
  { open: _, ...model }: ModelState,
  named: string,
  withheld: readonly string[],
): StateChange[] {
  require(statement.author === round.aggregator, 'not-aggregator', () =>
    `${round.aggregator} closes ${round.round}, not ${statement.author}`);
  const aggregation = view.get(STATE.aggregation(named));
  require(round.aggregation === named && aggregation !== undefined, 'aggregation-unknown', () =>
    `${named} is not the aggregation of ${round.round}`);
  const { output: head, step } = aggregation;
  const status = stepRound(round, 'round-close completed');
  // Else the aggregator could close so late that no evaluator has time to report.
  require(round.credit === undefined || recordedAt <= round.closeBy, 'deadline-passed', () =>
    `${round.round} had to be closed by ${round.closeBy}; it can only be aborted now`);
  const closed: RoundState = { ...round, status, withheld, closedAt: recordedAt };
  const digest = statement.body.round;
  const policy = round.credit && view.get(STATE.policy(round.credit.policy));
  if (round.credit === undefined || policy === undefined)
    return [set(STATE.round(digest), closed), set(STATE.model(round.model), { ...model, head, step })];

  const last = model.windows === 0 ? undefined : view.get(STATE.window(round.model, model.windows));
  const placed = placeRound(last && { number: model.windows, window: last }, policy, {
    digest,
    credit: round.credit,
    players: round.players ?? [],
    closedAt: recordedAt,
  });
  return [
    set(STATE.round(digest), { ...closed, window: placed.number }),
    set(STATE.window(round.model, placed.number), placed.window),
    set(STATE.model(round.model), { ...model, head, step, windows: placed.number }),
  ];
}
