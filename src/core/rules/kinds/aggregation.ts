/**
 * `aggregation`: the model made from the accepted contributions of a round, each named once with the weight of its band,
 * none left out. It fixes the players of the round: who is credited, in which group.
 * @module
 */
import { artefactKeys, claimArtefact } from '../artefacts.ts';
import { type Context, type Kind, require } from '../kind.ts';
import { findRound, isCollected, stepRound } from '../rounds.ts';
import { STATE, set } from '../state.ts';
import type { PlayerState, RoundState } from '../state-round.ts';

export const aggregation: Kind<'aggregation'> = {
  kind: 'aggregation',
  roles: ['aggregator'],
  account: ({ author }) => author,
  reads({ body, subject }, view) {
    const named = body.contributions.map((c) => STATE.contribution(c.contribution));
    const institutions = named.flatMap((key) => view.get(key)?.institution ?? []);
    return [
      STATE.round(body.round),
      ...named,
      ...institutions.map(STATE.institution),
      ...artefactKeys(body.output.tensorSet, subject.sha256),
    ];
  },
  apply(context) {
    const { view, statement, digest, recordedAt } = context;
    const { author, body, subject } = statement;
    const round = findRound(view, body.round);
    const status = stepRound(round, 'aggregation');
    require(author === round.aggregator, 'not-aggregator', () =>
      `${round.aggregator} aggregates ${round.round}, not ${author}`);
    require(body.parent === round.parent, 'parent-mismatch', () =>
      `round ${round.round} starts from ${round.parent}, not from ${body.parent}`);
    require(isCollected(round, recordedAt), 'round-collecting', () =>
      `contributions to ${round.round} may come until ${round.contributeBy}`);
    require(round.undecided === 0 || recordedAt > round.decideBy, 'undecided', () =>
      `${round.undecided} contributions to ${round.round} are undecided`);
    const players = readPlayers(context, round);
    return [
      ...claimArtefact(view, body.output.tensorSet, subject.sha256, digest),
      set(STATE.aggregation(digest), { round: body.round, output: body.output.tensorSet, step: body.step }),
      set(STATE.round(body.round), { ...round, status, aggregation: digest, players }),
    ];
  },
};

/** The accepted contributions, ascending by digest. */
function readPlayers({ view, statement: { body } }: Context<'aggregation'>, round: RoundState): PlayerState[] {
  const players = new Map<string, PlayerState>();
  let total = 0;
  for (const { contribution: named, weight } of body.contributions) {
    const contribution = view.get(STATE.contribution(named));
    require(contribution?.round === body.round, 'contribution-unknown', () =>
      `${named} is no contribution to ${round.round}`);
    require(contribution.status === 'accepted', 'not-accepted', () => `${named} is ${contribution.status}`);
    require(!players.has(named), 'contribution-twice', () => `${named} is named twice`);
    require(weight === contribution.weight, 'weight', () =>
      `the band of ${named} weighs ${contribution.weight}, not ${weight}`);
    const { institution } = contribution;
    const group = view.get(STATE.institution(institution))?.group;
    players.set(named, { contribution: named, institution, ...(group === undefined ? {} : { group }), weight });
    total += weight;
  }
  require(total === body.total, 'weight', () => `the weights sum to ${total}, not to ${body.total}`);
  require(players.size === round.accepted, 'accepted-left-out', () =>
    `${round.accepted} contributions to ${round.round} are accepted, ${players.size} are named`);
  return [...players.keys()].sort().flatMap((digest) => players.get(digest) ?? []);
}
