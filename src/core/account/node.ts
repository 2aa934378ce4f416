/**
 * The hashed values of the account tree (docs/reference/account-tree.md, "Leaf", "Node", "Empty tree").
 *
 *     leaf  = 0x10 || key[32] || sums || u64 last index || sub-root[32]                    113 bytes
 *     node  = 0x11 || u16 depth || prefix[32] || left hash[32] || left sums
 *                                             || right hash[32] || right sums              179 bytes
 *     empty = 0x12                                                                           1 byte
 *     hash  = SHA-256 over those bytes
 *
 * A node stands where keys that share their first `depth` bits part at bit `depth`; `prefix` holds the shared bits,
 * the rest zero. Both children's sums are inside the hash, not only their total: else a sum could be moved between them.
 * @module
 */
import { equalBytes } from '../bytes/bytes.ts';
import { sha256 } from '../bytes/sha256.ts';
import { InputError } from '../error.ts';
import { HASH_BYTES } from '../merkle/hash.ts';
import { KEY_BITS, prefixOf } from './bits.ts';
import { createForm, keepPreimage, viewOf } from './preimage.ts';
import {
  type AccountSums,
  addSums,
  isCount,
  isSums,
  readSums,
  readU64,
  SUMS_BYTES,
  writeSums,
  writeU64,
} from './sums.ts';

/** What a node says of a child: its hash and its sums. */
export interface AccountSummary extends AccountSums {
  readonly hash: Uint8Array;
}

/** One account that has records. */
export interface AccountLeaf extends AccountSums {
  readonly kind: 'leaf';
  readonly key: Uint8Array;
  /** Index of the account's newest record in the ledger. */
  readonly lastIndex: number;
  /** RFC 6962 root over the account's sub-leaves. */
  readonly subRoot: Uint8Array;
}

/** A fork: two subtrees whose keys share `depth` bits and no more. */
export interface AccountNode {
  readonly kind: 'node';
  /** 0 to 255; also the position of the bit that decides the side. */
  readonly depth: number;
  readonly prefix: Uint8Array;
  readonly left: AccountSummary;
  readonly right: AccountSummary;
}

const LEAF_TAG = 0x10;
const NODE_TAG = 0x11;
const EMPTY_TAG = 0x12;
const LEAF_BYTES = 1 + HASH_BYTES + SUMS_BYTES + 8 + HASH_BYTES;
const SUMMARY_BYTES = HASH_BYTES + SUMS_BYTES;
const NODE_BYTES = 1 + 2 + HASH_BYTES + 2 * SUMMARY_BYTES;

/** The root of the tree without accounts. Shared: not to be written to. */
export const EMPTY_ACCOUNT_ROOT: Uint8Array = sha256(Uint8Array.of(EMPTY_TAG));

const leafForm = createForm(LEAF_BYTES);
const nodeForm = createForm(NODE_BYTES);

/** The preimage of the leaf's hash. Requires what {@link assertLeaf} checks. */
export function encodeAccountLeaf(leaf: AccountLeaf): Uint8Array {
  return keepPreimage(writeLeaf(leaf));
}

/** The preimage of the node's hash. Requires what {@link assertNode} checks. */
export function encodeAccountNode(node: AccountNode): Uint8Array {
  return keepPreimage(writeNode(node));
}

/** In the form for leaves: valid until the next leaf. */
function writeLeaf(leaf: AccountLeaf): Uint8Array {
  const { bytes, view } = leafForm;
  bytes[0] = LEAF_TAG;
  bytes.set(leaf.key, 1);
  writeSums(view, 33, leaf);
  writeU64(view, 73, leaf.lastIndex);
  bytes.set(leaf.subRoot, 81);
  return bytes;
}

/** In the form for nodes: valid until the next node. */
function writeNode(node: AccountNode): Uint8Array {
  const { bytes, view } = nodeForm;
  bytes[0] = NODE_TAG;
  view.setUint16(1, node.depth);
  bytes.set(node.prefix, 3);
  bytes.set(node.left.hash, 35);
  writeSums(view, 67, node.left);
  bytes.set(node.right.hash, 107);
  writeSums(view, 139, node.right);
  return bytes;
}

/**
 * The inverse of {@link encodeAccountLeaf} and {@link encodeAccountNode}.
 * @throws InputError `account-node` for any other bytes
 */
export function decodeAccountNode(bytes: Uint8Array): AccountLeaf | AccountNode {
  const tag = bytes[0];
  if (tag === LEAF_TAG && bytes.length === LEAF_BYTES) return decodeLeaf(bytes);
  if (tag === NODE_TAG && bytes.length === NODE_BYTES) return decodeNode(bytes);
  throw malformed(`a leaf of ${LEAF_BYTES} bytes or a node of ${NODE_BYTES}, got ${bytes.length} bytes`);
}

/** The leaf's or node's hash and sums, as its parent holds them. @throws InputError `account-overflow` */
export function summarize(value: AccountLeaf | AccountNode): AccountSummary {
  if (value.kind === 'leaf') {
    const { count, issued, spent } = value;
    return { hash: sha256(writeLeaf(value)), count, issued, spent };
  }
  const { count, issued, spent } = addSums(value.left, value.right);
  return { hash: sha256(writeNode(value)), count, issued, spent };
}

/**
 * Returns `leaf` if an account can be so: 32-byte key and sub-root, at least one record, spent <= issued, and a last
 * index that leaves room for the other records.
 * @throws InputError `account-node`
 */
export function assertLeaf(leaf: AccountLeaf): AccountLeaf {
  if (leaf.key.length !== HASH_BYTES || leaf.subRoot.length !== HASH_BYTES)
    throw malformed('key and sub-root: 32 bytes');
  if (!isSums(leaf)) throw malformed('leaf: count from 1, amounts from 0 to 2^128 - 1, spent within issued');
  if (!isCount(leaf.lastIndex) || leaf.lastIndex < leaf.count - 1)
    throw malformed('leaf: last index within the ledger');
  return leaf;
}

/**
 * Returns `node` if a fork can be so: depth 0 to 255, no prefix bit beyond it, and two possible summaries.
 * @throws InputError `account-node`
 */
export function assertNode(node: AccountNode): AccountNode {
  const { depth, prefix } = node;
  if (!isCount(depth) || depth >= KEY_BITS) throw malformed('node: depth from 0 to 255');
  if (!equalBytes(prefix, prefixOf(prefix, depth)))
    throw malformed(`node: prefix of 32 bytes, zero after bit ${depth}`);
  assertSummary(node.left);
  assertSummary(node.right);
  return node;
}

/** Returns `summary` if a subtree can have it. @throws InputError `account-node` */
export function assertSummary<T extends AccountSummary>(summary: T): T {
  if (summary.hash.length === HASH_BYTES && isSums(summary)) return summary;
  throw malformed('child: 32-byte hash, count from 1, amounts from 0 to 2^128 - 1, spent within issued');
}

function decodeLeaf(bytes: Uint8Array): AccountLeaf {
  const view = viewOf(bytes);
  return assertLeaf({
    kind: 'leaf',
    key: copyOf(bytes, 1),
    ...readSums(view, 33),
    lastIndex: readU64(view, 73),
    subRoot: copyOf(bytes, 81),
  });
}

function decodeNode(bytes: Uint8Array): AccountNode {
  const view = viewOf(bytes);
  return assertNode({
    kind: 'node',
    depth: view.getUint16(1),
    prefix: copyOf(bytes, 3),
    left: { hash: copyOf(bytes, 35), ...readSums(view, 67) },
    right: { hash: copyOf(bytes, 107), ...readSums(view, 139) },
  });
}

/** A real copy, also where `bytes` is Node's Buffer, whose own `slice` shares memory. */
function copyOf(bytes: Uint8Array, offset: number): Uint8Array {
  return new Uint8Array(bytes.subarray(offset, offset + HASH_BYTES));
}

function malformed(expected: string): InputError {
  return new InputError('account-node', `account tree: expected ${expected}`);
}
