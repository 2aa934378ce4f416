/**
 * The second derivation of the account root: from a checked path and one record, with the code that checks paths and
 * none of the code that grows the tree. The ledger signs only what both agree on (design section 5, step 4); an auditor
 * needs no tree.
 * @module
 */
import { equalBytes } from '../bytes/bytes.ts';
import { InputError } from '../error.ts';
import { EMPTY_ROOT, hashNode } from '../merkle/hash.ts';
import { accountKey } from './key.ts';
import { type AccountLeaf, type AccountSummary, summarize } from './node.ts';
import { type AccountPath, checkPathOfKey, climb, joinAt, type PathEnd, sharedWithEnd } from './path.ts';
import { type AccountEntry, type AccountLog, hashSubLeaf, nextSubLeaf } from './sub-log.ts';

/**
 * The account root after `entry`, a record of `account`, where `path` proves the account's state in the tree with
 * `root`. `before` is the account's log there, undefined if it has no record; only its `range` is taken from it.
 * @throws InputError `account-log` when `before` is not the log that the path proves; `account-entry` unless the entry's
 * index is the number of records under `root`; as `checkAccountPath` and {@link nextSubLeaf}
 */
export function rootAfterAppend(
  origin: string,
  account: string,
  path: AccountPath,
  root: Uint8Array,
  entry: AccountEntry,
  before: AccountLog | undefined,
): Uint8Array {
  const key = accountKey(origin, account);
  const { leaf, totals } = checkPathOfKey(key, path, root);
  if (entry.index !== totals.count) {
    throw new InputError('account-entry', `record ${entry.index}: expected index ${totals.count}`);
  }
  const range = assertRange(account, leaf, before);
  const grown = summarize(growLeaf(key, leaf, range, entry));
  const bottom = leaf === undefined ? besideEnd(key, grown, path.end) : grown;
  return climb(key, bottom, path.siblings).hash;
}

/** The range of `before`, proven by the leaf: its length by the count, its hashes by the sub-root. */
function assertRange(
  account: string,
  leaf: AccountLeaf | undefined,
  before: AccountLog | undefined,
): readonly Uint8Array[] {
  const range = before?.range ?? [];
  const isProven =
    leaf === undefined
      ? before === undefined
      : before?.count === leaf.count &&
        range.length === setBits(leaf.count) &&
        equalBytes(foldRange(range), leaf.subRoot);
  if (isProven) return range;
  throw new InputError('account-log', `account ${account}: its log is not the one that the path proves`);
}

function growLeaf(
  key: Uint8Array,
  leaf: AccountLeaf | undefined,
  range: readonly Uint8Array[],
  entry: AccountEntry,
): AccountLeaf {
  const subLeaf = nextSubLeaf(leaf, entry);
  return {
    kind: 'leaf',
    key,
    count: subLeaf.sequence + 1,
    issued: subLeaf.issuedAfter,
    spent: subLeaf.spentAfter,
    lastIndex: subLeaf.index,
    // Unlike CompactRange, merges nothing: the new leaf is just the last of the subtrees to fold.
    subRoot: foldRange([...range, hashSubLeaf(subLeaf)]),
  };
}

/** The first leaf of an account, with what stood in its place. */
function besideEnd(key: Uint8Array, grown: AccountSummary, end: PathEnd): AccountSummary {
  if (end.kind === 'empty') return grown;
  return summarize(joinAt(sharedWithEnd(key, end), key, grown, summarize(end)));
}

/**
 * The RFC 6962 root over perfect subtrees of falling size. RFC 6962 splits off the largest power of two below the size,
 * which is the first subtree, also when one leaf is added to a range: the root folds from the right.
 */
function foldRange(range: readonly Uint8Array[]): Uint8Array {
  return range.length === 0 ? EMPTY_ROOT : range.reduceRight((right, left) => hashNode(left, right));
}

/** Subtrees in the compact range of `count` leaves. Arithmetic, for a count may exceed 32 bits. */
function setBits(count: number): number {
  let bits = 0;
  for (let rest = count; rest > 0; rest = Math.floor(rest / 2)) bits += rest % 2;
  return bits;
}
