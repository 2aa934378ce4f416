/**
 * Building safetensors files by hand, so that tests do not trust `formatSafetensors`.
 * @module
 */
import { concatBytes } from '../../../../src/core/bytes/bytes.ts';
import { encodeUtf8 } from '../../../../src/core/bytes/utf8.ts';

/** A file of this header, as it stands, and data. */
export function fileOf(header: string | Uint8Array, data: Uint8Array): Uint8Array {
  const bytes = typeof header === 'string' ? encodeUtf8(header) : header;
  return concatBytes(lengthField(bytes.length), bytes, data);
}

/** The 8-byte length field. Requires a safe integer. */
export function lengthField(length: number): Uint8Array {
  const field = new Uint8Array(8);
  new DataView(field.buffer).setBigUint64(0, BigInt(length), true);
  return field;
}
