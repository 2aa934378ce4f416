import { describe, expect, it } from 'vitest';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, taskBody } from '../../../../_util/bodies.ts';
import { correctionBody, datasetBody, preparationBody, withdrawalBody } from '../../../../_util/credit-bodies.ts';
import { HOSPITAL, PHARMA, unreasoned } from '../_bench.ts';
import { changeOf, contribute, openCreditRound, prepare } from '../_credit.ts';

const { bench: base, datasets, policy } = prepare();
const earlier = datasets.get(PHARMA) ?? '';
const preparation = base.record('preparation', PHARMA, preparationBody({ preparation: 'prep-2' })).digest;
const later = base.record('dataset', PHARMA, datasetBody('pharma-data-2', preparation)).digest;
const refusal = (supersedes = earlier, replacement = later, bench = base, author = PHARMA) =>
  bench.refusal('correction', author, correctionBody(supersedes, replacement));

describe('a correction', () => {
  it('sets a later statement in the place of an earlier one, which stays', () => {
    const bench = base.fork();
    const before = bench.get(STATE.dataset(earlier));
    const { digest } = bench.record('correction', PHARMA, correctionBody(earlier, later));
    expect(bench.get(STATE.superseded(earlier))).toBe(later);
    expect(bench.get(STATE.supersedes(later))).toBe(earlier);
    expect(bench.get(STATE.dataset(earlier))).toEqual({ ...before, status: 'superseded' });
    expect(bench.get(STATE.dataset(later))?.status).toBe('live');
    expect(bench.get(STATE.record(earlier))).toEqual(base.get(STATE.record(earlier)));
    expect(bench.get(STATE.record(digest))?.account).toBe(PHARMA);
  });

  it('I6: moves no credit', () => {
    const signed = base.stray('correction', PHARMA, correctionBody(earlier, later));
    expect(changeOf(base, signed)).toMatchObject({ issuedDelta: 0n, spentDelta: 0n });
  });

  it('of a preparation ends its use by new datasets', () => {
    const bench = base.fork();
    const next = bench.record('preparation', PHARMA, preparationBody({ preparation: 'prep-3' })).digest;
    const body = datasetBody('more-data', preparation);
    expect(bench.refusal('dataset', PHARMA, body)).toBeUndefined();
    bench.record('correction', PHARMA, correctionBody(preparation, next));
    expect(bench.refusal('dataset', PHARMA, body)).toBe('superseded');
    expect(bench.refusal('dataset', PHARMA, datasetBody('more-data', next))).toBeUndefined();
  });

  it('of a dataset ends its use by contributions', () => {
    const opened = openCreditRound({ ...prepare(), bench: base, policy, datasets });
    opened.bench.record('correction', PHARMA, correctionBody(earlier, later));
    expect(() => contribute(opened)).toThrow('dataset-unusable');
    expect(() => contribute({ ...opened, datasets: new Map(datasets).set(PHARMA, later) })).not.toThrow();
  });

  it('of a task leaves its name with the first', () => {
    const bench = base.fork();
    const [first, second] = ['task-a', 'task-b'].map(
      (task) => bench.record('task', HOSPITAL, taskBody({ task })).digest,
    );
    bench.record('correction', HOSPITAL, correctionBody(first ?? '', second ?? ''));
    expect(bench.get(STATE.superseded(first ?? ''))).toBe(second);
    expect(bench.refusal('task', HOSPITAL, taskBody({ task: 'task-a' }))).toBe('name-taken');
  });

  it('subject-unknown: names two statements that are recorded', () => {
    expect(refusal(digestOf('x'))).toBe('subject-unknown');
    expect(refusal(earlier, digestOf('x'))).toBe('subject-unknown');
  });

  it('correction-subject: is of own statements', () => {
    expect(refusal(earlier, later, base, HOSPITAL)).toBe('correction-subject');
    const others = datasets.get(HOSPITAL) ?? '';
    expect(refusal(others, later)).toBe('correction-subject');
    expect(refusal(earlier, others)).toBe('correction-subject');
  });

  it('correction-subject: is by a later one of the same kind', () => {
    expect(refusal(later, earlier)).toBe('correction-subject');
    expect(refusal(earlier, earlier)).toBe('correction-subject');
    expect(refusal(preparation, later)).toBe('correction-subject');
  });

  it('correction-subject: is of a preparation, a dataset or a task', () => {
    const bench = base.fork();
    const [first, second] = [policy, bench.record('credit-policy', PHARMA, policyBody(bench)).digest];
    expect(refusal(first, second, bench)).toBe('correction-subject');
  });

  it('superseded: makes a chain without forks', () => {
    const bench = base.fork();
    const [third, fourth] = ['data-3', 'data-4'].map(
      (name) => bench.record('dataset', PHARMA, datasetBody(name, preparation)).digest,
    );
    bench.record('correction', PHARMA, correctionBody(earlier, later));
    expect(refusal(earlier, third, bench)).toBe('superseded');
    expect(refusal(later, third, bench)).toBeUndefined();
    bench.record('correction', PHARMA, correctionBody(third ?? '', fourth ?? ''));
    expect(refusal(later, third, bench)).toBe('superseded');
    expect(refusal(later, fourth, bench)).toBe('superseded');
  });

  it('of a withdrawn dataset is possible: what it was stays on record', () => {
    const bench = base.fork();
    bench.record('withdrawal', PHARMA, withdrawalBody(earlier));
    expect(refusal(earlier, later, bench)).toBeUndefined();
  });

  it('reason-missing: says why', () => {
    const signed = base.stray('correction', PHARMA, correctionBody(earlier, later));
    expect(base.judge(signed)).toBeUndefined();
    expect(base.judge(unreasoned(signed))).toBe('reason-missing');
  });
});

/** Another policy with the terms of the first. */
function policyBody(bench: typeof base) {
  const known = bench.get(STATE.policy(policy));
  if (known === undefined) throw new Error('no policy');
  return { ...known, policy: 'policy-2', components: [{ method: 'equal' as const, basisPoints: 10_000 }] };
}
