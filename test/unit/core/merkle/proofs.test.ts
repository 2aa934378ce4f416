/** Refusals of damaged proofs, one family of damage a test. That honest proofs pass is in test/property. */
import { describe, expect, test } from 'vitest';
import { checkConsistency, checkSubtreeConsistency } from '../../../../src/core/merkle/consistency.ts';
import { EMPTY_ROOT, hashNode } from '../../../../src/core/merkle/hash.ts';
import {
  checkInclusion,
  checkSubtreeInclusion,
  rootFromInclusionProof,
} from '../../../../src/core/merkle/inclusion.ts';
import {
  planConsistencyProof,
  planInclusionProof,
  planSubtreeProof,
  planTreeRoot,
  proveConsistency,
  proveInclusion,
} from '../../../../src/core/merkle/prove.ts';
import { inputError } from '../../../_util/input-error.ts';
import { oracleOfSize, sparseOracle } from '../../../_util/merkle-oracle.ts';

const oracle = oracleOfSize(130);
const NOT_SIZES = [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53];

/** Every copy of `hash` with one byte changed. */
function* withByteChanged(hash: Uint8Array): Generator<Uint8Array> {
  for (let i = 0; i < hash.length; i++) yield hash.map((byte, j) => (j === i ? byte ^ 1 : byte));
}

/** Every damaged copy of `proof`: bytes, order, number and length of the hashes. */
function* damaged(proof: readonly Uint8Array[]): Generator<Uint8Array[]> {
  const junk = oracle.mth(0, 1);
  for (const [i, hash] of proof.entries()) {
    for (const changed of withByteChanged(hash)) yield proof.with(i, changed);
    yield proof.toSpliced(i, 1);
    yield proof.toSpliced(i, 0, hash);
    yield proof.toSpliced(i, 0, junk);
    yield proof.with(i, new Uint8Array());
    yield proof.with(i, hash.subarray(0, 31));
    yield proof.with(i, Uint8Array.from([...hash, 0]));
    for (let j = 0; j < i; j++) yield proof.with(i, proof[j] as Uint8Array).with(j, hash);
  }
  yield [...proof, junk];
  if (proof.length > 1) yield proof.toReversed();
}

describe('inclusion', () => {
  const cases = [1, 2, 3, 7, 8, 64, 65, 100, 130].flatMap((size) =>
    [...new Set([0, 1, Math.floor(size / 2), size - 2, size - 1])]
      .filter((index) => 0 <= index && index < size)
      .map((index) => ({ index, size })),
  );

  test.each(cases)('leaf $index of $size: every damage to the proof, the leaf and the root is refused', (row) => {
    const { index, size } = row;
    const leaf = oracle.mth(index, index + 1);
    const root = oracle.mth(0, size);
    const proof = oracle.path(index, size);
    checkInclusion(index, size, leaf, proof, root);
    const refused = inputError('bad-inclusion-proof');
    for (const bad of damaged(proof)) expect(() => checkInclusion(index, size, leaf, bad, root)).toThrow(refused);
    for (const bad of withByteChanged(leaf))
      expect(() => checkInclusion(index, size, bad, proof, root)).toThrow(refused);
    for (const bad of withByteChanged(root))
      expect(() => checkInclusion(index, size, leaf, proof, bad)).toThrow(refused);
    for (let other = 0; other <= size; other++) {
      if (other !== index) expect(() => checkInclusion(other, size, leaf, proof, root)).toThrow(refused);
    }
  });

  test.each(NOT_SIZES)('refuses %d as index and as size', (value) => {
    const leaf = oracle.mth(0, 1);
    expect(() => rootFromInclusionProof(value, 1, leaf, [])).toThrow(inputError('bad-inclusion-proof'));
    expect(() => rootFromInclusionProof(0, value, leaf, [])).toThrow(inputError('bad-inclusion-proof'));
  });

  test('a range that is not a subtree has no inclusion proofs, even where the hashes would fit', () => {
    const [leaf, sibling, root] = [oracle.mth(2, 3), oracle.mth(3, 4), oracle.mth(2, 4)];
    checkSubtreeInclusion(2, 2, 4, leaf, [sibling], root);
    // [1, 3) is as wide, and its first leaf has a sibling on the right as well.
    expect(() => checkSubtreeInclusion(1, 1, 3, leaf, [sibling], root)).toThrow(inputError('bad-inclusion-proof'));
    expect(() => checkSubtreeInclusion(2, 4, 2, leaf, [sibling], root)).toThrow(inputError('bad-inclusion-proof'));
    expect(() => checkSubtreeInclusion(-2, -2, 0, leaf, [sibling], root)).toThrow(inputError('bad-inclusion-proof'));
  });

  test.each([0, 31, 33, 64])('refuses hashes of %d bytes, even under a root made of them', (length) => {
    const [odd, leaf] = [new Uint8Array(length), oracle.mth(0, 1)];
    expect(() => checkInclusion(0, 2, leaf, [odd], hashNode(leaf, odd))).toThrow(inputError('bad-inclusion-proof'));
    expect(() => checkInclusion(0, 2, odd, [leaf], hashNode(odd, leaf))).toThrow(inputError('bad-inclusion-proof'));
    expect(() => checkInclusion(0, 1, odd, [], odd)).toThrow(inputError('bad-inclusion-proof'));
  });

  test('nothing is included in the empty tree', () => {
    expect(() => checkInclusion(0, 0, EMPTY_ROOT, [], EMPTY_ROOT)).toThrow(inputError('bad-inclusion-proof'));
  });
});

describe('consistency', () => {
  const pairs = [
    [1, 2],
    [2, 3],
    [3, 7],
    [4, 7],
    [6, 8],
    [7, 8],
    [64, 65],
    [65, 130],
    [100, 101],
    [127, 130],
    [128, 130],
    [130, 130],
  ] as const;

  test.each(pairs)('I1: from %d to %d, every damage to the proof and the roots is refused', (oldSize, size) => {
    const oldRoot = oracle.mth(0, oldSize);
    const root = oracle.mth(0, size);
    const proof = oracle.proof(oldSize, size);
    checkConsistency(oldSize, size, oldRoot, root, proof);
    const refused = inputError('bad-consistency-proof');
    for (const bad of damaged(proof)) {
      expect(() => checkConsistency(oldSize, size, oldRoot, root, bad)).toThrow(refused);
    }
    for (const bad of withByteChanged(oldRoot)) {
      expect(() => checkConsistency(oldSize, size, bad, root, proof)).toThrow(refused);
    }
    for (const bad of withByteChanged(root)) {
      expect(() => checkConsistency(oldSize, size, oldRoot, bad, proof)).toThrow(refused);
    }
    if (oldSize !== size) {
      expect(() => checkConsistency(oldSize, size, root, oldRoot, proof)).toThrow(refused);
      expect(() => checkConsistency(size, oldSize, oldRoot, root, proof)).toThrow(refused);
      expect(() => checkConsistency(oldSize + 1, size, oldRoot, root, proof)).toThrow(refused);
    }
  });

  test('I1: no proof of another tree leads from a changed leaf to the old root', () => {
    const changed = sparseOracle([5]);
    const original = sparseOracle([]);
    const refused = inputError('bad-consistency-proof');
    for (const proof of [changed.proof(6, 9), original.proof(6, 9)]) {
      expect(() => checkConsistency(6, 9, original.mth(0, 6), changed.mth(0, 9), proof)).toThrow(refused);
    }
  });

  test.each([0, 31, 33, 64])('refuses hashes of %d bytes, even under a root made of them', (length) => {
    const [odd, leaf] = [new Uint8Array(length), oracle.mth(0, 1)];
    const refused = inputError('bad-consistency-proof');
    expect(() => checkConsistency(1, 2, leaf, hashNode(leaf, odd), [odd])).toThrow(refused);
    expect(() => checkConsistency(1, 2, odd, hashNode(odd, leaf), [leaf])).toThrow(refused);
    const [old, all] = [hashNode(leaf, odd), hashNode(leaf, hashNode(odd, leaf))];
    expect(() => checkConsistency(3, 4, old, all, [odd, leaf, leaf])).toThrow(refused);
  });

  test('size 0: refused by the check, from and to it; the prover gives the empty proof that tlog-witness asks for', () => {
    const refused = inputError('bad-consistency-proof');
    expect(() => checkConsistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])).toThrow(refused);
    expect(() => checkConsistency(0, 3, EMPTY_ROOT, oracle.mth(0, 3), [])).toThrow(refused);
    expect(() => checkConsistency(3, 0, oracle.mth(0, 3), EMPTY_ROOT, [])).toThrow(refused);
    expect(planConsistencyProof(0, 3).nodes).toEqual([]);
    expect(planConsistencyProof(0, 0).combine([])).toEqual([]);
  });

  test.each(NOT_SIZES)('refuses %d as either size', (value) => {
    const root = oracle.mth(0, 1);
    expect(() => checkConsistency(value, 1, root, root, [])).toThrow(inputError('bad-consistency-proof'));
    expect(() => checkConsistency(1, value, root, root, [])).toThrow(inputError('bad-consistency-proof'));
    expect(() => checkSubtreeConsistency(value, value, 1, EMPTY_ROOT, root, [])).toThrow(
      inputError('bad-consistency-proof'),
    );
  });
});

describe('plans', () => {
  test.each([
    [0, 0],
    [3, 3],
    [4, 3],
    [-1, 3],
    [0.5, 3],
    [Number.NaN, 3],
    [0, 2 ** 53],
    [2 ** 53 - 1, 2 ** 53 - 1],
  ])('refuse leaf %d of %d', (index, size) => {
    expect(() => planInclusionProof(index, size)).toThrow(inputError('bad-tree-range'));
  });

  test.each([
    [4, 3],
    [-1, 3],
    [0.5, 3],
    [Number.NaN, 3],
    [0, -1],
    [0, 2 ** 53],
    [1, 2 ** 53],
  ])('refuse consistency from %d to %d', (oldSize, size) => {
    expect(() => planConsistencyProof(oldSize, size)).toThrow(inputError('bad-tree-range'));
  });

  test('refuse ranges that are no subtrees, and sizes that are none', () => {
    expect(() => planSubtreeProof(1, 3, 8)).toThrow(inputError('bad-tree-range'));
    for (const size of NOT_SIZES) expect(() => planTreeRoot(size)).toThrow(inputError('bad-integer'));
  });

  test('a lookup that answers with too few or too many hashes is our own mistake', () => {
    const invariant = expect.objectContaining({ name: 'InvariantError' });
    expect(() => proveInclusion(0, 3, () => [])).toThrow(invariant);
    expect(() => proveConsistency(1, 3, () => new Array(9).fill(EMPTY_ROOT))).toThrow(invariant);
    expect(() => planTreeRoot(3).combine([EMPTY_ROOT])).toThrow(invariant);
  });
});
