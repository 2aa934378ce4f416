/**
 * What a dishonest operator can do to accounts: commit to any accounts it likes, and show any file it likes, as long as all
 * hashes and signatures fit.
 * @module
 */
import { proveAccount } from '../../src/core/account/prove.ts';
import { AccountTree } from '../../src/core/account/trie.ts';
import { parseNote } from '../../src/core/note/note.ts';
import { type LedgerRecord, makeRecord } from '../../src/core/record/record.ts';
import { accountOf, deltasOf } from '../../src/core/rules/apply.ts';
import { type AccountSource, assembleStatement } from '../../src/verify/account/assemble.ts';
import { openFilesSource } from '../../src/verify/account/files-source.ts';
import {
  type AccountStatement,
  encodeAccountStatement,
  parseAccountStatement,
} from '../../src/verify/account/statement.ts';
import { naiveMultiproof } from './multiproof-oracle.ts';
import { NaiveLedger } from './naive-ledger.ts';
import { mth } from './naive-merkle.ts';
import { mapFiles, naiveFiles } from './stored-ledger.ts';

/** How the operator keeps its accounts. What is absent it does as it should. */
export interface Accounting {
  /** The account into which it puts a record. */
  account?(record: LedgerRecord, index: number): string | undefined;
  /** What it says that a record issues. */
  issued?(record: LedgerRecord, index: number): bigint | undefined;
  /** How many records the account root that a record carries is over. */
  carries?(index: number, size: number): number;
}

/** A ledger whose records carry the account roots of such an accounting. */
export class DishonestLedger {
  readonly ledger: NaiveLedger;
  /** The account tree by number of records. */
  readonly #trees: AccountTree[];
  readonly #accounts: string[] = [];
  readonly #carries: (index: number, size: number) => number;

  /** @param honest its statements and times are taken as they are */
  constructor(honest: NaiveLedger, { account, issued, carries = (index) => index }: Accounting = {}) {
    this.ledger = new NaiveLedger(honest.origin, honest.logKey);
    this.#trees = [AccountTree.empty(honest.origin)];
    this.#carries = carries;
    for (let index = 0; index < honest.size; index++) {
      const before = honest.record(index);
      const state = this.#tree(carries(index, honest.size)).root();
      const record = makeRecord(before, before.recordedAt, state);
      this.ledger.appendBytes(record.bytes);
      const owner = account?.(before, index) ?? accountOf(before);
      const deltas = deltasOf(before);
      const issuedDelta = issued?.(before, index) ?? deltas.issuedDelta;
      const entry = { account: owner, index, leafHash: record.leafHash, ...deltas, issuedDelta };
      this.#accounts.push(owner);
      this.#trees.push(this.#tree(index).append(entry).tree);
    }
  }

  /** The files that an audit reads. */
  files(): ReturnType<typeof naiveFiles> {
    const last = this.#tree(this.ledger.size).root();
    return naiveFiles(this.ledger, Buffer.from(last).toString('hex'));
  }

  /** The statement that fits the operator's own accounts. Requires a publication. */
  async statement(account: string): Promise<Uint8Array> {
    const honest = await openFilesSource(mapFiles(this.files(), true));
    const size = this.ledger.size;
    const tree = this.#tree(this.#carries(size - 1, size));
    const source: AccountSource = {
      note: parseNote(this.ledger.publications.at(-1)?.note ?? ''),
      size,
      record: (index) => honest.record(index),
      indexOf: (digest) => honest.indexOf(digest),
      governance: () => honest.governance(),
      references: (digest) => honest.references(digest),
      account: async (id) => [...this.#accounts.keys()].filter((index) => this.#accounts[index] === id),
      accountPath: async (id) => proveAccount(tree, id),
      succession: () => honest.succession(),
      readNodes: honest.readNodes,
    };
    return assembleStatement(source, account);
  }

  #tree(size: number): AccountTree {
    const tree = this.#trees[size];
    if (tree === undefined) throw new Error(`no account tree over ${size} records`);
    return tree;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A statement with its parts changed, and the proof of what it then shows made anew. */
export function editStatement(
  bytes: Uint8Array,
  ledger: NaiveLedger,
  edit: (statement: Mutable<AccountStatement>) => void,
): Uint8Array {
  const statement: Mutable<AccountStatement> = { ...parseAccountStatement(bytes) };
  edit(statement);
  const indexes = statement.records.map(({ index }) => index);
  const size = Number(statement.note.text.split('\n')[1]);
  statement.proof = naiveMultiproof(indexes, size, (start, end) => mth(ledger.records.slice(start, end)));
  return encodeAccountStatement(statement);
}
