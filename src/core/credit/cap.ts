/**
 * The cap on groups of institutions, so that nobody gains by splitting into several (docs/reference/credit.md, "Cap").
 * @module
 */
import { badCreditInput } from './input.ts';
import { largestRemainder } from './rounding.ts';

/** Somebody among whom a budget is split. */
export interface CapMember {
  readonly weight: bigint;
  /** Breaks ties; different for every member. */
  readonly rank: string;
  /** Members with the same text share one cap. */
  readonly group: string;
}

/** What one group gets, before it is split among its members. */
export interface GroupShare {
  readonly group: string;
  /** Positions of its members. */
  readonly members: readonly number[];
  readonly weight: bigint;
  /** The lowest rank among its members. */
  readonly rank: string;
  readonly amount: bigint;
  /** True where its share was above the cap, and the cap is what it gets. */
  readonly isCapped: boolean;
}

type Group = Omit<GroupShare, 'amount' | 'isCapped'>;

/**
 * `budget` in proportion to the weights, but at most `cap` a group, in the order in which that is settled. What no group may
 * take is in none of the amounts: it is the budget less their sum. Without weights above 0 that is all of it.
 *
 * Groups first, by filling: a group whose exact share of what remains is above the cap gets the cap and leaves, with its
 * weight; what remains is shared again. Then {@link largestRemainder} rounds among the groups that stayed, and {@link splitGroups}
 * inside every group among its members.
 *
 * No group gets more than the cap: one that left has exactly that; one that stayed has an exact share of at most the cap,
 * and rounds up only from a share that is not whole, to at most the whole number above it.
 * @throws InputError `bad-credit-input` for a negative budget, cap or weight
 */
export function shareGroups(budget: bigint, members: readonly CapMember[], cap: bigint): GroupShare[] {
  if (cap < 0n) throw badCreditInput(`cap: expected 0 or more, got ${cap}`);
  const shares: GroupShare[] = [];
  let staying = groupsOf(members);
  let rest = budget;
  for (;;) {
    const [share, total] = [rest, staying.reduce((sum, { weight }) => sum + weight, 0n)];
    const isOver = ({ weight }: Group) => share * weight > cap * total;
    const leaving = staying.filter(isOver);
    if (leaving.length === 0) break;
    staying = staying.filter((group) => !isOver(group));
    rest -= cap * BigInt(leaving.length);
    shares.push(...leaving.map((group) => ({ ...group, amount: cap, isCapped: true })));
  }
  const weights = staying.map(({ weight }) => weight);
  const ranks = staying.map(({ rank }) => rank);
  const amounts = largestRemainder(rest, weights, ranks);
  return [...shares, ...staying.map((group, i) => ({ ...group, amount: amounts[i] ?? 0n, isCapped: false }))];
}

/** Every group's amount split among its members; the amounts in the order of `members`. */
export function splitGroups(groups: readonly GroupShare[], members: readonly CapMember[]): bigint[] {
  const amounts = members.map(() => 0n);
  for (const { members: positions, amount } of groups) {
    const own = positions.flatMap((i) => members[i] ?? []);
    const split = largestRemainder(
      amount,
      own.map(({ weight }) => weight),
      own.map(({ rank }) => rank),
    );
    for (const [position, i] of positions.entries()) amounts[i] = split[position] ?? 0n;
  }
  return amounts;
}

function groupsOf(members: readonly CapMember[]): Group[] {
  const groups = new Map<string, { group: string; members: number[]; weight: bigint; rank: string }>();
  for (const [i, { weight, rank, group }] of members.entries()) {
    const known = groups.get(group);
    if (known === undefined) {
      groups.set(group, { group, members: [i], weight, rank });
    } else {
      known.members.push(i);
      known.weight += weight;
      if (rank < known.rank) known.rank = rank;
    }
  }
  return [...groups.values()];
}
