import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bitAt, prefixOf, sharedBits } from '../../src/core/account/bits.ts';
import type { AccountLog } from '../../src/core/account/sub-log.ts';
import { type AccountSubtree, buildSubtree, findTip, makeTip, place, tipsOf } from '../../src/core/account/subtree.ts';
import { compareBytes } from '../../src/core/bytes/bytes.ts';
import { encodeHex } from '../../src/core/bytes/hex.ts';
import { leafWith, treeOf } from '../_util/account-oracle.ts';

const SUB_ROOT = new Uint8Array(32).fill(0x77);

/** Keys that share long prefixes, as those of real accounts never do: zeros with up to three bits set. */
const deepKey = fc.array(fc.integer({ min: 0, max: 255 }), { maxLength: 3 }).map((positions) => {
  const key = new Uint8Array(32);
  for (const position of positions) key[Math.floor(position / 8)] = 2 ** (7 - (position % 8));
  return key;
});
const anyKey = fc.oneof(deepKey, fc.uint8Array({ minLength: 32, maxLength: 32 }));
const someKeys = fc.uniqueArray(anyKey, { minLength: 1, maxLength: 24, selector: encodeHex });

function tipOf(key: Uint8Array, i: number) {
  const log: AccountLog = {
    account: `a${i}`,
    count: i + 1,
    issued: BigInt(i) ** 9n,
    spent: BigInt(i),
    lastIndex: i,
    range: [],
  };
  return makeTip(key, log, SUB_ROOT);
}

function bitsOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
}

describe('bits of a key', () => {
  test('bit, shared bits and prefix agree with a string of digits', () => {
    fc.assert(
      fc.property(anyKey, anyKey, fc.integer({ min: 0, max: 256 }), (a, b, length) => {
        const [digitsOfA, digitsOfB] = [bitsOf(a), bitsOf(b)];
        if (length < 256) expect(bitAt(a, length)).toBe(Number(digitsOfA[length]));
        expect(bitsOf(prefixOf(a, length))).toBe(digitsOfA.slice(0, length).padEnd(256, '0'));
        const firstDifference = [...digitsOfA].findIndex((digit, i) => digit !== digitsOfB[i]);
        const shared = firstDifference < 0 ? 256 : firstDifference;
        expect(sharedBits(a, b)).toBe(shared);
        expect(sharedBits(a, b, length)).toBe(Math.min(shared, length));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a trie over any keys, however deep', () => {
  test('placing in any order, building at once and the oracle give one tree', () => {
    fc.assert(
      fc.property(someKeys, (keys) => {
        const tips = keys.map(tipOf);
        const placed = tips.reduce<AccountSubtree | undefined>((subtree, tip) => place(subtree, tip, []), undefined);
        const sorted = tips.toSorted((a, b) => compareBytes(a.leaf.key, b.leaf.key));
        const built = buildSubtree(sorted, 0, sorted.length);
        const leaves = tips.map(({ log, leaf, summary: { count, issued, spent } }) =>
          leafWith({
            account: log.account,
            key: encodeHex(leaf.key),
            count,
            issued,
            spent,
            lastIndex: leaf.lastIndex,
            subRoot: encodeHex(SUB_ROOT),
            subLeaves: [],
          }),
        );
        expect(placed?.summary).toEqual(built.summary);
        expect(encodeHex(built.summary.hash)).toBe(treeOf(leaves).hash);
        expect([...tipsOf(built)]).toEqual(sorted);
        for (const tip of tips) expect(findTip(built, tip.leaf.key)).toEqual(tip);
      }),
    );
  });

  test('finds nothing under a key that is not there', () => {
    fc.assert(
      fc.property(someKeys, anyKey, (keys, other) => {
        fc.pre(keys.every((key) => compareBytes(key, other) !== 0));
        const tree = keys.map(tipOf).reduce<AccountSubtree | undefined>((at, tip) => place(at, tip, []), undefined);
        expect(findTip(tree, other)).toBeUndefined();
      }),
    );
  });
});
