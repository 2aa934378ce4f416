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
}

export interface PublishedCheckpoint {
  readonly ordinal: number;
  readonly size: number;
  readonly root: Uint8Array;
  readonly note: string;
}
