/**
 * Making proofs and roots from stored perfect nodes: RFC 9162 sections 2.1.3.1 and 2.1.4.1.
 *
 * First a plan, which needs no hash: the nodes to read, all of them known at once. Then their hashes, from wherever
 * they are. `prove*` looks them up synchronously, `fetch*` (in `fetch.ts`) with one asynchronous call; both follow the
 * same plan.
 *
 * Cost of a proof: one node a sibling, except that the siblings on the right edge need one for every set bit of their
 * width. Altogether at most 2 * log2(size) + 1 nodes read and log2(size) hashes computed.
 * @module
 */
import { assertTreeSize } from '../bytes/integers.ts';
import { InputError, InvariantError } from '../error.ts';
import { isSubtree, nodesOfRange, proofPath, type Range, rootOfNodes, type TreeNode } from './range.ts';

/** Returns the hashes of `nodes`, in their order. All nodes are perfect and lie in the tree that was asked about. */
export type NodeLookup = (nodes: readonly TreeNode[]) => readonly Uint8Array[];

/** What to read, and what to make of it. */
export interface HashPlan<T> {
  /** Perfect nodes, without repetition. */
  readonly nodes: readonly TreeNode[];
  /** The result, from the hashes of `nodes` in their order. @throws InvariantError for another number of hashes */
  readonly combine: (hashes: readonly Uint8Array[]) => T;
}

/**
 * The inclusion proof of leaf `index`. Requires 0 <= index < size. One call of `lookup`.
 * @throws InputError `bad-tree-range`
 */
export function proveInclusion(index: number, size: number, lookup: NodeLookup): Uint8Array[] {
  return follow(planInclusionProof(index, size), lookup);
}

/**
 * The consistency proof from `oldSize` to `size`. Requires 0 <= oldSize <= size. Empty when `oldSize` is 0 (as
 * tlog-witness wants it) or equal to `size`. One call of `lookup`.
 * @throws InputError `bad-tree-range`
 */
export function proveConsistency(oldSize: number, size: number, lookup: NodeLookup): Uint8Array[] {
  return follow(planConsistencyProof(oldSize, size), lookup);
}

/** The root of the tree of `size` leaves. One call of `lookup`, at most 53 nodes. @throws InputError `bad-integer` */
export function treeRoot(size: number, lookup: NodeLookup): Uint8Array {
  return follow(planTreeRoot(size), lookup);
}

/** The plan of `proveInclusion`. */
export function planInclusionProof(index: number, size: number): HashPlan<Uint8Array[]> {
  return planRoots(subtreeProofRanges({ start: index, end: index + 1 }, size));
}

/** The plan of `proveConsistency`. */
export function planConsistencyProof(oldSize: number, size: number): HashPlan<Uint8Array[]> {
  const startsEmpty = oldSize === 0 && Number.isSafeInteger(size) && size >= 0;
  return planRoots(startsEmpty ? [] : subtreeProofRanges({ start: 0, end: oldSize }, size));
}

/**
 * The plan of the proof that `checkSubtreeConsistency` checks. Requires a subtree of the tree.
 * @throws InputError `bad-tree-range`
 */
export function planSubtreeProof(start: number, end: number, size: number): HashPlan<Uint8Array[]> {
  return planRoots(subtreeProofRanges({ start, end }, size));
}

/** The plan of `treeRoot`. */
export function planTreeRoot(size: number): HashPlan<Uint8Array> {
  const nodes = nodesOfRange({ start: 0, end: assertTreeSize(size) });
  return { nodes, combine: (hashes) => rootOfNodes(assertComplete(hashes, nodes)) };
}

/** The ranges whose roots are the proof, in its order: the deepest first. */
function subtreeProofRanges(subtree: Range, size: number): Range[] {
  if (!Number.isSafeInteger(size) || !isSubtree(subtree) || subtree.end > size) {
    throw new InputError('bad-tree-range', `proof: no subtree ${subtree.start} to ${subtree.end} in size ${size}`);
  }
  const { seed, siblings } = proofPath(subtree, size);
  // A subtree that is itself a node of the tree is known to the verifier, and left out.
  return seed.start === subtree.start ? [...siblings] : [seed, ...siblings];
}

/** The plan for the roots of `ranges`, disjoint subtrees. */
export function planRoots(ranges: readonly Range[]): HashPlan<Uint8Array[]> {
  const nodesByRange = ranges.map(nodesOfRange);
  const nodes = nodesByRange.flat();
  const combine = (hashes: readonly Uint8Array[]) => {
    assertComplete(hashes, nodes);
    let end = 0;
    return nodesByRange.map(({ length }) => {
      end += length;
      return rootOfNodes(hashes.slice(end - length, end));
    });
  };
  return { nodes, combine };
}

function follow<T>(plan: HashPlan<T>, lookup: NodeLookup): T {
  return plan.combine(lookup(plan.nodes));
}

function assertComplete(hashes: readonly Uint8Array[], nodes: readonly TreeNode[]): readonly Uint8Array[] {
  if (hashes.length === nodes.length) return hashes;
  throw new InvariantError(`asked for ${nodes.length} nodes, got ${hashes.length} hashes`);
}
