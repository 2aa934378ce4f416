/**
 * Largest remainders (Hamilton): the one rounding of an award (docs/reference/credit.md, "Rounding").
 *
 * Hamilton has the Alabama paradox: a larger budget may give somebody less. Here a window's budget is fixed before it.
 * @module
 */
import { badCreditInput } from './input.ts';

/**
 * `budget` in proportion to `weights`. With X the sum of the weights, share i is floor(budget * weight_i / X), and what is
 * left goes one each to the largest remainders of these divisions; equal remainders, to the lower rank first.
 *
 * Conserves: the shares sum to `budget` exactly if X > 0, and are all 0 if X = 0. A share differs from the exact one by
 * less than 1, for what is left is less than the number of remainders above 0.
 * @param ranks one for each weight, all different, compared by code unit: statement digests in lower-case hex
 * @throws InputError `bad-credit-input` for a negative budget or weight, and unless there is one rank a weight
 */
export function largestRemainder(budget: bigint, weights: readonly bigint[], ranks: readonly string[]): bigint[] {
  if (budget < 0n || weights.length !== ranks.length || weights.some((weight) => weight < 0n)) {
    throw badCreditInput('rounding: expected a budget and weights of 0 or more, and one rank a weight');
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total === 0n) return weights.map(() => 0n);
  const shares = weights.map((weight) => (budget * weight) / total);
  const remainders = weights.map((weight) => (budget * weight) % total);
  const left = budget - shares.reduce((sum, share) => sum + share, 0n);
  const order = weights.map((_, i) => i).sort((a, b) => compareRemainders(remainders, ranks, a, b));
  for (const i of order.slice(0, Number(left))) shares[i] = (shares[i] ?? 0n) + 1n;
  return shares;
}

/** Larger remainders first, then lower ranks. */
function compareRemainders(remainders: readonly bigint[], ranks: readonly string[], a: number, b: number): number {
  const [left = 0n, right = 0n] = [remainders[a], remainders[b]];
  if (left !== right) return left > right ? -1 : 1;
  return (ranks[a] ?? '') < (ranks[b] ?? '') ? -1 : 1;
}
