import { describe, expect, test } from 'vitest';
import { checkEntries } from '../../src/core/account/entries.ts';
import type { AccountLeaf } from '../../src/core/account/node.ts';
import { checkAccountPath } from '../../src/core/account/path.ts';
import { proveAccount } from '../../src/core/account/prove.ts';
import { type AccountAppend, AccountTree } from '../../src/core/account/trie.ts';
import { inputError } from '../_util/input-error.ts';

const ORIGIN = 'ledger.example';
const RECORDS: readonly AccountAppend[] = ['a', 'b', 'a', 'c', 'a', 'b', 'a'].map((account, index) => {
  const leafHash = new Uint8Array(32).fill(index + 1);
  return { account, index, leafHash, issuedDelta: 10n, spentDelta: BigInt(index) };
});
const OF_A = RECORDS.filter(({ account }) => account === 'a');

function treeOf(records: readonly AccountAppend[]): AccountTree {
  return records.reduce((tree, record) => tree.append(record).tree, AccountTree.empty(ORIGIN));
}

/** What the tree proves of `account`, if it stands over as many records as the ledger has. */
function leafOf(tree: AccountTree, account: string, size: number): AccountLeaf | undefined {
  const { leaf, totals } = checkAccountPath(ORIGIN, account, proveAccount(tree, account), tree.root());
  expect(totals.count).toBe(size);
  return leaf;
}

describe("the owner's check", () => {
  const leaf = leafOf(treeOf(RECORDS), 'a', RECORDS.length);

  test('accepts all records of the account, and returns its log', () => {
    expect(checkEntries('a', leaf, OF_A)).toEqual(treeOf(RECORDS).account('a'));
  });

  test('accepts the newer records on top of what was checked before', () => {
    const earlier = checkEntries('a', leafOf(treeOf(RECORDS.slice(0, 3)), 'a', 3), OF_A.slice(0, 2));
    expect(checkEntries('a', leaf, OF_A.slice(2), earlier)).toEqual(treeOf(RECORDS).account('a'));
    expect(() => checkEntries('a', leaf, OF_A.slice(3), earlier)).toThrow(inputError('account-entries'));
  });

  test('accepts no records for an account without a leaf, and nothing else', () => {
    expect(checkEntries('d', undefined, [])).toBeUndefined();
    expect(() => checkEntries('d', undefined, OF_A)).toThrow(inputError('account-entries'));
    expect(() => checkEntries('a', leaf, [])).toThrow(inputError('account-entries'));
  });

  test.each(OF_A.map((_, i) => i))('I5: record %d of the account is missing', (i) => {
    expect(() => checkEntries('a', leaf, OF_A.toSpliced(i, 1))).toThrow(inputError('account-entries'));
  });

  test.each<[string, Partial<AccountAppend>]>([
    ['index', { index: 3 }],
    ['leaf hash', { leafHash: new Uint8Array(32) }],
    ['issued delta', { issuedDelta: 11n }],
    ['spent delta', { spentDelta: 1n }],
  ])('I5: another %s in one of the records', (_, fields) => {
    const entries = OF_A.map((entry, i) => (i === 1 ? { ...entry, ...fields } : entry));
    expect(() => checkEntries('a', leaf, entries)).toThrow(inputError('account-entries'));
  });

  test.each<[string, Partial<AccountLeaf>]>([
    ['count', { count: 5 }],
    ['issued', { issued: 41n }],
    ['spent', { spent: 11n }],
    ['last index', { lastIndex: 5 }],
    ['sub-root', { subRoot: new Uint8Array(32) }],
  ])('a leaf with another %s than its records give', (_, fields) => {
    const wrong = leaf === undefined ? undefined : { ...leaf, ...fields };
    expect(() => checkEntries('a', wrong, OF_A)).toThrow(inputError('account-entries'));
  });

  test('I5: the records of another account are mixed in', () => {
    expect(() => checkEntries('a', leaf, RECORDS)).toThrow(inputError('account-entries'));
  });

  test('records out of order are refused', () => {
    expect(() => checkEntries('a', leaf, OF_A.toReversed())).toThrow(inputError('account-entry'));
  });
});

describe('I5: an operator that leaves a record out of an account', () => {
  const hidden = 4;

  test('and out of the tree: the count falls short of the ledger', () => {
    const logs = [...treeOf(RECORDS.slice(0, hidden)).logs()];
    const totals = AccountTree.restore(ORIGIN, logs).totals();
    expect(totals.count).not.toBe(hidden + 1);
  });

  test.each(['b', 'd'])('and gives it to account %s: the count is right, but the owners see it', (other) => {
    const moved = RECORDS.map((record, i) => (i === hidden ? { ...record, account: other } : record));
    const tree = treeOf(moved);
    expect(tree.root()).not.toEqual(treeOf(RECORDS).root());
    for (const account of ['a', other]) {
      const own = RECORDS.filter((record) => record.account === account);
      const leaf = leafOf(tree, account, RECORDS.length);
      expect(() => checkEntries(account, leaf, own)).toThrow(inputError('account-entries'));
    }
    const ofC = RECORDS.filter((record) => record.account === 'c');
    expect(checkEntries('c', leafOf(tree, 'c', RECORDS.length), ofC)).toBeDefined();
  });
});
