/**
 * Leave-one-out: what the grand coalition loses without a player (docs/reference/credit.md, "Leave one out").
 *
 *     d_i = U(N) - U(N without i)
 * @module
 */
import { assertPlayers, MAX_EXACT_PLAYERS } from './shapley-exact.ts';
import { assertTable } from './utility-table.ts';

/** Values of the short table that belong to no player: U(empty) and U(N). */
const HEADER_VALUES = 2;

/**
 * The differences d_i in the order of the players, from the short table with what stands beside it: U(empty), U(N), then
 * U(N without 0), U(N without 1), and so on.
 * @throws InputError `bad-utility-table` unless the table has players + 2 int32 values for at least one player
 */
export function leaveOneOut(table: readonly number[], players: number): bigint[] {
  assertPlayers(players, Number.MAX_SAFE_INTEGER);
  assertTable(table, players + HEADER_VALUES);
  const [, grand = 0, ...without] = table;
  return without.map((utility) => BigInt(grand - utility));
}

/**
 * The same differences from a table of all coalitions, as `exactShapley` takes it.
 * @throws InputError `bad-utility-table` unless 1 <= players <= 12 and the table has 2^players int32 values
 */
export function leaveOneOutOfAll(table: readonly number[], players: number): bigint[] {
  assertPlayers(players, MAX_EXACT_PLAYERS);
  assertTable(table, 2 ** players);
  const everyone = 2 ** players - 1;
  const grand = table[everyone] ?? 0;
  return Array.from({ length: players }, (_, i) => BigInt(grand - (table[everyone - 2 ** i] ?? 0)));
}
