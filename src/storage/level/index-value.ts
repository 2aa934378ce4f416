/**
 * Values of the index as LevelDB holds them: a MessagePack payload and a checksum over key and payload. LevelDB, as it is
 * built for Node, does not check its own block checksums on reads, and answers a flipped bit with a wrong value.
 *
 *     stored   = payload checksum
 *     checksum = the first 8 bytes of SHA-256( key 0xff payload ), the key in UTF-8
 *
 * 0xff occurs nowhere in UTF-8, so that key and payload cannot trade bytes. The checksum finds accidents, not attackers.
 * Example: key `size`, value 7: the payload is 07.
 * @module
 */
import { Packr } from 'msgpackr';
import { concatBytes, equalBytes } from '../../core/bytes/bytes.ts';
import { sha256Of } from '../../core/bytes/sha256.ts';
import { assertUtf8, encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError, InvariantError } from '../../core/error.ts';
import type { IndexValue } from '../../log/ports.ts';

const CHECKSUM_BYTES = 8;
const SEPARATOR = Uint8Array.of(0xff);

/** No record structures: every value stands for itself. Bytes are copied out of LevelDB's buffer. */
const codec = new Packr({ useRecords: false, mapsAsObjects: true, variableMapSize: true, copyBuffers: true });

/**
 * The inverse of {@link decodeValue}, except that negative zero becomes zero, as in JSON.
 * @throws InputError `bad-utf8` for a lone surrogate
 * @throws InvariantError for all else that the type cannot exclude: an integer beyond 2^53 - 1, a number that is not
 *   finite, the name `__proto__`, an object that is not a plain one
 */
export function encodeValue(key: string, value: IndexValue): Uint8Array {
  const payload = codec.pack(toPackable(value));
  return concatBytes(payload, checksum(key, payload));
}

/** The inverse of {@link encodeValue}. @throws InputError `index-corrupt` */
export function decodeValue(key: string, stored: Uint8Array): IndexValue {
  const value = unpack(key, checkedPayload(key, stored));
  if (isIndexValue(value)) return value;
  throw new InputError('index-corrupt', `index: the value of ${JSON.stringify(key)} is of a type that is never stored`);
}

/** The payload of what is stored under `key`. @throws InputError `index-corrupt` where the checksum is another */
export function checkedPayload(key: string, stored: Uint8Array): Uint8Array {
  // A plain view: from a Node Buffer the codec would cut Node Buffers.
  const bytes = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
  const payload = bytes.subarray(0, Math.max(0, bytes.length - CHECKSUM_BYTES));
  if (equalBytes(checksum(key, payload), bytes.subarray(payload.length))) return payload;
  throw new InputError('index-corrupt', `index: the value of ${JSON.stringify(key)} fails its checksum`);
}

/** The checksum that ends a stored value, as an integer; 0 where there is no room for one. */
export function storedChecksum({ buffer, byteOffset, byteLength }: Uint8Array): bigint {
  const at = byteLength - CHECKSUM_BYTES;
  return at < 0 ? 0n : new DataView(buffer, byteOffset + at, CHECKSUM_BYTES).getBigUint64(0);
}

function unpack(key: string, payload: Uint8Array): unknown {
  try {
    return codec.unpack(payload);
  } catch (cause) {
    throw new InputError('index-corrupt', `index: the value of ${JSON.stringify(key)} is not MessagePack`, { cause });
  }
}

function checksum(key: string, payload: Uint8Array): Uint8Array {
  return sha256Of(encodeUtf8(key), SEPARATOR, payload).subarray(0, CHECKSUM_BYTES);
}

/** `value` checked, with objects as maps: the codec looks for `toJSON` and `constructor` in objects, not in maps. */
function toPackable(value: IndexValue): unknown {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'number':
      if (!isIndexNumber(value)) throw refused(value);
      return value + 0;
    case 'string':
      return assertUtf8(value);
    case 'object':
      if (value === null || value instanceof Uint8Array) return value;
      if (Array.isArray(value)) return value.map(toPackable);
      if (!isPlainObject(value)) throw refused(value);
      return new Map(Object.entries(value).map(([name, field]) => [assertName(name), toPackable(field)]));
    default:
      throw refused(value);
  }
}

/** True for what {@link toPackable} lets through: the codec also knows dates, sets, big integers and more. */
function isIndexValue(value: unknown): value is IndexValue {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return true;
  if (typeof value === 'number') return isIndexNumber(value);
  if (value instanceof Uint8Array) return true;
  if (Array.isArray(value)) return value.every(isIndexValue);
  return isPlainObject(value) && Object.values(value).every(isIndexValue);
}

function isIndexNumber(value: number): boolean {
  return Number.isSafeInteger(value) || (Number.isFinite(value) && !Number.isInteger(value));
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function assertName(name: string): string {
  // The codec would rename it when it reads.
  if (name === '__proto__') throw refused(name);
  return assertUtf8(name);
}

function refused(value: unknown): InvariantError {
  return new InvariantError(`index value: ${Object.prototype.toString.call(value)} cannot be stored`);
}
