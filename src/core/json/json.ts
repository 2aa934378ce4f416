/**
 * Canonical JSON documents: bytes that are their own RFC 8785 form and hold no number but safe integers.
 *
 * Comparing the bytes with the canonical form of what they parse to refuses, in one stroke, white space, duplicate
 * members, other orders, other spellings of strings and numbers, and integers that a reader would round.
 * @module
 */
import { decodeUtf8 } from '../bytes/utf8.ts';
import { InputError } from '../error.ts';
import { assertJsonBounds, countMembers } from './bounds.ts';
import { canonicalize } from './jcs.ts';

/** A JSON value without fractions. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Up to this many characters no text is a burden, and `canonicalize` refuses deep nesting: records are not scanned. */
const SMALL_CHARACTERS = 65_536;

/**
 * Parses a canonical document of at most `maxBytes` bytes. `title` names it in messages.
 * @throws InputError `too-large`, `bad-utf8`, `bad-json`, `json-not-canonical`
 */
export function parseCanonicalJson(bytes: Uint8Array, maxBytes: number, title: string): Json {
  if (bytes.length > maxBytes) {
    throw new InputError('too-large', `${title} has ${bytes.length} bytes, more than ${maxBytes}`);
  }
  const text = decodeUtf8(bytes, title);
  const value = text.length <= SMALL_CHARACTERS ? parseText(text, title) : parseJson(text, title);
  assertIntegers(value, title, 0);
  if (canonicalize(value) !== text) {
    throw new InputError('json-not-canonical', `${title} is not its own canonical form (RFC 8785)`);
  }
  return value;
}

/** Parses JSON text of any spelling. @throws InputError `bad-json`, and as `assertJsonBounds` */
export function parseJson(text: string, title: string): Json {
  assertJsonBounds(text, title);
  return parseText(text, title);
}

/**
 * Parses JSON that a person wrote and a key will sign. No member may occur twice: the last would count, and whoever read the
 * text may have read the first. @throws InputError as {@link parseJson}
 */
export function parseWrittenJson(text: string, title: string): Json {
  const value = parseJson(text, title);
  if (membersOf(value) !== countMembers(text)) throw new InputError('bad-json', `${title}: a member occurs twice`);
  return value;
}

function membersOf(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner: readonly Json[] = Object.values(value);
  return inner.reduce<number>((sum, item) => sum + membersOf(item), Array.isArray(value) ? 0 : inner.length);
}

function parseText(text: string, title: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    throw new InputError('bad-json', `${title} is not JSON`);
  }
}

function assertIntegers(value: Json, title: string, depth: number): void {
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new InputError('json-not-canonical', `${title} holds the number ${value}; only safe integers are allowed`);
  }
  if (typeof value !== 'object' || value === null || depth > 32) return; // deeper nesting is refused by canonicalize
  for (const item of Object.values(value)) assertIntegers(item, title, depth + 1);
}
