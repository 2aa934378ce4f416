/** Multiproofs: against the walk over the whole tree, and every damage to one. */
import { describe, expect, test } from 'vitest';
import { fetchMultiproof } from '../../../../src/core/merkle/fetch.ts';
import { checkInclusion } from '../../../../src/core/merkle/inclusion.ts';
import {
  checkMultiproof,
  type ProvenLeaf,
  planMultiproof,
  proveMultiple,
  rootFromMultiproof,
} from '../../../../src/core/merkle/multiproof.ts';
import { proveInclusion } from '../../../../src/core/merkle/prove.ts';
import type { TreeNode } from '../../../../src/core/merkle/range.ts';
import { inputError } from '../../../_util/input-error.ts';
import { oracleOfSize, sparseOracle } from '../../../_util/merkle-oracle.ts';
import { naiveMultiproof } from '../../../_util/multiproof-oracle.ts';

const oracle = oracleOfSize(130);
const lookup = (nodes: readonly TreeNode[]): Uint8Array[] =>
  nodes.map(({ level, index }) => oracle.mth(index * 2 ** level, (index + 1) * 2 ** level));
const leavesAt = (indexes: readonly number[]): ProvenLeaf[] =>
  indexes.map((index) => ({ index, leafHash: oracle.mth(index, index + 1) }));
const texts = (hashes: readonly Uint8Array[]): string[] => hashes.map((hash) => Buffer.from(hash).toString('hex'));
const refused = inputError('bad-inclusion-proof');

test('all sets of leaves of all trees of up to 10 leaves agree with the walk over the whole tree', () => {
  let sets = 0;
  for (let size = 1; size <= 10; size++) {
    for (let mask = 1; mask < 2 ** size; mask++) {
      const indexes = Array.from({ length: size }, (_, i) => i).filter((i) => Math.floor(mask / 2 ** i) % 2 === 1);
      const proof = proveMultiple(indexes, size, lookup);
      expect(texts(proof)).toEqual(texts(naiveMultiproof(indexes, size, oracle.mth)));
      expect(texts([rootFromMultiproof(leavesAt(indexes), size, proof)])).toEqual(texts([oracle.mth(0, size)]));
      sets++;
    }
  }
  expect(sets).toBe(2036);
});

test('of one leaf it has the hashes of the inclusion proof, from left to right', () => {
  for (const size of [1, 2, 3, 7, 64, 100, 130]) {
    for (let index = 0; index < size; index++) {
      const proof = proveMultiple([index], size, lookup);
      const inclusion = proveInclusion(index, size, lookup);
      checkInclusion(index, size, oracle.mth(index, index + 1), inclusion, oracle.mth(0, size));
      expect(texts(proof).sort()).toEqual(texts(inclusion).sort());
    }
  }
});

test('of all leaves it is empty, and of neighbours short', () => {
  const all = Array.from({ length: 130 }, (_, i) => i);
  expect(proveMultiple(all, 130, lookup)).toEqual([]);
  checkMultiproof(leavesAt(all), 130, [], oracle.mth(0, 130));
  expect(proveMultiple(all.slice(64, 128), 130, lookup)).toHaveLength(2);
});

test('asks for each node once, also from an asynchronous reader', async () => {
  const indexes = [3, 4, 77, 129];
  const { nodes } = planMultiproof(indexes, 130);
  expect(new Set(nodes.map(({ level, index }) => `${level}/${index}`)).size).toBe(nodes.length);
  const proof = await fetchMultiproof(indexes, 130, async (asked) => lookup(asked));
  expect(texts(proof)).toEqual(texts(proveMultiple(indexes, 130, lookup)));
});

test('trees beyond 32 bits: the largest there are, with leaves at both ends', () => {
  const size = Number.MAX_SAFE_INTEGER;
  const special = [0, 2 ** 40 + 5, size - 1];
  const sparse = sparseOracle(special);
  const proof = proveMultiple(special, size, (nodes) =>
    nodes.map(({ level, index }) => sparse.mth(index * 2 ** level, (index + 1) * 2 ** level)),
  );
  const leaves = special.map((index) => ({ index, leafHash: sparse.mth(index, index + 1) }));
  checkMultiproof(leaves, size, proof, sparse.mth(0, size));
  expect(proof.length).toBeLessThan(160);
});

describe('damage', () => {
  const cases = [
    { indexes: [0], size: 1 },
    { indexes: [1], size: 2 },
    { indexes: [0, 1, 2], size: 7 },
    { indexes: [5, 6], size: 64 },
    { indexes: [0, 31, 64, 99], size: 100 },
    { indexes: [2, 3, 63, 64, 127, 129], size: 130 },
  ];

  test.each(cases)('$indexes of $size: every damage is refused', ({ indexes, size }) => {
    const leaves = leavesAt(indexes);
    const root = oracle.mth(0, size);
    const proof = proveMultiple(indexes, size, lookup);
    const junk = oracle.mth(40, 41);
    checkMultiproof(leaves, size, proof, root);
    const refuse = (what: readonly ProvenLeaf[], hashes: readonly Uint8Array[], under = root, of = size): void =>
      expect(() => checkMultiproof(what, of, hashes, under)).toThrow(refused);
    for (const [i, hash] of proof.entries()) {
      for (let at = 0; at < 32; at++)
        refuse(
          leaves,
          proof.with(
            i,
            hash.map((byte, j) => (j === at ? byte ^ 1 : byte)),
          ),
        );
      refuse(leaves, proof.toSpliced(i, 1));
      refuse(leaves, proof.toSpliced(i, 0, junk));
      refuse(leaves, proof.with(i, hash.subarray(0, 31)));
      for (let j = 0; j < i; j++) refuse(leaves, proof.with(i, proof[j] ?? junk).with(j, hash));
    }
    refuse(leaves, [...proof, junk]);
    refuse(leaves, proof, junk);
    for (const [i, leaf] of leaves.entries()) {
      refuse(leaves.with(i, { ...leaf, leafHash: junk }), proof);
      refuse(leaves.with(i, { ...leaf, leafHash: junk.subarray(1) }), proof);
      refuse(leaves.toSpliced(i, 0, leaf), proof);
      refuse(leaves.toSpliced(i, 1), proof);
      for (let other = 0; other <= size; other++)
        if (other !== leaf.index) refuse(leaves.with(i, { ...leaf, index: other }), proof);
    }
    if (leaves.length > 1) refuse(leaves.toReversed(), proof);
  });

  test('of the number of leaves shows only through the root that is compared: a caller takes size and root from one checkpoint', () => {
    const proof = proveMultiple([0], 5, lookup);
    expect(() => checkMultiproof(leavesAt([0]), 9, proof, oracle.mth(0, 5))).toThrow(refused);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('%d is no index and no size', (value) => {
    const [leaf] = leavesAt([0]);
    expect(() => rootFromMultiproof([{ leafHash: new Uint8Array(32), index: value }], 1, [])).toThrow(refused);
    expect(() => rootFromMultiproof(leaf === undefined ? [] : [leaf], value, [])).toThrow(refused);
    expect(() => planMultiproof([value], 1)).toThrow(inputError('bad-tree-range'));
    expect(() => planMultiproof([0], value)).toThrow(inputError('bad-tree-range'));
  });

  test('no leaves prove nothing', () => {
    expect(() => rootFromMultiproof([], 5, [oracle.mth(0, 5)])).toThrow(refused);
    expect(() => planMultiproof([], 5)).toThrow(inputError('bad-tree-range'));
  });
});
