/**
 * Tables of utilities: signed 32-bit integers, big-endian, one after the other; in statements as base64.
 *
 *     table = *( int32 )
 *
 * What a position means is the matter of the method: the coalition's bits, a prefix of a permutation.
 * @module
 */
import { decodeBase64, encodeBase64 } from '../bytes/base64.ts';
import { encodeHex } from '../bytes/hex.ts';
import { sha256 } from '../bytes/sha256.ts';
import { InputError } from '../error.ts';

const VALUE_BYTES = 4;

/** The table in base64. @throws InputError `bad-utility-table` for a value that is no int32 */
export function encodeTable(values: readonly number[]): string {
  return encodeBase64(tableBytes(values));
}

/**
 * The inverse of {@link encodeTable}.
 * @param title what the table is, for the error message
 * @throws InputError `bad-base64`; `bad-utility-table` unless the bytes are whole values
 */
export function decodeTable(text: string, title = 'table'): number[] {
  const bytes = decodeBase64(text, undefined, title);
  if (bytes.length % VALUE_BYTES !== 0) {
    throw new InputError('bad-utility-table', `${title}: expected 4 bytes a value, got ${bytes.length} bytes`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / VALUE_BYTES }, (_, i) => view.getInt32(i * VALUE_BYTES));
}

/** SHA-256 over the table's bytes, in hex. @throws InputError `bad-utility-table` for a value that is no int32 */
export function tableDigest(values: readonly number[]): string {
  return encodeHex(sha256(tableBytes(values)));
}

/** Returns `values` if they are `length` int32. @throws InputError `bad-utility-table` */
export function assertTable(values: readonly number[], length: number = values.length): readonly number[] {
  if (values.length !== length) {
    throw new InputError('bad-utility-table', `table: expected ${length} values, got ${values.length}`);
  }
  const wrong = values.find((value) => !isInt32(value));
  if (wrong === undefined) return values;
  throw new InputError('bad-utility-table', `table: expected integers from -2^31 to 2^31 - 1, got ${wrong}`);
}

function tableBytes(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(assertTable(values).length * VALUE_BYTES);
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setInt32(i * VALUE_BYTES, value);
  return bytes;
}

/** Not -0, which has no spelling of its own in the bytes. */
function isInt32(value: number): boolean {
  return Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31 && !Object.is(value, -0);
}
