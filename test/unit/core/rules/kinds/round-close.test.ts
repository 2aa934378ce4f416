import { describe, expect, it } from 'vitest';
import type { RoundCloseBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { addSeconds } from '../../../../../src/core/statement/instant.ts';
import {
  aggregationBody,
  contributionBody,
  digestOf,
  institutionBody,
  roleBody,
  roundAbortedBody,
  roundCompletedBody,
  roundOpenBody,
  tensors,
} from '../../../../_util/bodies.ts';
import { Bench, HOSPITAL, INSTITUTE, openRound, PHARMA, unreasoned } from '../_bench.ts';
import { BIOTECH, contribute, MODEL, measuredBody, openCreditRound, playRound, prepare } from '../_credit.ts';

const { bench: open, round } = openRound(Bench.founded(), { invited: [PHARMA] });
const signed = open.record('contribution', PHARMA, contributionBody(round, 'update'));
const update = signed.digest;
const aggregated = open.fork();
aggregated.accept(signed);
const aggregation = aggregated.record(
  'aggregation',
  INSTITUTE,
  aggregationBody(round, [{ contribution: update, weight: 3 }], 'model 1'),
).digest;
const completed = roundCompletedBody(round, aggregation, 1);
const aborted = roundAbortedBody(round, 1);
const refusal = (body: RoundCloseBody, bench = aggregated, author = INSTITUTE) =>
  bench.refusal('round-close', author, body);

/** Past the instant after which a steward may abort. */
function overdue(bench: Bench): Bench {
  return bench.fork().waitUntil(roundOpenBody().closeBy, 1);
}

describe('the close of a round', () => {
  it('completed moves the head of the lineage and remembers the step', () => {
    const bench = aggregated.fork();
    const { digest } = bench.record('round-close', INSTITUTE, completed);
    expect(bench.get(STATE.round(round))?.status).toBe('completed');
    expect(bench.get(STATE.model('safety-net'))).toEqual({
      head: tensors('model 1').tensorSet,
      zeroUpdate: digestOf('zero update'),
      rounds: 1,
      windows: 0,
      step: digestOf('model 1 step'),
    });
    expect(bench.get(STATE.record(digest))?.account).toBe(INSTITUTE);
  });

  it.each([
    ['open', open],
    ['aggregated', aggregated],
  ])('aborted leaves the head of the lineage where it is (%s)', (_, from) => {
    const bench = from.fork();
    bench.record('round-close', INSTITUTE, aborted);
    expect(bench.get(STATE.round(round))?.status).toBe('aborted');
    expect(bench.get(STATE.model('safety-net'))).toEqual({
      head: tensors('model 0').tensorSet,
      zeroUpdate: digestOf('zero update'),
      rounds: 1,
      windows: 0,
    });
  });

  it('round-unknown: is of a round', () => {
    expect(refusal({ ...aborted, round: digestOf('x') })).toBe('round-unknown');
  });

  it('round-not-open: comes once', () => {
    for (const body of [completed, aborted]) {
      const bench = aggregated.fork();
      bench.record('round-close', INSTITUTE, body);
      expect(refusal(completed, bench)).toBe('round-not-open');
      expect(refusal(aborted, bench)).toBe('round-not-open');
    }
  });

  it('count: counts the contributions that are recorded', () => {
    expect(refusal({ ...completed, contributions: 2 })).toBe('count');
    expect(refusal({ ...aborted, contributions: 0 })).toBe('count');
  });

  it('aggregation-unknown: names the aggregation of the round', () => {
    expect(refusal(roundCompletedBody(round, digestOf('x'), 1))).toBe('aggregation-unknown');
    expect(refusal(completed, open)).toBe('aggregation-unknown');
  });

  it('not-aggregator: completed, comes from the aggregator alone', () => {
    expect(refusal(completed, aggregated, PHARMA)).toBe('not-aggregator');
    expect(refusal(completed, overdue(aggregated), PHARMA)).toBe('not-aggregator');
    expect(refusal(completed, overdue(aggregated))).toBeUndefined();
  });

  it('not-aggregator: aborted, comes from a steward past closeBy only', () => {
    expect(refusal(aborted, open, PHARMA)).toBe('not-aggregator');
    expect(refusal(aborted, overdue(open).wait(-0.001), PHARMA)).toBe('not-aggregator');
    expect(refusal(aborted, overdue(open), PHARMA)).toBeUndefined();
  });

  it('aborted, comes from a steward at once where the aggregator is one no longer: no lineage stays blocked', () => {
    const bench = open.fork();
    bench.resolve('role', PHARMA, 'namsan-hospital', roleBody(INSTITUTE, 'aggregator', { change: 'end' }));
    expect(refusal(aborted, bench, PHARMA)).toBeUndefined();
    expect(refusal(completed, bench, PHARMA)).toBe('not-aggregator');

    const left = open.fork();
    const body = institutionBody(INSTITUTE, { class: 'research-institute', status: 'left' });
    left.resolve('institution', PHARMA, 'namsan-hospital', body, { signing: { reason: { code: 'left' } } });
    expect(refusal(aborted, left, PHARMA)).toBeUndefined();
  });

  it('not-aggregator: another aggregator is no steward', () => {
    const bench = open.fork();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody('namsan-hospital', 'aggregator'));
    bench.resolve('role', INSTITUTE, PHARMA, roleBody('namsan-hospital', 'steward', { change: 'end' }));
    expect(refusal(aborted, overdue(bench), 'namsan-hospital')).toBe('not-aggregator');
  });

  it('reason-missing: aborted, says why', () => {
    expect(open.judge(unreasoned(open.stray('round-close', INSTITUTE, aborted)))).toBe('reason-missing');
  });
});

describe('the close of a round that bears credit', () => {
  const window = { rounds: 2, seconds: 350 };
  const prepared = prepare({ policy: { window } });
  const windowOf = (bench: Bench, number: number) => bench.get(STATE.window(MODEL, number));
  const reportByOf = (bench: Bench, digest: string) => bench.get(STATE.round(digest))?.credit?.reportBy;

  /** Aggregated, with the biotech's reveal withheld; the body that completes it. */
  function aggregatedCredit(): { bench: Bench; body: RoundCloseBody & { outcome: 'completed' } } {
    const from = contribute(openCreditRound(prepared), [BIOTECH]);
    const bench = from.bench.fork();
    for (const id of from.contributions.keys())
      bench.record('contribution-decision', INSTITUTE, measuredBody(from, id));
    bench.waitUntil(bench.get(STATE.round(from.round))?.contributeBy ?? '', 1);
    const parts = [...from.contributions.values()].map((contribution) => ({ contribution, weight: 3 }));
    const { digest } = bench.record('aggregation', INSTITUTE, aggregationBody(from.round, parts, 'model 1'));
    return { bench, body: roundCompletedBody(from.round, digest, 2) };
  }

  it('completed begins the first window of the lineage, and says who withheld', () => {
    const { bench, body } = aggregatedCredit();
    const before = bench.get(STATE.round(body.round));
    const model = bench.get(STATE.model(MODEL));
    const { digest: _, ...effect } = bench.effect('round-close', INSTITUTE, body);
    const { open: __, ...closed } = model ?? {};
    expect(effect).toEqual({
      account: INSTITUTE,
      issuedDelta: 0n,
      spentDelta: 0n,
      changes: {
        [STATE.round(body.round)]: {
          ...before,
          status: 'completed',
          withheld: [BIOTECH],
          closedAt: bench.now,
          window: 1,
        },
        [STATE.window(MODEL, 1)]: {
          policy: prepared.policy,
          plan: prepared.plan,
          rounds: [body.round],
          institutions: before?.players?.map(({ institution }) => institution),
          firstClosedAt: bench.now,
          reportsBy: before?.credit?.reportBy,
        },
        [STATE.model(MODEL)]: {
          ...closed,
          head: tensors('model 1').tensorSet,
          step: digestOf('model 1 step'),
          windows: 1,
        },
      },
    });
  });

  it('aborted falls in no window, and says who withheld all the same', () => {
    const { bench, body } = aggregatedCredit();
    bench.record('round-close', INSTITUTE, roundAbortedBody(body.round, 2));
    const { window: number, ...closed } = bench.get(STATE.round(body.round)) ?? {};
    expect(closed).toMatchObject({ status: 'aborted', withheld: [BIOTECH] });
    expect(number).toBeUndefined();
    expect(windowOf(bench, 1)).toBeUndefined();
    expect(bench.get(STATE.model(MODEL))?.windows).toBe(0);
  });

  it('who revealed has withheld nothing, whatever the decision was', () => {
    const { bench, round: credit } = playRound(prepared, { withheld: [HOSPITAL] });
    expect(bench.get(STATE.round(credit))?.withheld).toEqual([HOSPITAL]);
    const all = playRound(prepared);
    expect(all.bench.get(STATE.round(all.round))?.withheld).toEqual([]);
  });

  it('fills the window as the policy says, then begins the next', () => {
    const played = [playRound(prepared)];
    for (const number of [2, 3]) played.push(playRound(played.at(-1) ?? prepared, { number }));
    const [one, two, three] = played.map(({ round: digest }) => digest);
    const bench = played.at(-1)?.bench ?? prepared.bench;
    expect(windowOf(bench, 1)).toMatchObject({ rounds: [one, two], reportsBy: reportByOf(bench, two ?? '') });
    expect(windowOf(bench, 2)).toMatchObject({ rounds: [three], reportsBy: reportByOf(bench, three ?? '') });
    const numbers = [one, two, three].map((digest) => bench.get(STATE.round(digest ?? ''))?.window);
    expect(numbers).toEqual([1, 1, 2]);
    expect(bench.get(STATE.model(MODEL))).toMatchObject({ rounds: 3, windows: 2 });
  });

  it('falls in the window that runs when it closes, to the millisecond, not when it opened', () => {
    const first = playRound(prepared);
    const end = addSeconds(windowOf(first.bench, 1)?.firstClosedAt ?? '', window.seconds);
    const from = contribute(openCreditRound(first, { number: 2 }));
    for (const [pastMs, number] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const bench = from.bench.fork();
      for (const id of from.contributions.keys())
        bench.record('contribution-decision', INSTITUTE, measuredBody(from, id));
      const parts = [...from.contributions.values()].map((contribution) => ({ contribution, weight: 3 }));
      const parent = tensors('model 1').tensorSet;
      const body = aggregationBody(from.round, parts, 'model 2', { parent });
      const { digest } = bench.record('aggregation', INSTITUTE, body);
      bench.waitUntil(end, pastMs).record('round-close', INSTITUTE, roundCompletedBody(from.round, digest, 3));
      expect(bench.get(STATE.round(from.round))?.window).toBe(number);
      expect(windowOf(bench, number)?.rounds.at(-1)).toBe(from.round);
      expect(windowOf(bench, 1)?.rounds).toHaveLength(number === 1 ? 2 : 1);
    }
  });

  it('deadline-passed: is completed until closeBy, so that evaluators have their time; then it can be aborted', () => {
    const from = contribute(openCreditRound(prepared));
    const { bench } = from;
    for (const id of from.contributions.keys())
      bench.record('contribution-decision', INSTITUTE, measuredBody(from, id));
    const parts = [...from.contributions.values()].map((contribution) => ({ contribution, weight: 3 }));
    const { digest } = bench.record('aggregation', INSTITUTE, aggregationBody(from.round, parts, 'model 1'));
    const { closeBy = '' } = bench.get(STATE.round(from.round)) ?? {};
    const complete = roundCompletedBody(from.round, digest, 3);
    expect(bench.waitUntil(closeBy).refusal('round-close', INSTITUTE, complete)).toBeUndefined();
    expect(bench.waitUntil(closeBy, 1).refusal('round-close', INSTITUTE, complete)).toBe('deadline-passed');
    const reason = { signing: { reason: { code: 'planned' } } };
    expect(bench.refusal('round-close', PHARMA, roundAbortedBody(from.round, 3), reason)).toBeUndefined();
  });

  it('a round without credit leaves the windows as they are', () => {
    const { bench } = playRound(prepared);
    const parent = tensors('model 1').tensorSet;
    const open = bench.record('round-open', INSTITUTE, roundOpenBody({ round: 'plain', number: 2, parent }));
    const before = windowOf(bench, 1);
    for (const id of [PHARMA, HOSPITAL])
      bench.accept(bench.record('contribution', id, contributionBody(open.digest, `plain ${id}`, { parent })));
    const parts = [PHARMA, HOSPITAL].map((id) => ({
      contribution: bench.get(STATE.contributed(open.digest, id)) ?? '',
      weight: 3,
    }));
    const body = aggregationBody(open.digest, parts, 'plain model', { parent });
    const { digest } = bench.record('aggregation', INSTITUTE, body);
    bench.record('round-close', INSTITUTE, roundCompletedBody(open.digest, digest, 2));
    expect(windowOf(bench, 1)).toEqual(before);
    expect(bench.get(STATE.round(open.digest))?.window).toBeUndefined();
    expect(bench.get(STATE.model(MODEL))).toMatchObject({ windows: 1, head: tensors('plain model').tensorSet });
  });
});
