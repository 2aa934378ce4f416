import { describe, expect, test } from 'vitest';
import {
  type AccountLog,
  decodeSubLeaf,
  encodeSubLeaf,
  growAccount,
  nextSubLeaf,
  type SubLeaf,
  subRootOf,
} from '../../src/core/account/sub-log.ts';
import { encodeHex } from '../../src/core/bytes/hex.ts';
import { EMPTY_ROOT } from '../../src/core/merkle/hash.ts';
import { inputError } from '../_util/input-error.ts';

const MAX_U128 = 2n ** 128n - 1n;
const leafHash = new Uint8Array(32).fill(0xee);
const before = { count: 3, issued: 100n, spent: 40n, lastIndex: 7 };

const SUB_LEAF: SubLeaf = {
  sequence: 3,
  index: 2 ** 33,
  leafHash,
  issuedDelta: 5n,
  spentDelta: 2n ** 64n,
  issuedAfter: MAX_U128,
  spentAfter: 2n ** 64n + 1n,
};

describe('sub-leaves', () => {
  test('byte by byte', () => {
    expect(encodeHex(encodeSubLeaf(SUB_LEAF))).toBe(
      `00000000000000030000000200000000${'ee'.repeat(32)}${'00'.repeat(15)}05` +
        `00000000000000010000000000000000${'ff'.repeat(16)}00000000000000010000000000000001`,
    );
  });

  test('decoding is the inverse', () => {
    expect(decodeSubLeaf(encodeSubLeaf(SUB_LEAF))).toEqual(SUB_LEAF);
  });

  test.each<[string, Partial<SubLeaf>]>([
    ['spent after beyond issued after', { issuedAfter: 2n ** 64n }],
    ['an issued delta beyond the total', { issuedDelta: 6n, issuedAfter: 5n, spentDelta: 0n, spentAfter: 0n }],
    ['a spent delta beyond the total', { spentAfter: 2n ** 64n - 1n }],
    ['a sequence beyond the index', { sequence: 4, index: 3 }],
  ])('decoding refuses %s', (_, fields) => {
    const bytes = encodeSubLeaf({ ...SUB_LEAF, ...fields });
    expect(() => decodeSubLeaf(bytes)).toThrow(inputError('account-node'));
  });

  test('decoding refuses another length, and a count above 2^53 - 1', () => {
    const bytes = encodeSubLeaf(SUB_LEAF);
    expect(() => decodeSubLeaf(bytes.slice(0, -1))).toThrow(inputError('account-node'));
    expect(() => decodeSubLeaf(Uint8Array.of(...bytes, 0))).toThrow(inputError('account-node'));
    for (const offset of [0, 8]) {
      const huge = Uint8Array.from(bytes);
      huge[offset + 1] = 0x20;
      expect(() => decodeSubLeaf(huge)).toThrow(inputError('account-node'));
    }
  });
});

describe('the next sub-leaf', () => {
  test('counts from 0 and adds up', () => {
    const first = nextSubLeaf(undefined, { index: 5, leafHash, issuedDelta: 9n, spentDelta: 9n });
    expect(first).toMatchObject({ sequence: 0, index: 5, issuedAfter: 9n, spentAfter: 9n });
    const next = nextSubLeaf(before, { index: 8, leafHash, issuedDelta: 1n, spentDelta: 61n });
    expect(next).toMatchObject({ sequence: 3, index: 8, issuedAfter: 101n, spentAfter: 101n });
  });

  test.each([-1, 0.5, 2 ** 53, 7, 6, Number.NaN])('refuses index %d after 7', (index) => {
    const entry = { index, leafHash, issuedDelta: 0n, spentDelta: 0n };
    expect(() => nextSubLeaf(before, entry)).toThrow(inputError('account-entry'));
  });

  test('refuses a leaf hash of another length', () => {
    const entry = { index: 8, leafHash: new Uint8Array(31), issuedDelta: 0n, spentDelta: 0n };
    expect(() => nextSubLeaf(before, entry)).toThrow(inputError('account-entry'));
  });

  test('I6: spends up to the balance and no more', () => {
    const spend = (spentDelta: bigint) => () =>
      nextSubLeaf(before, { index: 8, leafHash, issuedDelta: 0n, spentDelta });
    expect(spend(60n)().spentAfter).toBe(100n);
    expect(spend(61n)).toThrow(inputError('account-overdrawn'));
  });

  test.each([
    [-1n, 0n],
    [0n, -1n],
    [2n ** 128n, 0n],
    [MAX_U128, 0n],
    [MAX_U128 - 99n, 0n],
    [0n, MAX_U128],
  ])('refuses amounts out of range: issued %d, spent %d', (issuedDelta, spentDelta) => {
    const entry = { index: 8, leafHash, issuedDelta, spentDelta };
    expect(() => nextSubLeaf(before, entry)).toThrow(inputError('account-overflow'));
  });

  test('issues up to 2^128 - 1', () => {
    const entry = { index: 8, leafHash, issuedDelta: MAX_U128 - 100n, spentDelta: 0n };
    expect(nextSubLeaf(before, entry).issuedAfter).toBe(MAX_U128);
  });
});

describe('an account log', () => {
  test('growing leaves the log before as it was', () => {
    const first = growAccount('a', undefined, { index: 0, leafHash, issuedDelta: 3n, spentDelta: 0n });
    const kept = structuredClone(first.log);
    const second = growAccount('a', first.log, { index: 4, leafHash, issuedDelta: 0n, spentDelta: 2n });
    expect(first.log).toEqual(kept);
    expect(second.log).toMatchObject({ account: 'a', count: 2, issued: 3n, spent: 2n, lastIndex: 4 });
    expect(subRootOf(second.log)).toEqual(second.subRoot);
    expect(second.subRoot).not.toEqual(first.subRoot);
    expect(first.subRoot).not.toEqual(EMPTY_ROOT);
  });

  test('a log whose range does not fit its count is refused', () => {
    const log: AccountLog = {
      account: 'a',
      count: 2,
      issued: 0n,
      spent: 0n,
      lastIndex: 1,
      range: [leafHash, leafHash],
    };
    expect(() => subRootOf(log)).toThrow(inputError('bad-compact-range'));
  });
});
