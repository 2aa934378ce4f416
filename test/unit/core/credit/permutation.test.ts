/**
 * The seed and the permutations: values computed by another program (Python's hashlib), their fairness, and refusals.
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { describe, expect, test } from 'vitest';
import { encodeHex } from '../../../../src/core/bytes/hex.ts';
import { installSha256 } from '../../../../src/core/bytes/sha256.ts';
import { permutationSeed, permutations } from '../../../../src/core/credit/permutation.ts';
import { exactShapley } from '../../../../src/core/credit/shapley-exact.ts';
import { addPermutationPart, MAX_PART_PERMUTATIONS } from '../../../../src/core/credit/shapley-permutation.ts';
import { everyOrder, utilityIn } from '../../../_util/credit-oracle.ts';
import { inputError } from '../../../_util/input-error.ts';
import { SAMPLED, SEED } from './_examples.ts';

const wordBytes = (word: number) => [24, 16, 8, 0].map((shift) => Math.floor(word / 2 ** shift) % 256);
const bytes = (byte: number, length = 32) => new Uint8Array(length).fill(byte);

describe('the seed', () => {
  test('known answer', () => {
    expect(encodeHex(SEED)).toBe('2215bfae26a3c597ef9c6e09fc2d77e4e04a01048613eb065f6118ebec105c32');
  });

  test('changes with every part, and with the order of the nonces', () => {
    const parts = { roundOpen: bytes(1), plan: bytes(2), nonces: [bytes(3), bytes(4), bytes(5)] };
    const seeds = [
      parts,
      { ...parts, roundOpen: bytes(9) },
      { ...parts, plan: bytes(9) },
      { ...parts, nonces: parts.nonces.toReversed() },
      { ...parts, nonces: parts.nonces.slice(1) },
      { ...parts, nonces: [] },
    ].map((changed) => encodeHex(permutationSeed(changed)));
    expect(new Set(seeds).size).toBe(6);
  });

  test.each([
    { roundOpen: bytes(1, 31), plan: bytes(2), nonces: [] },
    { roundOpen: bytes(1), plan: bytes(2, 33), nonces: [] },
    { roundOpen: bytes(1), plan: bytes(2), nonces: [bytes(3), bytes(4, 0)] },
  ])('refuses a part of another length: %#', (parts) => {
    expect(() => permutationSeed(parts)).toThrow(inputError('bad-credit-input'));
  });
});

describe('the permutations', () => {
  test('known answers', () => {
    expect([...permutations(SEED, 3, 4)].map((order) => order.join(''))).toEqual(['012', '210', '102', '012']);
    expect([...permutations(SEED, 20, 1, 7)][0]?.join(' ')).toBe('4 0 17 15 2 3 10 18 13 11 8 14 5 16 1 7 12 19 9 6');
    const last = [...permutations(SEED, 20, 1, 2 ** 32 - 1)][0];
    expect(last?.join(' ')).toBe('10 18 16 8 0 2 14 19 7 11 15 9 6 12 1 5 3 17 13 4');
  });

  test('each order is as likely as any other', () => {
    const seen = new Map<string, number>();
    for (const order of permutations(SEED, 4, 24_000)) seen.set(order.join(''), (seen.get(order.join('')) ?? 0) + 1);
    expect(seen.size).toBe(24);
    // Chi-squared with 23 degrees of freedom: 49.7 is exceeded by one seed in a thousand, and this seed is fixed.
    const chiSquared = [...seen.values()].reduce((total, times) => total + (times - 1_000) ** 2 / 1_000, 0);
    expect(chiSquared).toBeLessThan(49.7);
  });

  test('a word that would make a place likelier is skipped, and only then', () => {
    // Of 3 places: floor(2^32 / 3) * 3 = 0xffffffff is the first word to skip. Of 2 places none is.
    const block = Uint8Array.from([0xffffffff, 0xfffffffd, 0xffffffff, 0, 0, 0, 0, 0].flatMap(wordBytes));
    installSha256((data) => (data.length === 40 ? block.slice() : sha256(data)));
    try {
      expect([...permutations(SEED, 3, 1)]).toEqual([[0, 2, 1]]);
    } finally {
      installSha256(sha256);
    }
  });

  test('none, and one player', () => {
    expect([...permutations(SEED, 3, 0, 2 ** 32)]).toEqual([]);
    expect([...permutations(SEED, 1, 2)]).toEqual([[0], [0]]);
  });

  test.each([
    [bytes(1, 31), 3, 1, 0],
    [SEED, 0, 1, 0],
    [SEED, 1.5, 1, 0],
    [SEED, 3, -1, 0],
    [SEED, 3, 1, -1],
    [SEED, 3, 1, 2 ** 32],
    [SEED, 3, 2, 2 ** 32 - 1],
  ])('refuses %#', (seed, players, count, start) => {
    expect(() => [...permutations(seed, players, count, start)]).toThrow(inputError('bad-credit-input'));
  });
});

describe('sampled Shapley', () => {
  const zero = [0n, 0n, 0n];

  test('the worked example, whole and cut into parts', () => {
    expect(addPermutationPart(zero, SAMPLED)).toEqual({ sums: [33n, 54n, -6n], residual: 0n });
    const first = addPermutationPart(zero, { ...SAMPLED, count: 1, values: SAMPLED.values.slice(0, 2) });
    expect(first.sums).toEqual([10n, 20n, -3n]);
    const rest = { ...SAMPLED, start: 1, count: 2, values: SAMPLED.values.slice(2) };
    expect(addPermutationPart(first.sums, rest).sums).toEqual([33n, 54n, -6n]);
    expect(zero).toEqual([0n, 0n, 0n]);
  });

  test('the worked example, truncated', () => {
    expect(addPermutationPart(zero, { ...SAMPLED, truncation: 3 })).toEqual({ sums: [33n, 54n, 0n], residual: -6n });
  });

  test('over one permutation of every order it is the exact value', () => {
    const table = [3, -7, 11, 40, 0, 25, -2, 90, 8, 1, 1, 60, -50, 13, 22, 100];
    const utility = utilityIn(table);
    const firsts = new Map<string, number>();
    for (let k = 0; firsts.size < 24; k++) {
      const order = [...permutations(SEED, 4, 1, k)][0]?.join('') ?? '';
      if (!firsts.has(order)) firsts.set(order, k);
    }
    expect([...firsts.keys()].sort()).toEqual(
      everyOrder(4)
        .map((order) => order.join(''))
        .sort(),
    );
    let sums: readonly bigint[] = [0n, 0n, 0n, 0n];
    for (const [order, start] of firsts) {
      const values = [1, 2, 3].map((length) => utility([...order.slice(0, length)].map(Number)));
      const fixed = { seed: SEED, players: 4, count: 1, empty: 3, grand: 100, truncation: 0 };
      sums = addPermutationPart(sums, { ...fixed, start, values }).sums;
    }
    expect(sums).toEqual(exactShapley(table, 4));
  });

  test('truncation 0 ends no permutation, not even at the utility of all', () => {
    const part = { ...SAMPLED, count: 1, values: [27, 5] };
    expect(addPermutationPart(zero, part)).toEqual({ sums: [27n, -22n, 22n], residual: 0n });
    expect(() => addPermutationPart(zero, { ...part, truncation: 1 })).toThrow(inputError('bad-utility-table'));
  });

  test('the empty coalition can end a permutation: nobody gains', () => {
    const part = { ...SAMPLED, truncation: 27, values: [0, 0, 0, 0, 0, 0] };
    expect(addPermutationPart(zero, part)).toEqual({ sums: zero, residual: 81n });
    expect(() => addPermutationPart(zero, { ...part, values: [0, 0, 0, 1, 0, 0] })).toThrow('goes on with 1');
  });

  test('one player has no prefixes and gains all', () => {
    const part = { ...SAMPLED, players: 1, values: [] };
    expect(addPermutationPart([5n], part)).toEqual({ sums: [5n + 81n], residual: 0n });
  });

  test.each([
    ['a value too few', { values: SAMPLED.values.slice(1) }],
    ['a value too many', { values: [...SAMPLED.values, 0] }],
    ['another number of players than sums', { players: 4 }],
    ['part of a permutation', { count: 1.5, values: [1, 2, 3] }],
    ['too many permutations', { count: MAX_PART_PERMUTATIONS + 1 }],
    ['fewer than none', { count: -1, values: [] }],
    ['a fraction', { values: [10, 30, 0, 14, 20, 0.5] }],
    ['a utility of nobody beyond int32', { empty: 2 ** 31 }],
    ['a utility of all beyond int32', { grand: -(2 ** 31) - 1 }],
    ['a negative truncation', { truncation: -1 }],
    ['half a truncation', { truncation: 0.5 }],
  ])('refuses %s', (_, changes) => {
    expect(() => addPermutationPart(zero, { ...SAMPLED, ...changes })).toThrow(inputError('bad-utility-table'));
  });

  test('refuses a seed of another length', () => {
    expect(() => addPermutationPart(zero, { ...SAMPLED, seed: bytes(1, 16) })).toThrow(inputError('bad-credit-input'));
  });
});
