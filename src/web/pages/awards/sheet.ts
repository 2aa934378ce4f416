/**
 * The arithmetic of an award as numbers to show, taken step by step from the function that the rules compute it by. Amounts are
 * micro-credits, whole as decimal strings; a share before rounding has its remainder beside it.
 * @module
 */
import { type AwardWork, workAward } from '../../../core/credit/award.ts';
import { type CreditRound, FULL_BASIS_POINTS } from '../../../core/credit/input.ts';
import { creditPolicy, creditRounds } from '../../../core/rules/award-inputs.ts';
import { STATE, type View } from '../../../core/rules/state.ts';
import type { PolicyState, WindowState } from '../../../core/rules/state-credit.ts';

export interface Sheet {
  readonly rounds: readonly SheetRound[];
  readonly components: readonly SheetComponent[];
  readonly lines: readonly SheetLine[];
  readonly groups: readonly SheetGroup[];
  /** What is shared out: the budget of the components that take part. */
  readonly shared: string;
  readonly cap: string;
}

export interface SheetRound {
  readonly round: string;
  readonly counted: number;
  readonly excluded: number;
  readonly reports: number;
  readonly withheld: readonly string[];
}

export interface SheetComponent {
  readonly method: string;
  readonly basisPoints: number;
  /** Sum of its terms; with 0 it takes no part. */
  readonly sum: string;
}

export interface SheetLine {
  readonly institution: string;
  readonly group: string;
  /** Lowest contribution digest: breaks ties. */
  readonly rank: string;
  /** One a component. */
  readonly terms: readonly string[];
  /** For each component, how much of its budget that is, before cap and rounding. */
  readonly parts: readonly Exact[];
  /** Of all that is shared, before cap and rounding. */
  readonly share: Exact;
  readonly amount: string;
}

export interface SheetGroup {
  readonly group: string;
  readonly institutions: readonly string[];
  readonly isCapped: boolean;
  /** Before rounding, after the capped ones have left. */
  readonly share: Exact;
  readonly amount: string;
}

/** A share that need not be whole: `whole` micro-credits and `nano` thousandths of one, rounded down. */
export interface Exact {
  readonly whole: string;
  readonly nano: number;
}

/** Requires a view that holds what `awardReads` names. */
export function sheetOf(view: View, policy: PolicyState, window: WindowState): Sheet {
  const rounds = creditRounds(view, window);
  const work = workAward(creditPolicy(policy), rounds);
  const full = BigInt(FULL_BASIS_POINTS);
  /** Budget of a component, times `full`: it need not be whole. */
  const budgets = policy.components.map(({ basisPoints }) => BigInt(policy.budget) * BigInt(basisPoints));
  const totalWeight = sum(work.weights);
  return {
    rounds: rounds.map((round, i) => describeRound(round, view.get(STATE.round(window.rounds[i] ?? ''))?.round ?? '')),
    components: policy.components.map(({ method, basisPoints }, p) => ({
      method,
      basisPoints,
      sum: String(work.sums[p] ?? 0n),
    })),
    lines: work.beneficiaries.map(({ id, group, rank }, i) => ({
      institution: id,
      group: nameOfGroup(group),
      rank,
      terms: (work.terms[i] ?? []).map(String),
      parts: (work.terms[i] ?? []).map((term, p) => exact((budgets[p] ?? 0n) * term, full * (work.sums[p] ?? 0n))),
      share: exact(work.shared * (work.weights[i] ?? 0n), totalWeight),
      amount: String(work.amounts[i] ?? 0n),
    })),
    groups: describeGroups(work),
    shared: String(work.shared),
    cap: String(work.cap),
  };
}

function describeRound({ players, reports, withheld }: CreditRound, round: string): SheetRound {
  const excluded = players.filter((player) => player.excluded === true).length;
  return { round, counted: players.length - excluded, excluded, reports: reports.length, withheld };
}

function describeGroups({ groups, beneficiaries, shared }: AwardWork): SheetGroup[] {
  const staying = groups.filter(({ isCapped }) => !isCapped);
  const capped = sum(groups.filter(({ isCapped }) => isCapped).map(({ amount }) => amount));
  const [rest, total] = [shared - capped, sum(staying.map(({ weight }) => weight))];
  return groups.map(({ group, members, weight, amount, isCapped }) => ({
    group: nameOfGroup(group),
    institutions: members.flatMap((i) => beneficiaries[i]?.id ?? []),
    isCapped,
    share: isCapped ? { whole: String(amount), nano: 0 } : exact(rest * weight, total),
    amount: String(amount),
  }));
}

/** `group/north` is north; an institution of its own is itself. */
function nameOfGroup(group: string): string {
  return group.slice(group.indexOf('/') + 1);
}

function exact(numerator: bigint, denominator: bigint): Exact {
  if (denominator === 0n) return { whole: '0', nano: 0 };
  const nano = (numerator * 1000n) / denominator;
  return { whole: String(nano / 1000n), nano: Number(nano % 1000n) };
}

function sum(values: readonly bigint[]): bigint {
  return values.reduce((total, value) => total + value, 0n);
}
