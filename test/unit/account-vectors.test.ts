import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { decodeAccountNode, encodeAccountLeaf, encodeAccountNode } from '../../src/core/account/node.ts';
import { checkAccountPath } from '../../src/core/account/path.ts';
import { formatAccountPath, parseAccountPath } from '../../src/core/account/path-json.ts';
import { proveAccount } from '../../src/core/account/prove.ts';
import { decodeSubLeaf, encodeSubLeaf, nextSubLeaf } from '../../src/core/account/sub-log.ts';
import { AccountTree } from '../../src/core/account/trie.ts';
import { decodeHex, encodeHex } from '../../src/core/bytes/hex.ts';
import { isErrorCode } from '../../src/core/catalogue/catalogue.ts';
import { InputError } from '../../src/core/error.ts';
import { type AccountVectors, accountVectors } from '../_util/account-vectors.ts';

const vectors: AccountVectors = JSON.parse(
  readFileSync(new URL('../vectors/account-tree.json', import.meta.url), 'utf8'),
);
const docs = readFileSync(new URL('../../docs/reference/account-tree.md', import.meta.url), 'utf8');

/** The tree after each number of records, with what the last append wrote. */
const versions = [{ tree: AccountTree.empty(vectors.origin), written: [] as readonly { bytes: Uint8Array }[] }];
for (const [index, record] of vectors.records.entries()) {
  const entry = { index, leafHash: decodeHex(record.leafHash), ...deltasOf(record) };
  versions.push(versionAt(index).tree.append({ account: record.account, ...entry }));
}

describe('test/vectors/account-tree.json', () => {
  test('is what the oracle says', () => {
    expect(vectors).toEqual(accountVectors());
  });

  test('keys and the empty tree', () => {
    const { tree } = versionAt(0);
    expect(encodeHex(tree.root())).toBe(vectors.emptyRoot);
    for (const [account, key] of Object.entries(vectors.keys)) expect(encodeHex(tree.keyOf(account))).toBe(key);
  });

  test.each(vectors.records.map((record, index) => ({ index, record })))('record $index', ({ index, record }) => {
    const { tree, written } = versionAt(index + 1);
    const before = versionAt(index).tree.account(record.account);
    const entry = { index, leafHash: decodeHex(record.leafHash), ...deltasOf(record) };
    expect(encodeHex(encodeSubLeaf(nextSubLeaf(before, entry)))).toBe(record.subLeaf);
    expect(written.map(({ bytes }) => encodeHex(bytes))).toEqual([record.leaf, ...record.nodes]);
    expect(encodeHex(tree.root())).toBe(record.root);
    const { count, issued, spent } = tree.totals();
    expect({ count, issued: String(issued), spent: String(spent) }).toEqual(record.totals);
  });

  test.each(vectors.records)('every preimage decodes and encodes to itself', ({ subLeaf, leaf, nodes }) => {
    expect(encodeHex(encodeSubLeaf(decodeSubLeaf(decodeHex(subLeaf))))).toBe(subLeaf);
    for (const hex of [leaf, ...nodes]) {
      const value = decodeAccountNode(decodeHex(hex));
      expect(encodeHex(value.kind === 'leaf' ? encodeAccountLeaf(value) : encodeAccountNode(value))).toBe(hex);
    }
  });

  test.each(vectors.valid)('valid: $desc', ({ account, size, isPresent, path }) => {
    const { tree } = versionAt(size);
    const { leaf, totals } = checkAccountPath(vectors.origin, account, parseAccountPath(path), tree.root());
    expect(leaf !== undefined).toBe(isPresent);
    expect(totals).toEqual(tree.totals());
    expect(formatAccountPath(proveAccount(tree, account))).toEqual(path);
  });

  test.each(vectors.invalid)('invalid: $desc', ({ account, size, path, code }) => {
    expect(isErrorCode(code)).toBe(true);
    expect(
      codeOf(() => checkAccountPath(vectors.origin, account, parseAccountPath(path), versionAt(size).tree.root())),
    ).toBe(code);
  });
});

describe('docs/reference/account-tree.md', () => {
  test('quotes the vectors', () => {
    const last = vectors.records.at(-1);
    const quoted = [
      vectors.origin,
      vectors.emptyRoot,
      ...Object.values(vectors.keys),
      last?.root,
      last?.subLeaf,
      last?.leaf,
    ];
    for (const value of [...quoted, ...(last?.nodes ?? [])]) expect(unwrapped(docs)).toContain(value);
  });
});

function versionAt(size: number) {
  const version = versions[size];
  if (version === undefined) throw new Error(`vectors: no size ${size}`);
  return version;
}

function deltasOf({ issuedDelta, spentDelta }: { issuedDelta: string; spentDelta: string }) {
  return { issuedDelta: BigInt(issuedDelta), spentDelta: BigInt(spentDelta) };
}

/** Long hex values stand on several lines of the page, separated by field. */
function unwrapped(text: string): string {
  return text.replaceAll(/[\s|]+/g, '');
}

function codeOf(check: () => unknown): string {
  try {
    check();
  } catch (error) {
    if (error instanceof InputError) return error.code;
    throw error;
  }
  return 'accepted';
}
