/**
 * Shapley values from sampled permutations, as integers (docs/reference/credit.md, "Sampled Shapley").
 *
 * In every permutation the players join one by one; a player's marginal is what the utility gains when it joins. The sum
 * of its marginals over m permutations is its numerator, over m. A table may come in parts, each added on its own.
 * @module
 */
import { InputError } from '../error.ts';
import { permutations } from './permutation.ts';
import { assertTable } from './utility-table.ts';

/** Permutations a part may hold, so that the sums of a part are exact as plain numbers. */
export const MAX_PART_PERMUTATIONS = 2 ** 20;

/** The permutations number `start` to `start + count - 1` of a round, evaluated. */
export interface PermutationPart {
  /** As `permutationSeed` gives it. */
  readonly seed: Uint8Array;
  readonly players: number;
  readonly start: number;
  readonly count: number;
  /**
   * For every permutation the utilities of its prefixes of length 1 to players - 1, one permutation after the other.
   * Lengths 0 and players are `empty` and `grand`.
   */
  readonly values: readonly number[];
  readonly empty: number;
  readonly grand: number;
  /**
   * A permutation ends at its first prefix, that of length 0 included, with |grand - U(prefix)| <= truncation: later
   * players gain 0 and later values repeat that prefix's. 0 means that no permutation ends early, even where they are equal.
   */
  readonly truncation: number;
}

/** Sums of marginals, and what truncated permutations left out. */
export interface PermutationSums {
  /** One numerator a player. */
  readonly sums: readonly bigint[];
  /** Sum of grand - U(prefix) over the permutations that ended early. */
  readonly residual: bigint;
}

/**
 * `sums` plus the marginals of `part`, and the part's residual. Efficient, exactly: what is added to the sums, and the
 * residual, together are count * (grand - empty).
 * @throws InputError `bad-utility-table` when the part has another number of values, a value is no int32, or a value after
 * the end of a permutation does not repeat; `bad-credit-input` as `permutations`
 */
export function addPermutationPart(sums: readonly bigint[], part: PermutationPart): PermutationSums {
  const { seed, players, start, count, values } = part;
  assertPart(sums, part);
  const gained = new Float64Array(players);
  let residual = 0;
  let k = 0;
  for (const order of permutations(seed, players, count, start)) {
    residual += addMarginals(gained, order, values.slice(k * (players - 1), (k + 1) * (players - 1)), part);
    k++;
  }
  return { sums: sums.map((sum, player) => sum + BigInt(gained[player] ?? 0)), residual: BigInt(residual) };
}

/** Adds the marginals of one permutation to `gained` and returns its residual: 0 if it did not end early. */
function addMarginals(
  gained: Float64Array,
  order: readonly number[],
  prefixes: readonly number[],
  { empty, grand, truncation }: PermutationPart,
): number {
  const isEnd = (utility: number) => truncation > 0 && Math.abs(grand - utility) <= truncation;
  let before = empty;
  for (const [position, player] of order.entries()) {
    if (isEnd(before)) {
      assertRepeats(prefixes.slice(position), before);
      return grand - before;
    }
    const after = prefixes[position] ?? grand;
    gained[player] = (gained[player] ?? 0) + after - before;
    before = after;
  }
  return 0;
}

function assertRepeats(later: readonly number[], utility: number): void {
  const other = later.find((value) => value !== utility);
  if (other === undefined) return;
  throw new InputError('bad-utility-table', `permutation: truncated at ${utility}, but goes on with ${other}`);
}

function assertPart(sums: readonly bigint[], part: PermutationPart): void {
  const { players, count, values, empty, grand, truncation } = part;
  if (sums.length !== players || !Number.isInteger(count) || count < 0 || count > MAX_PART_PERMUTATIONS) {
    throw new InputError(
      'bad-utility-table',
      `part: expected ${sums.length} players and at most ${MAX_PART_PERMUTATIONS} permutations`,
    );
  }
  if (!Number.isSafeInteger(truncation) || truncation < 0) {
    throw new InputError('bad-utility-table', `truncation: expected an integer of 0 or more, got ${truncation}`);
  }
  assertTable(values, count * (players - 1));
  assertTable([empty, grand]);
}
