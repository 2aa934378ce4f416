import { describe, expect, it } from 'vitest';
import type { ModelBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, modelBody, taskBody, tensors } from '../../../../_util/bodies.ts';
import { Bench, INSTITUTE, PHARMA } from '../_bench.ts';

const base = Bench.founded();
base.record('task', PHARMA, taskBody());
const refusal = (body: ModelBody, bench = base) => bench.refusal('model', INSTITUTE, body);
const fileOf = (label: string) => digestOf(`file of ${tensors(label).tensorSet}`);

describe('a model', () => {
  it('begins a lineage, of which it is the head', () => {
    const bench = base.fork();
    const { digest } = bench.record('model', INSTITUTE, modelBody());
    expect(bench.get(STATE.model('safety-net'))).toEqual({
      head: tensors('model 0').tensorSet,
      zeroUpdate: digestOf('zero update'),
      rounds: 0,
      windows: 0,
    });
    expect(bench.get(STATE.artefact(tensors('model 0').tensorSet))).toBe(digest);
    expect(bench.get(STATE.artefact(fileOf('model 0')))).toBe(digest);
    expect(bench.get(STATE.record(digest))?.account).toBe(INSTITUTE);
  });

  it('name-taken: has a name of its own, for ever', () => {
    const bench = base.fork();
    bench.record('model', INSTITUTE, modelBody());
    expect(refusal(modelBody({ weights: tensors('another') }), bench)).toBe('name-taken');
  });

  it('task-unknown: predicts tasks that are defined', () => {
    expect(refusal(modelBody({ tasks: ['herg-10um', 'unheard-of'] }))).toBe('task-unknown');
  });

  it('parent-unknown: is made of models that are recorded', () => {
    const bench = base.fork();
    const other = { model: 'other-net', weights: tensors('other') };
    const [parent] = [tensors('model 0').tensorSet];
    expect(refusal(modelBody({ ...other, parents: [parent] }), bench)).toBe('parent-unknown');
    bench.record('model', INSTITUTE, modelBody());
    expect(refusal(modelBody({ ...other, parents: [parent] }), bench)).toBeUndefined();
    expect(refusal(modelBody({ ...other, parents: [parent, digestOf('x')] }), bench)).toBe('parent-unknown');
  });

  it('digest-reused: is new in the whole log, by its weights and by its file', () => {
    const bench = base.fork();
    bench.record('model', INSTITUTE, modelBody());
    expect(refusal(modelBody({ model: 'copy' }), bench)).toBe('digest-reused');
    const sameFile = bench.stray('model', INSTITUTE, modelBody({ model: 'copy', weights: tensors('resaved') }), {
      subject: { name: 'model', sha256: fileOf('model 0') },
    });
    expect(bench.judge(sameFile)).toBe('digest-reused');
  });
});
