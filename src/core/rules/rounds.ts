/**
 * What the kinds of a round share: finding it, and whether contributions can still come.
 * @module
 */
import { found, require } from './kind.ts';
import { STATE, type View } from './state.ts';
import type { RoundState } from './state-round.ts';

/** The round that the statement `digest` opened. @throws Refusal `round-unknown` */
export function findRound(view: View, digest: string): RoundState {
  return found(view.get(STATE.round(digest)), 'round-unknown', () => `no round was opened by statement ${digest}`);
}

/** @throws Refusal `round-not-open` unless the round takes commitments, contributions and decisions */
export function requireOpen({ round, status }: RoundState): void {
  require(status === 'open', 'round-not-open', () => `round ${round} is ${status}`);
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
