/**
 * The worked examples of docs/reference/credit.md as inputs, under the numbers they have there.
 * @module
 */
import type { CreditPlayer, CreditPolicy, CreditRound } from '../../../../src/core/credit/input.ts';
import { leaveOneOut } from '../../../../src/core/credit/leave-one-out.ts';
import { permutationSeed } from '../../../../src/core/credit/permutation.ts';
import { exactShapley } from '../../../../src/core/credit/shapley-exact.ts';
import { addPermutationPart } from '../../../../src/core/credit/shapley-permutation.ts';

interface WorkedExample {
  readonly policy: CreditPolicy;
  readonly rounds: readonly CreditRound[];
}

/** The policy of an example that says nothing else. */
export function policyOf(changes: Partial<CreditPolicy> & Pick<CreditPolicy, 'budget' | 'components'>): CreditPolicy {
  return {
    fallback: 'reserve',
    groupCapBasisPoints: 10_000,
    quality: 'ignored',
    reputation: { withheldBasisPoints: 0, floorBasisPoints: 0 },
    ...changes,
  };
}

export function playerOf(contribution: string, institution: string, changes: Partial<CreditPlayer> = {}): CreditPlayer {
  return { contribution, institution, weight: 100, ...changes };
}

export function roundOf(players: readonly CreditPlayer[], changes: Partial<CreditRound> = {}): CreditRound {
  return { players, reports: [], withheld: [], ...changes };
}

/** alpha, beta and gamma, with the contributions a1, b1 and c1. */
export const THREE = [playerOf('a1', 'alpha'), playerOf('b1', 'beta'), playerOf('c1', 'gamma')];

/** Utilities of the coalitions of alpha, beta and gamma: none, a, b, ab, c, ac, bc, abc. */
export const GAME = [0, 10, 20, 30, 0, 16, 14, 27];

/** The seed of example 5. */
export const SEED = permutationSeed({
  roundOpen: new Uint8Array(32).fill(1),
  plan: new Uint8Array(32).fill(2),
  nonces: [3, 4, 5].map((byte) => new Uint8Array(32).fill(byte)),
});

/** The three permutations of example 5, abc, cba and bac, by their prefixes of lengths 1 and 2. */
export const SAMPLED = {
  ...{ seed: SEED, players: 3, start: 0, count: 3, empty: 0, grand: 27, truncation: 0 },
  values: [10, 30, 0, 14, 20, 30],
};

const north = { group: 'north' };

export const EXAMPLES: readonly WorkedExample[] = [
  {
    policy: policyOf({ budget: 101n, components: [{ method: 'equal', basisPoints: 10_000 }] }),
    rounds: [roundOf([playerOf('a1', 'alpha', north), playerOf('b1', 'beta', north), playerOf('c1', 'gamma')])],
  },
  {
    policy: policyOf({
      budget: 1_000_000n,
      components: [{ method: 'samples', basisPoints: 10_000 }],
      quality: 'multiplied',
      reputation: { withheldBasisPoints: 2_000, floorBasisPoints: 5_000 },
    }),
    rounds: [
      roundOf(
        [playerOf('a1', 'alpha'), playerOf('b1', 'beta', { weight: 300 }), playerOf('c1', 'gamma', { weight: 50 })],
        { reports: [{ quality: [10_000, 8_000, 9_000] }, { quality: [9_000, 6_000, 10_000] }] },
      ),
      roundOf([playerOf('a2', 'alpha'), playerOf('c2', 'gamma', { weight: 50 })], { withheld: ['beta'] }),
    ],
  },
  {
    policy: policyOf({ budget: 1_000_000n, components: [{ method: 'leave-one-out', basisPoints: 10_000 }] }),
    rounds: [
      roundOf(THREE, { reports: [{ leaveOneOut: leaveOneOut([500_000, 900_000, 850_000, 875_000, 910_000], 3) }] }),
    ],
  },
  {
    policy: policyOf({ budget: 1_000n, components: [{ method: 'shapley-exact', basisPoints: 10_000 }] }),
    rounds: [roundOf(THREE, { reports: [{ shapley: exactShapley(GAME, 3) }] })],
  },
  {
    policy: policyOf({ budget: 1_000n, components: [{ method: 'shapley-permutation', basisPoints: 10_000 }] }),
    rounds: [roundOf(THREE, { reports: [{ shapley: addPermutationPart([0n, 0n, 0n], SAMPLED).sums }] })],
  },
  {
    policy: policyOf({
      budget: 1_000_000n,
      components: [
        { method: 'equal', basisPoints: 2_000 },
        { method: 'samples', basisPoints: 2_000 },
        { method: 'leave-one-out', basisPoints: 6_000 },
      ],
      groupCapBasisPoints: 5_000,
    }),
    rounds: [
      roundOf(
        [
          playerOf('a1', 'alpha', north),
          playerOf('b1', 'beta', north),
          playerOf('c1', 'gamma', { weight: 200 }),
          playerOf('d1', 'delta'),
        ],
        { reports: [{ leaveOneOut: [60n, 30n, 10n, -5n] }] },
      ),
    ],
  },
  {
    policy: policyOf({
      budget: 100n,
      components: [
        { method: 'equal', basisPoints: 4_000 },
        { method: 'shapley-exact', basisPoints: 6_000 },
      ],
      groupCapBasisPoints: 1_500,
    }),
    rounds: [roundOf([playerOf('a1', 'alpha'), playerOf('b1', 'beta')])],
  },
];
