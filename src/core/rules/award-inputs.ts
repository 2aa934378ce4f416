/**
 * From the state to the inputs of an award, and from its split to the body that must stand in the log. Whoever has the
 * state recomputes the body bit for bit: the rules, an auditor, `award compute`.
 * @module
 */
import { type AwardSplit, computeAward } from '../credit/award.ts';
import type { CreditMethod, CreditPolicy, CreditReport, CreditRound } from '../credit/input.ts';
import type { AwardBody } from '../generated/bodies.ts';
import { found } from './kind.ts';
import { STATE, type StateKey, type View } from './state.ts';
import type { PolicyState, UtilityState, WindowState } from './state-credit.ts';
import type { RoundState } from './state-round.ts';

/** A contribution or report to leave out, as if a resolution had already done so: by state key. */
export type Exclusion = StateKey;

/** The state that an award of this window reads. Ask again with what it named. */
export function awardReads(view: View, model: string, number: number): StateKey[] {
  const window = view.get(STATE.window(model, number));
  if (window === undefined) return [STATE.window(model, number)];
  const evaluators = view.get(STATE.plan(window.plan))?.evaluators ?? [];
  return [
    STATE.window(model, number),
    STATE.policy(window.policy),
    STATE.plan(window.plan),
    ...window.rounds.flatMap((round) => [
      STATE.round(round),
      ...evaluators.map((evaluator) => STATE.utility(round, evaluator)),
      ...(view.get(STATE.round(round))?.players ?? []).map(({ contribution }) => STATE.contribution(contribution)),
    ]),
  ];
}

/**
 * The body of the award of a window. Requires a view that holds what {@link awardReads} names.
 * @param replaces the award that this one replaces
 * @throws Refusal `window-unknown`
 */
export function recomputeAward(
  view: View,
  model: string,
  number: number,
  replaces?: string,
  without?: Exclusion,
): AwardBody {
  const window = found(
    view.get(STATE.window(model, number)),
    'window-unknown',
    () => `${model} has no credit window ${number}`,
  );
  const policy = found(view.get(STATE.policy(window.policy)), 'policy-unknown', () => `no policy ${window.policy}`);
  const terms = { policy: window.policy, model, window: number, rounds: window.rounds };
  const replaced = replaces === undefined ? {} : { replaces };
  return composeAward({ ...terms, ...replaced }, policy, creditRounds(view, window, without));
}

/** What the body of an award names besides the split. */
export type AwardTerms = Pick<AwardBody, 'policy' | 'model' | 'window' | 'replaces'> & {
  readonly rounds: readonly string[];
};

/** The body of an award from what it is computed from. The rules and the offline verifier share this function. */
export function composeAward(terms: AwardTerms, policy: PolicyState, rounds: readonly CreditRound[]): AwardBody {
  const split = computeAward(creditPolicy(policy), rounds);
  return { ...terms, rounds: [...terms.rounds], budget: policy.budget, ...formatSplit(split) };
}

/** The policy as the arithmetic takes it. */
export function creditPolicy(policy: PolicyState): CreditPolicy {
  const { components, fallback, groupCapBasisPoints, quality, reputation } = policy;
  return {
    budget: BigInt(policy.budget),
    components: components.map(({ method, basisPoints }) => ({ method: method as CreditMethod, basisPoints })),
    fallback,
    groupCapBasisPoints,
    quality,
    reputation,
  };
}

/** The rounds of a window as the arithmetic takes them. */
export function creditRounds(view: View, { rounds, plan }: WindowState, without?: Exclusion): CreditRound[] {
  const evaluators = view.get(STATE.plan(plan))?.evaluators ?? [];
  return rounds.map((digest) => {
    const round = view.get(STATE.round(digest));
    const reports = evaluators.flatMap((evaluator) => {
      const key = STATE.utility(digest, evaluator);
      const utility = view.get(key);
      return utility === undefined || key === without ? [] : creditReport(utility);
    });
    return { players: creditPlayers(view, round, without), reports, withheld: round?.withheld ?? [] };
  });
}

function creditPlayers(view: View, round: RoundState | undefined, without: Exclusion | undefined) {
  return (round?.players ?? []).map((player) => {
    const key = STATE.contribution(player.contribution);
    const isExcluded = key === without || view.get(key)?.excluded !== undefined;
    return { ...player, ...(isExcluded ? { excluded: true as const } : {}) };
  });
}

/** A report as the arithmetic takes it; nothing while it cannot be used. */
export function creditReport({ status, shapley, leaveOneOut, quality, excluded }: UtilityState): CreditReport[] {
  if (status !== 'usable' || excluded !== undefined) return [];
  return [
    {
      ...(shapley === undefined ? {} : { shapley: shapley.map(BigInt) }),
      ...(leaveOneOut === undefined ? {} : { leaveOneOut: leaveOneOut.map(BigInt) }),
      ...(quality === undefined ? {} : { quality }),
    },
  ];
}

function formatSplit({ lines, reserve }: AwardSplit): Pick<AwardBody, 'lines' | 'reserve'> {
  return {
    lines: lines.map(({ amount, samples, utility, terms, ...line }) => ({
      ...line,
      amount: String(amount),
      samples: String(samples),
      utility: String(utility),
      terms: terms.map(String),
    })),
    reserve: String(reserve),
  };
}
