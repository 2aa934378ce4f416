import { describe, expect, test } from 'vitest';
import {
  floorLog2,
  hasNode,
  isSubtree,
  nodesOfRange,
  proofPath,
  splitWidth,
} from '../../../../src/core/merkle/range.ts';

const MAX = Number.MAX_SAFE_INTEGER;

test('floorLog2 and splitWidth at every power of two and beside it, as bigint has them', () => {
  for (let exponent = 0; exponent <= 52; exponent++) {
    for (const value of [2 ** exponent - 1, 2 ** exponent, 2 ** exponent + 1].filter((candidate) => candidate > 0)) {
      expect(floorLog2(value)).toBe(BigInt(value).toString(2).length - 1);
      if (value > 1) expect(splitWidth(value)).toBe(2 ** (BigInt(value - 1).toString(2).length - 1));
    }
  }
  expect(floorLog2(MAX)).toBe(52);
});

describe('isSubtree', () => {
  test.each([
    [0, 1],
    [0, 7],
    [5, 6],
    [8, 13],
    [8, 16],
    [6, 8],
    [0, MAX],
    [2 ** 52, MAX],
    [MAX - 1, MAX],
    [2 ** 40, 2 ** 40 + 3],
  ])('[%d, %d) is one', (start, end) => expect(isSubtree({ start, end })).toBe(true));

  test.each([
    [0, 0],
    [3, 3],
    [2, 1],
    [1, 3],
    [2, 5],
    [2, 6],
    [1, 15],
    [-1, 0],
    [-2, 0],
    [0.5, 1.5],
    [0, Number.NaN],
    [Number.NaN, 1],
    [0, 2 ** 53],
    [0, Number.POSITIVE_INFINITY],
    [2 ** 40 + 1, 2 ** 40 + 3],
  ])('[%d, %d) is none, or an empty one', (start, end) => expect(isSubtree({ start, end })).toBe(false));
});

test('nodesOfRange: 13 = 8 + 4 + 1, and the same far to the right', () => {
  expect(nodesOfRange({ start: 0, end: 13 })).toEqual([
    { level: 3, index: 0 },
    { level: 2, index: 2 },
    { level: 0, index: 12 },
  ]);
  expect(nodesOfRange({ start: 2 ** 40, end: 2 ** 40 + 3 })).toEqual([
    { level: 1, index: 2 ** 39 },
    { level: 0, index: 2 ** 40 + 2 },
  ]);
  expect(nodesOfRange({ start: 0, end: 0 })).toEqual([]);
  expect(nodesOfRange({ start: 0, end: MAX })).toHaveLength(53);
});

// The figures of draft-ietf-plants-merkle-tree-certs, "Example Subtree Consistency Proofs", size 14.
test('proofPath: a subtree that is a node, and one that is not', () => {
  expect(proofPath({ start: 4, end: 8 }, 14)).toEqual({
    seed: { start: 4, end: 8 },
    siblings: [
      { start: 0, end: 4 },
      { start: 8, end: 14 },
    ],
  });
  expect(proofPath({ start: 8, end: 13 }, 14)).toEqual({
    seed: { start: 12, end: 13 },
    siblings: [
      { start: 13, end: 14 },
      { start: 8, end: 12 },
      { start: 0, end: 8 },
    ],
  });
});

test('hasNode: perfect nodes only', () => {
  expect(hasNode({ level: 0, index: 6 }, 7)).toBe(true);
  expect(hasNode({ level: 0, index: 7 }, 7)).toBe(false);
  expect(hasNode({ level: 1, index: 2 }, 7)).toBe(true);
  expect(hasNode({ level: 1, index: 3 }, 7)).toBe(false);
  expect(hasNode({ level: 60, index: 0 }, MAX)).toBe(false);
  for (const part of [-1, 0.5, Number.NaN]) {
    expect(hasNode({ level: part, index: 0 }, 7)).toBe(false);
    expect(hasNode({ level: 0, index: part }, 7)).toBe(false);
  }
});
