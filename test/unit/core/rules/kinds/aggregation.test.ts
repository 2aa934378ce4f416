import { describe, expect, it } from 'vitest';
import type { AggregationBody, ContributionBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import {
  acceptedBody,
  aggregationBody,
  contributionBody,
  digestOf,
  institutionBody,
  modelBody,
  roleBody,
  roundAbortedBody,
  roundOpenBody,
  tensors,
} from '../../../../_util/bodies.ts';
import { revealBody } from '../../../../_util/credit-bodies.ts';
import { Bench, HOSPITAL, INSTITUTE, openRound, PHARMA } from '../_bench.ts';
import { BIOTECH, contribute, measuredBody, openCreditRound, prepare, recordCommit } from '../_credit.ts';

const { bench: open, round } = openRound(Bench.founded());
const contribution = (author: string, body: Partial<ContributionBody> = {}, bench = open) =>
  bench.record('contribution', author, contributionBody(round, `update of ${author}`, body));
const ofPharma = contribution(PHARMA);
/** Only one of the two invited has contributed. */
const collecting = open.fork();
const ofHospital = contribution(HOSPITAL, { band: 'small' });
/** Both have, and nothing is decided. */
const undecided = open.fork();
/** Both are accepted. */
const base = open;
for (const signed of [ofPharma, ofHospital]) base.accept(signed);

const [pharma, hospital] = [ofPharma.digest, ofHospital.digest];
const PARTS = [
  { contribution: pharma, weight: 3 },
  { contribution: hospital, weight: 1 },
];
const refusal = (parts: AggregationBody['contributions'], body: Partial<AggregationBody> = {}, bench = base) =>
  bench.refusal('aggregation', INSTITUTE, aggregationBody(round, parts, 'model 1', body));

describe('an aggregation', () => {
  it('is recorded in the account of the aggregator, and ends the contributions', () => {
    const bench = base.fork();
    const { digest } = bench.record('aggregation', INSTITUTE, aggregationBody(round, PARTS, 'model 1'));
    expect(bench.get(STATE.aggregation(digest))).toEqual({
      round,
      output: tensors('model 1').tensorSet,
      step: digestOf('model 1 step'),
    });
    expect(bench.get(STATE.round(round))).toMatchObject({ status: 'aggregated', aggregation: digest });
    expect(bench.get(STATE.record(digest))?.account).toBe(INSTITUTE);
    expect(bench.get(STATE.artefact(tensors('model 1').tensorSet))).toBe(digest);
  });

  it('fixes the players of the round, ascending by digest, whatever the order it names them in', () => {
    const players = [
      { contribution: pharma, institution: PHARMA, weight: 3 },
      { contribution: hospital, institution: HOSPITAL, weight: 1 },
    ].toSorted((a, b) => (a.contribution < b.contribution ? -1 : 1));
    for (const parts of [PARTS, PARTS.toReversed()]) {
      const bench = base.fork();
      bench.record('aggregation', INSTITUTE, aggregationBody(round, parts, 'model 1'));
      expect(bench.get(STATE.round(round))?.players).toEqual(players);
    }
  });

  it('remembers the group that each player belonged to then', () => {
    const bench = base.fork();
    const group = (name: string) =>
      bench.resolve('institution', INSTITUTE, PHARMA, institutionBody(HOSPITAL, { class: 'hospital', group: name }), {
        signing: { reason: { code: 'planned' } },
      });
    group('namsan');
    bench.record('aggregation', INSTITUTE, aggregationBody(round, PARTS, 'model 1'));
    group('later');
    const groups = bench.get(STATE.round(round))?.players?.map((player) => [player.institution, player.group]);
    expect(groups).toContainEqual([HOSPITAL, 'namsan']);
    expect(groups).toContainEqual([PHARMA, undefined]);
  });

  it('round-collecting: waits for everybody invited, or past contributeBy', () => {
    const bench = collecting.fork();
    bench.accept(ofPharma);
    const parts = PARTS.slice(0, 1);
    expect(refusal(parts, {}, bench)).toBe('round-collecting');
    expect(refusal(parts, {}, bench.fork().waitUntil(roundOpenBody().contributeBy))).toBe('round-collecting');
    expect(refusal(parts, {}, bench.fork().waitUntil(roundOpenBody().contributeBy, 1))).toBeUndefined();
    expect(refusal(PARTS)).toBeUndefined();
  });

  it('undecided: waits for every decision, or past decideBy', () => {
    const bench = undecided.fork();
    bench.accept(ofPharma);
    const parts = PARTS.slice(0, 1);
    expect(refusal(parts, {}, bench)).toBe('undecided');
    expect(refusal(parts, {}, bench.fork().waitUntil(roundOpenBody().decideBy))).toBe('undecided');
    expect(refusal(parts, {}, bench.fork().waitUntil(roundOpenBody().decideBy, 1))).toBeUndefined();
  });

  it('undecided: does not wait for what was withdrawn', () => {
    const bench = undecided.fork();
    bench.accept(ofPharma);
    bench.record('withdrawal', HOSPITAL, { subject: hospital });
    expect(refusal(PARTS.slice(0, 1), {}, bench)).toBeUndefined();
  });

  it('not-accepted: names nothing that is undecided, rejected or withdrawn', () => {
    const late = undecided.fork();
    late.accept(ofPharma);
    expect(refusal(PARTS, {}, late.waitUntil(roundOpenBody().decideBy, 1))).toBe('not-accepted');
    const rejected = undecided.fork();
    rejected.accept(ofPharma);
    const body = { ...acceptedBody(hospital, HOSPITAL), outcome: 'rejected', cause: 'shape' } as const;
    rejected.record('contribution-decision', INSTITUTE, body);
    expect(refusal(PARTS, {}, rejected)).toBe('not-accepted');
    expect(refusal(PARTS.slice(0, 1), {}, rejected)).toBeUndefined();
    const withdrawn = undecided.fork();
    withdrawn.accept(ofPharma);
    withdrawn.record('withdrawal', HOSPITAL, { subject: hospital });
    expect(refusal(PARTS, {}, withdrawn)).toBe('not-accepted');
  });

  it('accepted-left-out: names everything that is accepted', () => {
    for (const one of PARTS) expect(refusal([one])).toBe('accepted-left-out');
  });

  it('does not move the head of the lineage: closing the round does', () => {
    const bench = base.fork();
    bench.record('aggregation', INSTITUTE, aggregationBody(round, PARTS, 'model 1'));
    expect(bench.get(STATE.model('safety-net'))?.head).toBe(tensors('model 0').tensorSet);
  });

  it('round-unknown: belongs to a round', () => {
    expect(refusal(PARTS, { round: digestOf('x') })).toBe('round-unknown');
  });

  it('round-not-open: comes once, and not after the round ended', () => {
    const bench = base.fork();
    bench.record('aggregation', INSTITUTE, aggregationBody(round, PARTS, 'model 1'));
    expect(refusal(PARTS, { output: tensors('model 1b') }, bench)).toBe('round-not-open');
    const aborted = base.fork();
    aborted.record('round-close', INSTITUTE, roundAbortedBody(round, 2));
    expect(refusal(PARTS, {}, aborted)).toBe('round-not-open');
  });

  it('not-aggregator: comes from the aggregator of the round', () => {
    const bench = base.fork();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(HOSPITAL, 'aggregator'));
    const body = aggregationBody(round, PARTS, 'model 1');
    expect(bench.refusal('aggregation', HOSPITAL, body)).toBe('not-aggregator');
  });

  it('parent-mismatch: starts from the parent of the round', () => {
    expect(refusal(PARTS, { parent: tensors('other').tensorSet })).toBe('parent-mismatch');
  });

  it('contribution-unknown: names contributions to its round', () => {
    expect(refusal([...PARTS, { contribution: digestOf('x'), weight: 1 }])).toBe('contribution-unknown');
    const bench = base.fork();
    bench.record('model', INSTITUTE, modelBody({ model: 'other-net', weights: tensors('other 0') }));
    const parent = tensors('other 0').tensorSet;
    const other = bench.record('round-open', INSTITUTE, roundOpenBody({ round: 'o', model: 'other-net', parent }));
    const elsewhere = bench.record('contribution', PHARMA, contributionBody(other.digest, 'elsewhere', { parent }));
    expect(refusal([...PARTS, { contribution: elsewhere.digest, weight: 3 }], {}, bench)).toBe('contribution-unknown');
  });

  it('contribution-twice: names each once', () => {
    expect(refusal([...PARTS, { contribution: pharma, weight: 3 }])).toBe('contribution-twice');
  });

  it('weight: gives each the weight of its band, and their sum', () => {
    expect(refusal(PARTS.map((part) => ({ ...part, weight: 1 })))).toBe('weight');
    expect(refusal(PARTS, { total: 5 })).toBe('weight');
  });

  it('digest-reused: makes a new model', () => {
    expect(refusal(PARTS, { output: tensors('model 0') })).toBe('digest-reused');
    expect(refusal(PARTS, { output: tensors(`update of ${PHARMA}`) })).toBe('digest-reused');
    const sameFile = base.stray('aggregation', INSTITUTE, aggregationBody(round, PARTS, 'model 1'), {
      subject: { name: 'model', sha256: ofPharma.statement.subject.sha256 },
    });
    expect(base.judge(sameFile)).toBe('digest-reused');
  });
});

describe('an aggregation in a round that bears credit', () => {
  const prepared = prepare();
  const weighted = (bench: Bench, contributions: Iterable<string>) =>
    [...contributions].map((contribution) => ({
      contribution,
      weight: bench.get(STATE.contribution(contribution))?.weight ?? 0,
    }));
  /** Everybody but the biotech, which committed too, has contributed and is accepted. */
  const withheld = contribute(openCreditRound(prepared), [BIOTECH]);
  const bench = withheld.bench.fork();
  for (const id of withheld.contributions.keys())
    bench.record('contribution-decision', INSTITUTE, measuredBody(withheld, id));
  const parts = weighted(bench, withheld.contributions.values());
  const judged = (at: Bench, of: AggregationBody['contributions'] = parts) =>
    at.refusal('aggregation', INSTITUTE, aggregationBody(withheld.round, of, 'model 1'));

  it('round-collecting: waits for everybody who committed, or past contributeBy', () => {
    const { contributeBy = '' } = bench.get(STATE.round(withheld.round)) ?? {};
    expect(judged(bench)).toBe('round-collecting');
    expect(judged(bench.fork().waitUntil(contributeBy))).toBe('round-collecting');
    expect(judged(bench.fork().waitUntil(contributeBy, 1))).toBeUndefined();
  });

  it('round-collecting: does not wait for who was invited and never committed', () => {
    const opened = openCreditRound(prepared);
    const here = opened.bench.fork();
    const commit = recordCommit(here, PHARMA, opened.round, 'update').digest;
    here.waitUntil(here.get(STATE.round(opened.round))?.credit?.commitBy ?? '', 1);
    const datasets = [prepared.datasets.get(PHARMA) ?? ''];
    const signed = here.record('contribution', PHARMA, revealBody(opened.round, 'update', commit, datasets));
    here.accept(signed);
    const body = aggregationBody(opened.round, weighted(here, [signed.digest]), 'model 1');
    expect(here.refusal('aggregation', INSTITUTE, body)).toBeUndefined();
  });

  it('round-collecting: nothing is collected while anybody may commit', () => {
    const { bench: open, round: credit } = openCreditRound(prepared);
    const body = aggregationBody(credit, [{ contribution: digestOf('x'), weight: 1 }], 'model 1');
    const { commitBy = '' } = open.get(STATE.round(credit))?.credit ?? {};
    expect(open.refusal('aggregation', INSTITUTE, body)).toBe('round-collecting');
    expect(open.fork().waitUntil(commitBy).refusal('aggregation', INSTITUTE, body)).toBe('round-collecting');
    // Nobody committed, so nobody will contribute: what is named is looked at.
    const past = open.fork().waitUntil(commitBy, 1);
    expect(past.refusal('aggregation', INSTITUTE, body)).toBe('contribution-unknown');
  });

  it('I6: credits nobody by itself', () => {
    const past = bench.fork().waitUntil(bench.get(STATE.round(withheld.round))?.contributeBy ?? '', 1);
    const effect = past.effect('aggregation', INSTITUTE, aggregationBody(withheld.round, parts, 'model 1'));
    expect(effect).toMatchObject({ account: INSTITUTE, issuedDelta: 0n, spentDelta: 0n });
    const players = parts.map(({ contribution }) => contribution).sort();
    expect(effect.changes[STATE.round(withheld.round)]).toMatchObject({
      status: 'aggregated',
      accepted: 2,
      players: players.map((contribution) => ({ contribution, weight: 3 })),
    });
  });
});
