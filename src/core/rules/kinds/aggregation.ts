/**
 * `aggregation`: the model made from contributions of a round, each named once with the weight of its band.
 * @module
 */
import { artefactKeys, claimArtefact } from '../artefacts.ts';
import { found, type Kind, require } from '../kind.ts';
import { STATE, set } from '../state.ts';

export const aggregation: Kind<'aggregation'> = {
  kind: 'aggregation',
  roles: ['aggregator'],
  account: ({ author }) => author,
  reads: ({ body, subject }) => [
    STATE.round(body.round),
    ...body.contributions.map((c) => STATE.contribution(c.contribution)),
    ...artefactKeys(body.output.tensorSet, subject.sha256),
  ],
  apply({ view, statement, digest }) {
    const { author, body, subject } = statement;
    const round = found(
      view.get(STATE.round(body.round)),
      'round-unknown',
      () => `no round was opened by statement ${body.round}`,
    );
    require(round.status === 'open', 'round-not-open', () => `round ${round.round} is ${round.status}`);
    require(author === round.aggregator, 'not-aggregator', () =>
      `${round.aggregator} aggregates ${round.round}, not ${author}`);
    require(body.parent === round.parent, 'parent-mismatch', () =>
      `round ${round.round} starts from ${round.parent}, not from ${body.parent}`);

    const seen = new Set<string>();
    let total = 0;
    for (const { contribution: named, weight } of body.contributions) {
      const contribution = view.get(STATE.contribution(named));
      require(contribution?.round === body.round, 'contribution-unknown', () =>
        `${named} is no contribution to ${round.round}`);
      require(!seen.has(named), 'contribution-twice', () => `${named} is named twice`);
      require(weight === contribution.weight, 'weight', () =>
        `the band of ${named} weighs ${contribution.weight}, not ${weight}`);
      seen.add(named);
      total += weight;
    }
    require(total === body.total, 'weight', () => `the weights sum to ${total}, not to ${body.total}`);
    return [
      ...claimArtefact(view, body.output.tensorSet, subject.sha256, digest),
      set(STATE.aggregation(digest), { round: body.round, output: body.output.tensorSet, step: body.step }),
      set(STATE.round(body.round), { ...round, status: 'aggregated', aggregation: digest }),
    ];
  },
};
