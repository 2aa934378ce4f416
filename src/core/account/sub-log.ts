/**
 * The sub-log of one account: what its records did, in order, as an RFC 6962 tree (docs/reference/account-tree.md, "Sub-leaf").
 *
 *     sub-leaf = u64 sequence || u64 index || record leaf hash[32]
 *             || u128 issued delta || u128 spent delta || u128 issued after || u128 spent after      112 bytes
 *     sub-root = RFC 6962 root over the sub-leaves
 *
 * `sequence` counts the account's records from 0, `index` is the record's index in the ledger, and the running totals
 * are those after the record. The ledger keeps the compact range of a sub-log only; its records give the rest again.
 * @module
 */
import { sha256 } from '../bytes/sha256.ts';
import { InputError } from '../error.ts';
import { CompactRange } from '../merkle/compact-range.ts';
import { HASH_BYTES } from '../merkle/hash.ts';
import { createForm, keepPreimage, viewOf } from './preimage.ts';
import {
  type AccountSums,
  addAmounts,
  assertAmount,
  isCount,
  isSums,
  readU64,
  readU128,
  writeU64,
  writeU128,
} from './sums.ts';

/** What one record does to its account. */
export interface AccountEntry {
  /** The record's index in the ledger. */
  readonly index: number;
  /** The RFC 6962 leaf hash of the record, 32 bytes. */
  readonly leafHash: Uint8Array;
  /** Micro-credits that the record issues to the account, below 2^128. */
  readonly issuedDelta: bigint;
  /** Micro-credits that the record spends from the account, below 2^128. */
  readonly spentDelta: bigint;
}

/** An {@link AccountEntry} in its place in the sub-log. */
export interface SubLeaf extends AccountEntry {
  readonly sequence: number;
  readonly issuedAfter: bigint;
  readonly spentAfter: bigint;
}

/** All that the ledger must keep of an account in order to append to it. */
export interface AccountLog extends AccountSums {
  readonly account: string;
  readonly lastIndex: number;
  /** The roots of the sub-log's perfect subtrees, as {@link CompactRange.nodes} gives them. */
  readonly range: readonly Uint8Array[];
}

const SUB_LEAF_BYTES = 112;

const subLeafForm = createForm(1 + SUB_LEAF_BYTES);

/**
 * The sub-leaf that `entry` adds to an account that stands at `before` (undefined: no records yet).
 * @throws InputError `account-entry` when the record does not come after the account's last one; `account-overflow`;
 * `account-overdrawn` when more would be spent than was ever issued
 */
export function nextSubLeaf(before: (AccountSums & { lastIndex: number }) | undefined, entry: AccountEntry): SubLeaf {
  const { index, leafHash } = entry;
  if (leafHash.length !== HASH_BYTES) {
    throw new InputError('account-entry', `record ${index}: expected a leaf hash of 32 bytes, got ${leafHash.length}`);
  }
  if (!isCount(index) || (before !== undefined && index <= before.lastIndex)) {
    throw new InputError('account-entry', `record ${index}: expected an index after ${before?.lastIndex ?? 'none'}`);
  }
  const issuedDelta = assertAmount(entry.issuedDelta);
  const spentDelta = assertAmount(entry.spentDelta);
  const issuedAfter = addAmounts(before?.issued ?? 0n, issuedDelta);
  const spentAfter = addAmounts(before?.spent ?? 0n, spentDelta);
  if (spentAfter > issuedAfter) {
    throw new InputError('account-overdrawn', `record ${index}: spends up to ${spentAfter} of ${issuedAfter} issued`);
  }
  return { sequence: before?.count ?? 0, index, leafHash, issuedDelta, spentDelta, issuedAfter, spentAfter };
}

/** The inverse of {@link decodeSubLeaf}. Requires a sub-leaf of {@link nextSubLeaf} or `decodeSubLeaf`. */
export function encodeSubLeaf(subLeaf: SubLeaf): Uint8Array {
  return keepPreimage(writeSubLeaf(subLeaf).subarray(1));
}

/** In the form for sub-leaves, after the prefix of RFC 6962 leaves (0x00): valid until the next sub-leaf. */
function writeSubLeaf(subLeaf: SubLeaf): Uint8Array {
  const { bytes, view } = subLeafForm;
  bytes[0] = 0x00;
  writeU64(view, 1, subLeaf.sequence);
  writeU64(view, 9, subLeaf.index);
  bytes.set(subLeaf.leafHash, 17);
  writeU128(view, 49, subLeaf.issuedDelta);
  writeU128(view, 65, subLeaf.spentDelta);
  writeU128(view, 81, subLeaf.issuedAfter);
  writeU128(view, 97, subLeaf.spentAfter);
  return bytes;
}

/**
 * The inverse of {@link encodeSubLeaf}.
 * @throws InputError `account-node` for another length, and for values that no sub-log can hold
 */
export function decodeSubLeaf(bytes: Uint8Array): SubLeaf {
  if (bytes.length !== SUB_LEAF_BYTES) {
    throw new InputError('account-node', `sub-leaf: expected ${SUB_LEAF_BYTES} bytes, got ${bytes.length}`);
  }
  const view = viewOf(bytes);
  const subLeaf: SubLeaf = {
    sequence: readU64(view, 0),
    index: readU64(view, 8),
    leafHash: new Uint8Array(bytes.subarray(16, 48)),
    issuedDelta: readU128(view, 48),
    spentDelta: readU128(view, 64),
    issuedAfter: readU128(view, 80),
    spentAfter: readU128(view, 96),
  };
  if (isPossible(subLeaf)) return subLeaf;
  throw new InputError('account-node', 'sub-leaf: its counts or totals contradict each other');
}

/** The RFC 6962 leaf hash of a sub-leaf. */
export function hashSubLeaf(subLeaf: SubLeaf): Uint8Array {
  return sha256(writeSubLeaf(subLeaf));
}

/** An account after a record, with the root of its sub-log. */
export interface GrownAccount {
  readonly log: AccountLog;
  readonly subRoot: Uint8Array;
}

/**
 * `before` with `entry` appended; `before` is undefined for an account without records.
 * @throws InputError as {@link nextSubLeaf}
 */
export function growAccount(account: string, before: AccountLog | undefined, entry: AccountEntry): GrownAccount {
  const subLeaf = nextSubLeaf(before, entry);
  const range = CompactRange.from(subLeaf.sequence, before?.range ?? []);
  range.append(hashSubLeaf(subLeaf));
  const log: AccountLog = {
    account,
    count: subLeaf.sequence + 1,
    issued: subLeaf.issuedAfter,
    spent: subLeaf.spentAfter,
    lastIndex: entry.index,
    range: range.nodes(),
  };
  return { log, subRoot: range.root() };
}

/** The root of the account's sub-log. */
export function subRootOf(log: AccountLog): Uint8Array {
  return CompactRange.from(log.count, log.range).root();
}

function isPossible({ sequence, index, issuedDelta, spentDelta, issuedAfter, spentAfter }: SubLeaf): boolean {
  return (
    isSums({ count: sequence + 1, issued: issuedAfter, spent: spentAfter }) &&
    isCount(index) &&
    sequence <= index &&
    issuedDelta <= issuedAfter &&
    spentDelta <= spentAfter
  );
}
