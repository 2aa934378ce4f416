/**
 * Federated averaging (McMahan et al., AISTATS 2017), in integers: anyone who has the updates and the weights computes
 * the same model, bit for bit, in whatever order they come.
 *
 * ```
 * next = model + round(sum of weight_i * delta_i / N)          N = total weight, round to nearest, halves away from 0
 * ```
 * @module
 */
import { InputError } from '../../core/error.ts';
import { assertMicro, type LinearModel } from './model.ts';

/** Sums of `weight * delta` with |delta| < 2^31 stay safe integers up to here. */
export const MAX_TOTAL_WEIGHT = 2 ** 22;

export interface WeightedUpdate {
  readonly delta: LinearModel;
  /** Non-negative integer: the member's sample weight. */
  readonly weight: number;
}

/**
 * The next global model.
 * @param totalWeight N; the sum of the weights if absent. A larger one stands for participants whose updates count as
 * zero, which is how a coalition is valued.
 * @throws InputError `bad-model` where the weights are not such integers or a weight of the model would leave 32 bits
 */
export function aggregate(
  model: LinearModel,
  updates: readonly WeightedUpdate[],
  totalWeight: number = sumWeights(updates),
): LinearModel {
  assertWeights(updates, totalWeight);
  const sums = new Float64Array(model.weight.length);
  let biasSum = 0;
  for (const { delta, weight } of updates) {
    for (let bit = 0; bit < sums.length; bit++) sums[bit] = (sums[bit] ?? 0) + weight * (delta.weight[bit] ?? 0);
    biasSum += weight * delta.bias;
  }
  return {
    weight: model.weight.map((micro, bit) => assertMicro(micro + divideRounded(sums[bit] ?? 0, totalWeight))),
    bias: assertMicro(model.bias + divideRounded(biasSum, totalWeight)),
  };
}

export function sumWeights(updates: readonly WeightedUpdate[]): number {
  return updates.reduce((total, { weight }) => total + weight, 0);
}

function assertWeights(updates: readonly WeightedUpdate[], totalWeight: number): void {
  const areWeights = updates.every(({ weight }) => Number.isInteger(weight) && weight >= 0);
  const isTotal = Number.isInteger(totalWeight) && 1 <= totalWeight && totalWeight <= MAX_TOTAL_WEIGHT;
  if (areWeights && isTotal && sumWeights(updates) <= totalWeight) return;
  throw new InputError(
    'bad-model',
    `aggregation: weights must be integers from 0 and sum to at most ${MAX_TOTAL_WEIGHT}`,
  );
}

/** Nearest integer, halves away from 0, exactly. Requires safe integers, divisor > 0. */
function divideRounded(dividend: number, divisor: number): number {
  const remainder = dividend % divisor;
  const quotient = (dividend - remainder) / divisor;
  return 2 * Math.abs(remainder) >= divisor ? quotient + Math.sign(remainder) : quotient;
}
