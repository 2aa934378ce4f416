import { describe, expect, test } from 'vitest';
import { bitAt, prefixOf } from '../../src/core/account/bits.ts';
import { accountKey } from '../../src/core/account/key.ts';
import {
  type AccountLeaf,
  type AccountNode,
  EMPTY_ACCOUNT_ROOT,
  encodeAccountNode,
  summarize,
} from '../../src/core/account/node.ts';
import { type AccountPath, checkAccountPath, checkPathOfKey } from '../../src/core/account/path.ts';
import { formatAccountPath, parseAccountPath } from '../../src/core/account/path-json.ts';
import { proveAccount, walkAccount } from '../../src/core/account/prove.ts';
import { AccountTree } from '../../src/core/account/trie.ts';
import { inputError } from '../_util/input-error.ts';

const ORIGIN = 'ledger.example';
const ACCOUNTS = ['system', 'a', 'b', 'c', 'd', 'e', 'f', 'keys/a'];
const hashOf = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

const tree = ACCOUNTS.reduce(
  (before, account, index) =>
    before.append({ account, index, leafHash: hashOf(index), issuedDelta: BigInt(index), spentDelta: 0n }).tree,
  AccountTree.empty(ORIGIN),
);

describe('checking a path', () => {
  test('an account with records: its leaf, and the totals', () => {
    const checked = checkAccountPath(ORIGIN, 'c', proveAccount(tree, 'c'), tree.root());
    expect(checked.leaf).toMatchObject({ kind: 'leaf', count: 1, issued: 3n, spent: 0n, lastIndex: 3 });
    expect(checked.totals).toEqual(tree.totals());
  });

  test.each(['leaf', 'node'] as const)('an account without records, where the way down ends at a %s', (kind) => {
    const account = absentWith(kind);
    const checked = checkAccountPath(ORIGIN, account, proveAccount(tree, account), tree.root());
    expect(checked).toEqual({ leaf: undefined, totals: tree.totals() });
  });

  test('any account in the empty tree', () => {
    const path = proveAccount(AccountTree.empty(ORIGIN), 'a');
    expect(path).toEqual({ end: { kind: 'empty' }, siblings: [] });
    const totals = { count: 0, issued: 0n, spent: 0n };
    expect(checkAccountPath(ORIGIN, 'a', path, EMPTY_ACCOUNT_ROOT)).toEqual({ leaf: undefined, totals });
    expect(() => checkAccountPath(ORIGIN, 'a', path, tree.root())).toThrow(inputError('account-root'));
  });

  test('absence cannot be claimed at any node on the way to a leaf', () => {
    const { siblings } = proveAccount(tree, 'c');
    siblings.forEach((_, height) => {
      const end = nodeOnWay('c', height);
      const path = { end, siblings: siblings.slice(height + 1) };
      expect(() => checkAccountPath(ORIGIN, 'c', path, tree.root())).toThrow(inputError('account-path'));
    });
  });

  test('no path but its own proves an account that has records', () => {
    for (const account of ACCOUNTS) {
      for (const other of [...ACCOUNTS, absentWith('node')].filter((id) => id !== account)) {
        const check = () => checkAccountPath(ORIGIN, account, proveAccount(tree, other), tree.root());
        expect(check).toThrow(/^path: /);
      }
    }
  });

  test('a node that an operator hashed with impossible values is refused, though the hash is right', () => {
    const key = accountKey(ORIGIN, 'a');
    const leaf: AccountLeaf = { kind: 'leaf', key, count: 1, issued: 5n, spent: 0n, lastIndex: 0, subRoot: hashOf(1) };
    const check = (end: AccountLeaf, siblings: AccountPath['siblings'] = []) => {
      const path = { end, siblings };
      return () => checkPathOfKey(key, path, summarize(end).hash);
    };
    expect(check(leaf)().leaf).toEqual(leaf);
    expect(check({ ...leaf, spent: 6n })).toThrow(inputError('account-node'));
    expect(check({ ...leaf, count: 0 })).toThrow(inputError('account-node'));
    expect(check({ ...leaf, count: 2 })).toThrow(inputError('account-node'));
    expect(check({ ...leaf, lastIndex: 1 })).toThrow(inputError('account-path'));
    const debt = { depth: 3, hash: hashOf(2), count: 1, issued: 0n, spent: 1n };
    expect(check(leaf, [debt])).toThrow(inputError('account-node'));
    expect(check(leaf, [{ ...debt, hash: hashOf(2).slice(1) }])).toThrow(inputError('account-node'));
  });

  test('an operator cannot hide an account behind a node that does not belong there', () => {
    const key = hashOf(0);
    const aside = { hash: hashOf(2), count: 1, issued: 0n, spent: 0n };
    // Keys under `end` begin with 1, yet it is hashed as the child for keys that begin with 0.
    const end: AccountNode = { kind: 'node', depth: 1, prefix: prefixOf(hashOf(0xff), 1), left: aside, right: aside };
    const root: AccountNode = { kind: 'node', depth: 0, prefix: key, left: summarize(end), right: aside };
    const check = () => checkPathOfKey(key, { end, siblings: [{ ...aside, depth: 0 }] }, summarize(root).hash);
    expect(check).toThrow(inputError('account-path'));
  });

  test('sums beyond their range are refused', () => {
    const path = proveAccount(tree, 'c');
    const siblings = path.siblings.map((sibling) => ({ ...sibling, issued: 2n ** 128n - 1n }));
    const check = () => checkAccountPath(ORIGIN, 'c', { ...path, siblings }, tree.root());
    expect(check).toThrow(inputError('account-overflow'));
  });

  test('256 siblings, the deepest path there is', () => {
    const key = hashOf(0x5a);
    const leaf: AccountLeaf = { kind: 'leaf', key, count: 1, issued: 0n, spent: 0n, lastIndex: 0, subRoot: hashOf(1) };
    const siblings = Array.from({ length: 256 }, (_, i) => {
      return { depth: 255 - i, hash: hashOf(2), count: 1, issued: 0n, spent: 0n };
    });
    const path = parseAccountPath(formatAccountPath({ end: leaf, siblings }));
    expect(path.siblings).toHaveLength(256);
    expect(() => checkPathOfKey(key, path, hashOf(0))).toThrow(inputError('account-root'));
    const tooMany = formatAccountPath({ end: leaf, siblings: [...siblings, ...siblings.slice(-1)] });
    expect(() => parseAccountPath(tooMany)).toThrow(inputError('account-path'));
  });
});

describe('parsing a path', () => {
  const json = formatAccountPath(proveAccount(tree, 'c'));
  const [sibling] = json.siblings;

  test('is the inverse of formatting, through text', () => {
    for (const account of [...ACCOUNTS, absentWith('leaf'), absentWith('node')]) {
      const path = proveAccount(tree, account);
      expect(parseAccountPath(JSON.parse(JSON.stringify(formatAccountPath(path))))).toEqual(path);
    }
    expect(parseAccountPath({ end: { kind: 'empty' }, siblings: [] })).toEqual({
      end: { kind: 'empty' },
      siblings: [],
    });
  });

  test.each<[string, unknown]>([
    ['null', null],
    ['a list', []],
    ['text', 'path'],
    ['no siblings', { end: json.end }],
    ['a field more', { ...json, v: 1 }],
    ['a field under another name', { end: json.end, Siblings: [] }],
    ['siblings as an object', { ...json, siblings: {} }],
    ['257 siblings', { ...json, siblings: Array.from({ length: 257 }, () => sibling) }],
    ['a hole for a sibling', { ...json, siblings: [undefined] }],
    ['a sibling twice', { ...json, siblings: [sibling, ...json.siblings] }],
    ['siblings from the root down', { ...json, siblings: json.siblings.toReversed() }],
    ['a sibling of negative depth', { ...json, siblings: [{ ...sibling, depth: -1 }] }],
    ['a sibling of depth -0', { ...json, siblings: [{ ...sibling, depth: -0 }] }],
    ['a sibling of depth 256', { ...json, siblings: [{ ...sibling, depth: 256 }] }],
    ['a sibling of depth 0.5', { ...json, siblings: [{ ...sibling, depth: 0.5 }] }],
    ['a sibling with text for its depth', { ...json, siblings: [{ ...sibling, depth: '1' }] }],
    ['no end', { siblings: json.siblings }],
    ['null for an end', { ...json, end: null }],
    ['an end of an unknown kind', { ...json, end: { kind: 'tip' } }],
    ['an end of an inherited kind', { ...json, end: { kind: 'toString' } }],
    ['an empty end with a field', { end: { kind: 'empty', count: 0 }, siblings: [] }],
    ['an amount as a number', { ...json, end: { ...json.end, issued: 3 } }],
    ['an amount with a sign', { ...json, end: { ...json.end, issued: '+3' } }],
    ['an amount below zero', { ...json, end: { ...json.end, issued: '-3' } }],
    ['an amount with a leading zero', { ...json, end: { ...json.end, issued: '03' } }],
    ['an amount in hex', { ...json, end: { ...json.end, issued: '0x3' } }],
    ['an amount with white space', { ...json, end: { ...json.end, issued: '3 ' } }],
    ['an amount with a line break', { ...json, end: { ...json.end, issued: '3\n' } }],
    ['an amount of 40 digits', { ...json, end: { ...json.end, issued: '1'.repeat(40) } }],
    ['no amount', { ...json, end: { ...json.end, issued: '' } }],
    ['a count as text', { ...json, end: { ...json.end, count: '1' } }],
    ['a hash as a number', { ...json, end: { ...json.end, subRoot: 0 } }],
  ])('refuses %s', (_, value) => {
    expect(() => parseAccountPath(value)).toThrow(inputError('account-path'));
  });

  test.each<[string, unknown]>([
    ['a count of 0', { ...json, end: { ...json.end, count: 0 } }],
    ['a count of 1.5', { ...json, end: { ...json.end, count: 1.5 } }],
    ['a count that is not finite', { ...json, end: { ...json.end, count: Number.POSITIVE_INFINITY } }],
    ['a count of 2^53', { ...json, end: { ...json.end, count: 2 ** 53 } }],
    ['a last index of -0', { ...json, end: { ...json.end, lastIndex: -0 } }],
    ['an amount of 2^128', { ...json, end: { ...json.end, issued: String(2n ** 128n) } }],
    ['spent beyond issued', { ...json, end: { ...json.end, spent: '4' } }],
    ['a sibling that spends beyond issued', { ...json, siblings: [{ ...sibling, issued: '0', spent: '1' }] }],
    ['a sibling without records', { ...json, siblings: [{ ...sibling, count: 0 }] }],
  ])('refuses %s', (_, value) => {
    expect(() => parseAccountPath(value)).toThrow(inputError('account-node'));
  });

  test.each(['', 'ab', '0x'.padEnd(64, '0'), 'G'.repeat(64), 'A'.repeat(64), ' '.repeat(64), 'a'.repeat(66)])(
    'refuses %j for a hash',
    (hash) => {
      const value = { ...json, siblings: [{ ...sibling, hash }] };
      expect(() => parseAccountPath(value)).toThrow(inputError('bad-hex'));
    },
  );
});

describe('walking stored nodes', () => {
  const key = accountKey(ORIGIN, 'c');

  test('asks for nothing in the empty tree', () => {
    const step = walkAccount(EMPTY_ACCOUNT_ROOT, key).next();
    expect(step).toEqual({ done: true, value: { end: { kind: 'empty' }, siblings: [] } });
  });

  test('refuses bytes with another hash, at once', () => {
    const walk = walkAccount(tree.root(), key);
    expect(walk.next()).toEqual({ done: false, value: tree.root() });
    const another = encodeAccountNode(nodeOnWay('c', 0));
    expect(() => walk.next(another)).toThrow(inputError('account-node'));
  });

  test.each([3, 2])('refuses a node at depth %d under one at depth 3', (depth) => {
    const aside = { hash: hashOf(1), count: 1, issued: 0n, spent: 0n };
    const below: AccountNode = { kind: 'node', depth, prefix: new Uint8Array(32), left: aside, right: aside };
    const above: AccountNode = { ...below, depth: 3, left: summarize(below) };
    const walk = walkAccount(summarize(above).hash, new Uint8Array(32));
    walk.next();
    expect(walk.next(encodeAccountNode(above)).value).toEqual(summarize(below).hash);
    expect(() => walk.next(encodeAccountNode(below))).toThrow(inputError('account-node'));
  });
});

/** The node over the first `height` + 1 siblings of the path of `account`. */
function nodeOnWay(account: string, height: number): AccountNode {
  const { siblings } = proveAccount(tree, account);
  const key = tree.keyOf(account);
  let at = tree.top;
  for (const { depth } of siblings.slice(height + 1).toReversed()) {
    if (at?.kind === 'fork') at = bitAt(key, depth) === 0 ? at.left : at.right;
  }
  if (at?.kind !== 'fork') throw new Error(`no node at height ${height}`);
  return at.node;
}

/** The first of some names whose way down ends at a leaf, or at a node. */
function absentWith(kind: 'leaf' | 'node'): string {
  const names = Array.from({ length: 200 }, (_, i) => `absent-${i}`);
  const name = names.find((account) => proveAccount(tree, account).end.kind === kind);
  if (name === undefined) throw new Error(`no absent account ends at a ${kind}`);
  return name;
}
