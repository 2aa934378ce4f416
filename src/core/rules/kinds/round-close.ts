/**
 * `round-close`: completes or aborts a round. Only a completed round moves the head of its lineage. Nobody can block:
 * past `closeBy` a steward may abort.
 * @module
 */
import { holdsRole } from '../institution.ts';
import { found, type Kind, require } from '../kind.ts';
import { STATE, set } from '../state.ts';

export const roundClose: Kind<'round-close'> = {
  kind: 'round-close',
  roles: ['aggregator', 'steward'],
  needsReason: ({ statement }) => statement.body.outcome === 'aborted',
  account: ({ author }) => author,
  reads: ({ body }, view) => {
    const round = view.get(STATE.round(body.round));
    const aggregation = body.outcome === 'completed' ? [STATE.aggregation(body.aggregation)] : [];
    return [STATE.round(body.round), ...aggregation, ...(round === undefined ? [] : [STATE.model(round.model)])];
  },
  apply({ view, author, statement, recordedAt }) {
    const { body } = statement;
    const round = found(
      view.get(STATE.round(body.round)),
      'round-unknown',
      () => `no round was opened by statement ${body.round}`,
    );
    const model = found(
      view.get(STATE.model(round.model)),
      'model-unknown',
      () => `no lineage ${round.model} is registered`,
    );
    require(round.status === 'open' || round.status === 'aggregated', 'round-not-open', () =>
      `round ${round.round} is ${round.status}`);
    require(body.contributions === round.contributions, 'count', () =>
      `${round.contributions} contributions are recorded in ${round.round}, not ${body.contributions}`);
    const { open: _, ...rest } = model;

    if (body.outcome === 'aborted') {
      const late = holdsRole(author, 'steward', recordedAt) && recordedAt > round.closeBy;
      require(statement.author === round.aggregator || late, 'not-aggregator', () =>
        `${round.aggregator} closes ${round.round}; a steward may abort it past ${round.closeBy}`);
      return [set(STATE.round(body.round), { ...round, status: 'aborted' }), set(STATE.model(round.model), rest)];
    }
    require(statement.author === round.aggregator, 'not-aggregator', () =>
      `${round.aggregator} closes ${round.round}, not ${statement.author}`);
    const aggregation = view.get(STATE.aggregation(body.aggregation));
    const ours = round.aggregation === body.aggregation;
    require(ours && aggregation !== undefined, 'aggregation-unknown', () =>
      `${body.aggregation} is not the aggregation of ${round.round}`);
    return [
      set(STATE.round(body.round), { ...round, status: 'completed' }),
      set(STATE.model(round.model), { ...rest, head: aggregation.output, step: aggregation.step }),
    ];
  },
};
