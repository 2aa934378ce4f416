/**
 * The second derivation, before anything is committed: from the staged bytes as read back, by other code than the first,
 * every leaf hash, the root, every record's `state`, what it issues and spends, and the account root once more. A flipped bit in memory or on the
 * way to the disk (as in DigiCert Yeti 2022) stops the ledger here, where nothing is signed yet.
 * @module
 */
import { proveAccount } from '../core/account/prove.ts';
import { rootAfterAppend } from '../core/account/transition.ts';
import { equalBytes } from '../core/bytes/bytes.ts';
import { encodeHex } from '../core/bytes/hex.ts';
import { InputError } from '../core/error.ts';
import type { CompactRange } from '../core/merkle/compact-range.ts';
import { hashLeaf, hashNode } from '../core/merkle/hash.ts';
import { nodesOfRange } from '../core/merkle/range.ts';
import { parseRecordFrame } from '../core/record/record.ts';
import { accountOf, deltasOf } from '../core/rules/apply.ts';
import { rereadStatement } from '../core/statement/statement.ts';
import type { Head } from './head.ts';
import type { Sequenced } from './sequence.ts';
import { parseStaged } from './staging.ts';

/** What the batch is checked against. */
export interface Expected {
  readonly origin: string;
  /** The tree before the batch. */
  readonly range: CompactRange;
  /** Account root before the batch. */
  readonly state: Uint8Array;
  readonly sequenced: readonly Sequenced[];
  /** The head that would be committed. */
  readonly head: Head;
}

/** Checks what was read back from staging. @throws InputError `self-check` or `staging-corrupt` */
export function checkStagedBatch(bytes: Uint8Array, expected: Expected): void {
  const { range, sequenced, head, origin } = expected;
  const staged = parseStaged(bytes);
  demand(
    staged.oldSize === range.size && staged.records.length === sequenced.length,
    'the batch has another place or length',
  );
  let state = expected.state;
  const leafHashes: Uint8Array[] = [];
  for (const [i, recordBytes] of staged.records.entries()) {
    const first = sequenced[i];
    demand(
      first !== undefined && equalBytes(recordBytes, first.record.bytes),
      `record ${range.size + i} has other bytes`,
    );
    const frame = parseRecordFrame(recordBytes);
    demand(equalBytes(frame.state, state), `record ${first.index} carries another state than ${encodeHex(state)}`);
    // These bytes were parsed and validated when the statement came in: what they say is read anew, not judged anew.
    demand(equalBytes(frame.payload, first.record.payload), `record ${first.index} carries another statement`);
    const statement = rereadStatement(frame.payload);
    const leafHash = hashLeaf(recordBytes);
    leafHashes.push(leafHash);
    const account = accountOf({ statement });
    const entry = { index: range.size + i, leafHash, ...deltasOf({ statement }) };
    state = rootAfterAppend(
      origin,
      account,
      proveAccount(first.before, account),
      state,
      entry,
      first.before.account(account),
    );
  }
  demand(equalBytes(state, head.state), 'the account root differs');
  demand(equalBytes(rootByRecursion(range, leafHashes), head.root), 'the root differs');
}

/** RFC 6962 section 2.1 read literally, over the nodes of the old tree and the new leaves. */
function rootByRecursion(range: CompactRange, leafHashes: readonly Uint8Array[]): Uint8Array {
  const old = new Map<string, Uint8Array>();
  const hashes = range.nodes();
  for (const [i, { level, index }] of nodesOfRange({ start: 0, end: range.size }).entries()) {
    const hash = hashes[i];
    if (hash !== undefined) old.set(`${index * 2 ** level}-${(index + 1) * 2 ** level}`, hash);
  }
  const rootOf = (start: number, end: number): Uint8Array => {
    const known = old.get(`${start}-${end}`);
    if (known !== undefined) return known;
    const leaf = leafHashes[start - range.size];
    if (end - start === 1 && leaf !== undefined) return leaf;
    let half = 1;
    while (half * 2 < end - start) half *= 2;
    demand(end - start > 1, `no hash for leaf ${start}`);
    return hashNode(rootOf(start, start + half), rootOf(start + half, end));
  };
  return rootOf(0, range.size + leafHashes.length);
}

function demand(condition: boolean, what: string): asserts condition {
  if (!condition) throw new InputError('self-check', `self-check of the staged batch: ${what}`);
}
