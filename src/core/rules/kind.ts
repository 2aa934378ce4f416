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

/** One statement kind. A new kind is a file like those in `kinds/`, a schema, and a line in `book.ts`. */
export interface Kind<K extends KindName> {
  readonly kind: K;
  /** The author holds one of these; where the list is empty, enrolment and a live key are enough. */
  readonly roles: readonly Role[];
  /** Set where stewards must agree; may look at the statement to tell whether this one needs them. */
  readonly quorum?: { readonly of: keyof Quorums; needed(statement: StatementOf<K>): boolean };
  /** Set where some statements change what was recorded earlier and must say why. */
  needsReason?(context: Context<K>): boolean;
  /** The one account that the record belongs to. Reads nothing but the statement. */
  account(statement: StatementOf<K>): string;
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
