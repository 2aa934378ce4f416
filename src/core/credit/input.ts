/**
 * What credit is computed from: a policy and the rounds of its window, as plain values. Where they come from, and who may
 * say them, is the rules' matter (docs/reference/credit.md, "Inputs").
 * @module
 */
import { InputError } from '../error.ts';

/** 100%, in basis points. */
export const FULL_BASIS_POINTS = 10_000;

/** The utility methods are the last three: they read reports. */
export type CreditMethod = 'equal' | 'samples' | 'leave-one-out' | 'shapley-exact' | 'shapley-permutation';

/** What stands in for a utility method in a window without a report that it could use. */
export type CreditFallback = 'equal' | 'samples' | 'reserve';

/** One part of a policy. */
export interface CreditComponent {
  readonly method: CreditMethod;
  /** Its part of the budget, 1 to 10,000. */
  readonly basisPoints: number;
}

/** How the budget of a window is split. Basis points are integers of 1/100 percent, 0 to 10,000. */
export interface CreditPolicy {
  /** Micro-credits of the window. */
  readonly budget: bigint;
  /** At least one; their basis points sum to 10,000. Several make a composite policy. */
  readonly components: readonly CreditComponent[];
  readonly fallback: CreditFallback;
  /** The most that one group of institutions may get of the budget; 10,000 means no cap. */
  readonly groupCapBasisPoints: number;
  /** Whether quality multiplies the sample weights. It never multiplies utilities, which measure it already. */
  readonly quality: 'ignored' | 'multiplied';
  /** Every withheld reveal lowers an institution's multiplier by `withheldBasisPoints`, down to `floorBasisPoints`. */
  readonly reputation: { readonly withheldBasisPoints: number; readonly floorBasisPoints: number };
}

/** One contribution of a round. */
export interface CreditPlayer {
  /** Digest of the contribution's statement, lower-case hex: unique in the window. */
  readonly contribution: string;
  readonly institution: string;
  /** The institutions that count as one for `equal` and the cap; absent: the institution is a group of its own. */
  readonly group?: string;
  /** Fixed weight of the declared sample band, a non-negative integer. */
  readonly weight: number;
  /** Set where a resolution took the contribution out of the award. */
  readonly excluded?: true;
}

/** What one evaluator reported of a round. Every array has one value a player, in the order of the players. */
export interface CreditReport {
  /** Shapley numerators: over n! for `shapley-exact`, over the plan's number of permutations for the other. */
  readonly shapley?: readonly bigint[];
  readonly leaveOneOut?: readonly bigint[];
  /** Basis points, 0 to 10,000. */
  readonly quality?: readonly number[];
}

/** One completed round of the window. */
export interface CreditRound {
  /** In ascending order of contribution digest. */
  readonly players: readonly CreditPlayer[];
  readonly reports: readonly CreditReport[];
  /** Institutions that committed to a contribution and never revealed it. */
  readonly withheld: readonly string[];
}

/** Returns `policy` if it can be one. @throws InputError `bad-credit-input` */
export function assertPolicy(policy: CreditPolicy): CreditPolicy {
  const { budget, components, groupCapBasisPoints, reputation } = policy;
  if (budget < 0n) throw badCreditInput(`budget: expected 0 or more, got ${budget}`);
  const total = components.reduce((sum, { basisPoints }) => sum + basisPoints, 0);
  if (total !== FULL_BASIS_POINTS || components.some(({ basisPoints }) => basisPoints === 0)) {
    throw badCreditInput(`components: expected parts above 0 that sum to ${FULL_BASIS_POINTS}, got ${total}`);
  }
  const { withheldBasisPoints, floorBasisPoints } = reputation;
  const parts = components.map(({ basisPoints }) => basisPoints);
  for (const value of [...parts, groupCapBasisPoints, withheldBasisPoints, floorBasisPoints]) {
    if (!isBasisPoints(value)) throw badCreditInput(`basis points: expected 0 to ${FULL_BASIS_POINTS}, got ${value}`);
  }
  return policy;
}

/** Returns `round` if its weights, and the lengths and ranges of its reports, fit. @throws InputError `bad-credit-input` */
export function assertRound(round: CreditRound): CreditRound {
  const { players, reports } = round;
  for (const { contribution, weight } of players) {
    if (!Number.isSafeInteger(weight) || weight < 0) {
      throw badCreditInput(`contribution ${contribution}: expected an integer weight of 0 or more, got ${weight}`);
    }
  }
  for (const { shapley, leaveOneOut, quality } of reports) {
    for (const values of [shapley, leaveOneOut, quality]) {
      if (values !== undefined && values.length !== players.length) {
        throw badCreditInput(`report: expected ${players.length} values, one a player, got ${values.length}`);
      }
    }
    if (quality?.some((value) => !isBasisPoints(value)) === true) {
      throw badCreditInput(`quality: expected basis points from 0 to ${FULL_BASIS_POINTS}`);
    }
  }
  return round;
}

/** The error of inputs that no credit can be computed from. */
export function badCreditInput(message: string): InputError {
  return new InputError('bad-credit-input', message);
}

function isBasisPoints(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= FULL_BASIS_POINTS;
}
