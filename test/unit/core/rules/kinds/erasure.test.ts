import { describe, expect, it } from 'vitest';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, institutionBody, taskBody } from '../../../../_util/bodies.ts';
import { erasureBody } from '../../../../_util/credit-bodies.ts';
import { Bench, HOSPITAL, INSTITUTE, PHARMA, unreasoned } from '../_bench.ts';
import { changeOf } from '../_credit.ts';

const base = Bench.founded();
const [first = '', second = ''] = ['a', 'b'].map((task) => base.record('task', PHARMA, taskBody({ task })).digest);
const others = base.record('task', HOSPITAL, taskBody({ task: 'c' })).digest;

describe('an erasure', () => {
  it('attests that openings of own statements were destroyed; the statements stay', () => {
    const bench = base.fork();
    const { digest } = bench.record(
      'erasure',
      PHARMA,
      erasureBody([first, second], { openings: ['signer', 'reason'] }),
    );
    expect(bench.get(STATE.erased(first))).toBe(digest);
    expect(bench.get(STATE.erased(second))).toBe(digest);
    expect(bench.get(STATE.name('erasure', 'erasure-1'))).toBe(digest);
    expect(bench.get(STATE.record(first))).toEqual(base.get(STATE.record(first)));
    expect(bench.get(STATE.task('a'))).toBe(first);
    expect(bench.get(STATE.record(digest))?.account).toBe(PHARMA);
  });

  it('I6: moves no credit', () => {
    const change = changeOf(base, base.stray('erasure', PHARMA, erasureBody([first])));
    expect(change).toMatchObject({ issuedDelta: 0n, spentDelta: 0n });
  });

  it('may come again for another opening', () => {
    const bench = base.fork();
    bench.record('erasure', PHARMA, erasureBody([first]));
    const body = erasureBody([first], { erasure: 'erasure-2', openings: ['signer'] });
    expect(bench.refusal('erasure', PHARMA, body)).toBeUndefined();
  });

  it('subject-unknown: is of statements that are recorded', () => {
    expect(base.refusal('erasure', PHARMA, erasureBody([first, digestOf('nothing')]))).toBe('subject-unknown');
  });

  it('not-own: is of own statements', () => {
    expect(base.refusal('erasure', PHARMA, erasureBody([first, others]))).toBe('not-own');
    expect(base.refusal('erasure', HOSPITAL, erasureBody([others]))).toBeUndefined();
  });

  it('name-taken: has a name of its own', () => {
    const bench = base.fork();
    bench.record('erasure', PHARMA, erasureBody([first]));
    expect(bench.refusal('erasure', PHARMA, erasureBody([second]))).toBe('name-taken');
    expect(bench.refusal('erasure', HOSPITAL, erasureBody([others]))).toBe('name-taken');
  });

  it('reason-missing: says why', () => {
    const signed = base.stray('erasure', PHARMA, erasureBody([first]));
    expect(base.judge(signed)).toBeUndefined();
    expect(base.judge(unreasoned(signed))).toBe('reason-missing');
  });

  it('is possible after leaving', () => {
    const bench = base.fork();
    const left = { signing: { reason: { code: 'left' } } };
    bench.resolve('institution', INSTITUTE, HOSPITAL, institutionBody(PHARMA, { status: 'left' }), left);
    expect(bench.refusal('erasure', PHARMA, erasureBody([first]))).toBeUndefined();
  });
});
