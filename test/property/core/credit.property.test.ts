/**
 * Laws of the credit arithmetic, and its agreement with slow oracles.
 * @module
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { computeAward } from '../../../src/core/credit/award.ts';
import { shareGroups, splitGroups } from '../../../src/core/credit/cap.ts';
import type { CreditPolicy, CreditRound } from '../../../src/core/credit/input.ts';
import { leaveOneOut, leaveOneOutOfAll } from '../../../src/core/credit/leave-one-out.ts';
import { lowerMedian } from '../../../src/core/credit/median.ts';
import { permutations } from '../../../src/core/credit/permutation.ts';
import { largestRemainder } from '../../../src/core/credit/rounding.ts';
import { assertEfficiency, exactShapley, factorial } from '../../../src/core/credit/shapley-exact.ts';
import { addPermutationPart } from '../../../src/core/credit/shapley-permutation.ts';
import { decodeTable, encodeTable } from '../../../src/core/credit/utility-table.ts';
import {
  everyOrder,
  marginalSums,
  naiveAward,
  naiveMedian,
  naivePermutation,
  naiveRounding,
  naiveSplitUnderCap,
  utilityIn,
} from '../../_util/credit-oracle.ts';

const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const sum = (values: Iterable<bigint>) => [...values].reduce((all, value) => all + value, 0n);

/** A table over all coalitions, and its number of players. */
function tables(maxPlayers: number): fc.Arbitrary<{ players: number; table: number[] }> {
  return fc
    .integer({ min: 1, max: maxPlayers })
    .chain((players) => fc.record({ players: fc.constant(players), table: int32Array(2 ** players) }));
}

function int32Array(length: number): fc.Arbitrary<number[]> {
  return fc.array(int32, { minLength: length, maxLength: length });
}

/** `mask` with players `i` and `j` in each other's place. */
function swapped(mask: number, i: number, j: number): number {
  const has = (player: number) => Math.floor(mask / 2 ** player) % 2;
  return mask + (has(i) - has(j)) * (2 ** j - 2 ** i);
}

describe('exact Shapley', () => {
  test('is the sum of marginals over all orders', () => {
    fc.assert(
      fc.property(tables(6), ({ players, table }) => {
        expect(exactShapley(table, players)).toEqual(marginalSums(everyOrder(players), players, utilityIn(table)));
      }),
      { numRuns: 60 },
    );
  });

  test('efficiency: the numerators sum to n! (U(N) - U(0)), and nothing else passes', () => {
    fc.assert(
      fc.property(tables(9), fc.nat(), ({ players, table }, at) => {
        const numerators = exactShapley(table, players);
        const [empty, grand] = [table[0] as number, table.at(-1) as number];
        expect(sum(numerators)).toBe(factorial(players) * BigInt(grand - empty));
        expect(assertEfficiency(numerators, players, empty, grand)).toBe(numerators);
        const changed = numerators.with(at % players, (numerators[at % players] as bigint) + 1n);
        expect(() => assertEfficiency(changed, players, empty, grand)).toThrow('shapley');
      }),
    );
  });

  test('symmetry: players that every coalition gains the same from get the same', () => {
    fc.assert(
      fc.property(tables(7), fc.nat(), fc.nat(), ({ players, table }, a, b) => {
        const [i, j] = [a % players, b % players];
        // The lower of a mask and its mirror image speaks for both.
        const symmetric = table.map((_, mask) => table[Math.min(mask, swapped(mask, i, j))] as number);
        const numerators = exactShapley(symmetric, players);
        expect(numerators[i]).toBe(numerators[j]);
      }),
    );
  });

  test('null player: who adds nothing to any coalition gets nothing', () => {
    fc.assert(
      fc.property(tables(7), fc.nat(), ({ players, table }, a) => {
        const i = a % players;
        const without = (mask: number) => mask - (Math.floor(mask / 2 ** i) % 2) * 2 ** i;
        const numerators = exactShapley(
          table.map((_, mask) => table[without(mask)] as number),
          players,
        );
        expect(numerators[i]).toBe(0n);
      }),
    );
  });

  test('additivity: the value of a sum of games is the sum of the values', () => {
    const pair = fc.integer({ min: 1, max: 7 }).chain((players) => {
      const half = fc.array(fc.integer({ min: -(2 ** 30), max: 2 ** 30 - 1 }), {
        minLength: 2 ** players,
        maxLength: 2 ** players,
      });
      return fc.record({ players: fc.constant(players), a: half, b: half });
    });
    fc.assert(
      fc.property(pair, ({ players, a, b }) => {
        const both = a.map((value, mask) => value + (b[mask] as number));
        const [ofA, ofB] = [exactShapley(a, players), exactShapley(b, players)];
        expect(exactShapley(both, players)).toEqual(ofA.map((value, i) => value + (ofB[i] as bigint)));
      }),
    );
  });
});

test('leave-one-out: the short table and the whole one say the same', () => {
  fc.assert(
    fc.property(tables(8), ({ players, table }) => {
      const utility = utilityIn(table);
      const everyone = Array.from({ length: players }, (_, i) => i);
      const without = everyone.map((i) => utility(everyone.filter((other) => other !== i)));
      const short = [utility([]), utility(everyone), ...without];
      const expected = without.map((value) => BigInt(utility(everyone)) - BigInt(value));
      expect(leaveOneOut(short, players)).toEqual(expected);
      expect(leaveOneOutOfAll(table, players)).toEqual(expected);
    }),
  );
});

test('tables: decode is the inverse of encode', () => {
  fc.assert(
    fc.property(fc.array(int32), (values) => {
      expect(decodeTable(encodeTable(values))).toEqual(values);
    }),
  );
});

describe('permutations', () => {
  const seeds = fc.uint8Array({ minLength: 32, maxLength: 32 });

  test('are those of another implementation, each computable on its own', () => {
    const args = fc.tuple(seeds, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 2 ** 32 - 3 }));
    fc.assert(
      fc.property(args, ([seed, players, start]) => {
        const expected = [0, 1, 2].map((k) => naivePermutation(seed, players, start + k));
        expect([...permutations(seed, players, 3, start)]).toEqual(expected);
        expect([...permutations(seed, players, 1, start + 1)]).toEqual([expected[1]]);
      }),
      { numRuns: 60 },
    );
  });

  test('sums are the marginals along them, however the table is cut into parts', () => {
    const args = fc.record({ game: tables(6), seed: seeds, cut: fc.nat(9) });
    fc.assert(
      fc.property(args, ({ game: { players, table }, seed, cut }) => {
        const utility = utilityIn(table);
        const orders = Array.from({ length: 9 }, (_, k) => naivePermutation(seed, players, k));
        const part = (start: number, end: number) => ({
          ...{ seed, players, start, count: end - start, empty: utility([]), truncation: 0 },
          grand: utility(orders[0] as number[]),
          values: orders
            .slice(start, end)
            .flatMap((order) => order.slice(1).map((_, i) => utility(order.slice(0, i + 1)))),
        });
        const zero = Array.from({ length: players }, () => 0n);
        const first = addPermutationPart(zero, part(0, cut));
        const { sums, residual } = addPermutationPart(first.sums, part(cut, 9));
        expect(sums).toEqual(marginalSums(orders, players, utility));
        expect(residual).toBe(0n);
        expect(sum(sums)).toBe(9n * (BigInt(part(0, 9).grand) - BigInt(part(0, 9).empty)));
      }),
      { numRuns: 60 },
    );
  });

  test('truncated: sums and residual together are what the grand coalition gains', () => {
    const args = fc.record({
      ...{ seed: seeds, players: fc.integer({ min: 1, max: 6 }), truncation: fc.integer({ min: 1, max: 60 }) },
      ...{ raw: fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 50, maxLength: 50 }) },
      ...{ empty: fc.integer({ min: -100, max: 100 }), grand: fc.integer({ min: -100, max: 100 }) },
    });
    fc.assert(
      fc.property(args, ({ seed, players, truncation, raw, empty, grand }) => {
        const values = Array.from({ length: 10 }, (_, k) => {
          let before = empty;
          return raw.slice(k * 5, k * 5 + players - 1).map((value) => {
            if (Math.abs(grand - before) > truncation) before = value;
            return before;
          });
        }).flat();
        const part = { seed, players, start: 0, count: 10, values, empty, grand, truncation };
        const zero = Array.from({ length: players }, () => 0n);
        const { sums, residual } = addPermutationPart(zero, part);
        expect(sum(sums) + residual).toBe(10n * BigInt(grand - empty));
        const bound = 10n * BigInt(truncation);
        expect(residual <= bound && residual >= -bound).toBe(true);
      }),
    );
  });
});

test('lower median: a reported value, no more than half below it and no more than half above', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: -9n, max: 9n }), { minLength: 1 }), (values) => {
      const median = lowerMedian(values);
      expect(median).toBe(naiveMedian(values));
      expect(values).toContain(median);
      expect(values.filter((value) => value < median).length * 2).toBeLessThan(values.length);
      expect(values.filter((value) => value > median).length * 2).toBeLessThanOrEqual(values.length);
    }),
  );
});

const weights = fc.array(fc.oneof(fc.bigInt({ min: 0n, max: 9n }), fc.bigInt({ min: 0n, max: 2n ** 80n })), {
  maxLength: 9,
});
const budgets = fc.oneof(fc.bigInt({ min: 0n, max: 50n }), fc.bigInt({ min: 0n, max: 2n ** 90n }));
/** Different for every position, and not in its order. */
const rankOf = (i: number) => `${(i * 7 + 3) % 10}${i}`;

describe('largest remainders', () => {
  test('I6: conserve the budget, agree with the oracle, and stay within one of the exact share', () => {
    fc.assert(
      fc.property(budgets, weights, (budget, xs) => {
        const ranks = xs.map((_, i) => rankOf(i));
        const shares = largestRemainder(budget, xs, ranks);
        const X = sum(xs);
        expect(sum(shares)).toBe(X > 0n ? budget : 0n);
        expect(shares).toEqual(
          naiveRounding(
            budget,
            xs.map((num) => ({ num, den: 1n })),
            ranks,
          ),
        );
        for (const [i, share] of shares.entries()) {
          const error = share * X - budget * (xs[i] as bigint);
          expect(error < X || X === 0n).toBe(true);
          expect(error > -X || X === 0n).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('do not depend on the order of the members', () => {
    fc.assert(
      fc.property(budgets, weights, (budget, xs) => {
        const ranks = xs.map((_, i) => rankOf(i));
        const reversed = largestRemainder(budget, xs.toReversed(), ranks.toReversed());
        expect(reversed.toReversed()).toEqual(largestRemainder(budget, xs, ranks));
      }),
    );
  });
});

describe('the cap', () => {
  const members = fc.array(fc.record({ weight: fc.bigInt({ min: 0n, max: 50n }), group: fc.constantFrom(...'abcd') }), {
    maxLength: 8,
  });

  test('no group is above it, nothing is lost, and the oracle agrees', () => {
    fc.assert(
      fc.property(budgets, members, fc.integer({ min: 0, max: 100 }), (budget, list, percent) => {
        const ranked = list.map((member, i) => ({ ...member, rank: rankOf(i) }));
        const cap = (budget * BigInt(percent)) / 100n;
        const amounts = splitGroups(shareGroups(budget, ranked, cap), ranked);
        const naive = ranked.map((member) => ({ ...member, weight: { num: member.weight, den: 1n } }));
        expect(amounts).toEqual(naiveSplitUnderCap(budget, naive, cap));
        const paid = (group: string) => sum(amounts.filter((_, i) => ranked[i]?.group === group));
        const earning = [...'abcd'].filter((group) => ranked.some((m) => m.group === group && m.weight > 0n));
        for (const group of 'abcd') expect(paid(group) <= cap).toBe(true);
        const most = cap * BigInt(earning.length);
        expect(sum(amounts)).toBe(earning.length === 0 ? 0n : most < budget ? most : budget);
        for (const [i, amount] of amounts.entries()) expect(amount === 0n || list[i]?.weight !== 0n).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

const INSTITUTIONS = ['ara', 'bom', 'chae', 'dan', 'eun'];
const percentages = fc.integer({ min: 0, max: 10_000 });

const policies: fc.Arbitrary<CreditPolicy> = fc.record({
  budget: budgets,
  components: fc
    .uniqueArray(
      fc.record({
        method: fc.constantFrom('equal', 'samples', 'leave-one-out', 'shapley-exact', 'shapley-permutation'),
        cut: fc.integer({ min: 1, max: 9_999 }),
      }),
      { selector: ({ cut }) => cut, minLength: 1, maxLength: 4 },
    )
    .map((list) => {
      // Cuts of [0, 10,000] give parts above 0 that sum to it.
      const cuts = [0, ...list.map(({ cut }) => cut).sort((a, b) => a - b)];
      cuts[list.length] = 10_000;
      return list.map(({ method }, i) => ({ method, basisPoints: (cuts[i + 1] as number) - (cuts[i] as number) }));
    }),
  fallback: fc.constantFrom('equal', 'samples', 'reserve'),
  groupCapBasisPoints: fc.oneof(fc.constant(10_000), percentages),
  quality: fc.constantFrom('ignored', 'multiplied'),
  reputation: fc.record({ withheldBasisPoints: percentages, floorBasisPoints: percentages }),
});

function reportsOf(players: number): fc.Arbitrary<CreditRound['reports']> {
  const exactly = { minLength: players, maxLength: players };
  const utilities = fc.array(fc.bigInt({ min: -50n, max: 80n }), exactly);
  return fc.array(
    fc.record(
      { shapley: utilities, leaveOneOut: utilities, quality: fc.array(percentages, exactly) },
      { requiredKeys: [] },
    ),
    { maxLength: 3 },
  );
}

const rounds: fc.Arbitrary<CreditRound[]> = fc
  .array(
    fc.array(
      fc.record({
        institution: fc.constantFrom(...INSTITUTIONS),
        weight: fc.nat(500),
        excluded: fc.option(fc.constant(true as const), { nil: undefined, freq: 4 }),
      }),
      { maxLength: 6 },
    ),
    { maxLength: 4 },
  )
  .chain((lists) =>
    fc.tuple(
      ...lists.map((list, r) =>
        fc.record({
          players: fc.constant(
            list.map(({ institution, weight, excluded }, i) => ({
              ...{ contribution: `${i}${(r * 3 + i * 5) % 7}${r}`, institution, weight },
              ...(institution === 'ara' || institution === 'bom' ? { group: 'south' } : {}),
              ...(excluded === undefined ? {} : { excluded }),
            })),
          ),
          reports: reportsOf(list.length),
          withheld: fc.subarray(INSTITUTIONS),
        }),
      ),
    ),
  );

describe('awards', () => {
  test('I6: lines and reserve sum to the budget, nothing is negative, groups keep to the cap, the oracle agrees', () => {
    fc.assert(
      fc.property(policies, rounds, (policy, window) => {
        const { lines, reserve } = computeAward(policy, window);
        expect(sum(lines.map(({ amount }) => amount)) + reserve).toBe(policy.budget);
        expect(reserve >= 0n && lines.every(({ amount }) => amount >= 0n)).toBe(true);
        const south = lines.filter(({ beneficiary }) => ['ara', 'bom'].includes(beneficiary));
        const cap = (policy.budget * BigInt(policy.groupCapBasisPoints)) / 10_000n;
        expect(sum(south.map(({ amount }) => amount)) <= cap).toBe(true);
        expect(lines.every(({ amount }) => amount <= cap)).toBe(true);
        const played = new Set(window.flatMap(({ players }) => players.map(({ institution }) => institution)));
        expect(lines.map(({ beneficiary }) => beneficiary)).toEqual([...played].sort());
        const naive = naiveAward(policy, window);
        expect(new Map(lines.map(({ beneficiary, amount }) => [beneficiary, amount]))).toEqual(
          new Map(INSTITUTIONS.filter((id) => naive.has(id)).map((id) => [id, naive.get(id)])),
        );
        expect(lines.every(({ terms }) => terms.every((term) => term >= 0n))).toBe(true);
      }),
      { numRuns: 1500 },
    );
  });

  test('do not depend on the order of rounds, players or reports', () => {
    const mirrored = (round: CreditRound): CreditRound => ({
      players: round.players.toReversed(),
      reports: round.reports.toReversed().map(({ shapley, leaveOneOut, quality }) => ({
        ...(shapley === undefined ? {} : { shapley: shapley.toReversed() }),
        ...(leaveOneOut === undefined ? {} : { leaveOneOut: leaveOneOut.toReversed() }),
        ...(quality === undefined ? {} : { quality: quality.toReversed() }),
      })),
      withheld: round.withheld.toReversed(),
    });
    fc.assert(
      fc.property(policies, rounds, (policy, window) => {
        expect(computeAward(policy, window.toReversed().map(mirrored))).toEqual(computeAward(policy, window));
      }),
      { numRuns: 300 },
    );
  });
});
