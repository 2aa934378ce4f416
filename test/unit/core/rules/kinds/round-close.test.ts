import { describe, expect, it } from 'vitest';
import type { RoundCloseBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import {
  aggregationBody,
  contributionBody,
  digestOf,
  roleBody,
  roundAbortedBody,
  roundCompletedBody,
  roundOpenBody,
  tensors,
} from '../../../../_util/bodies.ts';
import { Bench, INSTITUTE, openRound, PHARMA, unreasoned } from '../_bench.ts';

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
