/**
 * Checking consistency proofs: RFC 9162 section 2.1.4.2, and the same for a subtree
 * (draft-ietf-plants-merkle-tree-certs, "Subtree Consistency Proofs"). The plain proof is that of the subtree
 * `[0, size1)`.
 *
 * All arguments may come from an attacker. A proof that is too long, too short, or has a hash of another length is
 * refused.
 *
 * Decisions where texts differ:
 * - Size 0: every tree extends the empty one, so a proof from size 0 proves nothing about the other root, and
 *   `checkConsistency` refuses it, whatever the roots. A protocol that begins at "old size 0" (tlog-witness) decides
 *   that case before it asks.
 * - Equal sizes: the roots must be equal and the proof empty. Nothing is hashed, so the length of the roots is not
 *   judged.
 * - Empty subtree: `checkSubtreeConsistency` accepts it with the empty root, an empty proof and `end <= size`. Nothing
 *   is said about the tree, whose root is not looked at.
 * @module
 */
import { equalBytes } from '../bytes/bytes.ts';
import { InputError } from '../error.ts';
import { EMPTY_ROOT, HASH_BYTES, hashNode } from './hash.ts';
import { isSubtree, proofPath, type Range } from './range.ts';

/**
 * Checks that the tree of `size2` leaves under `root2` begins with the tree of `size1` leaves under `root1`.
 * Requires 1 <= size1 <= size2. Costs at most two hashes a proof hash.
 * @throws InputError `bad-consistency-proof`
 */
export function checkConsistency(
  size1: number,
  size2: number,
  root1: Uint8Array,
  root2: Uint8Array,
  proof: readonly Uint8Array[],
): void {
  if (size1 === 0) throw refusal('from size 0 nothing can be proven');
  checkSubtreeConsistency(0, size1, size2, root1, root2, proof);
}

/**
 * Checks that `subtreeRoot` is the root of leaves `[start, end)` of the tree of `size` leaves under `root`.
 * Requires a subtree, or start = end, and end <= size.
 * @throws InputError `bad-consistency-proof`
 */
export function checkSubtreeConsistency(
  start: number,
  end: number,
  size: number,
  subtreeRoot: Uint8Array,
  root: Uint8Array,
  proof: readonly Uint8Array[],
): void {
  const isInTree = Number.isSafeInteger(size) && end <= size;
  if (!isInTree) throw refusal(`${start} to ${end} is not in a tree of size ${size}`);
  if (start === end) {
    checkEmptySubtree(start, subtreeRoot, proof);
    return;
  }
  if (!isSubtree({ start, end })) throw refusal(`${start} to ${end} is not a subtree`);
  if (end - start === size) {
    checkSameTree(subtreeRoot, root, proof);
    return;
  }
  const roots = rootsFromProof({ start, end }, size, subtreeRoot, proof);
  if (!equalBytes(roots.subtree, subtreeRoot)) throw refusal(`${start} to ${end} has another root`);
  if (!equalBytes(roots.tree, root)) throw refusal(`leads to another root at size ${size}`);
}

function checkEmptySubtree(start: number, subtreeRoot: Uint8Array, proof: readonly Uint8Array[]): void {
  const isRange = Number.isSafeInteger(start) && start >= 0;
  if (isRange && proof.length === 0 && equalBytes(subtreeRoot, EMPTY_ROOT)) return;
  throw refusal(`the empty subtree at ${start} needs the empty root and an empty proof`);
}

function checkSameTree(root1: Uint8Array, root2: Uint8Array, proof: readonly Uint8Array[]): void {
  if (proof.length === 0 && equalBytes(root1, root2)) return;
  throw refusal('equal sizes need equal roots and an empty proof');
}

/**
 * Builds both roots from the same hashes, bottom up: the subtree's from the siblings inside it, the tree's from all.
 */
function rootsFromProof(subtree: Range, size: number, subtreeRoot: Uint8Array, proof: readonly Uint8Array[]) {
  const { seed, siblings } = proofPath(subtree, size);
  // Where the subtree is itself a node of the tree, its root is known, and the proof leaves it out.
  const isNode = seed.start === subtree.start;
  const seedHash = assertHash(isNode ? subtreeRoot : proof[0]);
  const siblingHashes = isNode ? proof : proof.slice(1);
  if (siblingHashes.length !== siblings.length) {
    throw refusal(`wrong number of hashes (${proof.length}) for ${subtree.start} to ${subtree.end} of ${size}`);
  }
  const roots = { subtree: seedHash, tree: seedHash };
  for (const [i, sibling] of siblings.entries()) {
    const hash = assertHash(siblingHashes[i]);
    const isLeft = sibling.start < seed.start;
    roots.tree = isLeft ? hashNode(hash, roots.tree) : hashNode(roots.tree, hash);
    if (isLeft && sibling.start >= subtree.start) roots.subtree = hashNode(hash, roots.subtree);
  }
  return roots;
}

function assertHash(hash: Uint8Array | undefined): Uint8Array {
  if (hash?.length === HASH_BYTES) return hash;
  throw refusal(`a hash has ${hash?.length ?? 0} bytes`);
}

function refusal(detail: string): InputError {
  return new InputError('bad-consistency-proof', `consistency proof: ${detail}`);
}
