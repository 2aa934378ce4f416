/**
 * Local training: a few epochs of stochastic gradient descent on a member's own rows, from the round's global model.
 *
 * The defaults suit the hERG data (measured over 20 seeds): a learning rate of 0.005 or less learns too little in five
 * rounds; 1 to 10 epochs differ within noise.
 * @module
 */
import { assertMicro, type LinearModel, MICRO, subtractModels } from './model.ts';
import { createRandom, shuffledIndexes } from './random.ts';
import { bitsOf, type LabelledRows } from './rows.ts';

export interface TrainingOptions {
  /** Decides the order of the rows; name the round and the member in it. */
  readonly seed: string;
  /** Passes over the rows. */
  readonly epochs?: number;
  readonly learningRate?: number;
  /** Strength of the pull of the weights (not the bias) towards 0. */
  readonly l2?: number;
}

/** What a member sends. */
export interface LocalUpdate {
  /** Trained model minus global model, micro-units. */
  readonly delta: LinearModel;
  /** Rows trained on. */
  readonly samples: number;
}

/**
 * Trains and returns the change. The same arguments give the same integers (within one implementation of `Math.exp`).
 * @throws InputError `bad-model` where training diverges
 */
export function trainLocal(model: LinearModel, rows: LabelledRows, options: TrainingOptions): LocalUpdate {
  const { seed, epochs = 2, learningRate = 0.05, l2 = 1e-4 } = options;
  const weight = Float64Array.from(model.weight, (micro) => micro / MICRO);
  let bias = model.bias / MICRO;
  // The true weights are `scale * weight`: shrinking them all is one multiplication, not one for each weight.
  let scale = 1;
  const random = createRandom(seed);
  for (let epoch = 0; epoch < epochs; epoch++) {
    for (const index of shuffledIndexes(rows.rowCount, random)) {
      const bits = bitsOf(rows, index);
      let sum = 0;
      for (const bit of bits) sum += weight[bit] ?? 0;
      const probability = 1 / (1 + Math.exp(-(bias + scale * sum)));
      const step = learningRate * ((rows.labels[index] ?? 0) - probability);
      scale *= 1 - learningRate * l2;
      for (const bit of bits) weight[bit] = (weight[bit] ?? 0) + step / scale;
      bias += step;
    }
  }
  const trained = {
    weight: Int32Array.from(weight, (value) => roundToMicro(scale * value)),
    bias: roundToMicro(bias),
  };
  return { delta: subtractModels(trained, model), samples: rows.rowCount };
}

function roundToMicro(value: number): number {
  return assertMicro(Math.round(value * MICRO));
}
