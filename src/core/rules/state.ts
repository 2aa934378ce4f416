/**
 * The state that the rules keep: small JSON values under typed keys. Everything in it is derived from the log (I4).
 * @module
 */

import type {
  CharterBody,
  InstitutionBody,
  Quorums,
  RoleBody,
  RoundOpenBody,
  Vocabularies,
} from '../generated/bodies.ts';
import type { Json } from '../json/json.ts';

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
  /** vkeys of the log, oldest first. */
  readonly logKeys: readonly string[];
  readonly quorums: Readonly<Record<keyof Quorums, number>>;
  readonly endorseWithin: number;
  readonly vocabularies: {
    readonly [K in keyof Vocabularies]: Vocabularies[K] extends string[] ? readonly string[] : readonly BandState[];
  };
  readonly reading: CharterBody['reading'];
};

export type BandState = { readonly code: string; readonly weight: number; readonly atLeast: number };

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

export type ModelState = {
  /** Tensor-set digest of the newest model of the lineage. */
  readonly head: string;
  readonly zeroUpdate: string;
  /** Number of the last round opened; 0 before the first. */
  readonly rounds: number;
  /** Tensor-set digest of the last global step. */
  readonly step?: string;
  /** Statement digest of the open round. */
  readonly open?: string;
};

export type RoundState = {
  readonly round: string;
  readonly number: number;
  readonly model: string;
  readonly parent: string;
  readonly zeroUpdate: string;
  readonly previousStep?: string;
  readonly aggregator: string;
  readonly invited: readonly string[];
  readonly rule: RoundOpenBody['rule'];
  readonly contributeBy: string;
  readonly closeBy: string;
  readonly status: 'open' | 'aggregated' | 'completed' | 'aborted';
  readonly contributions: number;
  /** Statement digest of the aggregation. */
  readonly aggregation?: string;
};

export type ContributionState = { readonly round: string; readonly institution: string; readonly weight: number };
export type AggregationState = { readonly round: string; readonly output: string; readonly step: string };

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
} as const;

/** A typed change: `value` replaces what `key` held. */
export function set<T extends Json>(key: StateKey<T>, value: T): StateChange {
  return { key, value };
}

/** A change that removes `key`. */
export function unset(key: StateKey): StateChange {
  return { key, value: null };
}
