/**
 * Several safetensors files side by side, of any size: tensor by tensor, piece by piece, so that memory stays bounded.
 * @module
 */
import type { Dtype } from '../../core/tensor/dtype.ts';
import { DTYPE_BITS } from '../../core/tensor/dtype.ts';
import { LENGTH_BYTES, parseHeader, parseHeaderLength, type TensorInfo } from '../../core/tensor/header.ts';
import { type StableFile, withStableFile } from '../stable-file.ts';

/** Elements read at once of each file: 512 KiB of doubles. */
const PIECE_ELEMENTS = 65_536;

/** One file, its header read. */
export interface TensorFile {
  /** By {@link tensorKey}. */
  readonly tensors: ReadonlyMap<string, TensorInfo>;
  /** The bytes [start, end) of the data. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** Opens all files, lets `use` read them, and closes them. @throws InputError `bad-safetensors`, `unreadable-file`, `file-changed` */
export async function withTensorFiles<T>(
  paths: readonly string[],
  use: (files: readonly TensorFile[]) => Promise<T>,
): Promise<T> {
  const open = async (opened: readonly TensorFile[]): Promise<T> => {
    const path = paths[opened.length];
    if (path === undefined) return use(opened);
    return withStableFile(path, async (file) => open([...opened, await readTensors(file)]));
  };
  return open([]);
}

/** Tensors of one name, type-independent shape included, are the same coordinates of a model. */
export function tensorKey({ name, shape }: Pick<TensorInfo, 'name' | 'shape'>): string {
  return JSON.stringify([name, shape]);
}

/** A piece of one tensor in every file: elements [start, end) of `key`. */
export interface Piece {
  readonly key: string;
  /** One a file: raw elements; undefined where the file has no such tensor. */
  readonly rows: readonly ({ readonly dtype: Dtype; readonly bytes: Uint8Array } | undefined)[];
  /** True for the last piece of the tensor; an empty tensor has one piece without elements. */
  readonly isLast: boolean;
}

/** All tensors of all files, in pieces. Requires element types that fill whole bytes. */
export async function* readPieces(files: readonly TensorFile[]): AsyncGenerator<Piece, void> {
  const keys = [...new Set(files.flatMap(({ tensors }) => [...tensors.keys()]))].sort();
  for (const key of keys) {
    const count = Math.max(...files.map(({ tensors }) => elementCount(tensors.get(key))));
    let start = 0;
    do {
      const end = Math.min(start + PIECE_ELEMENTS, count);
      const rows = await Promise.all(files.map((file) => readRow(file, key, start, end)));
      yield { key, rows, isLast: end === count };
      start = end;
    } while (start < count);
  }
}

async function readTensors(file: StableFile): Promise<TensorFile> {
  const prefix = await file.readRange(0, LENGTH_BYTES);
  const dataStart = LENGTH_BYTES + parseHeaderLength(prefix, file.sizeBytes);
  const header = await file.readRange(LENGTH_BYTES, dataStart);
  const { tensors } = parseHeader(header, file.sizeBytes - dataStart);
  return {
    tensors: new Map(tensors.map((info) => [tensorKey(info), info])),
    read: (start, end) => file.readRange(dataStart + start, dataStart + end),
  };
}

async function readRow({ tensors, read }: TensorFile, key: string, start: number, end: number) {
  const info = tensors.get(key);
  if (info === undefined) return undefined;
  const size = DTYPE_BITS[info.dtype] / 8;
  return { dtype: info.dtype, bytes: await read(info.start + start * size, info.start + end * size) };
}

function elementCount(info: TensorInfo | undefined): number {
  return info === undefined ? 0 : info.shape.reduce((product, extent) => product * extent, 1);
}
