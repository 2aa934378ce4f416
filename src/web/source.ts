/**
 * What the explorer reads: a running ledger, or a replayed one (a folder, a copy, an archive). Every read is bounded.
 * @module
 */
import type { Json } from '../core/json/json.ts';
import type { StateKey } from '../core/rules/state.ts';

export interface ExplorerSource {
  readonly origin: string;
  readonly sizes: { readonly committed: number; readonly published: number };
  /** The newest published checkpoint. */
  readonly published: PublishedCheckpoint | undefined;
  /** State of the rules by key. */
  state<T extends Json>(keys: readonly StateKey<T>[]): Promise<readonly (T | undefined)[]>;
  /** State of the rules under a prefix, ascending, at most `limit` after the key `after`. */
  stateUnder(
    prefix: string,
    limit: number,
    after?: string,
  ): Promise<readonly { readonly key: string; readonly value: Json }[]>;
  /** Bytes of a committed record, or undefined. @throws InputError `integrity` where it is damaged */
  record(index: number): Promise<Uint8Array | undefined>;
  /** Indexes of the records `[start, end)` of an account, and how many it has. */
  account(
    id: string,
    start: number,
    end: number,
  ): Promise<{ readonly count: number; readonly indexes: readonly number[] }>;
  /** Published note number `ordinal`, from 0, or undefined. */
  publication(ordinal: number): Promise<Uint8Array | undefined>;
  /** How a running ledger does; absent where files are read that nobody runs. */
  readonly status?: SourceStatus;
  /** What is wrong with the files that are read; absent or empty where nothing was found. */
  readonly damage?: readonly Damage[];
}

export interface PublishedCheckpoint {
  readonly ordinal: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
}

/** How a running ledger does, as far as readers may know: codes, never the inside of the machine. */
export interface SourceStatus {
  /** Wall clock of the server, Unix milliseconds. */
  readonly now: number;
  /** Statements that wait to be sequenced. */
  readonly waiting: number;
  /** Code of what ended writing, where it ended. */
  readonly failure?: string;
  /** True while, after a start, too few witnesses have confirmed what they know. */
  readonly unconfirmed?: true;
  /** Code of what keeps the newest records from being published. */
  readonly unpublished?: string;
  /** Code of what keeps statements from being taken in: a disk that is nearly full. */
  readonly hindrance?: string;
  readonly witnesses: readonly WitnessStatus[];
}

export interface WitnessStatus {
  readonly name: string;
  /** The size that it cosigned last since the start; 0 if none. */
  readonly size: number;
  /** Unix milliseconds. */
  readonly cosignedAt?: number;
  /** Code of why it gave no cosignature when it was asked last. */
  readonly failure?: string;
}

/** One thing that is wrong: a record, a file, or both. */
export interface Damage {
  readonly code: string;
  /** What is wrong, where; in English. */
  readonly message: string;
  /** Index of the first record concerned. */
  readonly index?: number;
  readonly path?: string;
}
