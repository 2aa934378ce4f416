import { describe, expect, it } from 'vitest';
import type { ContributionDecisionBody, ContributionRejectedBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import {
  acceptedBody,
  aggregationBody,
  contributionBody,
  digestOf,
  modelBody,
  roleBody,
  roundAbortedBody,
  roundOpenBody,
  tensors,
} from '../../../../_util/bodies.ts';
import { creditPolicyBody, revealBody } from '../../../../_util/credit-bodies.ts';
import { type Bench, HOSPITAL, INSTITUTE, PHARMA } from '../_bench.ts';
import {
  BIOTECH,
  type Contributed,
  contribute,
  measuredBody,
  openCreditRound,
  playRound,
  prepare,
  recordCommit,
} from '../_credit.ts';

type Measured = ContributionDecisionBody['measured'];
type Cause = ContributionRejectedBody['cause'];

const prepared = prepare({ policy: { window: { rounds: 2, seconds: 86_400 } } });
const first = contribute(openCreditRound(prepared));
const { bench: base, round } = first;
const idOf = (institution: string, { contributions }: Contributed = first) => contributions.get(institution) ?? '';
const { limits } = creditPolicyBody();

/** The hospital committed after the pharma and before the biotech. */
const measured = (change: Partial<Measured> = {}): Measured => ({
  ...measuredBody(first, HOSPITAL).measured,
  ...change,
});
const accepting = (change: Partial<Measured> = {}): ContributionDecisionBody => ({
  ...acceptedBody(idOf(HOSPITAL), HOSPITAL),
  measured: measured(change),
});
const rejecting = (cause: Cause, change: Partial<Measured> = {}): ContributionDecisionBody => ({
  ...accepting(change),
  outcome: 'rejected',
  cause,
});
const refusal = (body: ContributionDecisionBody, bench: Bench = base, author = INSTITUTE) =>
  bench.refusal('contribution-decision', author, body);
const nearest = (institution: string, cosinePpm: number) => ({ contribution: idOf(institution), cosinePpm });

describe('a decision', () => {
  it('accepts, in the account of the contributor', () => {
    const { digest, ...effect } = base.effect('contribution-decision', INSTITUTE, accepting());
    const before = base.get(STATE.round(round));
    expect(before).toMatchObject({ undecided: 3, accepted: 0 });
    expect(effect).toEqual({
      account: HOSPITAL,
      issuedDelta: 0n,
      spentDelta: 0n,
      changes: {
        [STATE.contribution(idOf(HOSPITAL))]: {
          ...base.get(STATE.contribution(idOf(HOSPITAL))),
          status: 'accepted',
          decision: digest,
        },
        [STATE.round(round)]: { ...before, undecided: 2, accepted: 1 },
      },
    });
  });

  it('rejects, in the account of the contributor', () => {
    const { digest, account, changes } = base.effect('contribution-decision', INSTITUTE, rejecting('shape'));
    expect(account).toBe(HOSPITAL);
    expect(changes[STATE.contribution(idOf(HOSPITAL))]).toMatchObject({ status: 'rejected', decision: digest });
    expect(changes[STATE.round(round)]).toMatchObject({ undecided: 2, accepted: 0 });
  });

  it('contribution-unknown: is about a contribution', () => {
    expect(refusal({ ...accepting(), contribution: digestOf('x') })).toBe('contribution-unknown');
    expect(refusal({ ...accepting(), contribution: round })).toBe('contribution-unknown');
  });

  it('subject-account: names its author', () => {
    expect(refusal({ ...accepting(), institution: PHARMA })).toBe('subject-account');
  });

  it('not-aggregator: comes from the aggregator of the round', () => {
    const bench = base.fork();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(HOSPITAL, 'aggregator'));
    expect(refusal(accepting(), bench, HOSPITAL)).toBe('not-aggregator');
  });

  it('round-not-open: comes before the aggregation, and not in a round that ended', () => {
    const aborted = base.fork();
    aborted.record('round-close', INSTITUTE, roundAbortedBody(round, 3));
    expect(refusal(accepting(), aborted)).toBe('round-not-open');
    const aggregated = base.fork();
    for (const id of [PHARMA, BIOTECH]) aggregated.record('contribution-decision', INSTITUTE, measuredBody(first, id));
    aggregated.waitUntil(aggregated.get(STATE.round(round))?.decideBy ?? '', 1);
    const parts = [PHARMA, BIOTECH].map((id) => ({ contribution: idOf(id), weight: 3 }));
    aggregated.record('aggregation', INSTITUTE, aggregationBody(round, parts, 'model 1'));
    expect(refusal(accepting(), aggregated)).toBe('round-not-open');
  });

  it('deadline-passed: comes up to and with decideBy', () => {
    const { decideBy = '' } = base.get(STATE.round(round)) ?? {};
    expect(refusal(accepting(), base.fork().waitUntil(decideBy))).toBeUndefined();
    expect(refusal(accepting(), base.fork().waitUntil(decideBy, 1))).toBe('deadline-passed');
  });

  it.each([
    ['accepted', (bench: Bench) => bench.record('contribution-decision', INSTITUTE, accepting())],
    ['rejected', (bench: Bench) => bench.record('contribution-decision', INSTITUTE, rejecting('shape'))],
    ['withdrawn', (bench: Bench) => bench.record('withdrawal', HOSPITAL, { subject: idOf(HOSPITAL) })],
  ])('already-decided: is made once, and not on what is %s', (_, decide) => {
    const bench = base.fork();
    decide(bench);
    expect(refusal(accepting(), bench)).toBe('already-decided');
    expect(refusal(rejecting('shape'), bench)).toBe('already-decided');
  });
});

describe('what was measured', () => {
  it('contribution-unknown: names as nearest another contribution to the round', () => {
    expect(refusal(accepting({ nearest: nearest(BIOTECH, 0) }))).toBeUndefined();
    expect(refusal(accepting({ nearest: nearest(HOSPITAL, 0) }))).toBe('contribution-unknown');
    const unknown = { contribution: digestOf('x'), cosinePpm: 0 };
    expect(refusal(accepting({ nearest: unknown }))).toBe('contribution-unknown');
    const bench = base.fork();
    bench.record('model', INSTITUTE, modelBody({ model: 'other-net', weights: tensors('other 0') }));
    const parent = tensors('other 0').tensorSet;
    const other = bench.record('round-open', INSTITUTE, roundOpenBody({ round: 'o', model: 'other-net', parent }));
    const elsewhere = bench.record('contribution', PHARMA, contributionBody(other.digest, 'elsewhere', { parent }));
    const far = { contribution: elsewhere.digest, cosinePpm: 0 };
    expect(refusal(accepting({ nearest: far }), bench)).toBe('contribution-unknown');
  });

  it('not-measured: has the nearest wherever there is another', () => {
    const { nearest: _, ...alone } = measured();
    expect(refusal({ ...accepting(), measured: alone })).toBe('not-measured');
    expect(refusal({ ...rejecting('shape'), measured: alone })).toBe('not-measured');
    const single = contribute(openCreditRound(prepared, { invited: [HOSPITAL] }));
    const body = measuredBody(single, HOSPITAL);
    expect(body.measured).not.toHaveProperty('nearest');
    expect(refusal(body, single.bench)).toBeUndefined();
  });

  it('not-measured: has the similarity with the last global step wherever there was one', () => {
    const second = contribute(openCreditRound(playRound(prepared), { number: 2 }));
    const body = measuredBody(second, HOSPITAL);
    const { stepCosinePpm, ...without } = body.measured;
    expect(stepCosinePpm).toBe(200_000);
    expect(refusal(body, second.bench)).toBeUndefined();
    expect(refusal({ ...body, measured: without }, second.bench)).toBe('not-measured');
  });
});

/** By cause: a measurement that bears it out, just so, and one just inside the limit. */
const CAUSES: readonly [string, Cause, outside: Partial<Measured>, inside: Partial<Measured>][] = [
  ['a norm below', 'norm', { normMicro: limits.normMinMicro - 1 }, { normMicro: limits.normMinMicro }],
  ['a norm above', 'norm', { normMicro: limits.normMaxMicro + 1 }, { normMicro: limits.normMaxMicro }],
  ['a value that is no number', 'not-finite', { nonFinite: 1 }, { nonFinite: 0 }],
  [
    'a copy of what was committed before',
    'near-duplicate',
    { nearest: nearest(PHARMA, limits.cosineMaxPpm) },
    { nearest: nearest(PHARMA, limits.cosineMaxPpm - 1) },
  ],
  [
    'the last step',
    'stale-step',
    { stepCosinePpm: limits.stepCosineMaxPpm },
    { stepCosinePpm: limits.stepCosineMaxPpm - 1 },
  ],
];

describe("the policy's limits decide", () => {
  it.each(CAUSES)('outside-limits: %s cannot be accepted', (_, __, outside, inside) => {
    expect(refusal(accepting(outside))).toBe('outside-limits');
    expect(refusal(accepting(inside))).toBeUndefined();
  });

  it.each(CAUSES)('cause-unfounded: %s is a cause, and only then', (_, cause, outside, inside) => {
    expect(refusal(rejecting(cause, outside))).toBeUndefined();
    expect(refusal(rejecting(cause, inside))).toBe('cause-unfounded');
  });

  it('cause-unfounded: a rejection names a cause that holds, not another', () => {
    const causes = CAUSES.map(([, cause]) => cause);
    for (const [, holding, outside] of CAUSES)
      for (const cause of causes)
        expect(refusal(rejecting(cause, outside))).toBe(cause === holding ? undefined : 'cause-unfounded');
  });

  it('of two near-equal updates the one committed first is no copy', () => {
    const later = { nearest: nearest(BIOTECH, 1_000_000) };
    expect(refusal(accepting(later))).toBeUndefined();
    expect(refusal(rejecting('near-duplicate', later))).toBe('cause-unfounded');
  });

  it('precedence is that of the commitment, not of the reveal', () => {
    const opened = openCreditRound(prepared);
    const bench = opened.bench.fork();
    const both = [PHARMA, HOSPITAL];
    const commits = both.map((id) => recordCommit(bench, id, opened.round, id).digest);
    bench.waitUntil(bench.get(STATE.round(opened.round))?.credit?.commitBy ?? '', 1);
    for (const [i, id] of [...both.entries()].reverse()) {
      const datasets = [prepared.datasets.get(id) ?? ''];
      bench.record('contribution', id, revealBody(opened.round, id, commits[i] ?? '', datasets));
    }
    const [pharma = '', hospital = ''] = both.map((id) => bench.get(STATE.contributed(opened.round, id)));
    const copies = (contribution: string) => ({ nearest: { contribution, cosinePpm: 1_000_000 } });
    expect(refusal(acceptedBody(pharma, PHARMA, copies(hospital)), bench)).toBeUndefined();
    expect(refusal(acceptedBody(hospital, HOSPITAL, copies(pharma)), bench)).toBe('outside-limits');
  });

  it('whether the shape fits only the aggregator sees', () => {
    expect(refusal(rejecting('shape'))).toBeUndefined();
  });
});

describe('in a round without credit', () => {
  const bench = prepared.bench.fork();
  const plain = bench.record('round-open', INSTITUTE, roundOpenBody()).digest;
  const contribution = bench.record('contribution', PHARMA, contributionBody(plain, 'update')).digest;
  const body = (change: Partial<Measured> = {}) => acceptedBody(contribution, PHARMA, change);

  it('nothing is compared, and no limit holds', () => {
    expect(refusal(body({ normMicro: 0 }), bench)).toBeUndefined();
    expect(refusal(body({ stepCosinePpm: 1_000_000 }), bench)).toBeUndefined();
  });

  it('outside-limits: all values are numbers', () => {
    expect(refusal(body({ nonFinite: 1 }), bench)).toBe('outside-limits');
  });

  it.each(['norm', 'not-finite', 'near-duplicate', 'stale-step', 'shape'] as const)(
    'the aggregator rejects for %s by its own lights',
    (cause) => {
      expect(refusal({ ...body(), outcome: 'rejected', cause }, bench)).toBeUndefined();
    },
  );
});
