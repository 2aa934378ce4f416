import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatSafetensors, parseSafetensors } from '../../../src/core/tensor/safetensors.ts';
import { aggregate, MAX_TOTAL_WEIGHT, type WeightedUpdate } from '../../../src/federation/learning/average.ts';
import { evaluate, evaluateCoalitions, scoreRows } from '../../../src/federation/learning/evaluate.ts';
import { aucPpm } from '../../../src/federation/learning/metric.ts';
import {
  assertMicro,
  type LinearModel,
  MAX_MICRO,
  MICRO,
  subtractModels,
  zeroModel,
} from '../../../src/federation/learning/model.ts';
import { formatModelFile, parseModelFile } from '../../../src/federation/learning/model-file.ts';
import { addNoise, flipLabels } from '../../../src/federation/learning/noise.ts';
import { createRandom, shuffledIndexes } from '../../../src/federation/learning/random.ts';
import { bitsOf, type LabelledRows, packRows } from '../../../src/federation/learning/rows.ts';
import { trainLocal } from '../../../src/federation/learning/train.ts';
import { inputError } from '../../_util/input-error.ts';

const BITS = zeroModel().weight.length;

/** Random rows whose label follows the lowest bit, most of the time. */
function randomRows(count: number, seed: string): LabelledRows {
  const random = createRandom(seed);
  const rows = Array.from({ length: count }, () => {
    const bits = new Set(Array.from({ length: 1 + random.below(20) }, () => random.below(BITS)));
    const label = random.below(10) === 0 ? random.below(2) : Math.min(...bits) < 150 ? 1 : 0;
    return { bits: Uint16Array.from(bits).sort(), label: label === 1 ? (1 as const) : (0 as const) };
  });
  return packRows(rows);
}

function modelOf(fill: (bit: number) => number, bias = 0): LinearModel {
  return { weight: Int32Array.from({ length: BITS }, (_, bit) => fill(bit)), bias };
}

const micro = fc.integer({ min: -MAX_MICRO, max: MAX_MICRO });
/** Random in the first and last weights and the bias. */
const model = fc.tuple(micro, micro, micro).map(([first, last, bias]) => {
  return modelOf((bit) => (bit === 0 ? first : bit === BITS - 1 ? last : 0), bias);
});

describe('rows', () => {
  test('pack and read back, empty ones too', () => {
    const bits = [Uint16Array.of(1, 5), Uint16Array.of(), Uint16Array.of(2047)];
    const rows = packRows(bits.map((list, i) => ({ bits: list, label: i === 1 ? 1 : 0 })));
    expect([0, 1, 2].map((i) => bitsOf(rows, i))).toEqual(bits);
    expect(rows.labels).toEqual(Uint8Array.of(0, 1, 0));
  });
});

describe('ROC-AUC', () => {
  /** Every pair of a positive and a negative, by definition. */
  function slowAucPpm(scores: readonly number[], labels: readonly number[]): number {
    let halves = 0n;
    let pairs = 0n;
    for (const [i, positive] of scores.entries()) {
      for (const [j, negative] of scores.entries()) {
        if (labels[i] !== 1 || labels[j] !== 0) continue;
        pairs++;
        halves += positive > negative ? 2n : positive === negative ? 1n : 0n;
      }
    }
    return Math.round(Number((halves * 100_000_000n) / (2n * pairs)) / 100);
  }

  const scored = fc
    .array(fc.tuple(fc.integer({ min: -5, max: 5 }), fc.constantFrom(0, 1)), { minLength: 2, maxLength: 40 })
    .filter((rows) => rows.some(([, label]) => label === 0) && rows.some(([, label]) => label === 1));
  const auc = (rows: readonly (readonly [number, number])[]) =>
    aucPpm(
      Float64Array.from(rows, ([score]) => score),
      Uint8Array.from(rows, ([, label]) => label),
    );

  test('is what the definition gives, ties and all', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        const [scores, labels] = [rows.map(([score]) => score), rows.map(([, label]) => label)];
        expect(auc(rows)).toBe(slowAucPpm(scores, labels));
      }),
      { numRuns: 500 },
    );
  });

  test('does not see the order of the rows', () => {
    fc.assert(
      fc.property(scored, (rows) => {
        expect(auc(rows.toReversed())).toBe(auc(rows));
      }),
    );
  });

  test('the model that knows nothing has exactly 500,000, however the rows are sorted', () => {
    const rows = randomRows(101, 'zero');
    expect(evaluate(zeroModel(), rows)).toBe(500_000);
    expect(evaluate(zeroModel(), { ...rows, labels: rows.labels.toSorted() })).toBe(500_000);
  });

  test.each([
    ['perfect', [1, 2, 3, 4], [0, 0, 1, 1], 1_000_000],
    ['inverted', [4, 3, 2, 1], [0, 0, 1, 1], 0],
    ['one tie of two pairs', [1, 1, 0], [1, 0, 0], 750_000],
    ['a third, rounded', [0, 1, 2, 1.5], [0, 1, 0, 0], 333_333],
    ['two thirds, rounded', [0, 0.5, 2, 1], [0, 0, 0, 1], 666_667],
    ['scores of 2^52', [2 ** 52 + 1, 2 ** 52], [1, 0], 1_000_000],
  ])('%s', (_, scores, labels, expected) => {
    expect(aucPpm(Float64Array.from(scores), Uint8Array.from(labels))).toBe(expected);
  });
});

describe('federated averaging', () => {
  /** In bigint: nearest, halves away from zero. */
  function slowAggregate(from: bigint, terms: readonly (readonly [bigint, bigint])[], total: bigint): bigint {
    const sum = terms.reduce((all, [weight, delta]) => all + weight * delta, 0n);
    const magnitude = (2n * (sum < 0n ? -sum : sum) + total) / (2n * total);
    return from + (sum < 0n ? -magnitude : magnitude);
  }

  const small = fc.integer({ min: -(2 ** 30), max: 2 ** 30 });
  const updates = fc.array(
    fc.record({
      weight: fc.integer({ min: 0, max: 400_000 }),
      delta: fc.tuple(small, small, small).map(([first, last, bias]) => {
        return modelOf((bit) => (bit === 0 ? first : bit === BITS - 1 ? last : 0), bias);
      }),
    }),
    { minLength: 1, maxLength: 6 },
  );
  const start = modelOf((bit) => (bit === 0 ? 2 ** 29 : 0), -(2 ** 29));

  test('is exact, and does not see the order of the updates', () => {
    fc.assert(
      fc.property(updates, fc.integer({ min: 1, max: 1000 }), (list: WeightedUpdate[], absent) => {
        const total = list.reduce((all, { weight }) => all + weight, absent);
        const next = aggregate(start, list, total);
        const slow = (pick: (m: LinearModel) => number) =>
          slowAggregate(
            BigInt(pick(start)),
            list.map(({ weight, delta }) => [BigInt(weight), BigInt(pick(delta))]),
            BigInt(total),
          );
        for (const bit of [0, 1, BITS - 1]) expect(BigInt(next.weight[bit] ?? 0)).toBe(slow((m) => m.weight[bit] ?? 0));
        expect(BigInt(next.bias)).toBe(slow((m) => m.bias));
        expect(aggregate(start, list.toReversed(), total)).toEqual(next);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    [[[1, 3]], 3],
    [
      [
        [1, 1],
        [1, 2],
      ],
      2,
    ],
    [
      [
        [1, -1],
        [1, -2],
      ],
      -2,
    ],
    [
      [
        [2, 5],
        [1, -1],
      ],
      3,
    ],
    [
      [
        [0, 7],
        [3, 1],
      ],
      1,
    ],
  ])('weights and deltas %j average to %j', (terms, expected) => {
    const list = terms.map(([weight = 0, delta = 0]) => ({ weight, delta: modelOf(() => delta, delta) }));
    expect(aggregate(zeroModel(), list)).toEqual(modelOf(() => expected, expected));
  });

  test.each([
    ['no update', []],
    ['weights of 0 only', [{ weight: 0, delta: zeroModel() }]],
    [
      'a negative weight',
      [
        { weight: 2, delta: zeroModel() },
        { weight: -1, delta: zeroModel() },
      ],
    ],
    ['a fraction', [{ weight: 0.5, delta: zeroModel() }]],
    ['too much weight', [{ weight: MAX_TOTAL_WEIGHT + 1, delta: zeroModel() }]],
  ])('refuses %s', (_, list) => {
    expect(() => aggregate(zeroModel(), list)).toThrow(inputError('bad-model'));
  });

  test('one update of weight 1 leads from one model to the other', () => {
    fc.assert(
      fc.property(model, model, (before, after) => {
        const fits = [0, BITS - 1].every(
          (bit) => Math.abs((after.weight[bit] ?? 0) - (before.weight[bit] ?? 0)) <= MAX_MICRO,
        );
        if (!fits || Math.abs(after.bias - before.bias) > MAX_MICRO) {
          expect(() => subtractModels(after, before)).toThrow(inputError('bad-model'));
        } else {
          expect(aggregate(before, [{ weight: 1, delta: subtractModels(after, before) }])).toEqual(after);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('refuses a total below the sum, and a model that leaves 32 bits', () => {
    const one = { weight: 2, delta: modelOf(() => 1) };
    expect(() => aggregate(zeroModel(), [one], 1)).toThrow(inputError('bad-model'));
    expect(() =>
      aggregate(
        modelOf(() => MAX_MICRO),
        [one],
      ),
    ).toThrow(inputError('bad-model'));
  });
});

describe('coalitions', () => {
  const rows = randomRows(200, 'test');
  const updates = ['a', 'b', 'c'].map((id) => {
    const { delta, samples } = trainLocal(zeroModel(), randomRows(60, id), { seed: id });
    return { delta, weight: samples };
  });

  test('the first is the model, the last the aggregated model, so that the rounds add up', () => {
    const worth = evaluateCoalitions(zeroModel(), updates, rows);
    expect(worth).toHaveLength(8);
    expect(worth[0]).toBe(500_000);
    expect(worth[7]).toBe(evaluate(aggregate(zeroModel(), updates), rows));
    const total = 180;
    expect(worth[0b101]).toBe(
      evaluate(
        aggregate(
          zeroModel(),
          updates.filter((_, i) => i !== 1),
          total,
        ),
        rows,
      ),
    );
  });

  test('a member that sends zeros changes the worth of no coalition', () => {
    const worth = evaluateCoalitions(zeroModel(), [...updates, { delta: zeroModel(), weight: 500 }], rows);
    expect(worth.slice(8)).toEqual(worth.slice(0, 8));
  });
});

describe('local training', () => {
  /** The same descent with a dense weight vector and no scale. */
  function slowTrain(before: LinearModel, rows: LabelledRows, seed: string, epochs: number): number[] {
    const weight = Array.from(before.weight, (value) => value / MICRO);
    let bias = before.bias / MICRO;
    const random = createRandom(seed);
    for (let epoch = 0; epoch < epochs; epoch++) {
      for (const index of shuffledIndexes(rows.rowCount, random)) {
        const present = Array.from(weight, (_, bit) => (bitsOf(rows, index).includes(bit) ? 1 : 0));
        const score = bias + weight.reduce((sum, value, bit) => sum + value * (present[bit] ?? 0), 0);
        const error = (rows.labels[index] ?? 0) - 1 / (1 + Math.exp(-score));
        for (const [bit, value] of weight.entries()) {
          weight[bit] = value * (1 - 0.05 * 1e-4) + 0.05 * error * (present[bit] ?? 0);
        }
        bias += 0.05 * error;
      }
    }
    return [...weight, bias].map((value, bit) => Math.round(value * MICRO) - (before.weight[bit] ?? before.bias));
  }

  test('is stochastic gradient descent, to a micro-unit', () => {
    const rows = randomRows(40, 'train');
    const before = trainLocal(zeroModel(), randomRows(40, 'before'), { seed: 'b' }).delta;
    const { delta, samples } = trainLocal(before, rows, { seed: 's' });
    const slow = slowTrain(before, rows, 's', 2);
    expect(samples).toBe(40);
    for (const [bit, value] of [...delta.weight, delta.bias].entries()) {
      expect(Math.abs(value - (slow[bit] ?? 0))).toBeLessThanOrEqual(1);
    }
  });

  test('the same arguments give the same integers; another seed others', () => {
    const rows = randomRows(100, 'rows');
    const once = trainLocal(zeroModel(), rows, { seed: 'a' });
    expect(trainLocal(zeroModel(), rows, { seed: 'a' })).toEqual(once);
    expect(trainLocal(zeroModel(), rows, { seed: 'b' })).not.toEqual(once);
  });

  test('learns what the rows hold', () => {
    const { delta } = trainLocal(zeroModel(), randomRows(2000, 'learn'), { seed: 's', epochs: 5 });
    expect(evaluate(delta, randomRows(500, 'unseen'))).toBeGreaterThan(650_000);
  });

  test('refuses to give numbers when it diverges', () => {
    const rows = randomRows(50, 'rows');
    expect(() => trainLocal(zeroModel(), rows, { seed: 's', learningRate: 1e6 })).toThrow(inputError('bad-model'));
    expect(() => trainLocal(zeroModel(), rows, { seed: 's', learningRate: Number.NaN })).toThrow(
      inputError('bad-model'),
    );
  });

  test('scores are exact sums', () => {
    const rows = packRows([
      { bits: Uint16Array.of(0, BITS - 1), label: 0 },
      { bits: Uint16Array.of(), label: 1 },
    ]);
    const extreme = modelOf(() => MAX_MICRO, -MAX_MICRO);
    expect(scoreRows(extreme, rows)).toEqual(Float64Array.of(MAX_MICRO, -MAX_MICRO));
  });
});

describe('model file', () => {
  test('parsing is the inverse of formatting', () => {
    fc.assert(
      fc.property(model, fc.constantFrom('global-model' as const, 'update' as const), (value, purpose) => {
        expect(parseModelFile(formatModelFile(value, purpose), purpose)).toEqual(value);
      }),
      { numRuns: 50 },
    );
  });

  test('is a safetensors file that any library reads', () => {
    const { tensors, metadata } = parseSafetensors(
      formatModelFile(
        modelOf((bit) => -bit, 7),
        'update',
      ),
    );
    expect(tensors.map(({ name, dtype, shape }) => [name, dtype, shape])).toEqual([
      ['bias', 'I32', [1]],
      ['weight', 'I32', [2048]],
    ]);
    expect(tensors[0]?.bytes).toEqual(Uint8Array.of(7, 0, 0, 0));
    expect(tensors[1]?.bytes.subarray(4, 8)).toEqual(Uint8Array.of(0xff, 0xff, 0xff, 0xff));
    expect(metadata.get('purpose')).toBe('update');
  });

  const file = formatModelFile(zeroModel(), 'update');
  const { tensors, metadata } = parseSafetensors(file);
  test.each([
    ['another purpose', formatModelFile(zeroModel(), 'global-model')],
    ['no metadata', formatSafetensors(tensors)],
    ['more metadata', formatSafetensors(tensors, new Map([...metadata, ['note', 'x']]))],
    [
      'a further tensor',
      formatSafetensors([...tensors, { name: 'x', dtype: 'I32', shape: [0], bytes: new Uint8Array() }], metadata),
    ],
    ['a tensor missing', formatSafetensors(tensors.slice(0, 1), metadata)],
    [
      'another dtype of the same size',
      formatSafetensors(
        tensors.map((t) => ({ ...t, dtype: 'U32' as const })),
        metadata,
      ),
    ],
    [
      'another shape of the same size',
      formatSafetensors(
        tensors.map((t) => ({ ...t, shape: [1, ...t.shape] })),
        metadata,
      ),
    ],
    ['-2^31, which no training gives', file.with(file.length - 1, 0x80)],
  ])('refuses %s', (_, other) => {
    expect(() => parseModelFile(other, 'update')).toThrow(inputError('bad-model'));
  });

  test('refuses a file cut short', () => {
    expect(() => parseModelFile(file.subarray(0, -1), 'update')).toThrow(inputError('bad-safetensors'));
  });

  test.each([MAX_MICRO + 1, -MAX_MICRO - 1, Number.NaN, Number.POSITIVE_INFINITY])('no model holds %d', (value) => {
    expect(() => assertMicro(value)).toThrow(inputError('bad-model'));
  });
});

describe('random numbers', () => {
  // Computed with Python's integers and hashlib from the module comment.
  test('are those of sfc32', () => {
    const random = createRandom('seed');
    expect(Array.from({ length: 4 }, random.nextU32)).toEqual([734387182, 1020426258, 1707807337, 1440624673]);
  });

  test('a shuffle is a permutation, the same for the same seed, and not the identity', () => {
    const order = shuffledIndexes(1000, createRandom('s'));
    expect([...order].sort((a, b) => a - b)).toEqual(Array.from({ length: 1000 }, (_, i) => i));
    expect(shuffledIndexes(1000, createRandom('s'))).toEqual(order);
    expect(order.filter((value, i) => value === i).length).toBeLessThan(10);
    expect(shuffledIndexes(0, createRandom('s'))).toHaveLength(0);
  });

  test('all values below a limit are about equally frequent', () => {
    const random = createRandom('uniform');
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i++) {
      const value = random.below(10);
      counts[value] = (counts[value] ?? 0) + 1;
    }
    // Five standard deviations.
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(475);
  });
});

describe('noise', () => {
  test('flips exactly the share of labels asked for, the bits untouched', () => {
    const rows = randomRows(101, 'rows');
    const flipped = flipLabels(rows, 0.5, 'f');
    expect(flipped.labels.filter((label, i) => label !== rows.labels[i])).toHaveLength(50);
    expect(flipped.bits).toBe(rows.bits);
    expect(flipLabels(rows, 0, 'f').labels).toEqual(rows.labels);
    expect(flipLabels(rows, 0.5, 'g').labels).not.toEqual(flipped.labels);
  });

  test.each([0, 0.05, 1])('adds noise of %d times the norm', (ratio) => {
    const { delta } = trainLocal(zeroModel(), randomRows(200, 'rows'), { seed: 's' });
    const noisy = addNoise(delta, ratio, 'n');
    const norm = (values: Int32Array) => Math.hypot(...values);
    const difference = norm(noisy.weight.map((value, bit) => value - (delta.weight[bit] ?? 0)));
    expect(difference / norm(delta.weight)).toBeCloseTo(ratio, 3);
    expect(addNoise(delta, ratio, 'n')).toEqual(noisy);
  });
});
