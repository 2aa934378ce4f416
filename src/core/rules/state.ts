/**
 * The state that the rules keep: small JSON values under typed keys. Everything in it is derived from the log (I4).
 * @module
 */

import type { CharterBody, InstitutionBody, Quorums, RoleBody, Vocabularies } from '../generated/bodies.ts';
import type { Json } from '../json/json.ts';
import type {
  AwardState,
  ClaimState,
  CreditState,
  DisputeState,
  DrainState,
  PolicyState,
  UtilityState,
  WindowState,
} from './state-credit.ts';
import type {
  AggregationState,
  CommitState,
  ContributionState,
  DatasetState,
  ModelState,
  PlanState,
  RoundState,
} from './state-round.ts';

/** A key of the state whose value has type `T`. */
export type StateKey<T extends Json = Json> = string & { readonly stateType?: T };

/** What a reducer may read: exactly the keys that `reads` named, as the records before left them. */
export interface View {
  get<T extends Json>(key: StateKey<T>): T | undefined;
  /** Root of the log at `size`, where `size` is at most the index of the record judged; undefined if it was not asked for. */
  rootAt(size: number): Uint8Array | undefined;
}

/** One change of the state; null removes the key. */
export interface StateChange {
  readonly key: string;
  readonly value: Json | null;
}

export type Role = RoleBody['role'];
export type InstitutionClass = InstitutionBody['class'];

/** The charter as amended. */
export type LedgerState = {
  readonly origin: string;
  /** Statement digest of the charter. */
  readonly charter: string;
  readonly rules: number;
  readonly operator: string;
  /** vkeys of the log in force, oldest first. */
  readonly logKeys: readonly string[];
  /** Those that amendments retired, in their order; absent before the first. */
  readonly retiredLogKeys?: readonly RetiredLogKey[];
  readonly quorums: Readonly<Record<keyof Quorums, number>>;
  /** Pairs of roles, `arbiter-treasurer` for instance, that one institution may hold together. */
  readonly mayCombine: readonly string[];
  readonly endorseWithin: number;
  readonly vocabularies: {
    readonly [K in keyof Vocabularies]: Vocabularies[K] extends string[] ? readonly string[] : readonly BandState[];
  };
  readonly reading: CharterBody['reading'];
};

export type BandState = { readonly code: string; readonly weight: number; readonly atLeast: number };

/** A key of the log that an amendment retired. It signs no checkpoint of more than `until` records. */
export type RetiredLogKey = {
  readonly vkey: string;
  /** Index of the record with which it ended: that of the approval that completed the quorum. */
  readonly until: number;
};

/** What the charter announced and the log has not yet seen, in order; absent when the founding is over. */
export type FoundingState = {
  /** The operator's keys as the charter lists them: key id to SPKI, base64. */
  readonly operatorKeys: { readonly [keyId: string]: string };
  readonly expected: readonly FoundingStep[];
};

export type FoundingStep =
  | { readonly kind: 'key'; readonly institution: string; readonly keyId: string }
  | { readonly kind: 'role'; readonly institution: string; readonly role: Role };

/** A key of an institution: valid for records at `since` <= index, and index < `until` where that is set. */
export type KeyState = {
  readonly spki: string;
  readonly since: number;
  readonly until?: number;
  readonly compromisedSince?: number;
};

/** A role of an institution: held from index `since` on, until the instant `until` where that is set. */
export type RoleState = { readonly since: number; readonly until?: string };

export type InstitutionState = {
  readonly class: InstitutionClass;
  readonly status: InstitutionBody['status'];
  readonly group?: string;
  readonly successor?: string;
  readonly keys: { readonly [keyId: string]: KeyState };
  readonly roles: { readonly [role: string]: RoleState };
};

/** Where a statement stands in the log. */
export type RecordState = {
  readonly index: number;
  readonly kind: string;
  readonly account: string;
  readonly author: string;
};

/** Head of an author's chain: what the next statement must name. */
export type ChainState = { readonly sequence: number; readonly previous: string };

/** A statement of a quorum kind that waits for endorsements. */
export type PendingState = {
  /** The payload, base64. */
  readonly payload: string;
  readonly index: number;
  readonly quorum: number;
  /** Institutions that stand behind it, the author first if it counts. */
  readonly approvals: readonly string[];
  /** Instant after which it lapses. */
  readonly until: string;
};

/** The keys, by what they hold. */
export const STATE = {
  ledger: 'ledger' as StateKey<LedgerState>,
  founding: 'founding' as StateKey<FoundingState>,
  /** `recordedAt` of the last record. */
  clock: 'clock' as StateKey<string>,
  record: (digest: string): StateKey<RecordState> => `record/${digest}`,
  institution: (id: string): StateKey<InstitutionState> => `institution/${id}`,
  /** Who ever had the key: keys are unique over the log. */
  key: (keyId: string): StateKey<string> => `key/${keyId}`,
  chain: (author: string): StateKey<ChainState> => `chain/${author}`,
  pending: (digest: string): StateKey<PendingState> => `pending/${digest}`,
  endorsed: (digest: string, by: string, meaning: string): StateKey<number> => `endorsed/${digest}/${by}/${meaning}`,
  task: (id: string): StateKey<string> => `task/${id}`,
  model: (id: string): StateKey<ModelState> => `model/${id}`,
  round: (digest: string): StateKey<RoundState> => `round/${digest}`,
  roundName: (id: string): StateKey<string> => `round-name/${id}`,
  /** Digest of every artefact of the log (tensor set or file), with the statement that brought it. */
  artefact: (digest: string): StateKey<string> => `artefact/${digest}`,
  contribution: (digest: string): StateKey<ContributionState> => `contribution/${digest}`,
  contributed: (round: string, institution: string): StateKey<string> => `contributed/${round}/${institution}`,
  aggregation: (digest: string): StateKey<AggregationState> => `aggregation/${digest}`,
  /** Names that are never reused, by kind: the statement that took one. */
  name: (kind: string, id: string): StateKey<string> => `name/${kind}/${id}`,
  /** What the reference set must give, by the digest of the preparation. */
  preparation: (digest: string): StateKey<string> => `preparation/${digest}`,
  dataset: (digest: string): StateKey<DatasetState> => `dataset/${digest}`,
  /** Name of an algorithm in force, by its digest. */
  algorithm: (digest: string): StateKey<string> => `algorithm/${digest}`,
  plan: (digest: string): StateKey<PlanState> => `plan/${digest}`,
  policy: (digest: string): StateKey<PolicyState> => `policy/${digest}`,
  commit: (round: string, institution: string): StateKey<CommitState> => `commit/${round}/${institution}`,
  utility: (round: string, evaluator: string): StateKey<UtilityState> => `utility/${round}/${evaluator}`,
  /** Of which round and evaluator a utility report (or its part) is. */
  reportOf: (digest: string): StateKey<{ readonly round: string; readonly evaluator: string }> => `report-of/${digest}`,
  /** The statement that is this part of an evaluator's report on a round, from 1. */
  report: (round: string, evaluator: string, part: number): StateKey<string> =>
    `report/${round}/${evaluator}/${String(part).padStart(4, '0')}`,
  /** What an evaluator said that a model is worth under a plan. */
  worth: (plan: string, evaluator: string, tensorSet: string): StateKey<number> =>
    `worth/${plan}/${evaluator}/${tensorSet}`,
  window: (model: string, window: number): StateKey<WindowState> => `window/${model}/${window}`,
  award: (digest: string): StateKey<AwardState> => `award/${digest}`,
  /** Awards that are neither final nor set aside. */
  openAwards: 'open-awards' as StateKey<readonly string[]>,
  dispute: (digest: string): StateKey<DisputeState> => `dispute/${digest}`,
  disputed: (award: string, by: string): StateKey<string> => `disputed/${award}/${by}`,
  /** Credits that must be recorded before anything else. */
  drain: 'drain' as StateKey<DrainState>,
  credit: (digest: string): StateKey<CreditState> => `credit/${digest}`,
  /** Credits of an institution, by index. */
  creditOf: (institution: string, index: number): StateKey<string> =>
    `credit-of/${institution}/${String(index).padStart(16, '0')}`,
  claim: (digest: string): StateKey<ClaimState> => `claim/${digest}`,
  /** The statement that took the place of this one. */
  superseded: (digest: string): StateKey<string> => `superseded/${digest}`,
  /** The statement whose place this one took. */
  supersedes: (digest: string): StateKey<string> => `supersedes/${digest}`,
  /** The erasure that attests that openings of this statement were destroyed. */
  erased: (digest: string): StateKey<string> => `erased/${digest}`,
  /** When the last list of refusals was recorded. */
  refusals: 'refusals' as StateKey<string>,
} as const;

/** A typed change: `value` replaces what `key` held. */
export function set<T extends Json>(key: StateKey<T>, value: T): StateChange {
  return { key, value };
}

/** A change that removes `key`. */
export function unset(key: StateKey): StateChange {
  return { key, value: null };
}
