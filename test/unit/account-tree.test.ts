import { describe, expect, test } from 'vitest';
import { decodeAccountNode, EMPTY_ACCOUNT_ROOT } from '../../src/core/account/node.ts';
import type { AccountLog } from '../../src/core/account/sub-log.ts';
import { type AccountAppend, AccountTree } from '../../src/core/account/trie.ts';
import { sha256 } from '../../src/core/bytes/sha256.ts';
import { inputError } from '../_util/input-error.ts';

const ORIGIN = 'ledger.example';
const MAX_U128 = 2n ** 128n - 1n;

function record(account: string, index: number, issuedDelta = 0n, spentDelta = 0n): AccountAppend {
  return { account, index, leafHash: new Uint8Array(32).fill(index), issuedDelta, spentDelta };
}

function treeOf(...records: readonly AccountAppend[]): AccountTree {
  return records.reduce((tree, each) => tree.append(each).tree, AccountTree.empty(ORIGIN));
}

describe('the account tree', () => {
  test('is empty at first', () => {
    const tree = AccountTree.empty(ORIGIN);
    expect(tree.root()).toEqual(EMPTY_ACCOUNT_ROOT);
    expect(tree.totals()).toEqual({ count: 0, issued: 0n, spent: 0n });
    expect(tree.account('a')).toBeUndefined();
    expect([...tree.logs()]).toEqual([]);
  });

  test('sums over all accounts, and each account alone', () => {
    const tree = treeOf(record('a', 0, 10n), record('b', 1, 5n), record('a', 2, 0n, 4n), record('c', 3));
    expect(tree.totals()).toEqual({ count: 4, issued: 15n, spent: 4n });
    expect(tree.account('a')).toMatchObject({ account: 'a', count: 2, issued: 10n, spent: 4n, lastIndex: 2 });
    expect(tree.account('b')).toMatchObject({ account: 'b', count: 1, issued: 5n, spent: 0n, lastIndex: 1 });
    expect(tree.account('d')).toBeUndefined();
  });

  test('an append leaves the tree before as it was', () => {
    const tree = treeOf(record('a', 0), record('b', 1));
    const [root, totals, logs] = [tree.root(), tree.totals(), structuredClone([...tree.logs()])];
    tree.append(record('a', 2));
    tree.append(record('c', 2));
    expect([tree.root(), tree.totals(), [...tree.logs()]]).toEqual([root, totals, logs]);
  });

  test('writes exactly the preimages that are new, children first, the root last', () => {
    const { written } = treeOf(record('a', 0), record('b', 1), record('c', 2)).append(record('a', 3));
    const values = written.map(({ hash, bytes }) => {
      expect(sha256(bytes)).toEqual(hash);
      return decodeAccountNode(bytes);
    });
    expect(values[0]).toMatchObject({ kind: 'leaf', count: 2, lastIndex: 3 });
    values.slice(1).forEach((value, i) => {
      const child = written[i]?.hash;
      expect(value.kind === 'node' && [value.left.hash, value.right.hash]).toContainEqual(child);
    });
  });

  test.each([0, 1, 3, -1, 2.5])('I5: refuses index %d as the third record', (index) => {
    const tree = treeOf(record('a', 0), record('a', 1));
    expect(() => tree.append({ ...record('b', 2), index })).toThrow(inputError('account-entry'));
  });

  test('I6: the sum over accounts is checked, not only each account', () => {
    const tree = treeOf(record('a', 0, MAX_U128 - 1n));
    expect(tree.append(record('b', 1, 1n)).tree.totals().issued).toBe(MAX_U128);
    expect(() => tree.append(record('b', 1, 2n))).toThrow(inputError('account-overflow'));
  });

  test('I6: one account cannot spend the credit of another', () => {
    const tree = treeOf(record('a', 0, 10n), record('b', 1));
    expect(() => tree.append(record('b', 2, 0n, 1n))).toThrow(inputError('account-overdrawn'));
  });

  test('refuses what is no account', () => {
    expect(() => AccountTree.empty(ORIGIN).append(record('A', 0))).toThrow(inputError('account-id'));
    expect(() => AccountTree.empty(ORIGIN).account('A')).toThrow(inputError('account-id'));
  });
});

describe('restoring', () => {
  const tree = treeOf(record('a', 0, 9n), record('b', 1), record('a', 2), record('c', 3), record('a', 4, 0n, 9n));
  const logs = [...tree.logs()];

  /** The logs with other fields for one account. */
  function withFields(account: string, fields: Partial<AccountLog>, from = logs): AccountLog[] {
    return from.map((log) => (log.account === account ? { ...log, ...fields } : log));
  }

  test('gives the same tree, in any order, and it goes on', () => {
    for (const order of [logs, logs.toReversed()]) {
      const restored = AccountTree.restore(ORIGIN, order);
      expect(restored.root()).toEqual(tree.root());
      expect([...restored.logs()]).toEqual(logs);
      expect(restored.append(record('d', 5)).tree.root()).toEqual(tree.append(record('d', 5)).tree.root());
    }
    expect(AccountTree.restore(ORIGIN, []).root()).toEqual(EMPTY_ACCOUNT_ROOT);
  });

  test.each<[string, AccountLog[]]>([
    ['an account listed twice', [...logs, ...logs.slice(0, 1)]],
    ['no records', withFields('b', { count: 0, range: [] })],
    ['spent beyond issued', withFields('b', { spent: 1n })],
    ['a last index before its records', withFields('a', { lastIndex: 0 }, withFields('c', { lastIndex: 4 }))],
    ['a last index beyond the ledger', withFields('a', { lastIndex: 5 })],
    ['two accounts with one last record', withFields('b', { lastIndex: 3 })],
    ['no account with the last record', withFields('a', { lastIndex: 2 })],
    ['an account missing', logs.filter(({ account }) => account !== 'b')],
  ])('refuses %s', (_, wrong) => {
    expect(() => AccountTree.restore(ORIGIN, wrong)).toThrow(inputError('account-log'));
  });

  test('refuses a range that does not fit its count', () => {
    expect(() => AccountTree.restore(ORIGIN, withFields('a', { range: [] }))).toThrow(inputError('bad-compact-range'));
  });

  test('takes 10,000 accounts at once', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => {
      return { account: `i-${index}`, count: 1, issued: 2n, spent: 1n, lastIndex: index, range: [new Uint8Array(32)] };
    });
    const totals = { count: 10_000, issued: 20_000n, spent: 10_000n };
    expect(AccountTree.restore(ORIGIN, many).totals()).toEqual(totals);
  });
});
