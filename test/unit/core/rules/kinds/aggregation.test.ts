import { describe, expect, it } from 'vitest';
import type { AggregationBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import {
  aggregationBody,
  contributionBody,
  digestOf,
  modelBody,
  roleBody,
  roundAbortedBody,
  roundOpenBody,
  tensors,
} from '../../../../_util/bodies.ts';
import { Bench, HOSPITAL, INSTITUTE, openRound, PHARMA } from '../_bench.ts';

const { bench: base, round } = openRound(Bench.founded());
const pharma = base.record('contribution', PHARMA, contributionBody(round, 'pharma')).digest;
const hospital = base.record('contribution', HOSPITAL, contributionBody(round, 'hospital', { band: 'small' })).digest;
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
  });

  it('may leave contributions out', () => {
    expect(refusal(PARTS.slice(0, 1))).toBeUndefined();
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
    expect(refusal([{ contribution: elsewhere.digest, weight: 3 }], {}, bench)).toBe('contribution-unknown');
  });

  it('contribution-twice: names each once', () => {
    expect(refusal([...PARTS, { contribution: pharma, weight: 3 }])).toBe('contribution-twice');
  });

  it('weight: gives each the weight of its band, and their sum', () => {
    expect(refusal([{ contribution: pharma, weight: 1 }])).toBe('weight');
    expect(refusal(PARTS, { total: 5 })).toBe('weight');
  });

  it('digest-reused: makes a new model', () => {
    expect(refusal(PARTS, { output: tensors('model 0') })).toBe('digest-reused');
    expect(refusal(PARTS, { output: tensors('pharma') })).toBe('digest-reused');
  });
});
