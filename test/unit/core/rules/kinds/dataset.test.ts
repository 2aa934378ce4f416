import { describe, expect, it } from 'vitest';
import type { DatasetBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, taskBody } from '../../../../_util/bodies.ts';
import { ED25519_FOUNDERS } from '../../../../_util/consortium.ts';
import { correctionBody, datasetBody, preparationBody } from '../../../../_util/credit-bodies.ts';
import { Bench, HOSPITAL, PHARMA } from '../_bench.ts';

const base = Bench.founded({ founders: ED25519_FOUNDERS });
base.record('task', PHARMA, taskBody());
base.record('task', PHARMA, taskBody({ task: 'solubility', endpoint: 'solubility' }));
const preparation = base.record('preparation', PHARMA, preparationBody()).digest;

const body = (change: Partial<DatasetBody> = {}) => datasetBody('data-1', preparation, change);
const refusal = (change: Partial<DatasetBody>, bench = base) => bench.refusal('dataset', PHARMA, body(change));
const entry = (task: string, band: string): DatasetBody['tasks'][number] => ({
  task,
  band,
  samples: digestOf(`${task} samples`),
  quorum: 'met',
});

describe('a dataset', () => {
  it('is declared by who has it, and can be used', () => {
    const { digest, ...effect } = base.effect('dataset', PHARMA, body({ tasks: [entry('herg-10um', 'medium')] }));
    expect(effect).toEqual({
      account: PHARMA,
      issuedDelta: 0n,
      spentDelta: 0n,
      changes: {
        [STATE.name('dataset', 'data-1')]: digest,
        [STATE.dataset(digest)]: { author: PHARMA, weight: 3, retainUntil: body().retainUntil, status: 'live' },
      },
    });
  });

  it('weighs as much as its largest band', () => {
    const tasks = [entry('solubility', 'small'), entry('herg-10um', 'large')];
    for (const order of [tasks, tasks.toReversed()]) {
      const { digest, changes } = base.effect('dataset', PHARMA, body({ tasks: order }));
      expect(changes[STATE.dataset(digest)]).toMatchObject({ weight: 9 });
    }
  });

  it('name-taken: has a name of its own, for ever', () => {
    const bench = base.fork();
    bench.record('dataset', PHARMA, body());
    expect(refusal({ content: digestOf('other content') }, bench)).toBe('name-taken');
    expect(bench.refusal('dataset', HOSPITAL, body())).toBe('name-taken');
    expect(refusal({ dataset: 'data-2' }, bench)).toBeUndefined();
  });

  it('preparation-unknown: was prepared as somebody recorded', () => {
    expect(refusal({ preparation: digestOf('x') })).toBe('preparation-unknown');
    const task = base.ledger.record(base.ledger.size - 2).digest;
    expect(refusal({ preparation: task })).toBe('preparation-unknown');
  });

  it('superseded: was not prepared as nobody does any more', () => {
    const bench = base.fork();
    const newer = bench.record('preparation', PHARMA, preparationBody({ preparation: 'prep-2' })).digest;
    bench.record('correction', PHARMA, correctionBody(preparation, newer));
    expect(refusal({}, bench)).toBe('superseded');
    expect(refusal({ preparation: newer }, bench)).toBeUndefined();
  });

  it('reference-mismatch: comes from a pipeline that gives what all agreed on', () => {
    expect(refusal({ reference: digestOf('another result') })).toBe('reference-mismatch');
  });

  it('task-twice: says one thing of each task', () => {
    expect(refusal({ tasks: [entry('herg-10um', 'small'), entry('herg-10um', 'large')] })).toBe('task-twice');
  });

  it('task-unknown: is for tasks that are defined', () => {
    expect(refusal({ tasks: [entry('herg-10um', 'small'), entry('unheard-of', 'small')] })).toBe('task-unknown');
  });

  it('vocabulary: has bands of the charter, in every task', () => {
    expect(refusal({ tasks: [entry('herg-10um', 'small'), entry('solubility', 'huge')] })).toBe('vocabulary');
  });

  it('bad-time: is kept until a day that exists', () => {
    expect(refusal({ retainUntil: '2036-11-31T00:00:00.000Z' })).toBe('bad-time');
  });

  it('deadline-passed: is kept until after it is declared, to the millisecond', () => {
    expect(refusal({ retainUntil: base.now })).toBe('deadline-passed');
    expect(refusal({ retainUntil: base.in(0.001) })).toBeUndefined();
  });
});
