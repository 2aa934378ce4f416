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

interface Group {
  readonly members: number[];
  weight: bigint;
  /** The lowest rank among its members. */
  rank: string;
}

/**
 * `budget` in proportion to the weights, but at most `cap` a group; the amounts in the order of `members`. What no group
 * may take is in none of them: it is the budget less their sum. Without weights above 0 that is all of it.
 *
 * Groups first, by filling: a group whose exact share of what remains is above the cap gets the cap and leaves, with its
 * weight; what remains is shared again. Then {@link largestRemainder} rounds among the groups that stayed, and inside
 * every group among its members.
 *
 * No group gets more than the cap: one that left has exactly that; one that stayed has an exact share of at most the cap,
 * and rounds up only from a share that is not whole, to at most the whole number above it.
 * @throws InputError `bad-credit-input` for a negative budget, cap or weight
 */
export function splitUnderCap(budget: bigint, members: readonly CapMember[], cap: bigint): bigint[] {
  if (cap < 0n) throw badCreditInput(`cap: expected 0 or more, got ${cap}`);
  const groups = groupsOf(members);
  const amounts = members.map(() => 0n);
  for (const [group, amount] of fill(budget, groups, cap)) {
    const own = group.members.flatMap((i) => members[i] ?? []);
    const split = largestRemainder(
      amount,
      own.map(({ weight }) => weight),
      own.map(({ rank }) => rank),
    );
    for (const [position, i] of group.members.entries()) amounts[i] = split[position] ?? 0n;
  }
  return amounts;
}

/** What every group gets. */
function fill(budget: bigint, groups: readonly Group[], cap: bigint): [Group, bigint][] {
  const amounts: [Group, bigint][] = [];
  let staying = groups;
  let rest = budget;
  for (;;) {
    const [share, total] = [rest, staying.reduce((sum, { weight }) => sum + weight, 0n)];
    const isOver = ({ weight }: Group) => share * weight > cap * total;
    const leaving = staying.filter(isOver);
    if (leaving.length === 0) break;
    staying = staying.filter((group) => !isOver(group));
    rest -= cap * BigInt(leaving.length);
    for (const group of leaving) amounts.push([group, cap]);
  }
  const weights = staying.map(({ weight }) => weight);
  const ranks = staying.map(({ rank }) => rank);
  for (const [i, amount] of largestRemainder(rest, weights, ranks).entries()) {
    const group = staying[i];
    if (group !== undefined) amounts.push([group, amount]);
  }
  return amounts;
}

function groupsOf(members: readonly CapMember[]): Group[] {
  const groups = new Map<string, Group>();
  for (const [i, { weight, rank, group }] of members.entries()) {
    const known = groups.get(group);
    if (known === undefined) {
      groups.set(group, { members: [i], weight, rank });
    } else {
      known.members.push(i);
      known.weight += weight;
      if (rank < known.rank) known.rank = rank;
    }
  }
  return [...groups.values()];
}
