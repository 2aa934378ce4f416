import { describe, expect, test } from 'vitest';
import { proveAccount } from '../../src/core/account/prove.ts';
import { type AccountEntry, type AccountLog, subRootOf } from '../../src/core/account/sub-log.ts';
import { rootAfterAppend } from '../../src/core/account/transition.ts';
import { AccountTree } from '../../src/core/account/trie.ts';
import { inputError } from '../_util/input-error.ts';

const ORIGIN = 'ledger.example';
const leafHash = new Uint8Array(32).fill(7);
const entryAt = (index: number, issuedDelta = 0n, spentDelta = 0n): AccountEntry => {
  return { index, leafHash, issuedDelta, spentDelta };
};

const tree = ['a', 'b', 'a', 'c', 'a', 'd'].reduce(
  (before, account, index) => before.append({ account, ...entryAt(index, 10n) }).tree,
  AccountTree.empty(ORIGIN),
);
const logOfA = logOf('a');

function logOf(account: string): AccountLog {
  const log = tree.account(account);
  if (log === undefined) throw new Error(`account ${account} has no record`);
  return log;
}

/** The root after a record of account `a`, with other arguments where given. */
function derive(entry: AccountEntry, before: AccountLog | undefined = logOfA, root = tree.root()): Uint8Array {
  return rootAfterAppend(ORIGIN, 'a', proveAccount(tree, 'a'), root, entry, before);
}

describe('the second derivation of the account root', () => {
  test('agrees with the tree for an account that has records', () => {
    const entry = entryAt(6, 5n, 30n);
    expect(derive(entry)).toEqual(tree.append({ account: 'a', ...entry }).tree.root());
  });

  test('agrees with the tree for a new account, wherever the way down ends', () => {
    const kinds = new Set<string>();
    for (const account of Array.from({ length: 40 }, (_, i) => `new-${i}`)) {
      const path = proveAccount(tree, account);
      const derived = rootAfterAppend(ORIGIN, account, path, tree.root(), entryAt(6), undefined);
      expect(derived).toEqual(tree.append({ account, ...entryAt(6) }).tree.root());
      kinds.add(path.end.kind);
    }
    expect([...kinds].sort()).toEqual(['leaf', 'node']);
  });

  test('agrees with the tree for the first record of all', () => {
    const empty = AccountTree.empty(ORIGIN);
    const path = proveAccount(empty, 'system');
    const derived = rootAfterAppend(ORIGIN, 'system', path, empty.root(), entryAt(0, 1n), undefined);
    expect(derived).toEqual(empty.append({ account: 'system', ...entryAt(0, 1n) }).tree.root());
  });

  test.each([5, 7, 2])('refuses index %d after six records', (index) => {
    expect(() => derive(entryAt(index))).toThrow(inputError('account-entry'));
  });

  test('refuses a path that does not lead to the root', () => {
    expect(() => derive(entryAt(6), logOfA, new Uint8Array(32))).toThrow(inputError('account-root'));
  });

  test.each<[string, AccountLog | undefined]>([
    ['no log', undefined],
    ['another count', { ...logOfA, count: 5 }],
    ['another range', { ...logOfA, range: logOfA.range.map(() => leafHash) }],
    ['a range of another shape with the same root', { ...logOfA, range: [subRootOf(logOfA)] }],
    ['the log of another account', logOf('b')],
  ])('refuses %s', (_, before) => {
    const path = proveAccount(tree, 'a');
    const check = () => rootAfterAppend(ORIGIN, 'a', path, tree.root(), entryAt(6), before);
    expect(check).toThrow(inputError('account-log'));
  });

  test('refuses a log for an account that has none', () => {
    const check = () => rootAfterAppend(ORIGIN, 'e', proveAccount(tree, 'e'), tree.root(), entryAt(6), logOfA);
    expect(check).toThrow(inputError('account-log'));
  });

  test('I6: refuses what the tree refuses', () => {
    expect(() => derive(entryAt(6, 0n, 31n))).toThrow(inputError('account-overdrawn'));
    expect(() => derive(entryAt(6, 2n ** 128n - 30n))).toThrow(inputError('account-overflow'));
    expect(() => derive(entryAt(6, 2n ** 128n - 59n))).toThrow(inputError('account-overflow'));
  });
});
