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
  if (isInOrder(value, 0)) {
    const text = JSON.stringify(value);
    if (!text.includes(SURROGATE_ESCAPE)) return text;
  }
  return write(value, 0);
}

/** How `JSON.stringify` begins a lone surrogate, which has no UTF-8. It writes whole pairs as they are. */
const SURROGATE_ESCAPE = '\\ud';

/**
 * True when `JSON.stringify` writes `value` as {@link write} does, but for lone surrogates: plain objects only, their
 * members in order already, no deep nesting, nothing that is not JSON. What was parsed from a canonical text always is.
 */
function isInOrder(value: unknown, depth: number): boolean {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return true;
    case 'number':
      return Number.isFinite(value);
    case 'object':
      break;
    default:
      return false;
  }
  if (value === null) return true;
  if (depth >= MAX_DEPTH) return false;
  if (Array.isArray(value)) return value.every((item) => isInOrder(item, depth + 1));
  return isPlain(value) && areMembersInOrder(value as Record<string, unknown>, depth);
}

function areMembersInOrder(object: Record<string, unknown>, depth: number): boolean {
  let before = '';
  for (const key of Object.keys(object)) {
    if (key < before) return false;
    before = key;
    const member = object[key];
    if (member !== undefined && !isInOrder(member, depth + 1)) return false;
  }
  return true;
}

/** Without a prototype of its own, an object has no `toJSON` but one that is a member, and a function is not in order. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
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
