/**
 * What makes a statement kind: who may write it, what it reads, what it changes.
 * @module
 */
import type { ErrorCode } from '../catalogue/catalogue.ts';
import type { Quorums } from '../generated/bodies.ts';
import type { StatementOf } from '../statement/statement.ts';
import type { KindName } from '../statement/validate.ts';
import type { InstitutionState, LedgerState, Role, StateChange, StateKey, View } from './state.ts';

/** A rule says no. Thrown inside reducers, returned by `apply`; `code` is stable, `message` says what and where. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** Everything a reducer may look at. */
export interface Context<K extends KindName> {
  readonly view: View;
  readonly ledger: LedgerState;
  /** The author as the records before left it. */
  readonly author: InstitutionState;
  readonly statement: StatementOf<K>;
  /** Statement digest. */
  readonly digest: string;
  /** Index at which the change takes effect: the record's own, or that of the endorsement that completes a quorum. */
  readonly index: number;
  readonly recordedAt: string;
}

/** Where several institutions must agree before a statement takes effect. */
export interface QuorumRule<K extends KindName> {
  readonly of: keyof Quorums;
  /** The role whose holders count; stewards if absent. */
  readonly by?: Role;
  /** False for statements of the kind that need nobody else. */
  needed(statement: StatementOf<K>): boolean;
  /** Why this institution must not count, if it must not: a party to what is decided. Reads what `reads` names. */
  bars?(statement: StatementOf<K>, view: View, institution: string): string | undefined;
}

/** One statement kind. A new kind is a file like those in `kinds/`, a schema, and a line in `book.ts`. */
export interface Kind<K extends KindName> {
  readonly kind: K;
  /** The author holds one of these; where the list is empty, enrolment and a live key are enough. */
  readonly roles: readonly Role[];
  /** Set where the ledger process alone writes, in the name of the operator institution. */
  readonly writer?: 'operator';
  /** Set where an institution that left, or was succeeded, may still write: what it earned stays its own. */
  readonly afterLeaving?: true;
  readonly quorum?: QuorumRule<K>;
  /** Set where some statements change what was recorded earlier and must say why. */
  needsReason?(context: Context<K>): boolean;
  /** The one account that the record belongs to. Reads nothing but the statement. */
  account(statement: StatementOf<K>): string;
  /** Micro-credits that the record issues to its account; none if absent. Reads nothing but the statement. */
  issued?(statement: StatementOf<K>): bigint;
  /** Micro-credits that the record spends from its account; none if absent. Reads nothing but the statement. */
  spent?(statement: StatementOf<K>): bigint;
  /** The state that `apply` reads. Asked again with what it named until it names nothing new. */
  reads(statement: StatementOf<K>, view: View): readonly StateKey[];
  /** The changes, if every rule of the kind holds. @throws Refusal */
  apply(context: Context<K>): readonly StateChange[];
}

/** Refuses with `code` unless `condition` holds. The message is built only on failure. */
export function require(condition: boolean, code: ErrorCode, message: () => string): asserts condition {
  if (!condition) throw new Refusal(code, message());
}

/** The value, or a refusal where it is absent. */
export function found<T>(value: T | undefined, code: ErrorCode, message: () => string): T {
  if (value === undefined) throw new Refusal(code, message());
  return value;
}
