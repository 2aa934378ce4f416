/**
 * The head of a safetensors file, read without its data, so that a file larger than memory can be described
 * ({@link https://github.com/huggingface/safetensors#format safetensors}).
 *
 * ```
 * file   = length header data
 * length = u64, little-endian: bytes of the header, at most 100,000,000
 * header = JSON object, first byte `{`, white space allowed after it; each member is either
 *          "__metadata__": {"<text>": "<text>", ...}      or
 *          "<name>": {"dtype": "<type>", "shape": [<integer>, ...], "data_offsets": [<start>, <end>]}
 * data   = the tensors' bytes; the ranges [start, end) cover it without gap or overlap
 * ```
 *
 * Example, 56 bytes of header (the first line in hexadecimal) and one scalar:
 *
 * ```
 * 38 00 00 00 00 00 00 00
 * {"b":{"dtype":"I32","shape":[],"data_offsets":[0,4]}}␠␠␠
 * 07 00 00 00
 * ```
 *
 * Stricter than the reference reader: no unknown member of a tensor, no equal names, no sizes above 2^53 - 1.
 * @module
 */
import { decodeUtf8 } from '../bytes/utf8.ts';
import { InputError } from '../error.ts';
import { type Dtype, isDtype, tensorSizeBytes } from './dtype.ts';
import { countHeaderMembers } from './header-scan.ts';

/** Bytes of the length field. */
export const LENGTH_BYTES = 8;

/** The reference implementation's cap, in bytes. */
export const MAX_HEADER_BYTES = 100_000_000;

export const METADATA_NAME = '__metadata__';

const LONE_SURROGATE = /\p{Surrogate}/u;
const MEMBERS_PER_TENSOR = 3;

/** One tensor as the header describes it. */
export interface TensorInfo {
  /** Well-formed Unicode, never `__metadata__`. */
  readonly name: string;
  readonly dtype: Dtype;
  /** Non-negative safe integers; empty for a scalar. */
  readonly shape: readonly number[];
  /** The byte range [start, end) in the data. */
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** In the order of their bytes: the first starts at 0, each starts where the one before ends. */
  readonly tensors: readonly TensorInfo[];
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * The length in bytes of the header that follows `prefix`.
 * @param prefix the first 8 bytes of the file, or all of a shorter one
 * @throws InputError `bad-safetensors` when the file has no room for it or it exceeds 100 MB
 */
export function parseHeaderLength(prefix: Uint8Array, fileSizeBytes: number): number {
  if (prefix.length < LENGTH_BYTES || fileSizeBytes < LENGTH_BYTES) {
    throw refusal(`a file of ${fileSizeBytes} bytes has no room for the 8-byte header length`);
  }
  const view = new DataView(prefix.buffer, prefix.byteOffset, LENGTH_BYTES);
  const length = view.getUint32(4, true) * 2 ** 32 + view.getUint32(0, true);
  if (length > MAX_HEADER_BYTES) throw refusal(`the header would have ${length} bytes, at most 100 MB are allowed`);
  if (length > fileSizeBytes - LENGTH_BYTES) throw refusal(`the header of ${length} bytes reaches beyond the file`);
  return length;
}

/**
 * Reads the header's JSON and checks that it describes exactly `dataSizeBytes` bytes of data.
 * @throws InputError `bad-safetensors`
 */
export function parseHeader(header: Uint8Array, dataSizeBytes: number): SafetensorsHeader {
  if (header[0] !== 0x7b) throw refusal('the header does not begin with "{"');
  const memberCount = countHeaderMembers(header);
  const members = Object.entries(parseJsonObject(header));
  const tensors = members.filter(([name]) => name !== METADATA_NAME).map(([name, value]) => parseTensor(name, value));
  const metadata = parseMetadata(members.find(([name]) => name === METADATA_NAME)?.[1]);
  if (memberCount !== members.length + MEMBERS_PER_TENSOR * tensors.length + metadata.size) {
    throw refusal('a name occurs twice in the header');
  }
  tensors.sort((a, b) => a.start - b.start || a.end - b.end);
  assertCover(tensors, dataSizeBytes);
  return { tensors, metadata };
}

function parseJsonObject(header: Uint8Array): object {
  try {
    const value: unknown = JSON.parse(decodeUtf8(header, 'safetensors header'));
    if (isObject(value)) return value;
  } catch (cause) {
    throw new InputError('bad-safetensors', 'safetensors: the header is not JSON in UTF-8', { cause });
  }
  throw refusal('the header is not a JSON object');
}

function parseTensor(name: string, value: unknown): TensorInfo {
  if (LONE_SURROGATE.test(name)) throw tensorRefusal(name, 'the name holds a lone surrogate');
  const fields = new Map<string, unknown>(isObject(value) ? Object.entries(value) : []);
  const dtype = fields.get('dtype');
  const shape = fields.get('shape');
  const offsets = fields.get('data_offsets');
  if (fields.size !== MEMBERS_PER_TENSOR) throw tensorRefusal(name, 'expected dtype, shape and data_offsets alone');
  if (!isDtype(dtype)) throw tensorRefusal(name, `unknown dtype ${quote(dtype)}`);
  if (!isSizeList(shape)) throw tensorRefusal(name, 'the shape is not a list of integers from 0 to 2^53 - 1');
  if (!isSizeList(offsets)) throw tensorRefusal(name, 'the data_offsets are not integers from 0 to 2^53 - 1');
  const [start, end] = offsets;
  if (offsets.length !== 2 || start === undefined || end === undefined || end < start) {
    throw tensorRefusal(name, 'the data_offsets are not a start and an end');
  }
  if (end - start !== tensorSizeBytes(dtype, shape)) {
    throw tensorRefusal(name, `${end - start} bytes do not hold ${dtype} of shape ${quote(shape)}`);
  }
  return { name, dtype, shape, start, end };
}

function parseMetadata(value: unknown): Map<string, string> {
  const metadata = new Map<string, string>();
  if (value === undefined) return metadata;
  if (!isObject(value)) throw refusal('__metadata__ is not an object');
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== 'string') throw refusal(`__metadata__ ${quote(key)} is not a string`);
    metadata.set(key, text);
  }
  return metadata;
}

/** Requires `tensors` in the order of their starts. */
function assertCover(tensors: readonly TensorInfo[], dataSizeBytes: number): void {
  let covered = 0;
  for (const { name, start, end } of tensors) {
    if (start !== covered) throw tensorRefusal(name, `starts at ${start}, expected ${covered}`);
    covered = end;
  }
  if (covered !== dataSizeBytes) throw refusal(`the tensors describe ${covered} bytes, the file has ${dataSizeBytes}`);
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizeList(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size));
}

function tensorRefusal(name: string, reason: string): InputError {
  return refusal(`tensor ${quote(name)}: ${reason}`);
}

/** As JSON, cut short: a hostile header must not fill the log that prints the message. */
function quote(value: unknown): string {
  return String(JSON.stringify(value)).slice(0, 80);
}

function refusal(reason: string): InputError {
  return new InputError('bad-safetensors', `safetensors: ${reason}`);
}
