/**
 * The records of a ledger as whoever tells its story needs them: by digest, by kind, without their signatures, which the replay
 * has verified. Memory grows with the log.
 * @module
 */
import type { LedgerRecord } from '../../core/record/record.ts';
import type { Signing, Statement, StatementOf } from '../../core/statement/statement.ts';
import type { KindName } from '../../core/statement/validate.ts';

/** A record of the log. */
export interface Entry {
  readonly index: number;
  /** Statement digest. */
  readonly digest: string;
  readonly recordedAt: string;
  /** The key that signed it. */
  readonly keyId: string;
  readonly statement: Statement;
}

/** A record of one kind. */
export interface EntryOf<K extends KindName> extends Omit<Entry, 'statement'> {
  readonly statement: StatementOf<K>;
}

/** What a line of a report names, so that it can be proven: `prove INDEX`. */
export interface Line {
  readonly index: number;
  readonly id: string;
  readonly kind: KindName;
  readonly author: string;
  readonly recordedAt: string;
  readonly meaning: Signing['meaning'];
  /** Code of the reason, where one was given. */
  readonly reason?: string;
}

export class History {
  readonly #byDigest = new Map<string, Entry>();
  readonly #byKind = new Map<string, Entry[]>();
  readonly #entries: Entry[] = [];

  /** Adds the next record. */
  add(
    { digest, recordedAt, keyId, statement }: Pick<LedgerRecord, 'digest' | 'recordedAt' | 'keyId' | 'statement'>,
    index: number,
  ): void {
    const entry = { index, digest, recordedAt, keyId, statement };
    this.#byDigest.set(digest, entry);
    this.#entries.push(entry);
    const same = this.#byKind.get(statement.kind);
    if (same === undefined) this.#byKind.set(statement.kind, [entry]);
    else same.push(entry);
  }

  /** All records, in their order. */
  get entries(): readonly Entry[] {
    return this.#entries;
  }

  find(digest: string): Entry | undefined {
    return this.#byDigest.get(digest);
  }

  /** The record of this digest, if it is of the kind. */
  findOf<K extends KindName>(kind: K, digest: string | undefined): EntryOf<K> | undefined {
    const entry = digest === undefined ? undefined : this.#byDigest.get(digest);
    return entry?.statement.kind === kind ? (entry as EntryOf<KindName> as EntryOf<K>) : undefined;
  }

  /** All records of a kind, in their order. */
  of<K extends KindName>(kind: K): readonly EntryOf<K>[] {
    return (this.#byKind.get(kind) ?? []) as readonly EntryOf<KindName>[] as readonly EntryOf<K>[];
  }
}

/** The line of a record. */
export function lineOf({ index, digest, recordedAt, statement }: Entry | EntryOf<KindName>): Line {
  const { kind, author, signing } = statement;
  const { meaning, reason } = signing;
  return {
    index,
    id: digest,
    kind,
    author,
    recordedAt,
    meaning,
    ...(reason === undefined ? {} : { reason: reason.code }),
  };
}
