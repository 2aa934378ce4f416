/**
 * JSON Canonicalization Scheme, RFC 8785: one spelling for each JSON value.
 *
 * Members sorted by UTF-16 code units, ECMAScript number and string spelling, no white space. Lone surrogates, which
 * I-JSON forbids, and nesting beyond 32 levels are refused.
 * @module
 */
import { InputError } from '../error.ts';

/** Deepest nesting of arrays and objects that any Ledgerline document needs, with room to spare. */
export const MAX_DEPTH = 32;

/**
 * The canonical text of `value`, which is what `JSON.parse` returns or plain objects, arrays and primitives alike.
 * Members whose value is `undefined` are left out, as `JSON.stringify` does.
 * @throws InputError `json-not-canonical` for non-finite numbers, lone surrogates, other types, too deep nesting
 */
export function canonicalize(value: unknown): string {
  return write(value, 0);
}

function write(value: unknown, depth: number): string {
  if (depth > MAX_DEPTH) throw new InputError('json-not-canonical', `JSON nests deeper than ${MAX_DEPTH} levels`);
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return writeString(value);
  if (typeof value === 'number') return writeNumber(value);
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(',')}]`;
  if (typeof value === 'object') return writeObject(value as Record<string, unknown>, depth);
  throw new InputError('json-not-canonical', `JSON cannot hold a ${typeof value}`);
}

function writeObject(object: Record<string, unknown>, depth: number): string {
  const members = Object.keys(object)
    .sort() // default order: UTF-16 code units, RFC 8785 section 3.2.3
    .filter((key) => object[key] !== undefined)
    .map((key) => `${writeString(key)}:${write(object[key], depth + 1)}`);
  return `{${members.join(',')}}`;
}

function writeString(text: string): string {
  if (/\p{Surrogate}/u.test(text)) throw new InputError('json-not-canonical', 'a string holds a lone surrogate');
  return JSON.stringify(text);
}

function writeNumber(number: number): string {
  if (!Number.isFinite(number)) throw new InputError('json-not-canonical', `JSON cannot hold the number ${number}`);
  return JSON.stringify(number);
}
