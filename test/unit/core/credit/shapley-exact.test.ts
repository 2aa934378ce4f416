/**
 * Exact Shapley values, leave-one-out and utility tables: known answers and refusals.
 * @module
 */
import { describe, expect, test } from 'vitest';
import { leaveOneOut, leaveOneOutOfAll } from '../../../../src/core/credit/leave-one-out.ts';
import {
  assertEfficiency,
  exactShapley,
  factorial,
  MAX_EXACT_PLAYERS,
} from '../../../../src/core/credit/shapley-exact.ts';
import { decodeTable, encodeTable, tableDigest } from '../../../../src/core/credit/utility-table.ts';
import { inputError } from '../../../_util/input-error.ts';
import { GAME } from './_examples.ts';

const [MIN, MAX] = [-(2 ** 31), 2 ** 31 - 1];

describe('exact Shapley', () => {
  test('the worked example: each factor by hand', () => {
    expect(exactShapley(GAME, 3)).toEqual([72n, 96n, -6n]);
  });

  test('one player gets what it gains', () => {
    expect(exactShapley([5, 12], 1)).toEqual([7n]);
  });

  test('twelve players over the widest values are exact', () => {
    const table = Array.from({ length: 2 ** 12 }, (_, mask) => (mask % 2 === 1 ? MAX : MIN));
    const gain = BigInt(MAX) - BigInt(MIN);
    // Player 0 alone decides: it gains everything in every order.
    expect(exactShapley(table, 12)).toEqual([factorial(12) * gain, ...Array.from({ length: 11 }, () => 0n)]);
  });

  test('factorials', () => {
    expect([0, 1, 2, 5, MAX_EXACT_PLAYERS].map(factorial)).toEqual([1n, 1n, 2n, 120n, 479_001_600n]);
  });

  test.each([
    ['no player', [0], 0],
    ['half a player', [0, 1], 0.5],
    ['thirteen players', new Array<number>(2 ** 13).fill(0), 13],
    ['a coalition too few', [0, 1, 2], 2],
    ['a coalition too many', [0, 1, 2, 3, 4], 2],
    ['a fraction', [0, 0.5], 1],
    ['a value above int32', [0, 2 ** 31], 1],
    ['a value below int32', [0, -(2 ** 31) - 1], 1],
    ['no number', [0, Number.NaN], 1],
    ['minus zero', [0, -0], 1],
  ])('refuses %s', (_, table, players) => {
    expect(() => exactShapley(table, players)).toThrow(inputError('bad-utility-table'));
    expect(() => leaveOneOutOfAll(table, players)).toThrow(inputError('bad-utility-table'));
  });

  test.each([
    ['one more', [72n, 96n, -5n], 3],
    ['one numerator missing', [72n, 90n], 3],
    ['the right sum from another number of players', [162n], 3],
    ['numerators of another factorial', [72n, 96n, -6n], 4],
  ])('efficiency refuses %s', (_, numerators, players) => {
    expect(() => assertEfficiency(numerators, players, 0, 27)).toThrow(inputError('shapley-sum'));
  });

  test('efficiency refuses numerators that no table of int32 gives, whatever their sum', () => {
    const most = 2n * (2n ** 32n - 1n);
    const share = (first: bigint) => assertEfficiency([first, 54n - first], 2, 0, 27);
    for (const first of [most, 54n - most]) expect(share(first)).toEqual([first, 54n - first]);
    for (const first of [most + 1n, 53n - most, 10n ** 77n])
      expect(() => share(first)).toThrow(inputError('shapley-sum'));
  });
});

describe('leave-one-out', () => {
  test('from the short table', () => {
    expect(leaveOneOut([500_000, 900_000, 850_000, 875_000, 910_000], 3)).toEqual([50_000n, 25_000n, -10_000n]);
  });

  test('from all coalitions', () => {
    expect(leaveOneOutOfAll(GAME, 3)).toEqual([13n, 11n, -3n]);
  });

  test('over the widest values', () => {
    expect(leaveOneOut([0, MAX, MIN], 1)).toEqual([2n ** 32n - 1n]);
  });

  test.each([
    ['no player', [0, 1], 0],
    ['a player too few', [0, 1, 2], 2],
    ['a player too many', [0, 1, 2, 3], 1],
    ['a fraction', [0, 1, 0.5], 1],
  ])('refuses %s', (_, table, players) => {
    expect(() => leaveOneOut(table, players)).toThrow(inputError('bad-utility-table'));
  });
});

describe('utility tables', () => {
  test.each([
    [[], '', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [[MIN, -1, 0, MAX], 'gAAAAP////8AAAAAf////w==', 'daf8c7efd06cc2aff9da715cf01f7f753ac5713531d14784ab363ac7bbcb32ea'],
    [
      GAME,
      'AAAAAAAAAAoAAAAUAAAAHgAAAAAAAAAQAAAADgAAABs=',
      'a2648dd17ee9363fc34096a6ad70b02ce045e60f6b3d76e8c84bc9b2c5819ef3',
    ],
  ])('%j', (values, text, digest) => {
    expect(encodeTable(values)).toBe(text);
    expect(decodeTable(text)).toEqual(values);
    expect(tableDigest(values)).toBe(digest);
  });

  test.each(['AAAA', 'AAAAAAA=', 'AA=='])('refuses %s: not whole values', (text) => {
    expect(() => decodeTable(text, 'part 3')).toThrow(inputError('bad-utility-table'));
    expect(() => decodeTable(text, 'part 3')).toThrow('part 3');
  });

  test.each(['AAAAAA', 'AAAAAB==', 'AAAA AA==', '____'])('refuses %s: not canonical base64', (text) => {
    expect(() => decodeTable(text)).toThrow(inputError('bad-base64'));
  });

  test('refuses to encode or digest what is no int32', () => {
    for (const value of [0.5, 2 ** 31, -0, Number.NaN]) {
      expect(() => encodeTable([0, value])).toThrow(inputError('bad-utility-table'));
      expect(() => tableDigest([value])).toThrow(inputError('bad-utility-table'));
    }
  });
});
