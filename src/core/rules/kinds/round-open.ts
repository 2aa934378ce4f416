/**
 * `round-open`: opens a round on the head of a lineage.
 * @module
 */

import { parseInstant } from '../../statement/instant.ts';
import { checkCreditTerms, creditTermReads } from '../credit-terms.ts';
import { holdsRole } from '../institution.ts';
import { found, type Kind, require } from '../kind.ts';
import { STATE, set } from '../state.ts';

export const roundOpen: Kind<'round-open'> = {
  kind: 'round-open',
  roles: ['aggregator', 'steward'],
  account: ({ author }) => author,
  reads: ({ body }, view) => [
    STATE.model(body.model),
    ...(body.algorithm === undefined ? [] : [STATE.algorithm(body.algorithm)]),
    ...creditTermReads(body, view),
    STATE.roundName(body.round),
    STATE.institution(body.aggregator),
    ...body.invited.map(STATE.institution),
  ],
  apply({ view, statement, digest, recordedAt }) {
    const { body } = statement;
    const model = found(
      view.get(STATE.model(body.model)),
      'model-unknown',
      () => `no lineage ${body.model} is registered`,
    );
    require(view.get(STATE.roundName(body.round)) === undefined, 'name-taken', () =>
      `there is already a round ${body.round}`);
    require(model.open === undefined, 'round-still-open', () => `the lineage has an open round: ${model.open}`);
    require(body.number === model.rounds + 1, 'round-number', () =>
      `the next round of ${body.model} is number ${model.rounds + 1}, not ${body.number}`);
    require(body.parent === model.head, 'parent-mismatch', () =>
      `the head of ${body.model} is ${model.head}, not ${body.parent}`);
    for (const name of ['contributeBy', 'decideBy', 'closeBy'] as const) parseInstant(body[name], name);
    const { contributeBy, decideBy, closeBy } = body;
    require(recordedAt < contributeBy && contributeBy <= decideBy && decideBy <= closeBy, 'deadline-passed', () =>
      'the deadlines must lie ahead: contributeBy, not after decideBy, not after closeBy');
    const algorithm = body.algorithm === undefined ? undefined : view.get(STATE.algorithm(body.algorithm));
    require(body.algorithm === undefined || algorithm !== undefined, 'algorithm-unknown', () =>
      `no algorithm ${body.algorithm} is in force`);
    checkCreditTerms(view, body, model, recordedAt);

    const aggregator = view.get(STATE.institution(body.aggregator));
    require(aggregator !== undefined && holdsRole(aggregator, 'aggregator', recordedAt), 'role-missing', () =>
      `${body.aggregator} does not hold the role aggregator`);
    for (const id of body.invited) {
      const invited = view.get(STATE.institution(id));
      require(invited !== undefined && holdsRole(invited, 'contributor', recordedAt), 'role-missing', () =>
        `${id} does not hold the role contributor`);
      const sameHouse = id === body.aggregator || (invited.group !== undefined && invited.group === aggregator.group);
      require(!sameHouse, 'aggregator-contributes', () =>
        `${id} belongs to the aggregator, which contributes nothing in its own round`);
    }
    const { round, number, parent, rule, credit } = body;
    return [
      set(STATE.round(digest), {
        round,
        number,
        model: body.model,
        parent,
        zeroUpdate: model.zeroUpdate,
        ...(model.step === undefined ? {} : { previousStep: model.step }),
        ...(body.algorithm === undefined ? {} : { algorithm: body.algorithm }),
        aggregator: body.aggregator,
        invited: body.invited,
        rule,
        contributeBy,
        decideBy,
        closeBy,
        ...(credit === undefined ? {} : { credit }),
        status: 'open',
        committed: [],
        contributed: [],
        undecided: 0,
        accepted: 0,
      }),
      set(STATE.roundName(round), digest),
      set(STATE.model(body.model), { ...model, rounds: number, open: digest }),
    ];
  },
};
