/**
 * `ledgerline/core/merkle.js`: RFC 6962 trees over SHA-256: hashes, proofs, what to read to prove, compact ranges.
 * @module
 */
export { CompactRange } from '../../core/merkle/compact-range.ts';
export { checkConsistency, checkSubtreeConsistency } from '../../core/merkle/consistency.ts';
export {
  fetchConsistencyProof,
  fetchInclusionProof,
  fetchMultiproof,
  fetchTreeRoot,
  type NodeReader,
} from '../../core/merkle/fetch.ts';
export { EMPTY_ROOT, HASH_BYTES, hashLeaf, hashNode } from '../../core/merkle/hash.ts';
export { checkInclusion, checkSubtreeInclusion, rootFromInclusionProof } from '../../core/merkle/inclusion.ts';
export { checkMultiproof, type ProvenLeaf, proveMultiple, rootFromMultiproof } from '../../core/merkle/multiproof.ts';
export { type NodeLookup, proveConsistency, proveInclusion, treeRoot } from '../../core/merkle/prove.ts';
export type { Range, TreeNode } from '../../core/merkle/range.ts';
