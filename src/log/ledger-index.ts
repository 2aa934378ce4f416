/**
 * The index: state of the rules, accounts, versions of the account tree, publications. All derived (I10), written once a
 * batch, atomically, together with the mark how far it reaches.
 * @module
 */

import { accountKey } from '../core/account/key.ts';
import type { AccountPath } from '../core/account/path.ts';
import { checkAccountPath } from '../core/account/path.ts';
import { walkAccount } from '../core/account/prove.ts';
import type { AccountLog } from '../core/account/sub-log.ts';
import type { AccountTree } from '../core/account/trie.ts';
import { InputError } from '../core/error.ts';
import type { Json } from '../core/json/json.ts';
import { STATE, type StateKey } from '../core/rules/state.ts';
import { referenceOf } from '../verify/account/references.ts';
import type { BatchChange } from './batch-state.ts';
import { endOf, INDEX, type IndexedNote, loadAccountLog, type Publication, storeAccountLog } from './layout.ts';
import type { IndexChange, IndexStore, IndexValue, VerifyOptions } from './ports.ts';
import type { Sequenced } from './sequence.ts';

/** How far the index reaches. */
export interface Applied {
  readonly size: number;
  readonly root: Uint8Array;
}

export class LedgerIndex {
  readonly #store: IndexStore;

  constructor(store: IndexStore) {
    this.#store = store;
  }

  /** Values of the rules' state, as far as the index reaches. */
  async state<T extends Json>(keys: readonly StateKey<T>[]): Promise<readonly (T | undefined)[]> {
    const values = await this.#store.get(keys.map(INDEX.state));
    return values as readonly (T | undefined)[];
  }

  /** State under a prefix (a folder, ending in `/`), ascending, from after `after` on. */
  async stateUnder(prefix: string, limit: number, after?: string): Promise<{ key: string; value: Json }[]> {
    const start = after === undefined ? INDEX.state(prefix) : `${INDEX.state(after)}\u0000`;
    const entries = await this.#store.range({ start, end: endOf(INDEX.state(prefix)), limit });
    return entries.map(({ key, value }) => ({ key: key.slice(INDEX.state('/').length - 1), value: value as Json }));
  }

  async applied(): Promise<Applied | undefined> {
    const [value] = await this.#store.get([INDEX.applied]);
    if (value === undefined) return undefined;
    const { size, root } = value as { readonly [name: string]: IndexValue };
    if (typeof size === 'number' && root instanceof Uint8Array) return { size, root };
    throw new InputError('index-corrupt', 'the mark how far the index reaches is not one');
  }

  /** Writes what a committed batch changed. */
  async append(
    sequenced: readonly Sequenced[],
    state: readonly BatchChange[],
    accounts: AccountTree,
    applied: Applied,
  ): Promise<void> {
    const touched = new Set(sequenced.map(({ change }) => change.account));
    const changes: IndexChange[] = [
      ...state.map(({ key, value, isNew }) => ({ key: INDEX.state(key), value: value as IndexValue, isNew })),
      ...sequenced.flatMap(({ written }) =>
        written.map(({ hash, bytes }) => ({ key: INDEX.node(hash), value: bytes, isNew: true })),
      ),
      ...sequenced.map(({ change, accountSequence, index }) => ({
        key: INDEX.accountRecord(change.account, accountSequence),
        value: index,
        isNew: true,
      })),
      ...(await this.#governing(sequenced)).map(({ index }) => ({
        key: INDEX.governance(index),
        value: index,
        isNew: true,
      })),
      ...sequenced.flatMap(({ record, index }) => {
        const reference = referenceOf(record.statement);
        return reference === undefined ? [] : [{ key: INDEX.reference(reference, index), value: index, isNew: true }];
      }),
      ...[...touched].flatMap((id) => {
        const log = accounts.account(id);
        return log === undefined ? [] : [{ key: INDEX.account(id), value: storeAccountLog(log) }];
      }),
      { key: INDEX.applied, value: { size: applied.size, root: applied.root } },
    ];
    await this.#store.write(changes);
  }

  /** The records that make or change the charter: charter, amendments, endorsements of amendments. */
  async #governing(sequenced: readonly Sequenced[]): Promise<Sequenced[]> {
    const inBatch = new Map(sequenced.map(({ record }) => [record.digest, record.statement.kind as string]));
    const governing: Sequenced[] = [];
    for (const each of sequenced) {
      const { kind, body } = each.record.statement;
      if (kind === 'charter' || kind === 'amendment') governing.push(each);
      if (kind !== 'endorsement' || body.account !== 'system') continue;
      const endorsed = inBatch.get(body.subject) ?? (await this.state([STATE.record(body.subject)]))[0]?.kind;
      if (endorsed === 'amendment') governing.push(each);
    }
    return governing;
  }

  /** All accounts as of the last batch. */
  async accounts(): Promise<AccountLog[]> {
    const entries = await this.#store.range({ start: INDEX.account(''), end: endOf(INDEX.account('')) });
    return entries.map(({ value }) => loadAccountLog(value));
  }

  /** Indexes of the records `[start, end)` of an account. @throws InputError `index-corrupt` where one is missing */
  async accountRecords(account: string, start: number, end: number): Promise<number[]> {
    const keys = Array.from({ length: end - start }, (_, i) => INDEX.accountRecord(account, start + i));
    const values = await this.#store.get(keys);
    return values.map((value, i) => {
      if (typeof value !== 'number') throw new InputError('index-corrupt', `the index misses ${keys[i]}`);
      return value;
    });
  }

  /** The path of an account to any account root that the ledger ever had. @throws InputError `index-corrupt` */
  async accountPath(origin: string, account: string, root: Uint8Array): Promise<AccountPath> {
    const walk = walkAccount(root, accountKey(origin, account));
    let step = walk.next();
    while (!step.done) {
      const [bytes] = await this.#store.get([INDEX.node(step.value)]);
      if (!(bytes instanceof Uint8Array))
        throw new InputError('index-corrupt', `the index misses a node of the account tree of ${account}`);
      step = walk.next(bytes);
    }
    checkAccountPath(origin, account, step.value, root);
    return step.value;
  }

  /** Indexes of the records before `end` that made and changed the charter. */
  async governance(end: number): Promise<number[]> {
    const entries = await this.#store.range({ start: INDEX.governance(0), end: INDEX.governance(end) });
    return entries.map(({ value }) => Number(value));
  }

  /** Indexes of the records before `end` that refer to the statement `digest`. */
  async references(digest: string, end: number): Promise<number[]> {
    const range = { start: INDEX.reference(digest, 0), end: INDEX.reference(digest, end) };
    return (await this.#store.range(range)).map(({ value }) => Number(value));
  }

  async publicationCount(): Promise<number> {
    const [value] = await this.#store.get([INDEX.publications]);
    return typeof value === 'number' ? value : 0;
  }

  /** Adds a publication; they come in order. */
  async addPublication(note: IndexedNote, isCosigned: boolean): Promise<void> {
    const { ordinal, size } = note;
    const previous = await this.lastPublication(Number.MAX_SAFE_INTEGER);
    const value: Publication = { ...note, cosigned: isCosigned ? note : (previous?.cosigned ?? null) };
    await this.#store.write([
      { key: INDEX.publication(size), value, isNew: true },
      { key: INDEX.publications, value: ordinal + 1 },
    ]);
  }

  /** The last publication of size <= `size`. */
  async lastPublication(size: number): Promise<Publication | undefined> {
    const range = { start: INDEX.publication(0), end: `${INDEX.publication(size)}\u0000`, limit: 1, reverse: true };
    return (await this.#store.range(range))[0]?.value as Publication | undefined;
  }

  /** The first publication of size > `index`: the one that covers the record. */
  async firstPublicationOver(index: number): Promise<Publication | undefined> {
    const range = { start: INDEX.publication(index + 1), end: endOf(INDEX.publication(0).slice(0, 2)), limit: 1 };
    return (await this.#store.range(range))[0]?.value as Publication | undefined;
  }

  /** Reads all that is digested, checked before or not. @throws InputError `index-corrupt`; what the signal is aborted with */
  async verify(options?: VerifyOptions): Promise<void> {
    await this.#store.verify(options);
  }

  async clear(): Promise<void> {
    await this.#store.clear();
  }
}
