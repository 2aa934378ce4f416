/**
 * Noise for members that do not play by the rules: wrong labels, and a copy that is not quite a copy. Reproducible.
 * @module
 */
import { assertMicro, type LinearModel } from './model.ts';
import { createRandom, shuffledIndexes } from './random.ts';
import type { LabelledRows } from './rows.ts';

/** The same rows with `share` of their labels flipped, which rows by `seed`. Requires 0 <= share <= 1. */
export function flipLabels(rows: LabelledRows, share: number, seed: string): LabelledRows {
  const labels = Uint8Array.from(rows.labels);
  const flipped = shuffledIndexes(rows.rowCount, createRandom(seed)).subarray(0, Math.floor(rows.rowCount * share));
  for (const index of flipped) labels[index] = 1 - (labels[index] ?? 0);
  return { ...rows, labels };
}

/**
 * An update with noise on each weight: the noise's Euclidean norm is `ratio` times the update's, up to rounding to
 * micro-units. Requires ratio >= 0.
 */
export function addNoise(delta: LinearModel, ratio: number, seed: string): LinearModel {
  const random = createRandom(seed);
  const noise = Float64Array.from(delta.weight, () => random.nextU32() / 2 ** 31 - 1);
  const factor = (ratio * norm(delta.weight)) / norm(noise);
  return {
    weight: delta.weight.map((micro, bit) => assertMicro(micro + Math.round(factor * (noise[bit] ?? 0)))),
    bias: delta.bias,
  };
}

function norm(values: Int32Array | Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}
