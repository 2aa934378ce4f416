/**
 * State of preparation, rounds and contributions.
 * @module
 */
import type { EvaluationPlanBody, RoundOpenBody } from '../generated/bodies.ts';

export type DatasetState = {
  readonly author: string;
  /** Weight of its largest band: what a contribution may claim of it. */
  readonly weight: number;
  readonly retainUntil: string;
  readonly status: 'live' | 'withdrawn' | 'superseded';
};

export type ModelState = {
  /** Tensor-set digest of the newest model of the lineage. */
  readonly head: string;
  readonly zeroUpdate: string;
  /** Number of the last round opened; 0 before the first. */
  readonly rounds: number;
  /** Number of the last credit window; 0 before the first. */
  readonly windows: number;
  /** Tensor-set digest of the last global step. */
  readonly step?: string;
  /** Statement digest of the open round. */
  readonly open?: string;
};

/** What a round bears credit by. */
export type RoundCredit = {
  readonly policy: string;
  readonly plan: string;
  readonly commitBy: string;
  readonly reportBy: string;
};

/** An aggregated contribution: who is credited, and by which weight. The group is that of the time of aggregation. */
export type PlayerState = {
  readonly contribution: string;
  readonly institution: string;
  readonly group?: string;
  readonly weight: number;
};

export type RoundStatus = 'open' | 'aggregated' | 'completed' | 'aborted';

export type RoundState = {
  readonly round: string;
  readonly number: number;
  readonly model: string;
  readonly parent: string;
  readonly zeroUpdate: string;
  readonly previousStep?: string;
  readonly algorithm?: string;
  readonly aggregator: string;
  readonly invited: readonly string[];
  readonly rule: RoundOpenBody['rule'];
  readonly contributeBy: string;
  readonly decideBy: string;
  readonly closeBy: string;
  readonly credit?: RoundCredit;
  readonly status: RoundStatus;
  /** Institutions that committed to an update. */
  readonly committed: readonly string[];
  /** Institutions that contributed. */
  readonly contributed: readonly string[];
  /** Contributions that are neither decided nor withdrawn. */
  readonly undecided: number;
  readonly accepted: number;
  /** Statement digest of the aggregation. */
  readonly aggregation?: string;
  /** The aggregated contributions, ascending by digest. */
  readonly players?: readonly PlayerState[];
  /** Institutions that committed and never revealed; set when the round ends. */
  readonly withheld?: readonly string[];
  readonly closedAt?: string;
  /** The credit window that the round fell in. */
  readonly window?: number;
};

/** A commitment and the index that gives it precedence. */
export type CommitState = { readonly commitment: string; readonly digest: string; readonly index: number };

export type ContributionState = {
  readonly round: string;
  readonly institution: string;
  readonly weight: number;
  readonly status: 'submitted' | 'accepted' | 'rejected' | 'withdrawn';
  /** Index of the commitment, or of the contribution where the round asks for none: the earlier one has precedence. */
  readonly precedence: number;
  readonly nonce?: string;
  /** Statement digest of the decision. */
  readonly decision?: string;
  /** The resolution that took its credit away. */
  readonly excluded?: string;
};

export type AggregationState = { readonly round: string; readonly output: string; readonly step: string };

export type PlanState = Omit<EvaluationPlanBody, 'evaluators'> & { readonly evaluators: readonly string[] };
