/**
 * Multiproofs: one proof that many leaves stand in one RFC 6962 tree, without saying any hash twice.
 *
 * The leaves cut the tree into gaps. Each gap is filled by the largest nodes of the tree that fit into it, and the proof is
 * their hashes from left to right: exactly those nodes without a proven leaf whose sibling, or parent's sibling, has one. A
 * set of leaves has one proof, of the fewest hashes that there can be; for one leaf they are those of its inclusion proof,
 * in another order.
 *
 *     k leaves in a tree of n: at most k * log2(n / k) hashes and a few, and none where they fill the tree
 *
 * All arguments of the check may come from an attacker.
 * @module
 */
import { equalBytes } from '../bytes/bytes.ts';
import { InputError, InvariantError } from '../error.ts';
import { HASH_BYTES, hashNode } from './hash.ts';
import { type HashPlan, type NodeLookup, planRoots } from './prove.ts';
import type { Range } from './range.ts';

/** A leaf in its place. */
export interface ProvenLeaf {
  readonly index: number;
  readonly leafHash: Uint8Array;
}

/** A node on the way up: where it begins, how many leaves it covers, its hash. */
interface Piece {
  readonly start: number;
  readonly width: number;
  readonly hash: Uint8Array;
}

/**
 * The root that `proof` gives to a tree of `size` leaves with these `leaves`. Costs one hash less than there are leaves and
 * hashes in the proof. Requires at least one leaf, indexes that rise, and the last below `size`.
 * @throws InputError `bad-inclusion-proof` when the precondition, the number of hashes or the length of one is wrong
 */
export function rootFromMultiproof(
  leaves: readonly ProvenLeaf[],
  size: number,
  proof: readonly Uint8Array[],
): Uint8Array {
  const indexes = leaves.map(({ index }) => index);
  if (!areLeavesOf(indexes, size)) throw refusal(`no rising indexes of leaves in a tree of size ${size}`);
  const gaps = gapsBetween(indexes, size);
  if (proof.length !== gaps.length) {
    throw refusal(`${leaves.length} leaves of ${size} need ${gaps.length} hashes, the proof has ${proof.length}`);
  }
  const pieces = [
    ...leaves.map(({ index, leafHash }) => ({ start: index, width: 1, hash: assertHash(leafHash) })),
    ...gaps.map(({ start, end }, i) => ({ start, width: end - start, hash: assertHash(proof[i]) })),
  ].sort((a, b) => a.start - b.start);
  return join(pieces);
}

/**
 * Checks that the tree of `size` leaves under `root` has all of `leaves`. Requires what {@link rootFromMultiproof} does.
 * @throws InputError `bad-inclusion-proof`
 */
export function checkMultiproof(
  leaves: readonly ProvenLeaf[],
  size: number,
  proof: readonly Uint8Array[],
  root: Uint8Array,
): void {
  if (equalBytes(rootFromMultiproof(leaves, size, proof), root)) return;
  throw refusal(`${leaves.length} leaves of ${size} lead to another root`);
}

/**
 * The multiproof of the leaves at `indexes`. Requires at least one, rising, the last below `size`. One call of `lookup`.
 * @throws InputError `bad-tree-range`
 */
export function proveMultiple(indexes: readonly number[], size: number, lookup: NodeLookup): Uint8Array[] {
  const plan = planMultiproof(indexes, size);
  return plan.combine(lookup(plan.nodes));
}

/** The plan of {@link proveMultiple}: all nodes to read, known at once. */
export function planMultiproof(indexes: readonly number[], size: number): HashPlan<Uint8Array[]> {
  if (areLeavesOf(indexes, size)) return planRoots(gapsBetween(indexes, size));
  throw new InputError('bad-tree-range', `multiproof: no rising indexes of leaves in a tree of size ${size}`);
}

function areLeavesOf(indexes: readonly number[], size: number): boolean {
  const isRising = indexes.every(
    (index, i) => Number.isSafeInteger(index) && index > (indexes[i - 1] ?? -1) && index < size,
  );
  return Number.isSafeInteger(size) && indexes.length > 0 && isRising;
}

/** The nodes of the proof, from left to right. Requires what `areLeavesOf` checks. */
function gapsBetween(indexes: readonly number[], size: number): Range[] {
  const gaps: Range[] = [];
  let start = 0;
  for (const end of [...indexes, size]) {
    while (start < end) {
      const width = widthOfLargest(start, end, end === size);
      gaps.push({ start, end: start + width });
      start += width;
    }
    start = end + 1;
  }
  return gaps;
}

/**
 * Leaves of the largest node of the tree that begins at `start` and ends at `end` or before. At the end of the tree a node may
 * be cut off: it covers what there is.
 */
function widthOfLargest(start: number, end: number, isTreeEnd: boolean): number {
  let width = 1;
  while (start % (2 * width) === 0 && (isTreeEnd ? start + width < end : start + 2 * width <= end)) width *= 2;
  return Math.min(width, end - start);
}

/** The root over pieces that follow one another and are nodes of the tree. */
function join(pieces: readonly Piece[]): Uint8Array {
  const left: Piece[] = [];
  for (const piece of pieces) {
    let joined = piece;
    for (let before = left.at(-1); before !== undefined && areSiblings(before, joined); before = left.at(-1)) {
      left.pop();
      joined = { start: before.start, width: 2 * before.width, hash: hashNode(before.hash, joined.hash) };
    }
    left.push(joined);
  }
  // What is left are the perfect subtrees of the right edge, and a last one that may be cut off: RFC 6962 folds them so.
  const hashes = left.map(({ hash }) => hash);
  if (hashes.length === 0) throw new InvariantError('multiproof: nothing to join');
  return hashes.reduceRight((right, hash) => hashNode(hash, right));
}

function areSiblings(left: Piece, right: Piece): boolean {
  return left.width === right.width && left.start % (2 * left.width) === 0;
}

function assertHash(hash: Uint8Array | undefined): Uint8Array {
  if (hash?.length === HASH_BYTES) return hash;
  throw refusal(`a hash has ${hash?.length ?? 0} bytes`);
}

function refusal(detail: string): InputError {
  return new InputError('bad-inclusion-proof', `multiproof: ${detail}`);
}
