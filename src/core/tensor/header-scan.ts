/**
 * A first pass over a safetensors header, before `JSON.parse`: it bounds what parsing may cost and sees what parsing
 * hides. The header is attacker-controlled and may be 100 MB long.
 *
 * Outside its strings a header holds braces, brackets, colons, commas, digits and white space, nothing else: no sign,
 * fraction or exponent (so each integer has one spelling), no `true`, `false` or `null`. `JSON.parse` keeps the last of
 * two equal names without a word; the number of colons tells how many members the text had.
 * @module
 */
import { InputError } from '../error.ts';

/** `{"name": {"shape": [...]}}` is as deep as a header goes. */
const MAX_DEPTH = 3;

/** Colons, commas and openings together; a tensor takes about twelve, the largest models have some 70,000 tensors. */
export const MAX_HEADER_TOKENS = 2_000_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPENINGS = [0x7b, 0x5b];
const CLOSINGS = [0x7d, 0x5d];
const WHITE_SPACE = [0x20, 0x0a, 0x0d, 0x09];

/**
 * The number of object members in the text, equal names counted each time. One pass, no allocation.
 * @throws InputError `bad-safetensors` for a byte that no header holds, and for more depth or tokens than one needs
 */
export function countHeaderMembers(header: Uint8Array): number {
  let depth = 0;
  let tokenCount = 0;
  let memberCount = 0;
  for (let offset = 0; offset < header.length; offset++) {
    const byte = header[offset] ?? 0;
    if (byte === QUOTE) {
      offset = endOfString(header, offset);
    } else if (byte === COLON || byte === COMMA) {
      tokenCount++;
      if (byte === COLON) memberCount++;
    } else if (OPENINGS.includes(byte)) {
      tokenCount++;
      depth++;
    } else if (CLOSINGS.includes(byte)) {
      depth--;
    } else if (!isDigit(byte) && !WHITE_SPACE.includes(byte)) {
      throw refusal(offset, `byte 0x${byte.toString(16).padStart(2, '0')} stands outside a string`);
    }
    if (depth > MAX_DEPTH) throw refusal(offset, `nested deeper than ${MAX_DEPTH}`);
    if (tokenCount > MAX_HEADER_TOKENS) throw refusal(offset, `more than ${MAX_HEADER_TOKENS} tokens`);
  }
  return memberCount;
}

/** The offset of the quote that closes the string opened at `start`; the header's length if none does. */
function endOfString(header: Uint8Array, start: number): number {
  let offset = start + 1;
  while (offset < header.length && header[offset] !== QUOTE) offset += header[offset] === BACKSLASH ? 2 : 1;
  return offset;
}

function isDigit(byte: number): boolean {
  return 0x30 <= byte && byte <= 0x39;
}

function refusal(offset: number, reason: string): InputError {
  return new InputError('bad-safetensors', `safetensors header, byte ${offset}: ${reason}`);
}
