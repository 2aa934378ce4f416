/**
 * Lower-case hexadecimal: `[0-9a-f]*`, two digits a byte, no prefix and no separators. One spelling only.
 *
 * Example: `decodeHex('00ff')` is the two bytes 0, 255; `00FF`, `0ff` and `0x00ff` are refused.
 * @module
 */
import { bytesToHex, hexToBytes } from '@noble/hashes/utils.js';
import { InputError } from '../error.ts';

const NOT_A_DIGIT = /[^0-9a-f]/;

/** The inverse of {@link decodeHex}. */
export function encodeHex(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}

/**
 * The inverse of {@link encodeHex}.
 * @param lengthBytes the exact number of bytes that `text` must hold; any number if absent
 * @param title what the text is, for the error message
 * @throws InputError `bad-hex`
 */
export function decodeHex(text: string, lengthBytes?: number, title = 'hex'): Uint8Array {
  if (lengthBytes !== undefined && text.length !== 2 * lengthBytes) {
    throw new InputError('bad-hex', `${title}: expected ${2 * lengthBytes} hex digits, got ${text.length} characters`);
  }
  if (text.length % 2 !== 0 || NOT_A_DIGIT.test(text)) {
    throw new InputError('bad-hex', `${title}: expected pairs of the digits 0-9a-f`);
  }
  return hexToBytes(text);
}
