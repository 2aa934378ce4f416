/**
 * Finding one record among those shown, of the kind that it must be.
 * @module
 */
import type { ErrorCode } from '../../core/catalogue/catalogue.ts';
import { InputError } from '../../core/error.ts';
import type { StatementOf } from '../../core/statement/statement.ts';
import type { KindName } from '../../core/statement/validate.ts';
import type { PlacedRecord } from '../evidence.ts';
import { referenceOf } from './references.ts';

/** A record of one kind. */
export type RecordOf<K extends KindName> = PlacedRecord & { readonly statement: StatementOf<K> };

/** The records shown, by digest and by what they refer to. */
export class Lookup {
  readonly #byDigest: ReadonlyMap<string, PlacedRecord>;
  readonly #references = new Map<string, PlacedRecord[]>();

  /** Requires ascending records. */
  constructor(records: readonly PlacedRecord[]) {
    this.#byDigest = new Map(records.map((record) => [record.digest, record]));
    for (const record of records) {
      const reference = referenceOf(record.statement);
      if (reference === undefined) continue;
      const others = this.#references.get(reference);
      if (others === undefined) this.#references.set(reference, [record]);
      else others.push(record);
    }
  }

  /** The statement `digest`, if it is shown. */
  find(digest: string): PlacedRecord | undefined {
    return this.#byDigest.get(digest);
  }

  /** The statement `digest`, recorded before `end`. @throws InputError `code` unless it is such a statement of this kind */
  get<K extends KindName>(digest: string, kind: K, end: number, code: ErrorCode): RecordOf<K> {
    const record = this.find(digest);
    if (record !== undefined && isOfKind(record, kind) && record.index < end) return record;
    throw new InputError(code, `statement ${digest} is no ${kind} recorded before record ${end}`);
  }

  /** The statements of this kind that refer to `digest`, ascending, recorded before `end`. */
  references<K extends KindName>(digest: string, kind: K, end: number): RecordOf<K>[] {
    const records = this.#references.get(digest) ?? [];
    return records.filter((record): record is RecordOf<K> => isOfKind(record, kind) && record.index < end);
  }
}

/** True for a record of this kind. */
export function isOfKind<K extends KindName>(record: PlacedRecord, kind: K): record is RecordOf<K> {
  return record.statement.kind === kind;
}
