/**
 * Medians, largest remainders and the cap: known answers and refusals. Laws and oracles: test/property/core.
 * @module
 */
import { describe, expect, test } from 'vitest';
import { shareGroups, splitGroups } from '../../../../src/core/credit/cap.ts';
import { lowerMedian } from '../../../../src/core/credit/median.ts';
import { largestRemainder } from '../../../../src/core/credit/rounding.ts';
import { inputError } from '../../../_util/input-error.ts';

describe('lower median', () => {
  test.each([
    [[7n], 7n],
    [[9n, 1n], 1n],
    [[9n, 1n, 4n], 4n],
    [[9n, -2n, 4n, 1n], 1n],
    [[-(2n ** 90n), 2n ** 90n, 0n], 0n],
  ])('known answer %#', (values, median) => {
    expect(lowerMedian(values)).toBe(median);
  });

  test('leaves its input as it is, and refuses none', () => {
    const values = [3n, 1n, 2n];
    lowerMedian(values);
    expect(values).toEqual([3n, 1n, 2n]);
    expect(() => lowerMedian([])).toThrow(inputError('bad-credit-input'));
  });
});

describe('largest remainders', () => {
  test.each([
    ['whole shares', 10n, [1n, 4n], ['a', 'b'], [2n, 8n]],
    ['the larger remainder', 10n, [1n, 2n], ['a', 'b'], [3n, 7n]],
    ['a tie: the lower rank', 101n, [1n, 1n], ['b', 'a'], [50n, 51n]],
    ['two of three tied', 5n, [1n, 1n, 1n], ['c', 'a', 'b'], [1n, 2n, 2n]],
    ['fewer units than members', 1n, [1n, 1n, 1n], ['c', 'b', 'a'], [0n, 0n, 1n]],
    ['a weight of 0', 7n, [0n, 1n], ['a', 'b'], [0n, 7n]],
    ['no weight above 0', 7n, [0n, 0n], ['a', 'b'], [0n, 0n]],
    ['no budget', 0n, [1n, 2n], ['a', 'b'], [0n, 0n]],
    ['nobody', 7n, [], [], []],
  ])('%s', (_, budget, weights, ranks, shares) => {
    expect(largestRemainder(budget, weights, ranks)).toEqual(shares);
  });

  test('Alabama: one unit more can cost a member one', () => {
    const weights = [6n, 6n, 2n];
    expect(largestRemainder(10n, weights, ['a', 'b', 'c'])).toEqual([4n, 4n, 2n]);
    expect(largestRemainder(11n, weights, ['a', 'b', 'c'])).toEqual([5n, 5n, 1n]);
  });

  test.each([
    ['a negative budget', -1n, [1n], ['a']],
    ['a negative weight', 1n, [2n, -1n], ['a', 'b']],
    ['a rank too few', 1n, [1n, 1n], ['a']],
    ['a rank too many', 1n, [1n], ['a', 'b']],
  ])('refuses %s', (_, budget, weights, ranks) => {
    expect(() => largestRemainder(budget, weights, ranks)).toThrow(inputError('bad-credit-input'));
  });
});

describe('the cap', () => {
  /** `x5` is a member of group x with weight 5; ranks rise. */
  const split = (budget: bigint, cap: bigint, ...texts: string[]) => {
    const members = texts.map((text, i) => ({
      group: text.slice(0, 1),
      weight: BigInt(text.slice(1)),
      rank: String(i),
    }));
    return splitGroups(shareGroups(budget, members, cap), members);
  };

  test.each([
    ['not reached', 100n, 60n, ['x6', 'y4'], [60n, 40n]],
    ['the excess is shared again, in proportion', 100n, 50n, ['x8', 'y1', 'z1'], [50n, 25n, 25n]],
    ['one leaves after the other', 100n, 40n, ['x6', 'y3', 'z1'], [40n, 40n, 20n]],
    ['all leave: the rest is left over', 100n, 30n, ['x1', 'y1'], [30n, 30n]],
    ['a group shares one cap among its members', 100n, 40n, ['x3', 'y4', 'x1'], [30n, 40n, 10n]],
    ['an exact share equal to the cap stays', 100n, 50n, ['x1', 'y1'], [50n, 50n]],
    ['a share just below it rounds up to it at most', 5n, 2n, ['x1', 'y1', 'z1'], [2n, 2n, 1n]],
    ['a cap of 0', 100n, 0n, ['x1', 'y0'], [0n, 0n]],
    ['who earned nothing takes no excess', 100n, 30n, ['x1', 'y0'], [30n, 0n]],
    ['nobody', 100n, 50n, [], []],
  ])('%s', (_, budget, cap, members, amounts) => {
    expect(split(budget, cap, ...members)).toEqual(amounts);
  });

  test('a tie between groups goes to the one with the lowest rank among its members', () => {
    expect(split(3n, 3n, 'x1', 'y1', 'y1', 'x1')).toEqual([1n, 1n, 0n, 1n]);
  });

  test('refuses a negative cap, budget or weight', () => {
    expect(() => split(1n, -1n, 'x1')).toThrow(inputError('bad-credit-input'));
    expect(() => split(-1n, 1n, 'x1')).toThrow(inputError('bad-credit-input'));
    expect(() => split(1n, 1n, 'x-1')).toThrow(inputError('bad-credit-input'));
  });
});
