/**
 * What the account tree adds up: records, credit issued and credit spent. Nothing here is ever negative and nothing
 * wraps; a balance is issued - spent (docs/reference/account-tree.md, "Sums").
 *
 *     sums = u64 count || u128 issued || u128 spent        40 bytes, big-endian
 *
 * Counts stay below 2^53, so that they are exact as `number`; amounts are `bigint` below 2^128.
 * @module
 */
import { InputError } from '../error.ts';

/** Records, and credit in micro-credits. In every leaf, and so in every node, spent <= issued. */
export interface AccountSums {
  readonly count: number;
  readonly issued: bigint;
  readonly spent: bigint;
}

export const SUMS_BYTES = 40;
export const ZERO_SUMS: AccountSums = { count: 0, issued: 0n, spent: 0n };

const MAX_U128 = 2n ** 128n - 1n;
const TWO_TO_32 = 0x1_0000_0000;
const TWO_TO_64 = 2n ** 64n;

/** a + b. @throws InputError `account-overflow` at 2^128 */
export function addAmounts(a: bigint, b: bigint): bigint {
  return assertAmount(a + b);
}

/** Field by field. @throws InputError `account-overflow` at 2^53 records, and at an amount of 2^128 */
export function addSums(a: AccountSums, b: AccountSums): AccountSums {
  const count = a.count + b.count;
  if (!Number.isSafeInteger(count)) throw new InputError('account-overflow', 'records: more than 2^53 - 1');
  return { count, issued: addAmounts(a.issued, b.issued), spent: addAmounts(a.spent, b.spent) };
}

/** Returns `amount`. Requires 0 <= amount < 2^128. @throws InputError `account-overflow` */
export function assertAmount(amount: bigint): bigint {
  if (amount >= 0n && amount <= MAX_U128) return amount;
  throw new InputError('account-overflow', `amount: expected 0 to 2^128 - 1, got ${amount}`);
}

/** True for sums that a subtree with at least one record can have. */
export function isSums({ count, issued, spent }: AccountSums): boolean {
  return isCount(count) && count > 0 && spent >= 0n && spent <= issued && issued <= MAX_U128;
}

/** True for 0 to 2^53 - 1; not for -0, whose spelling would not be canonical. */
export function isCount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
}

/** The inverse of {@link readSums}. Requires sums in range. */
export function writeSums(view: DataView, offset: number, sums: AccountSums): void {
  writeU64(view, offset, sums.count);
  writeU128(view, offset + 8, sums.issued);
  writeU128(view, offset + 24, sums.spent);
}

/** The sums at `offset`; the count is rounded when it is 2^53 or more, and then never safe. */
export function readSums(view: DataView, offset: number): AccountSums {
  return { count: readU64(view, offset), issued: readU128(view, offset + 8), spent: readU128(view, offset + 24) };
}

/** Requires 0 <= value < 2^53. */
export function writeU64(view: DataView, offset: number, value: number): void {
  view.setUint32(offset, Math.floor(value / TWO_TO_32));
  view.setUint32(offset + 4, value % TWO_TO_32);
}

/** Rounded when it is 2^53 or more, and then never a safe integer. */
export function readU64(view: DataView, offset: number): number {
  return view.getUint32(offset) * TWO_TO_32 + view.getUint32(offset + 4);
}

/** Requires 0 <= value < 2^128. */
export function writeU128(view: DataView, offset: number, value: bigint): void {
  view.setBigUint64(offset, value < TWO_TO_64 ? 0n : value >> 64n);
  // Stores the low 64 bits.
  view.setBigUint64(offset + 8, value);
}

export function readU128(view: DataView, offset: number): bigint {
  return (view.getBigUint64(offset) << 64n) + view.getBigUint64(offset + 8);
}
