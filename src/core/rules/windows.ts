/**
 * Credit windows: the completed rounds of a lineage that share one budget. A window is over when it has as many rounds as
 * the policy says, or when the policy's seconds have passed since its first round closed.
 * @module
 */
import { addSeconds } from '../statement/instant.ts';
import type { PolicyState, WindowState } from './state-credit.ts';
import type { PlayerState, RoundCredit } from './state-round.ts';

/** Most institutions that one window credits: their lines, however long, fit into one statement. */
export const MAX_WINDOW_INSTITUTIONS = 64;

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

/** A round as it closes. */
export interface ClosedRound {
  readonly digest: string;
  readonly credit: RoundCredit;
  readonly players: readonly PlayerState[];
  readonly closedAt: string;
}

/** The last window of the lineage with one more round, or a new one where that is over or has other terms. */
export function placeRound(
  last: Placed | undefined,
  policy: PolicyState,
  { digest, credit, players, closedAt }: ClosedRound,
): Placed {
  const { plan, reportBy } = credit;
  const runs =
    last?.window.policy === credit.policy && last.window.plan === plan && !isWindowOver(last.window, policy, closedAt);
  const credited = players.map(({ institution }) => institution);
  if (last === undefined || !runs) {
    const rounds = { rounds: [digest], institutions: credited, firstClosedAt: closedAt, reportsBy: reportBy };
    return { number: (last?.number ?? 0) + 1, window: { policy: credit.policy, plan, ...rounds } };
  }
  const { window, number } = last;
  const reportsBy = reportBy > window.reportsBy ? reportBy : window.reportsBy;
  const institutions = [...new Set([...window.institutions, ...credited])];
  return { number, window: { ...window, rounds: [...window.rounds, digest], institutions, reportsBy } };
}
