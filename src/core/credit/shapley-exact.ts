/**
 * Exact Shapley values from the utilities of all coalitions, as integers (docs/reference/credit.md, "Exact Shapley").
 *
 *     Phi_i = sum over S without i of |S|! (n - |S| - 1)! [U(S + i) - U(S)]        the value is Phi_i / n!
 * @module
 */
import { InputError } from '../error.ts';
import { assertTable } from './utility-table.ts';

/** Coalitions double with every player: 4,096 at this number. */
export const MAX_EXACT_PLAYERS = 12;

/** n!. Requires an integer 0 <= n. */
export function factorial(n: number): bigint {
  let product = 1n;
  for (let factor = 2; factor <= n; factor++) product *= BigInt(factor);
  return product;
}

/**
 * The numerators Phi_i, over players!, in the order of the players. `table[mask]` is the utility of the coalition of the
 * players whose bits are set: bit i, of value 2^i, is player i. Any coalition has a utility, the empty one too.
 *
 * One pass over the table adds up plain numbers by player and size of coalition; big integers only weigh the sums. These
 * stay below 2^31 * 2^12, far inside 2^53.
 * @throws InputError `bad-utility-table` unless 1 <= players <= 12 and the table has 2^players int32 values
 */
export function exactShapley(table: readonly number[], players: number): bigint[] {
  assertPlayers(players, MAX_EXACT_PLAYERS);
  assertTable(table, 2 ** players);
  // By player, then by size: of the coalitions with the player, and of all.
  const withPlayer = Array.from({ length: players }, () => new Float64Array(players + 1));
  const all = new Float64Array(players + 1);
  for (const [mask, utility] of table.entries()) {
    const size = countBits(mask);
    all[size] = (all[size] ?? 0) + utility;
    for (const [player, sums] of withPlayer.entries()) {
      if ((mask >> player) % 2 === 1) sums[size] = (sums[size] ?? 0) + utility;
    }
  }
  return withPlayer.map((sums) => weigh(sums, all, players));
}

/** The most that a player can add to a coalition: utilities are int32. */
const MAX_MARGINAL = 2n ** 32n - 1n;

/**
 * Returns `numerators` if they are efficient: together they share out exactly what the grand coalition gains. Each must be
 * within what a table of int32 can give: awards have room for no longer numbers.
 * @throws InputError `shapley-sum` unless their sum is players! * (grand - empty), each within players! * (2^32 - 1)
 */
export function assertEfficiency(
  numerators: readonly bigint[],
  players: number,
  empty: number,
  grand: number,
): readonly bigint[] {
  const sum = numerators.reduce((total, numerator) => total + numerator, 0n);
  const expected = factorial(players) * (BigInt(grand) - BigInt(empty));
  const most = factorial(players) * MAX_MARGINAL;
  const isReachable = numerators.every((numerator) => numerator <= most && -numerator <= most);
  if (numerators.length === players && sum === expected && isReachable) return numerators;
  throw new InputError(
    'shapley-sum',
    `shapley: ${numerators.length} numerators sum to ${sum}; expected ${players}, none beyond ${most}, and ${expected}`,
  );
}

/** Returns `players`. @throws InputError `bad-utility-table` unless 1 <= players <= max */
export function assertPlayers(players: number, max: number): number {
  if (Number.isInteger(players) && players >= 1 && players <= max) return players;
  throw new InputError('bad-utility-table', `players: expected 1 to ${max}, got ${players}`);
}

/** sum over sizes s of s! (n - s - 1)! [sum of U over S + i, |S| = s, less sum of U over S without i, |S| = s]. */
function weigh(withPlayer: Float64Array, all: Float64Array, players: number): bigint {
  let numerator = 0n;
  for (let size = 0; size < players; size++) {
    const without = (all[size] ?? 0) - (withPlayer[size] ?? 0);
    const gained = (withPlayer[size + 1] ?? 0) - without;
    numerator += factorial(size) * factorial(players - size - 1) * BigInt(gained);
  }
  return numerator;
}

function countBits(mask: number): number {
  let bits = 0;
  for (let rest = mask; rest > 0; rest >>= 1) bits += rest % 2;
  return bits;
}
