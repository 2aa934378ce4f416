/**
 * The slow, obvious oracle of the account tree: everything is computed again from the whole list of records, by
 * recursion over one bit at a time, with hex strings and node's own SHA-256. It shares no code with src/core.
 * @module
 */
import { createHash } from 'node:crypto';

/** A record as the account tree sees it; its index is its place in the list. Hashes in hex. */
export interface OracleRecord {
  readonly account: string;
  readonly leafHash: string;
  readonly issuedDelta: bigint;
  readonly spentDelta: bigint;
}

export interface OracleSums {
  readonly count: number;
  readonly issued: bigint;
  readonly spent: bigint;
}

export interface OracleLeaf extends OracleSums {
  readonly kind: 'leaf';
  readonly account: string;
  readonly key: string;
  readonly lastIndex: number;
  readonly subRoot: string;
  readonly subLeaves: readonly string[];
  readonly preimage: string;
  readonly hash: string;
}

export interface OracleNode extends OracleSums {
  readonly kind: 'node';
  readonly depth: number;
  readonly prefix: string;
  readonly left: OracleTree;
  readonly right: OracleTree;
  readonly preimage: string;
  readonly hash: string;
}

export type OracleTree = OracleLeaf | OracleNode;

export function oracleKey(origin: string, account: string): string {
  return sha256(`${ascii('ledgerline/account/v1')}${lengthAndText(origin)}${lengthAndText(account)}`);
}

/** The root over `records`, in hex. */
export function oracleRoot(origin: string, records: readonly OracleRecord[]): string {
  return oracleTree(origin, records)?.hash ?? sha256('12');
}

/** The tree over `records`, or undefined if there are none. */
export function oracleTree(origin: string, records: readonly OracleRecord[]): OracleTree | undefined {
  const accounts = [...new Set(records.map(({ account }) => account))];
  return accounts.length === 0 ? undefined : treeOf(accounts.map((account) => leafOf(origin, account, records)));
}

/** The tree over leaves with different keys. Requires at least one. */
export function treeOf(leaves: readonly OracleLeaf[], depth = 0): OracleTree {
  const [first] = leaves;
  if (first === undefined) throw new Error('oracle: no leaves');
  if (leaves.length === 1) return first;
  const zeros = leaves.filter(({ key }) => bitOf(key, depth) === 0);
  const ones = leaves.filter(({ key }) => bitOf(key, depth) === 1);
  if (zeros.length === 0 || ones.length === 0) return treeOf(leaves, depth + 1);
  const left = treeOf(zeros, depth + 1);
  const right = treeOf(ones, depth + 1);
  const prefix = hexOfBits(bitsOf(first.key).slice(0, depth).padEnd(256, '0'));
  const preimage = `11${uint(depth, 2)}${prefix}${left.hash}${sumsOf(left)}${right.hash}${sumsOf(right)}`;
  const sums = { count: left.count + right.count, issued: left.issued + right.issued, spent: left.spent + right.spent };
  return { kind: 'node', depth, prefix, left, right, ...sums, preimage, hash: sha256(preimage) };
}

/** A leaf with any key and sub-root. */
export function leafWith(fields: Omit<OracleLeaf, 'kind' | 'preimage' | 'hash'>): OracleLeaf {
  const preimage = `10${fields.key}${sumsOf(fields)}${uint(fields.lastIndex, 8)}${fields.subRoot}`;
  return { kind: 'leaf', ...fields, preimage, hash: sha256(preimage) };
}

function leafOf(origin: string, account: string, records: readonly OracleRecord[]): OracleLeaf {
  const subLeaves: string[] = [];
  let lastIndex = -1;
  let issued = 0n;
  let spent = 0n;
  records.forEach((record, index) => {
    if (record.account !== account) return;
    issued += record.issuedDelta;
    spent += record.spentDelta;
    const deltas = `${uint(record.issuedDelta, 16)}${uint(record.spentDelta, 16)}`;
    const place = `${uint(subLeaves.length, 8)}${uint(index, 8)}`;
    subLeaves.push(`${place}${record.leafHash}${deltas}${uint(issued, 16)}${uint(spent, 16)}`);
    lastIndex = index;
  });
  const sums = { count: subLeaves.length, issued, spent };
  return leafWith({ account, key: oracleKey(origin, account), ...sums, lastIndex, subRoot: mth(subLeaves), subLeaves });
}

/** MTH of RFC 6962 section 2.1, leaves and result in hex. */
function mth(leaves: readonly string[]): string {
  if (leaves.length === 0) return sha256('');
  if (leaves.length === 1) return sha256(`00${leaves[0]}`);
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return sha256(`01${mth(leaves.slice(0, k))}${mth(leaves.slice(k))}`);
}

function sumsOf({ count, issued, spent }: OracleSums): string {
  return `${uint(count, 8)}${uint(issued, 16)}${uint(spent, 16)}`;
}

function uint(value: number | bigint, bytes: number): string {
  return value.toString(16).padStart(2 * bytes, '0');
}

function lengthAndText(text: string): string {
  return `${uint(Buffer.byteLength(text), 2)}${Buffer.from(text).toString('hex')}`;
}

function ascii(text: string): string {
  return Buffer.from(text, 'ascii').toString('hex');
}

/** Bit `position` of a hex string, the most significant first. */
export function bitOf(hex: string, position: number): number {
  const digit = Number.parseInt(hex.charAt(Math.floor(position / 4)), 16);
  return Math.floor(digit / 2 ** (3 - (position % 4))) % 2;
}

function bitsOf(hex: string): string {
  return [...hex].map((digit) => Number.parseInt(digit, 16).toString(2).padStart(4, '0')).join('');
}

function hexOfBits(bits: string): string {
  return (bits.match(/.{4}/g) ?? []).map((four) => Number.parseInt(four, 2).toString(16)).join('');
}

function sha256(hex: string): string {
  return createHash('sha256').update(Buffer.from(hex, 'hex')).digest('hex');
}
