/**
 * State of evaluation, awards and credit. Amounts and numerators are decimal strings.
 * @module
 */
import type { CreditPolicyBody, DisputeBody } from '../generated/bodies.ts';

export type PolicyState = Omit<CreditPolicyBody, 'components' | 'window' | 'reputation' | 'limits' | 'deadlines'> & {
  readonly components: readonly { readonly method: string; readonly basisPoints: number }[];
  readonly window: { readonly rounds: number; readonly seconds: number };
  readonly reputation: { readonly withheldBasisPoints: number; readonly floorBasisPoints: number };
  readonly limits: {
    readonly normMinMicro: number;
    readonly normMaxMicro: number;
    readonly cosineMaxPpm: number;
    readonly stepCosineMaxPpm: number;
  };
  readonly deadlines: {
    readonly award: number;
    readonly dispute: number;
    readonly respond: number;
    readonly resolve: number;
    readonly final: number;
    readonly settle: number;
  };
};

/** What an evaluator reported of a round. */
export type UtilityState = {
  readonly plan: string;
  /** `partial`: parts are missing; `unendorsed`: sealed, and no auditor stands behind it yet. Only `usable` counts. */
  readonly status: 'partial' | 'unendorsed' | 'usable';
  readonly empty: number;
  readonly grand: number;
  /** How many parts came. */
  readonly parts: number;
  /** Shapley numerators, one a player: over (number of players)!, or summed over the permutations so far. */
  readonly shapley?: readonly string[];
  /** U(all) - U(all but the player). */
  readonly leaveOneOut?: readonly string[];
  /** How many permutations the sums are over so far, for the scheme `permutation`. */
  readonly permutations?: number;
  /** What truncation left out, summed over the permutations. */
  readonly residual?: string;
  /** Basis points, one a player. */
  readonly quality?: readonly number[];
  /** The resolution that set the report aside. */
  readonly excluded?: string;
};

/** A credit window of a lineage: rounds that share one budget. */
export type WindowState = {
  readonly policy: string;
  readonly plan: string;
  /** Statement digests of the rounds, in the order in which they closed. */
  readonly rounds: readonly string[];
  /** Who is credited so far: a line each in the award. */
  readonly institutions: readonly string[];
  readonly firstClosedAt: string;
  /** Past it, reports of every round are in, or will never be. */
  readonly reportsBy: string;
  /** The award that stands, or was set aside last. */
  readonly award?: string;
};

export type AwardLineState = { readonly line: number; readonly beneficiary: string; readonly amount: string };

export type AwardState = {
  readonly policy: string;
  readonly model: string;
  readonly window: number;
  /** Lines above 0. */
  readonly lines: readonly AwardLineState[];
  readonly status: 'proposed' | 'set-aside' | 'final';
  readonly disputeBy: string;
  readonly finalBy: string;
  /** Disputes that nobody has resolved, with the instant past which they lapse. */
  readonly disputes: readonly { readonly dispute: string; readonly resolveBy: string }[];
  /** Digest of the body that must replace it, where a resolution set it aside. */
  readonly replacement?: string;
  /** A dispute lapsed without a resolution. */
  readonly lapsed?: true;
  /** Institutions of which a compromised key gave it its time for disputes once more. */
  readonly reopened?: readonly string[];
};

export type DisputeState = {
  readonly award: string;
  readonly model: string;
  readonly window: number;
  readonly about: string;
  readonly disputant: string;
  readonly respondent: string;
  readonly remedy: DisputeBody['remedy'];
  readonly respondBy: string;
  readonly resolveBy: string;
  readonly status: 'open' | 'answered' | 'upheld' | 'rejected';
};

/** Credits that follow their source before anything else is recorded. */
export type DrainState = {
  readonly source: string;
  readonly policy: string;
  /** What is still to come, in order. */
  readonly lines: readonly AwardLineState[];
};

export type CreditState = {
  readonly beneficiary: string;
  readonly amount: string;
  readonly spent: string;
  readonly source: string;
  readonly policy: string;
};

export type ClaimState = {
  readonly credit: string;
  readonly institution: string;
  readonly amount: string;
  /** Past it any steward may settle. */
  readonly settleBy: string;
  /** Statement digest of the settlement. */
  readonly settlement?: string;
};
