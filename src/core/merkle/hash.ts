/**
 * The hashes of RFC 6962 section 2.1 over SHA-256. The prefixes keep a leaf from passing for an inner node.
 *
 *     empty tree   SHA-256()
 *     leaf         SHA-256(0x00 || data)
 *     inner node   SHA-256(0x01 || left || right)
 *
 * Hashes are values: nothing writes to one once it is computed, so functions return them without copying.
 * @module
 */
import { sha256, sha256Of } from '../bytes/sha256.ts';

/** Bytes of every leaf hash, node hash and root. */
export const HASH_BYTES = 32;

const LEAF_PREFIX = Uint8Array.of(0x00);
const NODE_PREFIX = 0x01;

/** Where the preimage of a node is written, over and over: a fresh array of 65 bytes costs as much as its hash. */
const nodePreimage = new Uint8Array(1 + 2 * HASH_BYTES);

/** The root of the tree without leaves. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array());

/** The hash of a leaf whose data is `data`. */
export function hashLeaf(data: Uint8Array): Uint8Array {
  return sha256Of(LEAF_PREFIX, data);
}

/** The hash of the inner node over two 32-byte hashes. */
export function hashNode(left: Uint8Array, right: Uint8Array): Uint8Array {
  // Hostile input may bring other lengths, and gets the hash of what it brings.
  if (left.length + right.length !== 2 * HASH_BYTES) return sha256Of(Uint8Array.of(NODE_PREFIX), left, right);
  nodePreimage[0] = NODE_PREFIX;
  nodePreimage.set(left, 1);
  nodePreimage.set(right, 1 + left.length);
  return sha256(nodePreimage);
}
