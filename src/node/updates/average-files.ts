/**
 * Recomputing an aggregation from the files of its updates. Exact for fixed-point tensors only: the sums of floating-point numbers
 * depend on an order that nothing fixes.
 * @module
 */
import { createHash, type Hash } from 'node:crypto';
import type { Dtype } from '../../core/tensor/dtype.ts';
import { addFixed, averageFixed, isFixed } from '../../core/tensor/fixed-average.ts';
import { type TensorDigest, tensorSetDigest } from '../../core/tensor/tensor-set.ts';
import { type Piece, readPieces, type TensorFile, withTensorFiles } from './tensor-files.ts';

export interface WeightedFile {
  readonly path: string;
  readonly weight: number;
}

/** Tensor-set digests that the files give, or why they give none. */
export type Recomputed =
  | { readonly exact: true; readonly average: string; readonly output?: string }
  | { readonly exact: false; readonly reason: 'floating-point' | 'shapes' };

/**
 * The weighted average of the files under `fedavg-v1` and, where the parent is there, parent plus average.
 * @throws InputError `bad-safetensors`, `unreadable-file`, `file-changed`
 */
export async function averageFiles(updates: readonly WeightedFile[], parent?: string): Promise<Recomputed> {
  const paths = [...updates.map(({ path }) => path), ...(parent === undefined ? [] : [parent])];
  const total = updates.reduce((sum, { weight }) => sum + weight, 0);
  return withTensorFiles(paths, async (files) => {
    const reason = whyInexact(files);
    if (reason !== undefined) return { exact: false, reason };
    const [average, output] = [new SetHash(files[0]), new SetHash(files[0])];
    for await (const piece of readPieces(files)) {
      const step = averagePiece(piece, updates, total);
      average.add(piece, step);
      if (parent !== undefined) output.add(piece, sumWith(piece, step));
    }
    const digest = output.finish();
    return {
      exact: true,
      average: average.finish() ?? '',
      ...(parent === undefined || digest === undefined ? {} : { output: digest }),
    };
  });
}

function whyInexact(files: readonly TensorFile[]): 'floating-point' | 'shapes' | undefined {
  const [first, ...others] = files.map(({ tensors }) => new Map([...tensors].map(([key, { dtype }]) => [key, dtype])));
  const same = others.every(
    (each) => each.size === first?.size && [...each].every(([key, dtype]) => first.get(key) === dtype),
  );
  if (first === undefined || !same) return 'shapes';
  return [...first.values()].every(isFixed) ? undefined : 'floating-point';
}

function averagePiece({ rows }: Piece, updates: readonly WeightedFile[], total: number): Uint8Array {
  const pieces = updates.map(({ weight }, i) => ({ weight, bytes: rows[i]?.bytes ?? new Uint8Array() }));
  return averageFixed(typeOf(rows[0]?.dtype), pieces, total);
}

function sumWith({ rows }: Piece, step: Uint8Array): Uint8Array | undefined {
  const parent = rows.at(-1);
  return parent === undefined ? undefined : addFixed(typeOf(parent.dtype), parent.bytes, step);
}

function typeOf(dtype: Dtype | undefined): 'I32' | 'I64' {
  return dtype === 'I64' ? 'I64' : 'I32';
}

/** The tensor set digest of tensors that come in pieces. */
class SetHash {
  readonly #file: TensorFile | undefined;
  readonly #digests: TensorDigest[] = [];
  #hash: Hash = createHash('sha256');
  #isWhole = true;

  /** Names, types and shapes are those of `file`. */
  constructor(file: TensorFile | undefined) {
    this.#file = file;
  }

  /** Adds a piece; undefined where its values leave their type. */
  add({ key, isLast }: Piece, bytes: Uint8Array | undefined): void {
    const info = this.#file?.tensors.get(key);
    if (bytes === undefined || info === undefined) this.#isWhole = false;
    else this.#hash.update(bytes);
    if (!isLast || info === undefined) return;
    const { name, dtype, shape } = info;
    this.#digests.push({ name, dtype, shape, sha256: this.#hash.digest('hex') });
    this.#hash = createHash('sha256');
  }

  finish(): string | undefined {
    return this.#isWhole && this.#digests.length > 0 ? tensorSetDigest(this.#digests) : undefined;
  }
}
