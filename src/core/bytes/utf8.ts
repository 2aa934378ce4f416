/**
 * UTF-8 as RFC 3629 defines it, without repair: what is not well formed is refused in both directions, nothing is
 * replaced by U+FFFD. A byte order mark is a character like any other.
 *
 * The decoder stands here because the pure core has no `TextDecoder`; it gives what a fatal one with `ignoreBOM` gives.
 * A Node program installs a faster one for what is well formed.
 * @module
 */
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { InputError, InvariantError } from '../error.ts';
import { equalBytes } from './bytes.ts';
import { stringFromCodeUnits } from './code-units.ts';

const LONE_SURROGATE = /\p{Surrogate}/u;

/** How a runtime writes UTF-8 and reads it. */
export interface Utf8Codec {
  /** The bytes of a text without lone surrogates, in a fresh array. */
  readonly encode: (text: string) => Uint8Array;
  /** The text of well-formed bytes; undefined for all others, and for those that it leaves to the portable decoder. */
  readonly decode: (bytes: Uint8Array) => string | undefined;
}

/** Works in every runtime. */
export const PORTABLE_UTF8: Utf8Codec = { encode: utf8ToBytes, decode: () => undefined };

let codec = PORTABLE_UTF8;

/**
 * Installs a faster codec for this process.
 * @throws InvariantError when it repairs what is malformed, drops a byte order mark, or fails a known answer
 */
export function installUtf8(candidate: Utf8Codec): void {
  const text = '\ufeffa\u00e9\ud55c\u{1f600}';
  const decoded = candidate.decode(utf8ToBytes(text));
  const isRight = equalBytes(candidate.encode(text), utf8ToBytes(text)) && (decoded === undefined || decoded === text);
  const malformed = [[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x82]];
  const isStrict = malformed.every((bytes) => candidate.decode(Uint8Array.from(bytes)) === undefined);
  if (!isRight || !isStrict) throw new InvariantError('utf8: the candidate is not strict');
  codec = candidate;
}

/**
 * The inverse of {@link decodeUtf8}.
 * @throws InputError `bad-utf8` when `text` holds a lone surrogate, which has no encoding
 */
export function encodeUtf8(text: string): Uint8Array {
  return (text.length <= SHORT_UNITS ? encodeAscii(text) : undefined) ?? encodeAny(text);
}

/** Up to so many characters a loop is faster than the way into the runtime's encoder. Names, keys and digests are short. */
const SHORT_UNITS = 100;

/** One byte a character; undefined for text that is not ASCII. */
function encodeAscii(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) return undefined;
    bytes[i] = unit;
  }
  return bytes;
}

function encodeAny(text: string): Uint8Array {
  return codec.encode(assertUtf8(text));
}

/** Returns `text`, if it has a form in UTF-8. @throws InputError `bad-utf8` when it holds a lone surrogate */
export function assertUtf8(text: string): string {
  if (!LONE_SURROGATE.test(text)) return text;
  throw new InputError('bad-utf8', `text: lone surrogate at UTF-16 index ${text.search(LONE_SURROGATE)}`);
}

/**
 * The inverse of {@link encodeUtf8}.
 * @param title what the bytes are, for the error message
 * @throws InputError `bad-utf8` for malformed, overlong or cut-off sequences, surrogates, and values above U+10FFFF
 */
export function decodeUtf8(bytes: Uint8Array, title = 'text'): string {
  return codec.decode(bytes) ?? decodePortably(bytes, title);
}

function decodePortably(bytes: Uint8Array, title: string): string {
  // No sequence has more UTF-16 code units than bytes.
  const units = new Uint16Array(bytes.length);
  let unitCount = 0;
  let offset = 0;
  while (offset < bytes.length) {
    const lead = bytes[offset] ?? 0;
    if (lead < 0x80) {
      units[unitCount++] = lead;
      offset++;
      continue;
    }
    const sequence = decodeSequence(bytes, offset);
    if (sequence === undefined) throw new InputError('bad-utf8', `${title}: not UTF-8 at byte ${offset}`);
    offset += sequence.lengthBytes;
    if (sequence.codePoint < 0x10000) {
      units[unitCount++] = sequence.codePoint;
    } else {
      units[unitCount++] = 0xd800 + ((sequence.codePoint - 0x10000) >> 10);
      units[unitCount++] = 0xdc00 + (sequence.codePoint & 0x3ff);
    }
  }
  return stringFromCodeUnits(units.subarray(0, unitCount));
}

interface Sequence {
  readonly codePoint: number;
  readonly lengthBytes: number;
}

/** What a lead byte announces: the sequence's length, the lead's own bits, and the least code point not overlong. */
const LEADS = [
  { from: 0xc0, to: 0xdf, lengthBytes: 2, least: 0x80 },
  { from: 0xe0, to: 0xef, lengthBytes: 3, least: 0x800 },
  { from: 0xf0, to: 0xf7, lengthBytes: 4, least: 0x10000 },
] as const;

/** The sequence of two to four bytes at `offset`, or undefined if it is not well formed. */
function decodeSequence(bytes: Uint8Array, offset: number): Sequence | undefined {
  const lead = bytes[offset] ?? 0;
  const kind = LEADS.find(({ from, to }) => from <= lead && lead <= to);
  if (kind === undefined || offset + kind.lengthBytes > bytes.length) return undefined;
  let codePoint = lead - kind.from;
  for (const byte of bytes.subarray(offset + 1, offset + kind.lengthBytes)) {
    if (byte < 0x80 || byte > 0xbf) return undefined;
    codePoint = codePoint * 64 + (byte - 0x80);
  }
  const isSurrogate = 0xd800 <= codePoint && codePoint <= 0xdfff;
  if (codePoint < kind.least || codePoint > 0x10ffff || isSurrogate) return undefined;
  return { codePoint, lengthBytes: kind.lengthBytes };
}
