import { describe, expect, test } from 'vitest';
import { CompactRange } from '../../../../src/core/merkle/compact-range.ts';
import { inputError } from '../../../_util/input-error.ts';
import { oracleOfSize } from '../../../_util/merkle-oracle.ts';

const { mth } = oracleOfSize(16);
const hashes = (count: number) => Array.from({ length: count }, (_, i) => mth(i, i + 1));

function rangeOfSize(size: number): CompactRange {
  const range = CompactRange.empty();
  for (const hash of hashes(size)) range.append(hash);
  return range;
}

describe('compact range', () => {
  test('the example: at size 7 nodes over 0-3, 4-5 and 6, merged by leaf 7', () => {
    const range = rangeOfSize(7);
    expect(range.nodes()).toEqual([mth(0, 4), mth(4, 6), mth(6, 7)]);
    range.append(mth(7, 8));
    expect(range.nodes()).toEqual([mth(0, 8)]);
    expect(range.size).toBe(8);
  });

  test('neither the caller of nodes() nor a clone can change it', () => {
    const range = rangeOfSize(3);
    const copy = range.clone();
    range.nodes().pop();
    copy.append(mth(3, 4));
    expect([range.size, range.root()]).toEqual([3, mth(0, 3)]);
    expect([copy.size, copy.root()]).toEqual([4, mth(0, 4)]);
  });

  test('from keeps no tie to the array it was given', () => {
    const nodes = rangeOfSize(3).nodes();
    const range = CompactRange.from(3, nodes);
    nodes.pop();
    expect(range.root()).toEqual(mth(0, 3));
  });

  test.each([
    ['none for size 1', 1, 0],
    ['one for size 0', 0, 1],
    ['one for size 3', 3, 1],
    ['three for size 3', 3, 3],
    ['one for 2^32 + 1, whose lower half has one bit', 2 ** 32 + 1, 1],
    ['two for 2^40, which 32-bit operators take for 2^8', 2 ** 40, 2],
    ['52 for 2^53 - 1', Number.MAX_SAFE_INTEGER, 52],
  ])('refuses a wrong number of hashes: %s', (_, size, count) => {
    expect(() => CompactRange.from(size, new Array<Uint8Array>(count).fill(mth(0, 1)))).toThrow(
      inputError('bad-compact-range'),
    );
  });

  test('counts set bits beyond 32', () => {
    expect(CompactRange.from(2 ** 40 + 3, hashes(3)).size).toBe(2 ** 40 + 3);
    expect(CompactRange.from(Number.MAX_SAFE_INTEGER, new Array(53).fill(mth(0, 1))).nodes()).toHaveLength(53);
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the size %d', (size) => {
    expect(() => CompactRange.from(size, [])).toThrow(inputError('bad-integer'));
  });

  test('refuses hashes that are not 32 bytes long', () => {
    expect(() => CompactRange.from(1, [new Uint8Array(31)])).toThrow(inputError('bad-compact-range'));
    expect(() => CompactRange.empty().append(new Uint8Array(33))).toThrow(inputError('bad-compact-range'));
  });

  test('refuses a leaf past 2^53 - 1, and stays as it was', () => {
    const full = CompactRange.from(Number.MAX_SAFE_INTEGER, new Array(53).fill(mth(0, 1)));
    const root = full.root();
    expect(() => full.append(mth(1, 2))).toThrow(inputError('bad-integer'));
    expect(full.root()).toEqual(root);
  });
});
