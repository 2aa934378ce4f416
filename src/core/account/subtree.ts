/**
 * Subtrees of the account trie and the two ways to make them: putting one account in its place, and building from all
 * accounts at once. Both give the same shape, because a compressed trie has only one for a set of keys.
 * @module
 */
import { sha256 } from '../bytes/sha256.ts';
import { InvariantError } from '../error.ts';
import { bitAt, KEY_BITS, prefixOf, sharedBits } from './bits.ts';
import {
  type AccountLeaf,
  type AccountNode,
  type AccountSummary,
  encodeAccountLeaf,
  encodeAccountNode,
} from './node.ts';
import type { AccountLog } from './sub-log.ts';
import { addSums } from './sums.ts';

/** A leaf's or node's preimage under its hash. */
export interface StoredNode {
  readonly hash: Uint8Array;
  readonly bytes: Uint8Array;
}

/** One account in the trie. */
export interface AccountTip {
  readonly kind: 'tip';
  readonly log: AccountLog;
  readonly leaf: AccountLeaf;
  readonly summary: AccountSummary;
}

/** A node with the two subtrees that it names. */
export interface AccountFork {
  readonly kind: 'fork';
  readonly node: AccountNode;
  readonly left: AccountSubtree;
  readonly right: AccountSubtree;
  readonly summary: AccountSummary;
}

export type AccountSubtree = AccountTip | AccountFork;

/** The account that stands at `log`. New preimages are added to `written`. */
export function makeTip(key: Uint8Array, log: AccountLog, subRoot: Uint8Array, written?: StoredNode[]): AccountTip {
  const { count, issued, spent, lastIndex } = log;
  const leaf: AccountLeaf = { kind: 'leaf', key, count, issued, spent, lastIndex, subRoot };
  const bytes = encodeAccountLeaf(leaf);
  const hash = sha256(bytes);
  written?.push({ hash, bytes });
  return { kind: 'tip', log, leaf, summary: { hash, count, issued, spent } };
}

/** The account under `key`, or undefined. */
export function findTip(subtree: AccountSubtree | undefined, key: Uint8Array): AccountTip | undefined {
  let at = subtree;
  while (at?.kind === 'fork') at = bitAt(key, at.node.depth) === 0 ? at.left : at.right;
  return at !== undefined && sharedBits(key, at.leaf.key) === KEY_BITS ? at : undefined;
}

/**
 * `subtree` with `tip` in it, instead of the tip of the same key if there is one. New preimages are added to `written`,
 * children before their parents.
 * @throws InputError `account-overflow`
 */
export function place(subtree: AccountSubtree | undefined, tip: AccountTip, written: StoredNode[]): AccountSubtree {
  if (subtree === undefined) return tip;
  const { key } = tip.leaf;
  const ownBits = subtree.kind === 'tip' ? KEY_BITS : subtree.node.depth;
  const depth = sharedBits(key, subtree.kind === 'tip' ? subtree.leaf.key : subtree.node.prefix, ownBits);
  const isRight = depth < KEY_BITS && bitAt(key, depth) === 1;
  if (depth < ownBits) {
    const prefix = prefixOf(key, depth);
    return isRight ? makeFork(depth, prefix, subtree, tip, written) : makeFork(depth, prefix, tip, subtree, written);
  }
  if (subtree.kind === 'tip') return tip;
  const { node, left, right } = subtree;
  return isRight
    ? makeFork(depth, node.prefix, left, place(right, tip, written), written)
    : makeFork(depth, node.prefix, place(left, tip, written), right, written);
}

/**
 * The subtree over `tips[start, end)`. Requires 0 <= start < end <= tips.length, and strictly rising keys.
 * @throws InputError `account-overflow`
 */
export function buildSubtree(tips: readonly AccountTip[], start: number, end: number): AccountSubtree {
  const first = tipAt(tips, start);
  if (end - start === 1) return first;
  const depth = sharedBits(first.leaf.key, tipAt(tips, end - 1).leaf.key);
  // The keys rise, so at bit `depth` zeros come first: close in on the first one.
  let lastZero = start;
  let firstOne = end - 1;
  while (firstOne - lastZero > 1) {
    const middle = Math.floor((lastZero + firstOne) / 2);
    if (bitAt(tipAt(tips, middle).leaf.key, depth) === 0) lastZero = middle;
    else firstOne = middle;
  }
  const prefix = prefixOf(first.leaf.key, depth);
  return makeFork(depth, prefix, buildSubtree(tips, start, firstOne), buildSubtree(tips, firstOne, end));
}

/** The subtree's accounts in the order of their keys. */
export function* tipsOf(subtree: AccountSubtree): Generator<AccountTip> {
  if (subtree.kind === 'tip') {
    yield subtree;
  } else {
    yield* tipsOf(subtree.left);
    yield* tipsOf(subtree.right);
  }
}

function makeFork(
  depth: number,
  prefix: Uint8Array,
  left: AccountSubtree,
  right: AccountSubtree,
  written?: StoredNode[],
): AccountFork {
  const node: AccountNode = { kind: 'node', depth, prefix, left: left.summary, right: right.summary };
  const { count, issued, spent } = addSums(left.summary, right.summary);
  const bytes = encodeAccountNode(node);
  const hash = sha256(bytes);
  written?.push({ hash, bytes });
  return { kind: 'fork', node, left, right, summary: { hash, count, issued, spent } };
}

function tipAt(tips: readonly AccountTip[], position: number): AccountTip {
  const tip = tips[position];
  if (tip === undefined) throw new InvariantError(`account tree: no account at ${position} of ${tips.length}`);
  return tip;
}
