import { describe, expect, test } from 'vitest';
import {
  type AccountLeaf,
  type AccountNode,
  decodeAccountNode,
  EMPTY_ACCOUNT_ROOT,
  encodeAccountLeaf,
  encodeAccountNode,
  summarize,
} from '../../src/core/account/node.ts';
import { encodeHex } from '../../src/core/bytes/hex.ts';
import { sha256 } from '../../src/core/bytes/sha256.ts';
import { inputError } from '../_util/input-error.ts';

const MAX_U128 = 2n ** 128n - 1n;
const hashOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

const LEAF: AccountLeaf = {
  kind: 'leaf',
  key: hashOf(0xa1),
  count: 2 ** 40,
  issued: MAX_U128,
  spent: 2n ** 64n,
  lastIndex: Number.MAX_SAFE_INTEGER,
  subRoot: hashOf(0xb2),
};
const NODE: AccountNode = {
  kind: 'node',
  depth: 11,
  prefix: Uint8Array.of(0xff, 0xe0, ...new Uint8Array(30)),
  left: { hash: hashOf(0x0c), count: 1, issued: 2n, spent: 1n },
  right: { hash: hashOf(0x0d), count: 2 ** 32, issued: 2n ** 64n, spent: 0n },
};

/** The bytes with those at `offset` replaced. */
function patched(bytes: Uint8Array, offset: number, ...replacement: number[]): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(replacement, offset);
  return copy;
}

describe('preimages', () => {
  test('the empty tree is the hash of one byte', () => {
    expect(EMPTY_ACCOUNT_ROOT).toEqual(sha256(Uint8Array.of(0x12)));
  });

  test('a leaf, byte by byte', () => {
    expect(encodeHex(encodeAccountLeaf(LEAF))).toBe(
      `10${'a1'.repeat(32)}0000010000000000${'ff'.repeat(16)}00000000000000010000000000000000` +
        `001fffffffffffff${'b2'.repeat(32)}`,
    );
  });

  test('a node, byte by byte', () => {
    expect(encodeHex(encodeAccountNode(NODE))).toBe(
      `11000bffe0${'00'.repeat(30)}` +
        `${'0c'.repeat(32)}0000000000000001${'00'.repeat(15)}02${'00'.repeat(15)}01` +
        `${'0d'.repeat(32)}000000010000000000000000000000010000000000000000${'00'.repeat(16)}`,
    );
  });

  test('decoding is the inverse, also inside a larger buffer', () => {
    expect(decodeAccountNode(encodeAccountLeaf(LEAF))).toEqual(LEAF);
    const padded = Uint8Array.of(9, 9, 9, ...encodeAccountNode(NODE), 9);
    expect(decodeAccountNode(padded.subarray(3, -1))).toEqual(NODE);
  });

  test('what is decoded does not share memory with the bytes, be they a Buffer', () => {
    const bytes = Buffer.from(encodeAccountLeaf(LEAF));
    const leaf = decodeAccountNode(bytes);
    bytes.fill(0);
    expect(leaf).toEqual(LEAF);
  });

  test('a summary carries the hash and the sums', () => {
    const { count, issued, spent } = LEAF;
    expect(summarize(LEAF)).toEqual({ hash: sha256(encodeAccountLeaf(LEAF)), count, issued, spent });
    const sums = { count: 2 ** 32 + 1, issued: 2n ** 64n + 2n, spent: 1n };
    expect(summarize(NODE)).toEqual({ hash: sha256(encodeAccountNode(NODE)), ...sums });
  });

  test('no preimage is touched by a later one, however many there are', () => {
    const kept = [encodeAccountLeaf(LEAF), encodeAccountNode(NODE)];
    const before = kept.map(encodeHex);
    for (let i = 0; i < 300; i++) {
      const other = { ...LEAF, key: hashOf(i % 256), count: i + 1, issued: BigInt(i) ** 9n, spent: 0n };
      const { hash } = summarize(other);
      expect(hash).toEqual(sha256(encodeAccountLeaf(other)));
      encodeAccountNode({ ...NODE, left: { hash, count: i + 1, issued: 0n, spent: 0n } });
    }
    expect(kept.map(encodeHex)).toEqual(before);
    expect([encodeAccountLeaf(LEAF), encodeAccountNode(NODE)].map(encodeHex)).toEqual(before);
  });

  test('sums that leave their range are refused, never wrapped', () => {
    const huge = { hash: hashOf(1), count: 1, issued: MAX_U128, spent: 0n };
    expect(() => summarize({ ...NODE, left: huge })).toThrow(inputError('account-overflow'));
    const many = { hash: hashOf(1), count: Number.MAX_SAFE_INTEGER, issued: 0n, spent: 0n };
    expect(() => summarize({ ...NODE, left: many })).toThrow(inputError('account-overflow'));
  });
});

describe('decoding refuses', () => {
  const leaf = encodeAccountLeaf(LEAF);
  const node = encodeAccountNode(NODE);

  test.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['the empty tree', Uint8Array.of(0x12)],
    ['an unknown tag', patched(leaf, 0, 0x00)],
    ['a leaf under the tag of a node', patched(leaf, 0, 0x11)],
    ['a leaf cut short', leaf.slice(0, -1)],
    ['a leaf with a byte more', Uint8Array.of(...leaf, 0)],
    ['a leaf without records', patched(leaf, 33, 0, 0, 0, 0, 0, 0, 0, 0)],
    ['a leaf that spends beyond what was issued', patched(leaf, 41, ...new Uint8Array(16))],
    ['a leaf whose count is above 2^53 - 1', patched(leaf, 33, 0, 0x20, 0, 0, 0, 0, 0, 0)],
    ['a leaf whose last index is above 2^53 - 1', patched(leaf, 73, 0, 0x20, 0, 0, 0, 0, 0, 0)],
    [
      'a leaf whose last index leaves no room for its records',
      patched(leaf, 73, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xfe),
    ],
    ['a node cut short', node.slice(0, -1)],
    ['a node with a byte more', Uint8Array.of(...node, 0)],
    ['a node under the tag of a leaf', patched(node, 0, 0x10)],
    ['a node of depth 256', patched(node, 1, 1, 0)],
    ['a node with a prefix bit beyond its depth', patched(node, 4, 0xf0)],
    ['a node with a prefix byte beyond its depth', patched(node, 34, 0x01)],
    ['a node whose left child has no records', patched(node, 74, 0)],
    ['a node whose right child spends beyond what was issued', patched(node, 163, 1)],
  ])('%s', (_, bytes) => {
    expect(() => decodeAccountNode(bytes)).toThrow(inputError('account-node'));
  });
});
