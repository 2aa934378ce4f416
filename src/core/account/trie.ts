/**
 * The account tree: a compressed binary trie over account keys. Every version is immutable, like the prefix of the
 * ledger that it stands for, and shares all but one path with the version before (docs/reference/account-tree.md, "Tree").
 * @module
 */
import { compareBytes } from '../bytes/bytes.ts';
import { InputError } from '../error.ts';
import { accountKey } from './key.ts';
import { EMPTY_ACCOUNT_ROOT } from './node.ts';
import { type AccountEntry, type AccountLog, growAccount, subRootOf } from './sub-log.ts';
import {
  type AccountSubtree,
  type AccountTip,
  buildSubtree,
  findTip,
  makeTip,
  place,
  type StoredNode,
  tipsOf,
} from './subtree.ts';
import { type AccountSums, isCount, isSums, ZERO_SUMS } from './sums.ts';

/** A record and the account that it belongs to. */
export interface AccountAppend extends AccountEntry {
  readonly account: string;
}

/** A tree, and the preimages of its leaf and nodes that the tree before it did not have. */
export interface AppendedTree {
  readonly tree: AccountTree;
  /** Children before their parents, the new root last. */
  readonly written: readonly StoredNode[];
}

/** All accounts after some number of records. */
export class AccountTree {
  readonly origin: string;
  /** The whole trie, for proofs; undefined while there are no records. */
  readonly top: AccountSubtree | undefined;
  /** Keys of accounts with records: a memo that all versions share, for an account's key never changes. */
  readonly #keys: Map<string, Uint8Array>;

  private constructor(origin: string, top: AccountSubtree | undefined, keys: Map<string, Uint8Array>) {
    this.origin = origin;
    this.top = top;
    this.#keys = keys;
  }

  /** The tree before the first record of the ledger named `origin`. */
  static empty(origin: string): AccountTree {
    return new AccountTree(origin, undefined, new Map());
  }

  /**
   * The tree over `logs`: every account once, in any order, as {@link AccountTree.logs} gives them. Three hashes an
   * account, and one for every bit set in its count but the first. Only comparing its root with one that a record carries tells whether the logs are the right ones.
   * @throws InputError `account-log` when they cannot be the accounts of one ledger; as {@link accountKey}
   */
  static restore(origin: string, logs: Iterable<AccountLog>): AccountTree {
    const keys = new Map<string, Uint8Array>();
    const tips: AccountTip[] = [];
    for (const log of logs) {
      if (keys.has(log.account)) throw new InputError('account-log', `account ${log.account}: listed twice`);
      const key = accountKey(origin, log.account);
      keys.set(log.account, key);
      tips.push(makeTip(key, assertPossible(log), subRootOf(log)));
    }
    if (tips.length === 0) return AccountTree.empty(origin);
    tips.sort((a, b) => compareBytes(a.leaf.key, b.leaf.key));
    const tree = new AccountTree(origin, buildSubtree(tips, 0, tips.length), keys);
    assertOneLedger(tips, tree.totals().count);
    return tree;
  }

  /** What the next record carries as its `state`. Shared: not to be written to. */
  root(): Uint8Array {
    return this.top?.summary.hash ?? EMPTY_ACCOUNT_ROOT;
  }

  /** The sums over all accounts; `count` is the number of records, and so the index of the next (I5). */
  totals(): AccountSums {
    const { count, issued, spent } = this.top?.summary ?? ZERO_SUMS;
    return { count, issued, spent };
  }

  /** The account's state, or undefined while it has no record. @throws InputError `account-id` */
  account(account: string): AccountLog | undefined {
    return findTip(this.top, this.keyOf(account))?.log;
  }

  /** Every account's state, in the order of the keys. */
  *logs(): Generator<AccountLog> {
    if (this.top === undefined) return;
    for (const { log } of tipsOf(this.top)) yield log;
  }

  /** The account's key in this ledger. @throws InputError `account-id` */
  keyOf(account: string): Uint8Array {
    return this.#keys.get(account) ?? accountKey(this.origin, account);
  }

  /**
   * The tree with one more record; this one stays as it is. A store that keeps every preimage under its hash can prove
   * every account at every version. Costs about log2(accounts) + log2(records of the account) / 2 + 3 hashes: about
   * 14 at 50 accounts of 1,000 records.
   * @throws InputError `account-entry` unless `index` is the number of records so far; `account-id`;
   * `account-overflow` when a sum reaches 2^128; `account-overdrawn` when the account would spend more than it was issued
   */
  append(record: AccountAppend): AppendedTree {
    const { account, index } = record;
    const size = this.top?.summary.count ?? 0;
    if (index !== size) throw new InputError('account-entry', `record ${index}: expected index ${size}`);
    const key = this.keyOf(account);
    const { log, subRoot } = growAccount(account, findTip(this.top, key)?.log, record);
    const written: StoredNode[] = [];
    const top = place(this.top, makeTip(key, log, subRoot, written), written);
    this.#keys.set(account, key);
    return { tree: new AccountTree(this.origin, top, this.#keys), written };
  }
}

/** Returns `log` if an account can stand so. @throws InputError `account-log` */
function assertPossible(log: AccountLog): AccountLog {
  if (isSums(log) && isCount(log.lastIndex) && log.lastIndex >= log.count - 1) return log;
  throw new InputError('account-log', `account ${log.account}: its sums or its last index cannot be so`);
}

/** Requires that the newest record of some account is the ledger's last, and none is the newest of two. */
function assertOneLedger(tips: readonly AccountTip[], size: number): void {
  const lastIndexes = new Set(tips.map(({ log }) => log.lastIndex));
  const newest = tips.reduce((index, { log }) => Math.max(index, log.lastIndex), -1);
  if (lastIndexes.size === tips.length && newest === size - 1) return;
  throw new InputError('account-log', `accounts: their last indexes are not those of a ledger of ${size} records`);
}
