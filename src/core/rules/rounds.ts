/**
 * What the kinds of a round share: finding it, and whether contributions can still come.
 * @module
 */
import { found } from './kind.ts';
import { ROUND, step } from './machines.ts';
import { STATE, type View } from './state.ts';
import type { RoundState, RoundStatus } from './state-round.ts';

/** The round that the statement `digest` opened. @throws Refusal `round-unknown` */
export function findRound(view: View, digest: string): RoundState {
  return found(view.get(STATE.round(digest)), 'round-unknown', () => `no round was opened by statement ${digest}`);
}

/** The status of the round after `event`. @throws Refusal `round-not-open` where a round of this status takes none such */
export function stepRound({ round, status }: RoundState, event: string): RoundStatus {
  return found(step(ROUND, status, event), 'round-not-open', () => `round ${round} is ${status}`);
}

/** True once no contribution can come any more: past the deadline, or everybody who might has contributed. */
export function isCollected(
  { credit, contributeBy, committed, invited, contributed }: RoundState,
  at: string,
): boolean {
  if (at > contributeBy) return true;
  if (credit === undefined) return contributed.length === invited.length;
  return at > credit.commitBy && contributed.length === committed.length;
}
