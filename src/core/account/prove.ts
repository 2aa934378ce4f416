/**
 * Making account paths: from a tree in memory, and from stored preimages without one.
 * @module
 */
import { equalBytes } from '../bytes/bytes.ts';
import { encodeHex } from '../bytes/hex.ts';
import { sha256 } from '../bytes/sha256.ts';
import { InputError } from '../error.ts';
import { bitAt } from './bits.ts';
import { type AccountLeaf, type AccountNode, decodeAccountNode, EMPTY_ACCOUNT_ROOT } from './node.ts';
import { type AccountPath, type PathSibling, sharedWithEnd } from './path.ts';
import type { AccountTree } from './trie.ts';

/**
 * The path of `account` in `tree`, whether it has records or not. No hashing but for the key of an unknown account.
 * @throws InputError `account-id`
 */
export function proveAccount(tree: AccountTree, account: string): AccountPath {
  const key = tree.keyOf(account);
  const siblings: PathSibling[] = [];
  let at = tree.top;
  while (at?.kind === 'fork' && isOnWay(key, at.node)) {
    siblings.push(siblingAt(key, at.node));
    at = bitAt(key, at.node.depth) === 0 ? at.left : at.right;
  }
  if (at === undefined) return { end: { kind: 'empty' }, siblings };
  return { end: at.kind === 'tip' ? at.leaf : at.node, siblings: siblings.reverse() };
}

/**
 * The path of the account with `key` in the tree with `root`, from the preimages that {@link AccountTree.append} wrote.
 * A step machine: it yields the hash whose preimage it needs and takes the bytes, so that any store can drive it:
 *
 *     const walk = walkAccount(root, key);
 *     let step = walk.next();
 *     while (!step.done) step = walk.next(await store.get(step.value));
 *     const path = step.value;
 *
 * Asks for one preimage a level, at most 257. Checks each against its hash; the path as a whole is for
 * `checkAccountPath` to check, like any other.
 * @throws InputError `account-node` when the bytes given are not the preimage asked for, or not deeper than the one before
 */
export function* walkAccount(root: Uint8Array, key: Uint8Array): Generator<Uint8Array, AccountPath, Uint8Array> {
  if (equalBytes(root, EMPTY_ACCOUNT_ROOT)) return { end: { kind: 'empty' }, siblings: [] };
  const siblings: PathSibling[] = [];
  let at = openPreimage(root, yield root);
  let parentDepth = -1;
  while (at.kind === 'node' && isOnWay(key, at)) {
    if (at.depth <= parentDepth) {
      throw new InputError('account-node', `account tree: a node at depth ${at.depth} under one at ${parentDepth}`);
    }
    parentDepth = at.depth;
    siblings.push(siblingAt(key, at));
    const { hash } = bitAt(key, at.depth) === 0 ? at.left : at.right;
    at = openPreimage(hash, yield hash);
  }
  return { end: at, siblings: siblings.reverse() };
}

function isOnWay(key: Uint8Array, node: AccountNode): boolean {
  return sharedWithEnd(key, node) === node.depth;
}

function siblingAt(key: Uint8Array, node: AccountNode): PathSibling {
  const { hash, count, issued, spent } = bitAt(key, node.depth) === 0 ? node.right : node.left;
  return { depth: node.depth, hash, count, issued, spent };
}

function openPreimage(hash: Uint8Array, bytes: Uint8Array): AccountLeaf | AccountNode {
  if (equalBytes(sha256(bytes), hash)) return decodeAccountNode(bytes);
  throw new InputError('account-node', `account tree: the bytes stored for ${encodeHex(hash)} have another hash`);
}
