import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeHex } from '../../../../src/core/bytes/hex.ts';
import { EMPTY_ROOT, hashLeaf, hashNode } from '../../../../src/core/merkle/hash.ts';

const utf8 = (text: string) => new Uint8Array(Buffer.from(text));

// Well-known answers of RFC 6962 logs: the empty tree, the empty leaf, and leaf and node as any SHA-256 tool gives them
// (printf '\0L123456' | sha256sum).
test('RFC 6962 2.1: empty tree, leaf and node', () => {
  expect(encodeHex(EMPTY_ROOT)).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(encodeHex(hashLeaf(utf8('')))).toBe('6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d');
  expect(encodeHex(hashLeaf(utf8('L123456')))).toBe('395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56');
  expect(encodeHex(hashNode(utf8('N123'), utf8('N456')))).toBe(
    'aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb',
  );
});

test('a node over other lengths is the hash of the joined bytes, and leaves nothing behind', () => {
  const [a, b] = [new Uint8Array(32).fill(0xaa), new Uint8Array(32).fill(0xbb)];
  const node = (...parts: Uint8Array[]) =>
    createHash('sha256')
      .update(Buffer.concat([Buffer.of(1), ...parts]))
      .digest('hex');
  for (const [left, right] of [
    [a, b],
    [a.subarray(1), b],
    [a.subarray(2), Uint8Array.of(...b, 1, 2)],
    [b, a],
    [a, b],
  ] as const) {
    expect(encodeHex(hashNode(left, right))).toBe(node(left, right));
  }
});
