/**
 * The demonstration's model: logistic regression on fingerprint bits. Weights, and therefore updates, are integers in
 * micro-units (1,000,000 = 1.0): what members send is exactly what is hashed, averaged and ranked, on every machine.
 * Floating point stays inside a member's training.
 * @module
 */

import { InputError } from '../../core/error.ts';
import { FINGERPRINT_BITS } from '../chemistry/molecule.ts';

/** Micro-units in 1. */
export const MICRO = 1_000_000;

/** Weights are I32 in the file: up to about 2,147 in magnitude. */
export const MAX_MICRO = 2 ** 31 - 1;

/** A model, or the difference of two: `delta = after - before`. */
export interface LinearModel {
  /** One weight for each fingerprint bit, micro-units. */
  readonly weight: Int32Array;
  /** Micro-units, |bias| <= {@link MAX_MICRO}. */
  readonly bias: number;
}

/** The model that knows nothing: every score is 0. Also the update of a member that did nothing. */
export function zeroModel(): LinearModel {
  return { weight: new Int32Array(FINGERPRINT_BITS), bias: 0 };
}

/**
 * The integer itself, if a model can hold it.
 * @throws InputError `bad-model` outside [-MAX_MICRO, MAX_MICRO]; for NaN, which a training that diverged gives
 */
export function assertMicro(value: number): number {
  if (Math.abs(value) <= MAX_MICRO) return value + 0; // -0 becomes 0
  throw new InputError('bad-model', `a weight of ${value} micro-units does not fit into 32 bits`);
}

/** What leads from `before` to `after`: `before + result = after`. @throws InputError `bad-model` where it does not fit */
export function subtractModels(after: LinearModel, before: LinearModel): LinearModel {
  return {
    weight: after.weight.map((micro, bit) => assertMicro(micro - (before.weight[bit] ?? 0))),
    bias: assertMicro(after.bias - before.bias),
  };
}
