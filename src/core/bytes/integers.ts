/**
 * Unsigned integers as big-endian bytes and as canonical ASCII decimals.
 *
 * Tree sizes and indexes are `number`, at most 2^53 - 1. Bit operators would cut them to 32 bits: nothing here uses
 * any.
 * @module
 */
import { InputError } from '../error.ts';

const MAX_U16 = 0xffff;
const MAX_U128 = 2n ** 128n - 1n;
const TWO_TO_32 = 0x1_0000_0000;

/** `0`, or digits without a leading zero; 16 digits hold 2^53 - 1. */
const CANONICAL_DECIMAL = /^(?:0|[1-9][0-9]{0,15})$/;

/** Two big-endian bytes. Requires 0 <= value <= 65,535. @throws InputError `bad-integer` */
export function encodeU16(value: number): Uint8Array {
  if (!Number.isInteger(value) || value < 0 || value > MAX_U16) {
    throw new InputError('bad-integer', `u16: expected an integer from 0 to ${MAX_U16}, got ${value}`);
  }
  const bytes = new Uint8Array(2);
  viewOf(bytes).setUint16(0, value);
  return bytes;
}

/** Eight big-endian bytes. Requires 0 <= value <= 2^53 - 1. @throws InputError `bad-integer` */
export function encodeU64(value: number): Uint8Array {
  assertSafe(value, 'u64');
  const bytes = new Uint8Array(8);
  viewOf(bytes).setUint32(0, Math.floor(value / TWO_TO_32));
  viewOf(bytes).setUint32(4, value % TWO_TO_32);
  return bytes;
}

/** Sixteen big-endian bytes. Requires 0 <= value < 2^128. @throws InputError `bad-integer` */
export function encodeU128(value: bigint): Uint8Array {
  if (value < 0n || value > MAX_U128) {
    throw new InputError('bad-integer', `u128: expected an integer from 0 to 2^128 - 1, got ${value}`);
  }
  const bytes = new Uint8Array(16);
  viewOf(bytes).setBigUint64(0, value / 2n ** 64n);
  viewOf(bytes).setBigUint64(8, value % 2n ** 64n);
  return bytes;
}

/** The two big-endian bytes at `offset`. @throws InputError `bad-integer` when `bytes` ends before them */
export function decodeU16(bytes: Uint8Array, offset: number): number {
  assertWithin(bytes, offset, 2);
  return viewOf(bytes).getUint16(offset);
}

/**
 * The eight big-endian bytes at `offset`.
 * @throws InputError `bad-integer` when `bytes` ends before them, or the value is above 2^53 - 1
 */
export function decodeU64(bytes: Uint8Array, offset: number): number {
  assertWithin(bytes, offset, 8);
  const value = viewOf(bytes).getUint32(offset) * TWO_TO_32 + viewOf(bytes).getUint32(offset + 4);
  // At or above 2^53 the sum may be rounded, but never to below 2^53.
  return assertSafe(value, `u64 at byte ${offset}`);
}

/**
 * Parses an ASCII decimal: no sign, no leading zeros, no white space.
 * @param title what the number is, for the error message
 * @throws InputError `bad-integer` for any other spelling, and above 2^53 - 1
 */
export function parseDecimal(text: string, title = 'integer'): number {
  if (!CANONICAL_DECIMAL.test(text)) {
    throw new InputError('bad-integer', `${title}: expected a decimal without sign or leading zeros, up to 2^53 - 1`);
  }
  return assertSafe(Number(text), title);
}

/** Returns `value`. Requires an integer 0 <= value <= 2^53 - 1. @throws InputError `bad-integer` */
export function assertTreeSize(value: number, title = 'tree size'): number {
  return assertSafe(value, title);
}

function assertSafe(value: number, title: string): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new InputError('bad-integer', `${title}: expected an integer from 0 to 2^53 - 1, got ${value}`);
}

function assertWithin(bytes: Uint8Array, offset: number, lengthBytes: number): void {
  if (Number.isSafeInteger(offset) && offset >= 0 && offset + lengthBytes <= bytes.length) return;
  throw new InputError(
    'bad-integer',
    `integer: expected ${lengthBytes} bytes at ${offset}, got ${bytes.length} in all`,
  );
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
