/**
 * The award of a window: who gets how much of its budget. A function of the policy and the rounds alone, so that anyone
 * recomputes it bit for bit from the log (docs/reference/credit.md).
 * @module
 */
import { type GroupShare, shareGroups, splitGroups } from './cap.ts';
import {
  assertPolicy,
  assertRound,
  type CreditComponent,
  type CreditPolicy,
  type CreditRound,
  FULL_BASIS_POINTS,
} from './input.ts';
import { lowerMedian } from './median.ts';
import { counts, equalTerms, groupOf, qualityOf, sampleTerms, type Terms, utilityTerms } from './terms.ts';

/** What one institution gets, and why. Contributions that a resolution excluded are in none of its numbers. */
export interface AwardLine {
  /** The institution. */
  readonly beneficiary: string;
  /** Micro-credits; may be 0. */
  readonly amount: bigint;
  /** Rounds with a contribution that counts. */
  readonly rounds: number;
  /** Sum of the band weights. */
  readonly samples: bigint;
  /**
   * Sum of the numerators of the policy's first utility method, signed, before multiplier and clipping; over 12! for
   * `shapley-exact`. 0 where the policy has none, or no report of the window served it.
   */
  readonly utility: bigint;
  /** Basis points: the lower median over its contributions; 10,000 where the policy ignores quality. */
  readonly quality: number;
  /** Basis points: the multiplier of its terms. */
  readonly reputation: number;
  /** One for each component of the policy, after multipliers and clipping: what the split uses. */
  readonly terms: readonly bigint[];
}

export interface AwardSplit {
  /** Every institution with a contribution in the window, in ascending order of id. */
  readonly lines: readonly AwardLine[];
  /** What is not distributed. With the amounts it sums to the budget (I6). */
  readonly reserve: bigint;
}

/** An institution of the window, all its terms still to come. */
export interface Beneficiary {
  readonly id: string;
  /** As its last contribution of the window says. */
  readonly group: string;
  /** Its lowest contribution digest of the window, excluded ones too. */
  readonly rank: string;
  readonly rounds: number;
  readonly samples: bigint;
  readonly quality: number;
  readonly reputation: number;
}

/** What stands between the inputs and the lines, for whoever lays the arithmetic open. */
export interface AwardWork {
  readonly beneficiaries: readonly Beneficiary[];
  /** For each beneficiary, one a component. */
  readonly terms: readonly (readonly bigint[])[];
  /** For each component, the sum of its terms; one of 0 takes no part. */
  readonly sums: readonly bigint[];
  /** For each beneficiary, its weight over all components that take part. */
  readonly weights: readonly bigint[];
  /** What is shared out: the budget of the components that take part. */
  readonly shared: bigint;
  /** The most that one group gets. */
  readonly cap: bigint;
  /** In the order in which their amounts are settled. */
  readonly groups: readonly GroupShare[];
  /** For each beneficiary, what it gets. */
  readonly amounts: readonly bigint[];
}

/**
 * The split of the budget over a window. The order of the rounds matters only where an institution changes its group.
 * @throws InputError `bad-credit-input` when a policy or round cannot be one
 */
export function computeAward(policy: CreditPolicy, rounds: readonly CreditRound[]): AwardSplit {
  const { beneficiaries, terms, amounts } = workAward(policy, rounds);
  const utility = utilityOf(policy, rounds);
  const lines = beneficiaries.map(({ id, rounds: played, samples, quality, reputation }, i) => ({
    beneficiary: id,
    amount: amounts[i] ?? 0n,
    rounds: played,
    samples,
    utility: utility?.get(id) ?? 0n,
    quality,
    reputation,
    terms: terms[i] ?? [],
  }));
  return { lines, reserve: amounts.reduce((rest, amount) => rest - amount, policy.budget) };
}

/** All steps of {@link computeAward}. @throws InputError `bad-credit-input` when a policy or round cannot be one */
export function workAward(policy: CreditPolicy, rounds: readonly CreditRound[]): AwardWork {
  assertPolicy(policy);
  for (const round of rounds) assertRound(round);
  const { budget, components, groupCapBasisPoints } = policy;
  const beneficiaries = beneficiariesOf(policy, rounds);
  const raw = components.map((component) => rawTerms(policy, component, rounds));
  const terms = beneficiaries.map(({ id, reputation }) => raw.map((of) => clip(of.get(id) ?? 0n) * BigInt(reputation)));
  const { sums, weights, activeBasisPoints } = combine(components, terms);
  const [shared, cap] = [partOf(budget, activeBasisPoints), partOf(budget, groupCapBasisPoints)];
  const members = beneficiaries.map(({ rank, group }, i) => ({ weight: weights[i] ?? 0n, rank, group }));
  const groups = shareGroups(shared, members, cap);
  return { beneficiaries, terms, sums, weights, shared, cap, groups, amounts: splitGroups(groups, members) };
}

/**
 * One weight a beneficiary for all components together. With X_p the sum of component p's terms, the exact share is the
 * sum over p of basisPoints_p * x_p / X_p; brought to the common denominator, that is basisPoints_p * x_p times the X of
 * the others. A component that nobody earned (X_p = 0) takes no part.
 */
function combine(
  components: readonly CreditComponent[],
  terms: readonly (readonly bigint[])[],
): Pick<AwardWork, 'sums' | 'weights'> & { readonly activeBasisPoints: number } {
  const sums = components.map((_, p) => terms.reduce((sum, own) => sum + (own[p] ?? 0n), 0n));
  const product = sums.reduce((all, sum) => (sum > 0n ? all * sum : all), 1n);
  const factors = sums.map((sum, p) => (sum > 0n ? (BigInt(components[p]?.basisPoints ?? 0) * product) / sum : 0n));
  const weights = terms.map((own) => own.reduce((weight, term, p) => weight + term * (factors[p] ?? 0n), 0n));
  const active = components.filter((_, p) => (sums[p] ?? 0n) > 0n);
  return { sums, weights, activeBasisPoints: active.reduce((sum, { basisPoints }) => sum + basisPoints, 0) };
}

/** The terms of one component, signed and without reputation. */
function rawTerms(policy: CreditPolicy, { method }: CreditComponent, rounds: readonly CreditRound[]): Terms {
  if (method === 'equal') return equalTerms(rounds);
  if (method === 'samples') return sampleTerms(rounds, policy.quality);
  const utilities = utilityTerms(rounds, method);
  if (utilities !== undefined) return utilities;
  if (policy.fallback === 'equal') return equalTerms(rounds);
  return policy.fallback === 'samples' ? sampleTerms(rounds, policy.quality) : new Map<string, bigint>();
}

function utilityOf(policy: CreditPolicy, rounds: readonly CreditRound[]): Terms | undefined {
  for (const { method } of policy.components) {
    if (method !== 'equal' && method !== 'samples') return utilityTerms(rounds, method);
  }
  return undefined;
}

/** Every institution with a contribution in the window, in ascending order of id. */
function beneficiariesOf(policy: CreditPolicy, rounds: readonly CreditRound[]): Beneficiary[] {
  const all = rounds.flatMap((round) => {
    const quality = policy.quality === 'multiplied' ? qualityOf(round) : [];
    return round.players.map((player, i) => ({ round, player, quality: quality[i] ?? BigInt(FULL_BASIS_POINTS) }));
  });
  const ids = [...new Set(all.map(({ player }) => player.institution))].sort();
  const reputations = reputationsOf(policy, rounds);
  return ids.map((id) => {
    const own = all.filter(({ player }) => player.institution === id);
    const counted = own.filter(({ player }) => counts(player));
    const qualities = counted.map(({ quality }) => quality);
    return {
      id,
      group: own.reduce((_, { player }) => groupOf(player), ''),
      rank: own
        .map(({ player }) => player.contribution)
        .reduce((lowest, digest) => (digest < lowest ? digest : lowest)),
      rounds: new Set(counted.map(({ round }) => round)).size,
      samples: counted.reduce((sum, { player }) => sum + BigInt(player.weight), 0n),
      quality: qualities.length > 0 ? Number(lowerMedian(qualities)) : FULL_BASIS_POINTS,
      reputation: reputations(id),
    };
  });
}

/** Each institution's multiplier: 10,000 less so much a withheld reveal, but not below the floor. */
function reputationsOf({ reputation }: CreditPolicy, rounds: readonly CreditRound[]): (id: string) => number {
  const withheld = rounds.flatMap((round) => round.withheld);
  const { withheldBasisPoints, floorBasisPoints } = reputation;
  return (id) => {
    const times = withheld.filter((institution) => institution === id).length;
    return Math.max(floorBasisPoints, FULL_BASIS_POINTS - withheldBasisPoints * times);
  };
}

/** floor(amount * basisPoints / 10,000). */
function partOf(amount: bigint, basisPoints: number): bigint {
  return (amount * BigInt(basisPoints)) / BigInt(FULL_BASIS_POINTS);
}

/** Negative values are visible in the line and paid as zero. */
function clip(value: bigint): bigint {
  return value > 0n ? value : 0n;
}
