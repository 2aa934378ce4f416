/**
 * What an aggregator measures on updates: how large they are, and how alike.
 *
 * Sums of up to 2,049 products run in floating point; rounded to millionths they are the same on every machine.
 * @module
 */
import type { LinearModel } from './model.ts';

/** Euclidean norm in millionths of the model's unit: the weights are micro-units already. */
export function normMicro(delta: LinearModel): number {
  return Math.round(Math.sqrt(dot(delta, delta)));
}

/** Cosine of two updates in parts per million; 0 where one of them is zero. */
export function cosinePpm(a: LinearModel, b: LinearModel): number {
  const scale = Math.sqrt(dot(a, a)) * Math.sqrt(dot(b, b));
  return scale === 0 ? 0 : Math.round((1_000_000 * dot(a, b)) / scale);
}

function dot(a: LinearModel, b: LinearModel): number {
  let sum = a.bias * b.bias;
  for (const [bit, weight] of a.weight.entries()) sum += weight * (b.weight[bit] ?? 0);
  return sum;
}
