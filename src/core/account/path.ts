/**
 * Account paths: what the account tree says of one account, checked against a root (docs/reference/account-tree.md, "Path").
 *
 * A path starts where the way down by the account's key ends: at the account's own leaf; or, for an account without
 * records, at the leaf or node that stands where its leaf would be, or at nothing in an empty tree. The siblings lead
 * from there to the root. Every field goes into a hash, so one root has one path an account.
 * @module
 */
import { equalBytes } from '../bytes/bytes.ts';
import { encodeHex } from '../bytes/hex.ts';
import { InputError } from '../error.ts';
import { bitAt, KEY_BITS, prefixOf, sharedBits } from './bits.ts';
import { accountKey } from './key.ts';
import {
  type AccountLeaf,
  type AccountNode,
  type AccountSummary,
  assertLeaf,
  assertNode,
  assertSummary,
  EMPTY_ACCOUNT_ROOT,
  summarize,
} from './node.ts';
import { type AccountSums, isCount, ZERO_SUMS } from './sums.ts';

/** The subtree on the other side of a node on the way, and that node's depth. The key's bit there tells the side. */
export interface PathSibling extends AccountSummary {
  readonly depth: number;
}

/** Where the way down by a key ends. */
export type PathEnd = AccountLeaf | AccountNode | { readonly kind: 'empty' };

export interface AccountPath {
  readonly end: PathEnd;
  /** From the end to the root: depths fall strictly. At most 256. */
  readonly siblings: readonly PathSibling[];
}

/** What a root says of an account. */
export interface CheckedAccount {
  /** The account's leaf; undefined means that the account has no record. */
  readonly leaf: AccountLeaf | undefined;
  /** Sums over all accounts. `count` must equal the index of the record that carries the root (I5): the caller's check. */
  readonly totals: AccountSums;
}

/**
 * What `root` says of `account`, if `path` proves it. `path` is attacker-controlled.
 * @throws InputError `account-root` when the path leads to another root; `account-path`, `account-node` or
 * `account-overflow` when no tree has such a path for the account; as {@link accountKey}
 */
export function checkAccountPath(origin: string, account: string, path: AccountPath, root: Uint8Array): CheckedAccount {
  return checkPathOfKey(accountKey(origin, account), path, root);
}

/** {@link checkAccountPath} for the account with `key`. Requires 32 bytes. */
export function checkPathOfKey(key: Uint8Array, path: AccountPath, root: Uint8Array): CheckedAccount {
  const { end, siblings } = path;
  if (end.kind === 'empty') {
    if (siblings.length > 0) throw new InputError('account-path', 'path: an empty tree has no siblings');
    assertRoot(EMPTY_ACCOUNT_ROOT, root);
    return { leaf: undefined, totals: ZERO_SUMS };
  }
  assertSiblings(siblings);
  assertEndFits(key, end, siblings[0]?.depth);
  const top = climb(key, summarize(end), siblings);
  assertRoot(top.hash, root);
  if (end.kind === 'leaf' && end.lastIndex >= top.count) {
    throw new InputError('account-path', `path: last index ${end.lastIndex} in a ledger of ${top.count} records`);
  }
  const { count, issued, spent } = top;
  return { leaf: end.kind === 'leaf' && equalBytes(end.key, key) ? end : undefined, totals: { count, issued, spent } };
}

/**
 * The summary at the top of the way up from `bottom`. Requires siblings as {@link assertSiblings} wants them, and
 * `bottom` to lie on the way down by `key`.
 * @throws InputError `account-overflow`
 */
export function climb(key: Uint8Array, bottom: AccountSummary, siblings: readonly PathSibling[]): AccountSummary {
  return siblings.reduce((below, sibling) => summarize(joinAt(sibling.depth, key, below, sibling)), bottom);
}

/** The node at `depth` with `onWay` on the side of `key` and `aside` on the other. Requires 0 <= depth <= 255. */
export function joinAt(depth: number, key: Uint8Array, onWay: AccountSummary, aside: AccountSummary): AccountNode {
  const [left, right] = bitAt(key, depth) === 0 ? [onWay, aside] : [aside, onWay];
  return { kind: 'node', depth, prefix: prefixOf(key, depth), left, right };
}

/**
 * Returns `siblings` if a path can have them: possible summaries, at depths from 255 to 0 that fall strictly.
 * @throws InputError `account-path`, `account-node`
 */
export function assertSiblings(siblings: readonly PathSibling[]): readonly PathSibling[] {
  let below = KEY_BITS;
  for (const sibling of siblings) {
    if (!isCount(sibling.depth) || sibling.depth >= below) {
      throw new InputError('account-path', `path: expected a depth from 0 to ${below - 1}, got ${sibling.depth}`);
    }
    below = assertSummary(sibling).depth;
  }
  return siblings;
}

/**
 * How many leading bits `key` shares with a leaf's key (256: its own leaf) or a node's prefix (the node's depth: the
 * key lies under it). The way down parts from `end` at that bit.
 */
export function sharedWithEnd(key: Uint8Array, end: AccountLeaf | AccountNode): number {
  return end.kind === 'leaf' ? sharedBits(key, end.key) : sharedBits(key, end.prefix, end.depth);
}

/** Requires that the way down by `key`, past a node at `parentDepth` (if there is one), ends at `end`. */
function assertEndFits(key: Uint8Array, end: AccountLeaf | AccountNode, parentDepth: number | undefined): void {
  if (end.kind === 'leaf') assertLeaf(end);
  else assertNode(end);
  const shared = sharedWithEnd(key, end);
  if (parentDepth !== undefined && shared <= parentDepth) {
    throw new InputError('account-path', `path: its end shares ${shared} bits with the key, not ${parentDepth + 1}`);
  }
  if (end.kind === 'node' && shared === end.depth) {
    throw new InputError('account-path', `path: the node at depth ${end.depth} lies on the way; it is not the end`);
  }
}

function assertRoot(computed: Uint8Array, root: Uint8Array): void {
  if (equalBytes(computed, root)) return;
  throw new InputError('account-root', `path: leads to ${encodeHex(computed)}, expected ${encodeHex(root)}`);
}
