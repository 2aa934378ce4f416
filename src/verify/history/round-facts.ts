/**
 * A round as a replayed ledger tells of it: its state, its contributions with what they said, its decisions.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { ContributionBody } from '../../core/generated/bodies.ts';
import { STATE } from '../../core/rules/state.ts';
import type { PolicyState } from '../../core/rules/state-credit.ts';
import type { ContributionState, PlanState, RoundState } from '../../core/rules/state-round.ts';
import type { ReplayedLedger } from '../audit/replay-ledger.ts';
import type { EntryOf } from './history.ts';

export interface ContributionFacts {
  /** Statement digest. */
  readonly id: string;
  readonly index: number;
  readonly state: ContributionState;
  readonly body: ContributionBody;
  readonly decision?: EntryOf<'contribution-decision'>;
}

export interface RoundFacts {
  /** Digest of the `round-open`. */
  readonly id: string;
  readonly state: RoundState;
  /** Present where the round bears credit. */
  readonly policy?: PolicyState;
  readonly plan?: PlanState;
  /** In the order in which they were recorded. */
  readonly contributions: readonly ContributionFacts[];
  readonly aggregation?: EntryOf<'aggregation'>;
}

/** The round of this name, or that this statement opened. @throws InputError `not-found` */
export function roundFacts({ state, history }: Pick<ReplayedLedger, 'state' | 'history'>, name: string): RoundFacts {
  const id = state.value(STATE.round(name)) === undefined ? state.value(STATE.roundName(name)) : name;
  const round = id === undefined ? undefined : state.value(STATE.round(id));
  if (id === undefined || round === undefined) throw new InputError('not-found', `there is no round ${name}`);
  const policy = round.credit && state.value(STATE.policy(round.credit.policy));
  const plan = round.credit && state.value(STATE.plan(round.credit.plan));
  const aggregation = history.findOf('aggregation', round.aggregation);
  const contributions = state
    .under(STATE.contributed(id, ''))
    .flatMap(([, digest]) => contributionFacts({ state, history }, digest))
    .sort((a, b) => a.index - b.index);
  return {
    id,
    state: round,
    ...(policy === undefined ? {} : { policy }),
    ...(plan === undefined ? {} : { plan }),
    contributions,
    ...(aggregation === undefined ? {} : { aggregation }),
  };
}

function contributionFacts(
  { state, history }: Pick<ReplayedLedger, 'state' | 'history'>,
  digest: string,
): ContributionFacts[] {
  const [entry, own] = [history.findOf('contribution', digest), state.value(STATE.contribution(digest))];
  if (entry === undefined || own === undefined) return [];
  const decision = history.findOf('contribution-decision', own.decision);
  const { index, statement } = entry;
  return [{ id: digest, index, state: own, body: statement.body, ...(decision === undefined ? {} : { decision }) }];
}
