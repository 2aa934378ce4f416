import { describe, expect, it } from 'vitest';
import type { TaskBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { taskBody } from '../../../../_util/bodies.ts';
import { Bench, PHARMA } from '../_bench.ts';

const founded = Bench.founded();
const refusal = (body: TaskBody) => founded.refusal('task', PHARMA, body);

describe('a task', () => {
  it('is defined by a steward, in its account', () => {
    const bench = founded.fork();
    const { digest } = bench.record('task', PHARMA, taskBody());
    expect(bench.get(STATE.task('herg-10um'))).toBe(digest);
    expect(bench.get(STATE.record(digest))?.account).toBe(PHARMA);
  });

  it('name-taken: has a name of its own, for ever', () => {
    const bench = founded.fork();
    bench.record('task', PHARMA, taskBody());
    expect(bench.refusal('task', PHARMA, taskBody({ weight: 2 }))).toBe('name-taken');
    expect(bench.refusal('task', 'namsan-hospital', taskBody())).toBe('name-taken');
  });

  it.each(['endpoint', 'metric', 'unit'] as const)('vocabulary: takes its %s from the charter', (field) => {
    expect(refusal(taskBody({ [field]: 'unheard-of' }))).toBe('vocabulary');
  });

  it('threshold-missing: as a classification has a threshold', () => {
    const { thresholdMicro: _, ...body } = taskBody();
    expect(refusal(body)).toBe('threshold-missing');
    expect(refusal({ ...body, form: 'regression' })).toBeUndefined();
    expect(refusal(taskBody({ thresholdMicro: 0 }))).toBeUndefined();
  });
});
