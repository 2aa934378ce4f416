/**
 * Base64 of RFC 4648 section 4: the standard alphabet, padded, no line breaks. One spelling only.
 *
 * Decoding never judges a character: it reads leniently, encodes the result again and compares. White space, the URL
 * alphabet, missing or surplus padding and stray bits after the last byte all fail that one test.
 *
 * Example: `AAH/` is the bytes 0, 1, 255; `/w==` is 255, while `/x==` (stray bits) and `/w` (no padding) are refused.
 * @module
 */
import { InputError, InvariantError } from '../error.ts';
import { stringFromCodeUnits } from './code-units.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const PADDING = 0x3d;
const DIGIT_TO_CODE = Uint8Array.from(ALPHABET, (digit) => digit.charCodeAt(0));
const CODE_TO_DIGIT = new Uint8Array(128);
DIGIT_TO_CODE.forEach((code, digit) => {
  CODE_TO_DIGIT[code] = digit;
});

/** How a runtime writes base64 and reads it. */
export interface Base64Codec {
  /** The canonical, padded spelling. */
  readonly encode: (bytes: Uint8Array) => string;
  /** The bytes of a text that is canonical, in a fresh array; anything at all for one that is not. */
  readonly decode: (text: string) => Uint8Array;
}

/** Plain JavaScript, for every runtime. */
export const PORTABLE_BASE64: Base64Codec = { encode: encodePortably, decode: decodePortably };

let codec = PORTABLE_BASE64;

/**
 * Installs a faster codec for this process.
 * @throws InvariantError when it fails the known answers of RFC 4648 section 10 for "f", "fo" and "foo"
 */
export function installBase64(candidate: Base64Codec): void {
  for (const text of ['Zg==', 'Zm8=', 'Zm9v', '+/+/']) {
    const bytes = candidate.decode(text);
    if (candidate.encode(bytes) !== text || encodePortably(bytes) !== text)
      throw new InvariantError(`base64: the candidate fails the known answer for ${text}`);
  }
  codec = candidate;
}

/** The inverse of {@link decodeBase64}. */
export function encodeBase64(bytes: Uint8Array): string {
  return codec.encode(bytes);
}

function encodePortably(bytes: Uint8Array): string {
  const codes = new Uint8Array(Math.ceil(bytes.length / 3) * 4);
  for (let from = 0, to = 0; from < bytes.length; from += 3, to += 4) {
    const group = ((bytes[from] ?? 0) << 16) | ((bytes[from + 1] ?? 0) << 8) | (bytes[from + 2] ?? 0);
    codes[to] = DIGIT_TO_CODE[group >> 18] ?? 0;
    codes[to + 1] = DIGIT_TO_CODE[(group >> 12) & 63] ?? 0;
    codes[to + 2] = DIGIT_TO_CODE[(group >> 6) & 63] ?? 0;
    codes[to + 3] = DIGIT_TO_CODE[group & 63] ?? 0;
  }
  const missing = (3 - (bytes.length % 3)) % 3;
  codes.fill(PADDING, codes.length - missing);
  return stringFromCodeUnits(codes);
}

/**
 * The inverse of {@link encodeBase64}.
 * @param lengthBytes the exact number of bytes that `text` must hold; any number if absent
 * @param title what the text is, for the error message
 * @throws InputError `bad-base64`
 */
export function decodeBase64(text: string, lengthBytes?: number, title = 'base64'): Uint8Array {
  const bytes = codec.decode(text);
  if (codec.encode(bytes) !== text) {
    throw new InputError('bad-base64', `${title}: expected canonical, padded base64`);
  }
  if (lengthBytes !== undefined && bytes.length !== lengthBytes) {
    throw new InputError('bad-base64', `${title}: expected ${lengthBytes} bytes, got ${bytes.length}`);
  }
  return bytes;
}

/** The bytes of `text` if it is canonical; other bytes, whichever, if not. */
function decodePortably(text: string): Uint8Array {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array(Math.max(0, Math.floor(text.length / 4) * 3 - padding));
  for (let from = 0, to = 0; to < bytes.length; from += 4, to += 3) {
    const group =
      (digitAt(text, from) << 18) |
      (digitAt(text, from + 1) << 12) |
      (digitAt(text, from + 2) << 6) |
      digitAt(text, from + 3);
    // Stores past the end of a typed array are ignored: the last group may be short.
    bytes[to] = group >> 16;
    bytes[to + 1] = group >> 8;
    bytes[to + 2] = group;
  }
  return bytes;
}

function digitAt(text: string, index: number): number {
  return CODE_TO_DIGIT[text.charCodeAt(index)] ?? 0;
}
