import { describe, expect, it } from 'vitest';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, institutionBody } from '../../../../_util/bodies.ts';
import { correctionBody, datasetBody, preparationBody, withdrawalBody } from '../../../../_util/credit-bodies.ts';
import { HOSPITAL, INSTITUTE, PHARMA, unreasoned } from '../_bench.ts';
import {
  award,
  BIOTECH,
  changeOf,
  complete,
  contribute,
  finalise,
  measuredBody,
  openCreditRound,
  prepare,
  reportOn,
} from '../_credit.ts';

const prepared = prepare();
const dataset = prepared.datasets.get(PHARMA) ?? '';
const stage = contribute(openCreditRound(prepared));
const { bench: base, round, contributions } = stage;
const contribution = contributions.get(PHARMA) ?? '';
const refusal = (subject: string, bench = base, author = PHARMA) =>
  bench.refusal('withdrawal', author, withdrawalBody(subject));

describe('the withdrawal of a dataset', () => {
  it('takes it back', () => {
    const bench = base.fork();
    const before = bench.get(STATE.dataset(dataset));
    const { digest } = bench.record('withdrawal', PHARMA, withdrawalBody(dataset));
    expect(bench.get(STATE.dataset(dataset))).toEqual({ ...before, status: 'withdrawn' });
    expect(bench.get(STATE.record(digest))?.account).toBe(PHARMA);
  });

  it('lets no later contribution name it, and takes nothing from those before', () => {
    const before = openCreditRound(prepared);
    before.bench.record('withdrawal', PHARMA, withdrawalBody(dataset));
    expect(() => contribute(before)).toThrow('dataset-unusable');

    const bench = base.fork();
    bench.record('withdrawal', PHARMA, withdrawalBody(dataset));
    const { credits } = finalise(award(reportOn(complete({ ...stage, bench }))));
    expect(credits.has(PHARMA)).toBe(true);
  });

  it('dataset-unusable: comes once, and not after it was superseded', () => {
    const bench = base.fork();
    bench.record('withdrawal', PHARMA, withdrawalBody(dataset));
    expect(refusal(dataset, bench)).toBe('dataset-unusable');

    const corrected = base.fork();
    const preparation = corrected.record('preparation', PHARMA, preparationBody({ preparation: 'prep-2' })).digest;
    const later = corrected.record('dataset', PHARMA, datasetBody('data-2', preparation)).digest;
    corrected.record('correction', PHARMA, correctionBody(dataset, later));
    expect(refusal(dataset, corrected)).toBe('dataset-unusable');
    expect(refusal(later, corrected)).toBeUndefined();
  });

  it('not-own: is of its author', () => {
    expect(refusal(dataset, base, HOSPITAL)).toBe('not-own');
  });

  it('is possible after leaving', () => {
    const bench = base.fork();
    const left = { signing: { reason: { code: 'left' } } };
    bench.resolve('institution', INSTITUTE, HOSPITAL, institutionBody(PHARMA, { status: 'left' }), left);
    expect(refusal(dataset, bench)).toBeUndefined();
  });
});

describe('the withdrawal of a contribution', () => {
  it('takes it back before it is decided: it is not aggregated, and earns nothing', () => {
    const bench = base.fork();
    const before = bench.get(STATE.contribution(contribution));
    const undecided = bench.get(STATE.round(round))?.undecided ?? 0;
    const signed = bench.stray('withdrawal', PHARMA, withdrawalBody(contribution));
    expect(changeOf(bench, signed)).toMatchObject({ account: PHARMA, issuedDelta: 0n, spentDelta: 0n });
    bench.record('withdrawal', PHARMA, withdrawalBody(contribution));
    expect(bench.get(STATE.contribution(contribution))).toEqual({ ...before, status: 'withdrawn' });
    expect(bench.get(STATE.round(round))?.undecided).toBe(undecided - 1);
    expect(bench.refusal('contribution-decision', INSTITUTE, measuredBody(stage, PHARMA))).toBe('already-decided');
    const rest = new Map([...contributions].filter(([id]) => id !== PHARMA));
    const { credits } = finalise(award(reportOn(complete({ ...stage, bench, contributions: rest }))));
    expect([...credits.keys()]).toEqual([HOSPITAL, BIOTECH].sort());
  });

  it('is no withheld reveal', () => {
    const bench = base.fork();
    bench.record('withdrawal', PHARMA, withdrawalBody(contribution));
    const rest = new Map([...contributions].filter(([id]) => id !== PHARMA));
    expect(complete({ ...stage, bench, contributions: rest }).bench.get(STATE.round(round))?.withheld).toEqual([]);
  });

  it('already-decided: comes before the decision, and once', () => {
    const bench = base.fork();
    bench.record('contribution-decision', INSTITUTE, measuredBody(stage, PHARMA));
    expect(refusal(contribution, bench)).toBe('already-decided');
    const twice = base.fork();
    twice.record('withdrawal', PHARMA, withdrawalBody(contribution));
    expect(refusal(contribution, twice)).toBe('already-decided');
  });

  it('round-not-open: comes while the round is open', () => {
    const bench = base.fork();
    bench.record('round-close', INSTITUTE, { round, outcome: 'aborted', contributions: 3 });
    expect(refusal(contribution, bench)).toBe('round-not-open');
  });

  it('not-own: is of its author', () => {
    expect(refusal(contribution, base, HOSPITAL)).toBe('not-own');
  });

  it('subject-unknown: is of a dataset or a contribution', () => {
    expect(refusal(digestOf('nothing'))).toBe('subject-unknown');
    expect(refusal(stage.commits.get(PHARMA) ?? '')).toBe('subject-unknown');
  });

  it('reason-missing: says why', () => {
    for (const subject of [dataset, contribution]) {
      const signed = base.stray('withdrawal', PHARMA, withdrawalBody(subject));
      expect(base.judge(signed)).toBeUndefined();
      expect(base.judge(unreasoned(signed))).toBe('reason-missing');
    }
  });
});
