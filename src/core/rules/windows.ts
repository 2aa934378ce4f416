/**
 * Credit windows: the completed rounds of a lineage that share one budget. A window is over when it has as many rounds as
 * the policy says, or when the policy's seconds have passed since its first round closed.
 * @module
 */
import { addSeconds } from '../statement/instant.ts';
import type { PolicyState, WindowState } from './state-credit.ts';
import type { RoundCredit } from './state-round.ts';

/** True when no round can fall in the window any more at this time. */
export function isWindowOver({ rounds, firstClosedAt }: WindowState, { window }: PolicyState, at: string): boolean {
  return rounds.length >= window.rounds || at > addSeconds(firstClosedAt, window.seconds);
}

/** Where a completed round falls. */
export interface Placed {
  /** Number of the window, from 1. */
  readonly number: number;
  readonly window: WindowState;
}

/** The last window of the lineage with one more round, or a new one where that is over or has other terms. */
export function placeRound(
  last: Placed | undefined,
  policy: PolicyState,
  { policy: policyDigest, plan, reportBy }: RoundCredit,
  round: string,
  closedAt: string,
): Placed {
  const runs =
    last?.window.policy === policyDigest && last.window.plan === plan && !isWindowOver(last.window, policy, closedAt);
  if (last === undefined || !runs) {
    const window = { policy: policyDigest, plan, rounds: [round], firstClosedAt: closedAt, reportsBy: reportBy };
    return { number: (last?.number ?? 0) + 1, window };
  }
  const { window, number } = last;
  const reportsBy = reportBy > window.reportsBy ? reportBy : window.reportsBy;
  return { number, window: { ...window, rounds: [...window.rounds, round], reportsBy } };
}
