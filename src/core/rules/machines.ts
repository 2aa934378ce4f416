/**
 * The state machines of rounds, contributions, awards and disputes, as tables: the reducers step through them, and the
 * reference pages are written from them. States are derived by replay and never stored as truth (I4).
 *
 * An event is a statement kind, with the outcome that its body names where there are several. What a table does not list
 * is refused.
 * @module
 */

import type { AwardState, DisputeState } from './state-credit.ts';
import type { ContributionState, RoundStatus } from './state-round.ts';

/** For each state, where each event leads. A state without events is an end. */
export interface Machine<State extends string> {
  readonly initial: State;
  readonly steps: { readonly [S in State]: { readonly [event: string]: State } };
}

export const ROUND: Machine<RoundStatus> = {
  initial: 'open',
  steps: {
    open: {
      'contribution-commit': 'open',
      contribution: 'open',
      withdrawal: 'open',
      'contribution-decision': 'open',
      aggregation: 'aggregated',
      'round-close aborted': 'aborted',
    },
    aggregated: { 'round-close completed': 'completed', 'round-close aborted': 'aborted' },
    completed: { 'utility-report': 'completed' },
    aborted: {},
  },
};

export const CONTRIBUTION: Machine<ContributionState['status']> = {
  initial: 'submitted',
  steps: {
    submitted: {
      'contribution-decision accepted': 'accepted',
      'contribution-decision rejected': 'rejected',
      withdrawal: 'withdrawn',
    },
    accepted: { aggregation: 'accepted' },
    rejected: {},
    withdrawn: {},
  },
};

export const AWARD: Machine<AwardState['status']> = {
  initial: 'proposed',
  steps: {
    proposed: {
      dispute: 'proposed',
      'resolution rejected': 'proposed',
      'resolution upheld': 'set-aside',
      'award-final': 'final',
    },
    'set-aside': {},
    final: {},
  },
};

export const DISPUTE: Machine<DisputeState['status']> = {
  initial: 'open',
  steps: {
    open: { 'dispute-response': 'answered', 'resolution upheld': 'upheld', 'resolution rejected': 'rejected' },
    answered: { 'resolution upheld': 'upheld', 'resolution rejected': 'rejected' },
    upheld: {},
    rejected: {},
  },
};

/** The state after `event`, or undefined where the machine has no such step. */
export function step<State extends string>(machine: Machine<State>, state: State, event: string): State | undefined {
  const steps = machine.steps[state];
  return Object.hasOwn(steps, event) ? steps[event] : undefined;
}
