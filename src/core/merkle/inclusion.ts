/**
 * Checking inclusion proofs: RFC 9162 section 2.1.3.2, and the same for a subtree (draft-ietf-plants-merkle-tree-certs,
 * "Subtree Inclusion Proofs"), whose leaves form a tree of their own.
 *
 * All arguments may come from an attacker. A proof has exactly the siblings on the way from the leaf to the root, each
 * of 32 bytes, the deepest first; anything else is refused.
 * @module
 */
import { equalBytes } from '../bytes/bytes.ts';
import { InputError } from '../error.ts';
import { HASH_BYTES, hashNode } from './hash.ts';
import { isSubtree, proofPath } from './range.ts';

/**
 * The root that `proof` gives to a tree of `size` leaves with `leafHash` at `index`. Costs one hash a sibling, at most
 * 53. Requires 0 <= index < size.
 * @throws InputError `bad-inclusion-proof` when the precondition, the number of hashes or the length of one is wrong
 */
export function rootFromInclusionProof(
  index: number,
  size: number,
  leafHash: Uint8Array,
  proof: readonly Uint8Array[],
): Uint8Array {
  if (!Number.isSafeInteger(index) || !Number.isSafeInteger(size) || index < 0 || index >= size) {
    throw refusal(`no leaf ${index} in a tree of size ${size}`);
  }
  const { siblings } = proofPath({ start: index, end: index + 1 }, size);
  if (proof.length !== siblings.length) {
    throw refusal(`leaf ${index} of ${size} has ${siblings.length} siblings, the proof ${proof.length}`);
  }
  let hash = assertHash(leafHash);
  for (const [i, sibling] of siblings.entries()) {
    const siblingHash = assertHash(proof[i]);
    hash = sibling.start < index ? hashNode(siblingHash, hash) : hashNode(hash, siblingHash);
  }
  return hash;
}

/**
 * Checks that the tree of `size` leaves under `root` has `leafHash` at `index`. Requires 0 <= index < size.
 * @throws InputError `bad-inclusion-proof`
 */
export function checkInclusion(
  index: number,
  size: number,
  leafHash: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): void {
  if (equalBytes(rootFromInclusionProof(index, size, leafHash, proof), root)) return;
  throw refusal(`leaf ${index} of ${size} leads to another root`);
}

/**
 * Checks that the subtree `[start, end)` under `root` has `leafHash` at `index`, an index of the whole tree.
 * Requires a subtree and start <= index < end.
 * @throws InputError `bad-inclusion-proof`
 */
export function checkSubtreeInclusion(
  index: number,
  start: number,
  end: number,
  leafHash: Uint8Array,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): void {
  if (!isSubtree({ start, end })) throw refusal(`${start} to ${end} is not a subtree`);
  checkInclusion(index - start, end - start, leafHash, proof, root);
}

function assertHash(hash: Uint8Array | undefined): Uint8Array {
  if (hash?.length === HASH_BYTES) return hash;
  throw refusal(`a hash has ${hash?.length ?? 0} bytes`);
}

function refusal(detail: string): InputError {
  return new InputError('bad-inclusion-proof', `inclusion proof: ${detail}`);
}
