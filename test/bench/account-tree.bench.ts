/**
 * What the account tree adds to a record: both derivations of the root after it, as the ledger makes them before a commit.
 * @module
 */
import { proveAccount } from '../../src/core/account/prove.ts';
import { rootAfterAppend } from '../../src/core/account/transition.ts';
import { type AccountAppend, AccountTree } from '../../src/core/account/trie.ts';
import { encodeHex } from '../../src/core/bytes/hex.ts';
import { hashLeaf } from '../../src/core/merkle/hash.ts';
import { type Benchmark, compareWithHashes } from './benchmark.ts';

const ORIGIN = 'bench.example/log';
const ACCOUNTS = 50;
const RECORDS_BEFORE = 5_000;
const RECORDS = 2_000;

/** Each record goes to one of the accounts, in no order; every third issues credit and every ninth spends some. */
function recordAt(index: number): AccountAppend {
  const leafHash = hashLeaf(Uint8Array.of(index % 256, Math.floor(index / 256)));
  return {
    account: `institution-${Math.floor((index * 2_654_435_761) / 65_536) % ACCOUNTS}`,
    ...{ index, leafHash, issuedDelta: index % 3 === 0 ? 1_000_000n : 0n, spentDelta: index % 9 === 0 ? 1_000n : 0n },
  };
}

const bothDerivations: Benchmark = {
  name: 'account tree, both derivations, 50 accounts',
  unit: 'us a record',
  better: 'less',
  against: 'its SHA-256 calls',
  measure: () => {
    let start = AccountTree.empty(ORIGIN);
    for (let index = 0; index < RECORDS_BEFORE; index++) start = start.append(recordAt(index)).tree;
    const records = Array.from({ length: RECORDS }, (_, i) => recordAt(RECORDS_BEFORE + i));
    const { value, limit } = compareWithHashes(() => {
      let tree = start;
      for (const record of records) {
        const { account } = record;
        const after = tree.append(record).tree;
        const path = proveAccount(tree, account);
        const root = rootAfterAppend(ORIGIN, account, path, tree.root(), record, tree.account(account));
        if (encodeHex(root) !== encodeHex(after.root())) throw new Error('the derivations differ');
        tree = after;
      }
    });
    return { value: (value * 1_000) / RECORDS, limit: (limit * 1_000) / RECORDS };
  },
};

export const ACCOUNT_TREE: readonly Benchmark[] = [bothDerivations];
