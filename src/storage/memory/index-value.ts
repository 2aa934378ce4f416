/**
 * Deep copies of index values.
 * @module
 */
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InvariantError } from '../../core/error.ts';
import type { IndexValue } from '../../log/ports.ts';

/**
 * A copy that shares nothing with `value`. Negative zero becomes zero, as in JSON.
 * @throws InputError `bad-utf8` for a lone surrogate
 * @throws InvariantError for all else that the type cannot exclude: an integer beyond 2^53 - 1, a number that is not
 *   finite, the name `__proto__`, an object that is not a plain one
 */
export function copyValue(value: IndexValue): IndexValue {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'number':
      if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) throw refused(value);
      return value + 0;
    case 'string':
      return copyText(value);
    case 'object':
      return value === null ? null : copyObject(value);
    default:
      throw refused(value);
  }
}

function copyObject(value: IndexValue & object): IndexValue {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  if (Array.isArray(value)) return value.map(copyValue);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw refused(value);
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [copyName(name), copyValue(field)]));
}

function copyName(name: string): string {
  if (name === '__proto__') throw refused(name);
  return copyText(name);
}

/** @throws InputError `bad-utf8` */
function copyText(text: string): string {
  encodeUtf8(text);
  return text;
}

function refused(value: unknown): InvariantError {
  return new InvariantError(`index value: ${Object.prototype.toString.call(value)} cannot be stored`);
}
