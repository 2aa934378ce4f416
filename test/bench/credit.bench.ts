/**
 * The credit arithmetic at the largest sizes that it is meant for.
 * @module
 */
import { computeAward } from '../../src/core/credit/award.ts';
import type { CreditPolicy, CreditRound } from '../../src/core/credit/input.ts';
import { exactShapley } from '../../src/core/credit/shapley-exact.ts';
import { addPermutationPart } from '../../src/core/credit/shapley-permutation.ts';
import { type Benchmark, compare, compareWithHashes } from './benchmark.ts';

const PLAYERS = 12;
const COALITIONS = 2 ** PLAYERS;
const AWARDS_A_RUN = 100;

/** Utilities without a pattern, in the range of parts per million. */
function utilities(count: number): number[] {
  return Array.from({ length: count }, (_, i) => ((i * 2_654_435_761) % 2_000_001) - 1_000_000);
}

const table = utilities(COALITIONS);

/** One after the other, in `bigint`, from nothing. */
function addBigints(times: number): void {
  let sum = 0n;
  for (let i = 0; i < times; i++) sum += BigInt(i);
  if (sum < 0n) throw new Error('a sum of natural numbers is negative');
}

const exact: Benchmark = {
  name: 'exact Shapley, 12 players',
  unit: 'ms',
  better: 'less',
  against: 'one bigint addition a player and coalition',
  measure: () =>
    compare(
      () => void exactShapley(table, PLAYERS),
      () => addBigints(PLAYERS * COALITIONS),
    ),
};

const part = {
  ...{ seed: new Uint8Array(32), players: 20, start: 0, count: 2_000, values: utilities(2_000 * 19) },
  ...{ empty: 0, grand: 900_000, truncation: 0 },
};

const sampled: Benchmark = {
  name: 'sampled Shapley, 20 players, 2,000 permutations',
  unit: 'ms',
  better: 'less',
  against: 'its SHA-256 calls',
  measure: () => {
    const zero = Array.from({ length: part.players }, () => 0n);
    return compareWithHashes(() => void addPermutationPart(zero, part));
  },
};

const rounds: CreditRound[] = Array.from({ length: 5 }, (_, r) => {
  const shapley = exactShapley(
    table.map((utility, mask) => table[(mask + 7 * r) % COALITIONS] ?? utility),
    PLAYERS,
  );
  return {
    players: shapley.map((_, i) => ({
      ...{ contribution: `${r}${String(i).padStart(2, '0')}`, institution: `institution-${i}`, weight: 100 * (1 + i) },
      ...(i < 6 ? { group: `group-${i % 3}` } : {}),
    })),
    reports: [0, 1, 2].map((e) => ({ shapley, quality: shapley.map((_, i) => 9_000 + 100 * e + i) })),
    withheld: [`institution-${r}`],
  };
});

const policy: CreditPolicy = {
  budget: 10n ** 12n,
  components: [
    { method: 'equal', basisPoints: 2_000 },
    { method: 'samples', basisPoints: 2_000 },
    { method: 'shapley-exact', basisPoints: 6_000 },
  ],
  fallback: 'equal',
  groupCapBasisPoints: 2_000,
  quality: 'multiplied',
  reputation: { withheldBasisPoints: 1_000, floorBasisPoints: 5_000 },
};

const award: Benchmark = {
  name: 'award of 5 rounds of 12 contributions, 3 reports each',
  unit: 'us',
  better: 'less',
  against: 'one bigint addition a round, contribution and component',
  measure: () => {
    const terms = rounds.length * PLAYERS * policy.components.length;
    const { value, limit } = compare(
      () => {
        for (let i = 0; i < AWARDS_A_RUN; i++) computeAward(policy, rounds);
      },
      () => addBigints(AWARDS_A_RUN * terms),
    );
    return { value: (value * 1_000) / AWARDS_A_RUN, limit: (limit * 1_000) / AWARDS_A_RUN };
  },
};

export const CREDIT: readonly Benchmark[] = [exact, sampled, award];
