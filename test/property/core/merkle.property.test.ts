import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CompactRange } from '../../../src/core/merkle/compact-range.ts';
import { checkConsistency, checkSubtreeConsistency } from '../../../src/core/merkle/consistency.ts';
import { fetchConsistencyProof, fetchInclusionProof, fetchTreeRoot } from '../../../src/core/merkle/fetch.ts';
import { checkInclusion, checkSubtreeInclusion, rootFromInclusionProof } from '../../../src/core/merkle/inclusion.ts';
import {
  type NodeLookup,
  planConsistencyProof,
  planInclusionProof,
  planSubtreeProof,
  proveConsistency,
  proveInclusion,
  treeRoot,
} from '../../../src/core/merkle/prove.ts';
import { isSubtree, type TreeNode } from '../../../src/core/merkle/range.ts';
import { type MerkleOracle, oracleOfSize, sparseOracle } from '../../_util/merkle-oracle.ts';

const SMALL = 130;
const small = oracleOfSize(SMALL);
const large = oracleOfSize(2100);

const sizes = Array.from({ length: SMALL + 1 }, (_, size) => size);

/** Perfect nodes out of the oracle; fails for a node that a tree of `size` leaves does not have. */
function lookupIn(oracle: MerkleOracle, size: number): NodeLookup {
  return (nodes) => nodes.map((node) => perfectNode(oracle, node, size));
}

function perfectNode(oracle: MerkleOracle, { level, index }: TreeNode, size: number): Uint8Array {
  const end = (index + 1) * 2 ** level;
  if (end > size) throw new Error(`size ${size} has no perfect node ${level}/${index}`);
  return oracle.mth(index * 2 ** level, end);
}

/** Hashes as text: comparing thousands of arrays byte by byte takes the assertion library many seconds. */
function texts(hashes: readonly Uint8Array[]): string {
  return hashes.map((hash) => Buffer.from(hash).toString('hex')).join(' ');
}

describe(`all trees of up to ${SMALL} leaves agree with RFC 6962`, () => {
  test('compact range: root, one node for each set bit, and picking up from stored nodes', () => {
    let range = CompactRange.empty();
    for (const size of sizes) {
      expect(range.size).toBe(size);
      expect(range.root()).toEqual(small.mth(0, size));
      expect(range.nodes()).toHaveLength(size.toString(2).replaceAll('0', '').length);
      range = CompactRange.from(range.size, range.nodes());
      if (size < SMALL) range.append(small.mth(size, size + 1));
    }
  });

  test('roots from perfect nodes', () => {
    for (const size of sizes) expect(treeRoot(size, lookupIn(small, size))).toEqual(small.mth(0, size));
  });

  test('inclusion proofs of every leaf', () => {
    for (const size of sizes) {
      for (let index = 0; index < size; index++) {
        const proof = proveInclusion(index, size, lookupIn(small, size));
        expect(texts(proof)).toBe(texts(small.path(index, size)));
        checkInclusion(index, size, small.mth(index, index + 1), proof, small.mth(0, size));
      }
    }
  });

  test('consistency proofs between every two sizes', () => {
    for (const size of sizes) {
      for (let oldSize = 1; oldSize <= size; oldSize++) {
        const proof = proveConsistency(oldSize, size, lookupIn(small, size));
        expect(texts(proof)).toBe(texts(small.proof(oldSize, size)));
        checkConsistency(oldSize, size, small.mth(0, oldSize), small.mth(0, size), proof);
      }
    }
  });

  test('subtree proofs of every subtree of sizes up to 40, and of no other range', () => {
    for (let size = 0; size <= 40; size++) {
      for (let start = 0; start < size; start++) {
        for (let end = start + 1; end <= size; end++) {
          if (!isSubtree({ start, end })) continue;
          const plan = planSubtreeProof(start, end, size);
          const proof = plan.combine(lookupIn(small, size)(plan.nodes));
          expect(texts(proof)).toBe(texts(small.subtreeProof(start, end, size)));
          checkSubtreeConsistency(start, end, size, small.mth(start, end), small.mth(0, size), proof);
        }
      }
    }
  });

  test('isSubtree is the definition: start is a multiple of the least power of two that holds the width', () => {
    for (let start = 0; start <= 40; start++) {
      for (let end = start + 1; end <= 80; end++) {
        let power = 1;
        while (power < end - start) power *= 2;
        expect(isSubtree({ start, end })).toBe(start % power === 0);
      }
    }
  });
});

describe('random trees of up to 2,100 leaves agree with RFC 6962', () => {
  const pair = fc
    .tuple(fc.nat(2098), fc.nat(2099))
    .map(([a, b]) => ({ low: Math.min(a, b), size: Math.max(a, b) + 1 }));

  test('inclusion, consistency and root, synchronous and asynchronous, from one call', async () => {
    await fc.assert(
      fc.asyncProperty(pair, async ({ low, size }) => {
        const lookup = lookupIn(large, size);
        const read = async (nodes: readonly TreeNode[]) => lookup(nodes);
        const inclusion = proveInclusion(low, size, lookup);
        const consistency = proveConsistency(low + 1, size, lookup);
        expect(texts(inclusion)).toBe(texts(large.path(low, size)));
        expect(texts(consistency)).toBe(texts(large.proof(low + 1, size)));
        expect(texts(await fetchInclusionProof(low, size, read))).toBe(texts(inclusion));
        expect(texts(await fetchConsistencyProof(low + 1, size, read))).toBe(texts(consistency));
        expect(await fetchTreeRoot(size, read)).toEqual(large.mth(0, size));
        expect(rootFromInclusionProof(low, size, large.mth(low, low + 1), inclusion)).toEqual(large.mth(0, size));
        checkConsistency(low + 1, size, large.mth(0, low + 1), large.mth(0, size), consistency);
      }),
      { numRuns: 300 },
    );
  });

  test('compact range picked up at any size', () => {
    const ranges = [CompactRange.empty()];
    for (let i = 0; i < 2100; i++) {
      const next = (ranges[i] as CompactRange).clone();
      next.append(large.mth(i, i + 1));
      ranges.push(next);
    }
    for (const size of [...sizes, 255, 256, 257, 1023, 1024, 1025, 2047, 2048, 2049, 2100]) {
      expect((ranges[size] as CompactRange).root()).toEqual(large.mth(0, size));
    }
  });
});

describe('trees beyond 2^32 leaves', () => {
  const HUGE = [2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 2 ** 40 + 3, 2 ** 45 - 1, 2 ** 52, 2 ** 53 - 2, 2 ** 53 - 1];
  const lastLeaves = HUGE.map((size) => size - 1);
  const special = [0, 5, 2 ** 31, 2 ** 40, 2 ** 40 + 1, 2 ** 51 + 7, ...lastLeaves];
  const huge = sparseOracle(special);

  test.each(HUGE)('size %d: inclusion of every leaf that differs', (size) => {
    const root = huge.mth(0, size);
    expect(treeRoot(size, lookupIn(huge, size))).toEqual(root);
    for (const index of special.filter((candidate) => candidate < size)) {
      const leaf = huge.mth(index, index + 1);
      const proof = proveInclusion(index, size, lookupIn(huge, size));
      expect(texts(proof)).toBe(texts(huge.path(index, size)));
      checkInclusion(index, size, leaf, proof, root);
      expect(() => checkInclusion(index % 2 === 0 ? index + 1 : index - 1, size, leaf, proof, root)).toThrow();
      // What 32-bit arithmetic would take for the same leaf.
      if (index >= 2 ** 32) expect(() => checkInclusion(index % 2 ** 32, size, leaf, proof, root)).toThrow();
    }
  });

  test('consistency between every two of them', () => {
    for (const size of HUGE) {
      for (const oldSize of [1, 6, 2 ** 31 + 1, ...HUGE].filter((candidate) => candidate <= size)) {
        const proof = proveConsistency(oldSize, size, lookupIn(huge, size));
        expect(texts(proof)).toBe(texts(huge.proof(oldSize, size)));
        checkConsistency(oldSize, size, huge.mth(0, oldSize), huge.mth(0, size), proof);
      }
    }
  });

  test('a compact range grows across 2^40 + 3', () => {
    const nodes = [huge.mth(0, 2 ** 40), huge.mth(2 ** 40, 2 ** 40 + 2), huge.mth(2 ** 40 + 2, 2 ** 40 + 3)];
    const range = CompactRange.from(2 ** 40 + 3, nodes);
    for (let size = 2 ** 40 + 3; size < 2 ** 40 + 20; size++) {
      expect(range.root()).toEqual(huge.mth(0, size));
      range.append(huge.mth(size, size + 1));
    }
  });

  test('a compact range merges 33 nodes at once', () => {
    const size = 2 ** 33 - 1;
    const starts = Array.from({ length: 33 }, (_, i) => 2 ** 33 - 2 ** (33 - i));
    const range = CompactRange.from(
      size,
      starts.map((start, i) => huge.mth(start, start + 2 ** (32 - i))),
    );
    expect(range.root()).toEqual(huge.mth(0, size));
    range.append(huge.mth(size, size + 1));
    expect(range.nodes()).toEqual([huge.mth(0, 2 ** 33)]);
  });

  test('a subtree far to the right', () => {
    const [start, end, size] = [2 ** 40, 2 ** 40 + 3, 2 ** 52 + 9];
    const plan = planSubtreeProof(start, end, size);
    const proof = plan.combine(lookupIn(huge, size)(plan.nodes));
    expect(texts(proof)).toBe(texts(huge.subtreeProof(start, end, size)));
    checkSubtreeConsistency(start, end, size, huge.mth(start, end), huge.mth(0, size), proof);
    const inner = proveInclusion(1, 3, (nodes) =>
      nodes.map(({ level, index }) => huge.mth(start + index * 2 ** level, start + (index + 1) * 2 ** level)),
    );
    checkSubtreeInclusion(start + 1, start, end, huge.mth(start + 1, start + 2), inner, huge.mth(start, end));
  });

  test('the promised cost: at most 2 log2(size) + 1 nodes, all different', () => {
    const size = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
    fc.assert(
      fc.property(size, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (n, fraction) => {
        const index = Math.floor(fraction * n);
        for (const { nodes } of [planInclusionProof(index, n), planConsistencyProof(index + 1, n)]) {
          expect(nodes.length).toBeLessThanOrEqual(2 * Math.log2(n) + 1);
          expect(new Set(nodes.map(({ level, index: i }) => `${level}/${i}`)).size).toBe(nodes.length);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
