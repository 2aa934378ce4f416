import { describe, expect, it } from 'vitest';
import type { EvaluationPlanBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { modelBody, roleBody, taskBody } from '../../../../_util/bodies.ts';
import { ED25519_FOUNDERS } from '../../../../_util/consortium.ts';
import { evaluationPlanBody } from '../../../../_util/credit-bodies.ts';
import { testKey } from '../../../../_util/keys.ts';
import { Bench, HOSPITAL, INSTITUTE, PHARMA } from '../_bench.ts';

const EVALUATOR = 'hallym-evaluator';
const SECOND = 'yonsei-evaluator';
const evaluator = (id: string) =>
  ({ id, class: 'university', roles: ['evaluator'], keys: [testKey(`${id} ed25519`)] }) as const;

const base = Bench.founded({ founders: [...ED25519_FOUNDERS, evaluator(EVALUATOR), evaluator(SECOND)] });
base.record('task', PHARMA, taskBody());
base.record('model', INSTITUTE, modelBody());

const refusal = (change: Partial<EvaluationPlanBody>, bench = base) =>
  bench.refusal('evaluation-plan', EVALUATOR, evaluationPlanBody([EVALUATOR], change));

describe('an evaluation plan', () => {
  it('is fixed by an evaluator, whole', () => {
    const body = evaluationPlanBody([EVALUATOR, SECOND]);
    const { digest, ...effect } = base.effect('evaluation-plan', EVALUATOR, body);
    expect(effect).toEqual({
      account: EVALUATOR,
      issuedDelta: 0n,
      spentDelta: 0n,
      changes: { [STATE.name('evaluation-plan', 'plan-1')]: digest, [STATE.plan(digest)]: body },
    });
  });

  it('may be made by one evaluator for another', () => {
    expect(refusal({ evaluators: [SECOND] })).toBeUndefined();
  });

  it('name-taken: has a name of its own, for ever', () => {
    const bench = base.fork();
    bench.record('evaluation-plan', EVALUATOR, evaluationPlanBody([EVALUATOR]));
    expect(refusal({ split: 'time' }, bench)).toBe('name-taken');
    expect(bench.refusal('evaluation-plan', SECOND, evaluationPlanBody([SECOND]))).toBe('name-taken');
    expect(refusal({ plan: 'plan-2' }, bench)).toBeUndefined();
  });

  it('model-unknown: is for a lineage', () => {
    expect(refusal({ model: 'unheard-of' })).toBe('model-unknown');
  });

  it('vocabulary: takes its metric from the charter', () => {
    expect(refusal({ metric: 'unheard-of' })).toBe('vocabulary');
  });

  it('role-missing: names evaluators', () => {
    expect(refusal({ evaluators: [EVALUATOR, PHARMA] })).toBe('role-missing');
    expect(refusal({ evaluators: [EVALUATOR, 'nobody'] })).toBe('role-missing');
  });

  it('role-missing: names nobody whose role has run out, to the millisecond', () => {
    const bench = base.fork();
    const until = bench.in(60);
    bench.resolve('role', INSTITUTE, HOSPITAL, roleBody(SECOND, 'evaluator', { until }));
    const both = { evaluators: [EVALUATOR, SECOND] };
    expect(refusal(both, bench.fork().waitUntil(until))).toBeUndefined();
    expect(refusal(both, bench.fork().waitUntil(until, 1))).toBe('role-missing');
  });

  describe('plan-scheme', () => {
    const sampled = { scheme: 'permutation', permutations: 8, truncationPpm: 0 } as const;

    it('permutations come with their number and truncation', () => {
      const { permutations: _, ...unnumbered } = sampled;
      const { truncationPpm: __, ...untruncated } = sampled;
      expect(refusal(sampled)).toBeUndefined();
      expect(refusal(unnumbered)).toBe('plan-scheme');
      expect(refusal(untruncated)).toBe('plan-scheme');
      expect(refusal({ scheme: 'permutation' })).toBe('plan-scheme');
    });

    it.each(['exact', 'leave-one-out'] as const)('%s comes with neither', (scheme) => {
      expect(refusal({ scheme })).toBeUndefined();
      expect(refusal({ scheme, permutations: 8 })).toBe('plan-scheme');
      expect(refusal({ scheme, truncationPpm: 0 })).toBe('plan-scheme');
    });

    it('only exact can be sealed', () => {
      expect(refusal({ form: 'sealed' })).toBeUndefined();
      expect(refusal({ form: 'sealed', scheme: 'leave-one-out' })).toBe('plan-scheme');
      expect(refusal({ form: 'sealed', ...sampled })).toBe('plan-scheme');
    });
  });
});
