/**
 * Whole safetensors files in memory: the inverse pair of parsing and formatting. The grammar stands in `header.ts`.
 *
 * One model has many files: the order of the tensors, the spelling of the header and the metadata are free. What names
 * the model is its tensor set (`tensor-set.ts`).
 * @module
 */
import { concatBytes } from '../bytes/bytes.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { DTYPE_BITS, type Dtype } from './dtype.ts';
import { LENGTH_BYTES, METADATA_NAME, parseHeader, parseHeaderLength } from './header.ts';

export interface Tensor {
  readonly name: string;
  readonly dtype: Dtype;
  /** Non-negative safe integers; empty for a scalar. */
  readonly shape: readonly number[];
  /** The elements, little-endian, last extent fastest. */
  readonly bytes: Uint8Array;
}

export interface Safetensors {
  /** In the order of their bytes in the file. */
  readonly tensors: readonly Tensor[];
  readonly metadata: ReadonlyMap<string, string>;
}

/**
 * The tensors of a file, as views of `file`, not copies.
 * @throws InputError `bad-safetensors`
 */
export function parseSafetensors(file: Uint8Array): Safetensors {
  const headerBytes = parseHeaderLength(file.subarray(0, LENGTH_BYTES), file.length);
  const dataStart = LENGTH_BYTES + headerBytes;
  const data = file.subarray(dataStart);
  const header = parseHeader(file.subarray(LENGTH_BYTES, dataStart), data.length);
  const tensors = header.tensors.map(({ name, dtype, shape, start, end }) => {
    return { name, dtype, shape, bytes: data.subarray(start, end) };
  });
  return { tensors, metadata: header.metadata };
}

/**
 * A file with these tensors: the inverse of {@link parseSafetensors}, one file for one set, whatever order they come in.
 * Wider elements first, then by name, and the header padded to 8 bytes, so that every tensor lies aligned, as the
 * reference writer does.
 * @throws InputError `bad-safetensors` for equal or malformed names, and for bytes that do not fit dtype and shape
 */
export function formatSafetensors(
  tensors: readonly Tensor[],
  metadata: ReadonlyMap<string, string> = new Map(),
): Uint8Array {
  const ordered = tensors.toSorted((a, b) => DTYPE_BITS[b.dtype] - DTYPE_BITS[a.dtype] || compareNames(a.name, b.name));
  const members = metadata.size === 0 ? [] : [`"${METADATA_NAME}":${formatMetadata(metadata)}`];
  let end = 0;
  for (const { name, dtype, shape, bytes } of ordered) {
    const start = end;
    end += bytes.length;
    // Text, not an object: an object would put a name such as "7" first, and drop one of two equal names.
    members.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [start, end] })}`);
  }
  const text = encodeUtf8(`{${members.join(',')}}`);
  const header = new Uint8Array(Math.ceil(text.length / 8) * 8).fill(0x20);
  header.set(text);
  parseHeader(header, end);
  const length = new Uint8Array(LENGTH_BYTES);
  new DataView(length.buffer).setUint32(0, header.length, true);
  return concatBytes(length, header, ...ordered.map((tensor) => tensor.bytes));
}

function formatMetadata(metadata: ReadonlyMap<string, string>): string {
  const members = [...metadata].sort(([a], [b]) => compareNames(a, b));
  return `{${members.map(([key, text]) => `${JSON.stringify(key)}:${JSON.stringify(text)}`).join(',')}}`;
}

/** UTF-16 code units, as RFC 8785 section 3.2.3 sorts names; never by locale. */
function compareNames(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
