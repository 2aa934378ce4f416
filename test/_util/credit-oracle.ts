/**
 * Slow, obvious versions of the credit arithmetic, read off docs/reference/credit.md and sharing no code with
 * `src/core/credit`: permutations listed one by one, fractions instead of common denominators, one step at a time.
 * @module
 */
import { createHash } from 'node:crypto';
import type { CreditPlayer, CreditPolicy, CreditRound } from '../../src/core/credit/input.ts';

/** A fraction; the denominator is above 0. */
interface Fraction {
  readonly num: bigint;
  readonly den: bigint;
}

const fraction = (num: bigint | number, den: bigint | number = 1n): Fraction => ({
  num: BigInt(num),
  den: BigInt(den),
});
const add = (a: Fraction, b: Fraction) => fraction(a.num * b.den + b.num * a.den, a.den * b.den);
const times = (a: Fraction, b: Fraction) => fraction(a.num * b.num, a.den * b.den);
const over = (a: Fraction, b: Fraction) => times(a, fraction(b.den, b.num));
const isLess = (a: Fraction, b: Fraction) => a.num * b.den < b.num * a.den;
const total = (all: readonly Fraction[]) => all.reduce(add, fraction(0));
const floor = ({ num, den }: Fraction) => num / den;

/** All orders of 0, ..., n - 1. */
export function everyOrder(n: number): number[][] {
  if (n === 0) return [[]];
  return everyOrder(n - 1).flatMap((rest) =>
    Array.from({ length: n }, (_, at) => [...rest.slice(0, at), n - 1, ...rest.slice(at)]),
  );
}

/** The sum of each player's marginals over these orders, where `utility` judges a set of players. */
export function marginalSums(
  orders: readonly (readonly number[])[],
  players: number,
  utility: (coalition: readonly number[]) => number,
): bigint[] {
  const sums = Array.from({ length: players }, () => 0n);
  for (const order of orders) {
    for (const [position, player] of order.entries()) {
      const gained = utility(order.slice(0, position + 1)) - utility(order.slice(0, position));
      sums[player] = (sums[player] as bigint) + BigInt(gained);
    }
  }
  return sums;
}

/** Looks a set of players up in a table by mask. */
export function utilityIn(table: readonly number[]): (coalition: readonly number[]) => number {
  return (coalition) => table[coalition.reduce((mask, player) => mask + 2 ** player, 0)] as number;
}

/** Permutation `k` by node:crypto over written-out bytes: the first 64 blocks of its stream are made at once. */
export function naivePermutation(seed: Uint8Array, players: number, k: number): number[] {
  const u32 = (value: number) => Buffer.from(value.toString(16).padStart(8, '0'), 'hex');
  const blocks = Array.from({ length: 64 }, (_, counter) =>
    createHash('sha256')
      .update(Buffer.concat([seed, u32(k), u32(counter)]))
      .digest(),
  );
  const words = Array.from({ length: 512 }, (_, i) => Buffer.concat(blocks).readUInt32BE(4 * i));
  const order = Array.from({ length: players }, (_, player) => player);
  for (let i = players - 1; i >= 1; i--) {
    const limit = Math.floor(2 ** 32 / (i + 1)) * (i + 1);
    while ((words[0] as number) >= limit) words.shift();
    const j = (words.shift() as number) % (i + 1);
    [order[i], order[j]] = [order[j] as number, order[i] as number];
  }
  return order;
}

/** Hands out `budget` whole units: the whole parts first, then one unit at a time to the largest fraction. */
export function naiveRounding(budget: bigint, weights: readonly Fraction[], ranks: readonly string[]): bigint[] {
  const sum = total(weights);
  if (sum.num === 0n) return weights.map(() => 0n);
  const exact = weights.map((weight) => over(times(fraction(budget), weight), sum));
  const shares = exact.map(floor);
  const fractions = exact.map((share) => add(share, fraction(-floor(share))));
  while (shares.reduce((a, b) => a + b, 0n) < budget) {
    let best = -1;
    for (const [i, candidate] of fractions.entries()) {
      const leader = fractions[best] ?? fraction(-1);
      const isTie = !isLess(leader, candidate) && !isLess(candidate, leader);
      if (isLess(leader, candidate) || (isTie && (ranks[i] as string) < (ranks[best] as string))) best = i;
    }
    shares[best] = (shares[best] as bigint) + 1n;
    fractions[best] = fraction(-1);
  }
  return shares;
}

export interface NaiveMember {
  readonly weight: Fraction;
  readonly rank: string;
  readonly group: string;
}

/** The cap, one group at a time: the group furthest above it leaves first. */
export function naiveSplitUnderCap(budget: bigint, members: readonly NaiveMember[], cap: bigint): bigint[] {
  const names = [...new Set(members.map(({ group }) => group))];
  const groups = names.map((name) => {
    const own = members.filter(({ group }) => group === name);
    const rank = own.map((member) => member.rank).sort()[0] as string;
    return { name, own, rank, weight: total(own.map(({ weight }) => weight)) };
  });
  const given = new Map<string, bigint>();
  let rest = budget;
  for (;;) {
    const staying = groups.filter(({ name }) => !given.has(name));
    const sum = total(staying.map(({ weight }) => weight));
    if (sum.num === 0n) break;
    const shares = staying.map((group) => ({ group, share: over(times(fraction(rest), group.weight), sum) }));
    const above = shares.filter(({ share }) => isLess(fraction(cap), share));
    above.sort((a, b) => (isLess(b.share, a.share) ? -1 : 1));
    const first = above[0];
    if (first === undefined) {
      const weights = staying.map(({ weight }) => weight);
      const amounts = naiveRounding(
        rest,
        weights,
        staying.map(({ rank }) => rank),
      );
      for (const [i, { name }] of staying.entries()) given.set(name, amounts[i] as bigint);
      break;
    }
    given.set(first.group.name, cap);
    rest -= cap;
  }
  const amounts = new Map<NaiveMember, bigint>();
  for (const { name, own } of groups) {
    const split = naiveRounding(
      given.get(name) ?? 0n,
      own.map(({ weight }) => weight),
      own.map(({ rank }) => rank),
    );
    for (const [i, member] of own.entries()) amounts.set(member, split[i] as bigint);
  }
  return members.map((member) => amounts.get(member) as bigint);
}

/** Sorted copy, element (k + 1) / 2 counted from 1, rounded down: the lower middle. */
export function naiveMedian(values: readonly bigint[]): bigint {
  const sorted = [...values].sort((a, b) => Number(a - b));
  return sorted[Math.ceil(sorted.length / 2) - 1] as bigint;
}

const groupName = (player: CreditPlayer) =>
  player.group === undefined ? `alone: ${player.institution}` : `group: ${player.group}`;

/** What one institution has of one method in one round: its contributions added up. */
function roundTerm(
  method: string,
  policy: CreditPolicy,
  { players, reports }: CreditRound,
  institution: string,
): Fraction | undefined {
  const values = reports.map((report) => (method === 'leave-one-out' ? report.leaveOneOut : report.shapley));
  const used = values.filter((value) => value !== undefined);
  if (method !== 'equal' && method !== 'samples' && used.length === 0) return undefined;
  const terms = players.map((player, i) => {
    if (player.institution !== institution || player.excluded) return fraction(0);
    if (method === 'equal') {
      const own = players.filter((other) => !other.excluded && groupName(other) === groupName(player));
      return fraction(1, own.length);
    }
    if (method === 'samples') {
      const seen = reports.flatMap(({ quality }) => (quality === undefined ? [] : [BigInt(quality[i] as number)]));
      const quality = policy.quality === 'ignored' || seen.length === 0 ? 10_000n : naiveMedian(seen);
      return fraction(BigInt(player.weight) * quality);
    }
    const orders = method === 'shapley-exact' ? players.reduce((product, _, n) => product * BigInt(n + 1), 1n) : 1n;
    return fraction(naiveMedian(used.map((numerators) => numerators[i] as bigint)), orders);
  });
  return total(terms);
}

/** Amounts by institution, and the reserve. */
export function naiveAward(policy: CreditPolicy, rounds: readonly CreditRound[]): Map<string, bigint> {
  const played = rounds.flatMap(({ players }) => players);
  const ids = [...new Set(played.map(({ institution }) => institution))];
  const windowTerm = (method: string, id: string) => {
    const terms = rounds.flatMap((round) => roundTerm(method, policy, round, id) ?? []);
    return { isServed: terms.length > 0, sum: total(terms) };
  };
  const earned = ids.map(() => fraction(0));
  let paidBasisPoints = 0;
  for (const { method, basisPoints } of policy.components) {
    const isServed = ids.some((id) => windowTerm(method, id).isServed);
    const used = isServed ? method : policy.fallback;
    if (used === 'reserve') continue;
    const terms = ids.map((id) => {
      const { sum } = windowTerm(used, id);
      const withheld = rounds.flatMap((round) => round.withheld).filter((name) => name === id).length;
      const multiplier = 10_000 - policy.reputation.withheldBasisPoints * withheld;
      const paid = isLess(sum, fraction(0)) ? fraction(0) : sum;
      return times(paid, fraction(Math.max(multiplier, policy.reputation.floorBasisPoints), 10_000));
    });
    const sum = total(terms);
    if (sum.num === 0n) continue;
    paidBasisPoints += basisPoints;
    for (const [i, term] of terms.entries()) {
      earned[i] = add(earned[i] as Fraction, times(fraction(basisPoints, 10_000), over(term, sum)));
    }
  }
  const members = ids.map((id, i) => {
    const own = played.filter(({ institution }) => institution === id);
    return {
      weight: earned[i] as Fraction,
      rank: own.map(({ contribution }) => contribution).sort()[0] as string,
      group: groupName(own.at(-1) as CreditPlayer),
    };
  });
  const budget = floor(fraction(policy.budget * BigInt(paidBasisPoints), 10_000));
  const cap = floor(fraction(policy.budget * BigInt(policy.groupCapBasisPoints), 10_000));
  const amounts = naiveSplitUnderCap(budget, members, cap);
  return new Map(ids.map((id, i) => [id, amounts[i] as bigint]));
}
