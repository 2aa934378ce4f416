/**
 * What the kinds of a dispute share: the steps of awards and disputes, and what a dispute is about: a contribution or a
 * utility report of the award's window, whose author is the respondent.
 * @module
 */
import type { DisputeBody } from '../generated/bodies.ts';
import { found } from './kind.ts';
import { AWARD, DISPUTE, step } from './machines.ts';
import { STATE, type StateKey, type View } from './state.ts';
import type { AwardState, DisputeState } from './state-credit.ts';

/** A record that a dispute can be about. */
export interface Disputed {
  /** Whose record it is. */
  readonly institution: string;
  readonly round: string;
  /** The state that the remedy excludes. */
  readonly key: StateKey;
}

/** The state that {@link findDisputed} reads. */
export function disputedReads(view: View, about: string): StateKey[] {
  const round = view.get(STATE.contribution(about))?.round ?? view.get(STATE.reportOf(about))?.round;
  return [STATE.contribution(about), STATE.reportOf(about), ...(round === undefined ? [] : [STATE.round(round)])];
}

/** The record that the remedy would exclude. @throws Refusal `disputed-unknown` */
export function findDisputed(view: View, { about, remedy }: Pick<DisputeBody, 'about' | 'remedy'>): Disputed {
  if (remedy === 'exclude-contribution') {
    const { institution, round } = found(
      view.get(STATE.contribution(about)),
      'disputed-unknown',
      () => `no contribution ${about} is recorded`,
    );
    return { institution, round, key: STATE.contribution(about) };
  }
  const { evaluator, round } = found(
    view.get(STATE.reportOf(about)),
    'disputed-unknown',
    () => `no utility report ${about} is recorded`,
  );
  return { institution: evaluator, round, key: STATE.utility(round, evaluator) };
}

/** The status of the award after `event`. @throws Refusal `award-not-open` */
export function stepAward({ status }: AwardState, event: string): AwardState['status'] {
  return found(step(AWARD, status, event), 'award-not-open', () => `the award is ${status}`);
}

/** The status of the dispute after `event`. @throws Refusal `dispute-not-open` */
export function stepDispute({ status }: DisputeState, event: string): DisputeState['status'] {
  return found(step(DISPUTE, status, event), 'dispute-not-open', () => `the dispute is ${status}`);
}
