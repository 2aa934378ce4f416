/**
 * The lower median: of an even number of values the smaller of the middle two, so that the result is a value somebody
 * reported and no division rounds it. With it, one evaluator of three or more cannot move a value out of the others' range.
 * @module
 */
import { badCreditInput } from './input.ts';

/**
 * The value at position floor((k - 1) / 2) of the k values in ascending order. Example: of 1, 2, 4, 9 it is 2.
 * @throws InputError `bad-credit-input` when there are none
 */
export function lowerMedian(values: readonly bigint[]): bigint {
  const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const median = sorted[Math.floor((sorted.length - 1) / 2)];
  if (median === undefined) throw badCreditInput('median: expected at least one value');
  return median;
}
