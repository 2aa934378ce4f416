/**
 * `ledgerline/core/credit.js`: the credit arithmetic: utilities to Shapley values, policy and rounds to an award.
 * @module
 */
export { type AwardLine, type AwardSplit, computeAward } from '../../core/credit/award.ts';
export type {
  CreditComponent,
  CreditFallback,
  CreditMethod,
  CreditPlayer,
  CreditPolicy,
  CreditReport,
  CreditRound,
} from '../../core/credit/input.ts';
export { leaveOneOut, leaveOneOutOfAll } from '../../core/credit/leave-one-out.ts';
export { lowerMedian } from '../../core/credit/median.ts';
export { permutationSeed, permutations, type SeedParts } from '../../core/credit/permutation.ts';
export { largestRemainder } from '../../core/credit/rounding.ts';
export { assertEfficiency, exactShapley, factorial, MAX_EXACT_PLAYERS } from '../../core/credit/shapley-exact.ts';
export {
  addPermutationPart,
  MAX_PART_PERMUTATIONS,
  type PermutationPart,
  type PermutationSums,
} from '../../core/credit/shapley-permutation.ts';
export { decodeTable, encodeTable, tableDigest } from '../../core/credit/utility-table.ts';
