/**
 * The shape of an RFC 6962 tree (section 2.1), in half-open ranges `[start, end)` of leaf indexes.
 *
 * Every node of a tree covers a range. A *perfect* node covers 2^level leaves and never changes once they exist; it is
 * named by `(level, index)` and covers `[index * 2^level, (index + 1) * 2^level)`. Nodes of the right edge are not
 * perfect: their root combines several perfect nodes.
 *
 * A *subtree* (draft-ietf-plants-merkle-tree-certs, "Definition of a Subtree") is a range whose `start` is a multiple
 * of the smallest power of two that is not less than its width: the leaves of a perfect node, or the first few of them.
 * Its root is that of a tree of these leaves alone. `[0, m)` is a subtree for every m, and `[i, i + 1)` for every i.
 *
 * JavaScript's bit operators see 32 bits: on indexes and sizes only arithmetic is used.
 * @module
 */
import { InvariantError } from '../error.ts';
import { EMPTY_ROOT, hashNode } from './hash.ts';

/** Leaves `start <= i < end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A perfect node: 0 <= level <= 52; index from the left, 0 first. Level 0 are the leaf hashes. */
export interface TreeNode {
  readonly level: number;
  readonly index: number;
}

const TWO_TO_32 = 2 ** 32;

/** The largest `e` with 2^e <= value. Requires 1 <= value <= 2^53 - 1. */
export function floorLog2(value: number): number {
  return value < TWO_TO_32 ? 31 - Math.clz32(value) : 63 - Math.clz32(Math.floor(value / TWO_TO_32));
}

/**
 * The largest power of two less than `width`: where a tree of that width splits (`k` of RFC 6962). Requires width >= 2.
 */
export function splitWidth(width: number): number {
  return 2 ** floorLog2(width - 1);
}

/** True when `range` is a subtree and not empty. */
export function isSubtree({ start, end }: Range): boolean {
  const width = end - start;
  if (!Number.isSafeInteger(start) || !Number.isSafeInteger(end) || start < 0 || width < 1) return false;
  return width === 1 || start % (2 * splitWidth(width)) === 0;
}

/** True when a tree of `size` leaves has the perfect node. Requires 0 <= size <= 2^53 - 1. */
export function hasNode({ level, index }: TreeNode, size: number): boolean {
  const isNode = Number.isInteger(level) && Number.isInteger(index) && level >= 0 && index >= 0;
  return isNode && index < Math.floor(size / 2 ** level);
}

/**
 * The perfect nodes that make up a subtree, from left to right, levels falling; at most 53. Empty for an empty range.
 */
export function nodesOfRange({ start, end }: Range): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let next = start; next < end; ) {
    const level = floorLog2(end - next);
    nodes.push({ level, index: next / 2 ** level });
    next += 2 ** level;
  }
  return nodes;
}

/**
 * The root of a subtree from the hashes of its `nodesOfRange`, in that order. Costs one hash less than there are nodes.
 */
export function rootOfNodes(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return EMPTY_ROOT;
  return hashes.reduceRight((right, left) => hashNode(left, right));
}

/** A way from a node up to the root. */
export interface ProofPath {
  /** Where the way begins: the largest node of the tree that covers the subtree's last leaf and no leaf outside it. */
  readonly seed: Range;
  /** The siblings on the way up, the deepest first. Each is a subtree. */
  readonly siblings: readonly Range[];
}

/**
 * The way down from the root of a tree of `size` leaves to the subtree's last leaf, as far as the first node inside the
 * subtree. Every proof is made of this path: the inclusion proof of leaf i is that of `[i, i + 1)` (PATH of RFC 9162
 * 2.1.3.1), the consistency proof from size m that of `[0, m)` (PROOF of 2.1.4.1). Requires a subtree with end <= size.
 */
export function proofPath(subtree: Range, size: number): ProofPath {
  const siblings: Range[] = [];
  let node: Range = { start: 0, end: size };
  while (node.start < subtree.start || node.end > subtree.end) {
    const split = node.start + splitWidth(node.end - node.start);
    const left = { start: node.start, end: split };
    const right = { start: split, end: node.end };
    const goLeft = subtree.end <= split;
    siblings.push(goLeft ? right : left);
    node = goLeft ? left : right;
  }
  if (node.end !== subtree.end) throw new InvariantError(`proof path: ended at ${node.start}-${node.end}`);
  return { seed: node, siblings: siblings.reverse() };
}
