/**
 * The asynchronous twins of `prove.ts`, for nodes that lie on a disk or behind a network. Each asks for all it needs in
 * one call, so that a reader can work in parallel and read every tile once.
 * @module
 */
import { planMultiproof } from './multiproof.ts';
import { type HashPlan, planConsistencyProof, planInclusionProof, planTreeRoot } from './prove.ts';
import type { TreeNode } from './range.ts';

/** Returns the hashes of `nodes`, in their order. All nodes are perfect and lie in the tree that was asked about. */
export type NodeReader = (nodes: readonly TreeNode[]) => Promise<readonly Uint8Array[]>;

/** See `proveInclusion`. Rejects with InputError `bad-tree-range`, and with what `read` rejects with. */
export async function fetchInclusionProof(index: number, size: number, read: NodeReader): Promise<Uint8Array[]> {
  return follow(planInclusionProof(index, size), read);
}

/** See `proveConsistency`. Rejects with InputError `bad-tree-range`, and with what `read` rejects with. */
export async function fetchConsistencyProof(oldSize: number, size: number, read: NodeReader): Promise<Uint8Array[]> {
  return follow(planConsistencyProof(oldSize, size), read);
}

/** See `proveMultiple`. Rejects with InputError `bad-tree-range`, and with what `read` rejects with. */
export async function fetchMultiproof(
  indexes: readonly number[],
  size: number,
  read: NodeReader,
): Promise<Uint8Array[]> {
  return follow(planMultiproof(indexes, size), read);
}

/** See `treeRoot`. Rejects with InputError `bad-integer`, and with what `read` rejects with. */
export async function fetchTreeRoot(size: number, read: NodeReader): Promise<Uint8Array> {
  return follow(planTreeRoot(size), read);
}

async function follow<T>(plan: HashPlan<T>, read: NodeReader): Promise<T> {
  return plan.combine(await read(plan.nodes));
}
