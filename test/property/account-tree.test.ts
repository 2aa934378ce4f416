import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkEntries } from '../../src/core/account/entries.ts';
import { checkAccountPath } from '../../src/core/account/path.ts';
import { proveAccount } from '../../src/core/account/prove.ts';
import { rootAfterAppend } from '../../src/core/account/transition.ts';
import { AccountTree } from '../../src/core/account/trie.ts';
import { decodeHex, encodeHex } from '../../src/core/bytes/hex.ts';
import { type OracleRecord, oracleRoot } from '../_util/account-oracle.ts';
import { NodeStore } from '../_util/account-walk.ts';

const ORIGIN = 'ledger.example/property';
const ACCOUNTS = ['system', ...Array.from({ length: 9 }, (_, i) => [`inst-${i}`, `keys/inst-${i}`]).flat()];

const amount = fc.oneof(
  fc.constant(0n),
  fc.bigInt({ min: 0n, max: 10n ** 6n }),
  fc.bigInt({ min: 0n, max: 2n ** 100n }),
);

/** Records that a ledger could hold: each spends a share of what its account has. */
const ledger = fc
  .array(
    fc.record({
      account: fc.constantFrom(...ACCOUNTS),
      leafHash: fc.uint8Array({ minLength: 32, maxLength: 32 }).map(encodeHex),
      issuedDelta: amount,
      spentPercent: fc.integer({ min: 0, max: 100 }),
    }),
    { maxLength: 40 },
  )
  .map((drafts) => {
    const balances = new Map<string, bigint>();
    return drafts.map(({ account, leafHash, issuedDelta, spentPercent }): OracleRecord => {
      const available = (balances.get(account) ?? 0n) + issuedDelta;
      const spentDelta = (available * BigInt(spentPercent)) / 100n;
      balances.set(account, available - spentDelta);
      return { account, leafHash, issuedDelta, spentDelta };
    });
  });

/** The tree after each number of records, and a store that holds the preimages of all of them. */
function versionsOf(records: readonly OracleRecord[]): { trees: AccountTree[]; store: NodeStore } {
  const trees = [AccountTree.empty(ORIGIN)];
  const store = new NodeStore();
  for (const [index, record] of records.entries()) {
    const { tree, written } = (trees.at(-1) as AccountTree).append({
      ...entryOf(record, index),
      account: record.account,
    });
    store.put(written);
    trees.push(tree);
  }
  return { trees, store };
}

function entryOf({ leafHash, issuedDelta, spentDelta }: OracleRecord, index: number) {
  return { index, leafHash: decodeHex(leafHash), issuedDelta, spentDelta };
}

describe('the account tree over random ledgers', () => {
  test('I4, I5: after every record, tree, oracle and second derivation have one root, and count the records', () => {
    fc.assert(
      fc.property(ledger, (records) => {
        const { trees } = versionsOf(records);
        for (const [size, tree] of trees.entries()) {
          expect(encodeHex(tree.root())).toBe(oracleRoot(ORIGIN, records.slice(0, size)));
          expect(tree.totals().count).toBe(size);
          const record = records[size];
          if (record === undefined) continue;
          const { account } = record;
          const path = proveAccount(tree, account);
          const entry = entryOf(record, size);
          const next = rootAfterAppend(ORIGIN, account, path, tree.root(), entry, tree.account(account));
          expect(next).toEqual(trees[size + 1]?.root());
        }
      }),
      { numRuns: 60 },
    );
  });

  test('restoring the logs of any version gives its root, and the same tree from then on', () => {
    fc.assert(
      fc.property(ledger, fc.nat(), (records, choice) => {
        const { trees } = versionsOf(records);
        const size = choice % trees.length;
        let tree = AccountTree.restore(ORIGIN, (trees[size] as AccountTree).logs());
        expect(tree.root()).toEqual(trees[size]?.root());
        for (const [i, record] of records.slice(size).entries()) {
          tree = tree.append({ ...entryOf(record, size + i), account: record.account }).tree;
        }
        expect(tree.root()).toEqual(trees.at(-1)?.root());
      }),
      { numRuns: 60 },
    );
  });

  test('stored nodes give the same path as the tree, at every version, for every account', () => {
    fc.assert(
      fc.property(ledger, (records) => {
        const { trees, store } = versionsOf(records);
        for (const tree of trees) {
          for (const account of [...ACCOUNTS, 'nobody']) {
            expect(store.prove(tree.root(), tree.keyOf(account))).toEqual(proveAccount(tree, account));
          }
        }
      }),
      { numRuns: 8 },
    );
  });

  test('I5: every path checks, and the owner accepts exactly the own records', () => {
    fc.assert(
      fc.property(ledger, (records) => {
        const tree = versionsOf(records).trees.at(-1) as AccountTree;
        for (const account of [...ACCOUNTS, 'nobody']) {
          const { leaf, totals } = checkAccountPath(ORIGIN, account, proveAccount(tree, account), tree.root());
          expect(totals).toEqual(tree.totals());
          const entries = records.map(entryOf).filter((_, i) => records[i]?.account === account);
          expect(checkEntries(account, leaf, entries)).toEqual(tree.account(account));
        }
      }),
      { numRuns: 60 },
    );
  });

  test('one ledger of 1,500 records over 200 accounts', () => {
    let tree = AccountTree.empty(ORIGIN);
    const records: OracleRecord[] = [];
    for (let index = 0; index < 1500; index++) {
      // A few accounts have most of the records, as in life.
      const account = `i-${Math.floor(200 * ((index * 0.618034) % 1) ** 2)}`;
      const leafHash = index.toString(16).padStart(64, '0');
      const record = { account, leafHash, issuedDelta: BigInt(index), spentDelta: BigInt(index % 7 === 0 ? index : 0) };
      const entry = entryOf(record, index);
      const path = proveAccount(tree, account);
      const derived = rootAfterAppend(ORIGIN, account, path, tree.root(), entry, tree.account(account));
      tree = tree.append({ account, ...entry }).tree;
      records.push(record);
      expect(derived).toEqual(tree.root());
      if (index % 300 === 299) expect(encodeHex(tree.root())).toBe(oracleRoot(ORIGIN, records));
    }
  });
});
