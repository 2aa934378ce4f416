/**
 * What each method adds up over the rounds of a window: one integer term an institution (docs/reference/credit.md,
 * "Terms"). Terms of one method are comparable with each other only; the split divides each method by its own sum.
 * @module
 */
import { badCreditInput, type CreditMethod, type CreditPlayer, type CreditRound, FULL_BASIS_POINTS } from './input.ts';
import { lowerMedian } from './median.ts';
import { factorial, MAX_EXACT_PLAYERS } from './shapley-exact.ts';

/** By institution. An institution whose contributions were all excluded is missing. */
export type Terms = ReadonlyMap<string, bigint>;

/** The methods that read reports. */
export type UtilityMethod = Exclude<CreditMethod, 'equal' | 'samples'>;

/** A name for the group of `player` that no other group, and no institution without a group, has. */
export function groupOf({ institution, group }: CreditPlayer): string {
  return group === undefined ? `institution/${institution}` : `group/${group}`;
}

/** False for a contribution that a resolution took out of the award. */
export function counts(player: CreditPlayer): boolean {
  return player.excluded !== true;
}

/**
 * `equal`: in every round each group counts one, in equal parts for its contributions that count. Scaled by the least
 * common multiple of the numbers of parts met, so that every part is an integer.
 */
export function equalTerms(rounds: readonly CreditRound[]): Terms {
  const partsByRound = new Map(rounds.map((round) => [round, partsByGroup(round)]));
  const scale = [...partsByRound.values()].flatMap((parts) => [...parts.values()]).reduce(leastCommonMultiple, 1n);
  return addUp(rounds, (round) =>
    round.players.map((player) => scale / (partsByRound.get(round)?.get(groupOf(player)) ?? 1n)),
  );
}

/** `samples`: band weights, each times the contribution's quality, or 10,000 where that is to be ignored. */
export function sampleTerms(rounds: readonly CreditRound[], quality: 'ignored' | 'multiplied'): Terms {
  return addUp(rounds, (round) => {
    const factors = quality === 'multiplied' ? qualityOf(round) : [];
    return round.players.map(({ weight }, i) => BigInt(weight) * (factors[i] ?? FULL_QUALITY));
  });
}

/**
 * The utility methods: the lower median over the reports of each contribution's numerator, over the rounds with a report
 * that has them. Signed. `shapley-exact` is brought to the denominator 12! from each round's own n!; the others have one
 * denominator a plan, and a window has one plan: the caller's duty.
 * @returns undefined when no round has such a report
 * @throws InputError `bad-credit-input` for `shapley-exact` over a round of more than 12 players
 */
export function utilityTerms(rounds: readonly CreditRound[], method: UtilityMethod): Terms | undefined {
  const used = rounds.filter((round) => numeratorsOf(round, method).length > 0);
  if (used.length === 0) return undefined;
  return addUp(used, (round) => {
    const scale = method === 'shapley-exact' ? exactScale(round.players.length) : 1n;
    return medians(round, numeratorsOf(round, method)).map((median) => median * scale);
  });
}

/**
 * Quality of each contribution of `round` in basis points: the lower median over the reports that have it, 10,000 where
 * none has.
 */
export function qualityOf(round: CreditRound): bigint[] {
  const reported = round.reports.flatMap(({ quality }) => (quality === undefined ? [] : [quality.map(BigInt)]));
  return reported.length > 0 ? medians(round, reported) : round.players.map(() => FULL_QUALITY);
}

const FULL_QUALITY = BigInt(FULL_BASIS_POINTS);

function addUp(rounds: readonly CreditRound[], termsOf: (round: CreditRound) => readonly bigint[]): Terms {
  const sums = new Map<string, bigint>();
  for (const round of rounds) {
    const terms = termsOf(round);
    for (const [i, player] of round.players.entries()) {
      if (!counts(player)) continue;
      sums.set(player.institution, (sums.get(player.institution) ?? 0n) + (terms[i] ?? 0n));
    }
  }
  return sums;
}

function partsByGroup({ players }: CreditRound): ReadonlyMap<string, bigint> {
  const parts = new Map<string, bigint>();
  for (const player of players.filter(counts)) parts.set(groupOf(player), (parts.get(groupOf(player)) ?? 0n) + 1n);
  return parts;
}

function numeratorsOf({ reports }: CreditRound, method: UtilityMethod): (readonly bigint[])[] {
  return reports.flatMap(({ shapley, leaveOneOut }) => {
    const numerators = method === 'leave-one-out' ? leaveOneOut : shapley;
    return numerators === undefined ? [] : [numerators];
  });
}

/** Position by position over the players. Requires at least one report with a value each. */
function medians({ players }: CreditRound, reported: readonly (readonly bigint[])[]): bigint[] {
  return players.map((_, i) => lowerMedian(reported.map((values) => values[i] ?? 0n)));
}

/** 12! / n!: an integer, for n is at most 12. */
function exactScale(players: number): bigint {
  if (players <= MAX_EXACT_PLAYERS) return factorial(MAX_EXACT_PLAYERS) / factorial(players);
  throw badCreditInput(`shapley-exact: expected at most ${MAX_EXACT_PLAYERS} players a round, got ${players}`);
}

function leastCommonMultiple(a: bigint, b: bigint): bigint {
  let [divisor, rest] = [a, b];
  while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  return (a / divisor) * b;
}
