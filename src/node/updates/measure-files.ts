/**
 * Measuring the updates of a round from their files: one pass, all pairs, bounded memory. What is measured, and how it is rounded,
 * stands in `core/tensor/values.ts`, `gram.ts` and `measurement.ts`.
 * @module
 */
import { InputError } from '../../core/error.ts';
import { GramSums } from '../../core/tensor/gram.ts';
import { decodeValues, dropNonFinite, elementBytes } from '../../core/tensor/values.ts';
import { type Piece, readPieces, type TensorFile, withTensorFiles } from './tensor-files.ts';

/** One vector: a file, and whether it is a difference already. */
export interface VectorFile {
  readonly path: string;
  /** Whole weights become a difference to the parent. */
  readonly form: 'delta' | 'weights';
}

export interface FileMeasurements {
  /** Over the vectors, in order. */
  readonly gram: GramSums;
  /** Values that are not finite, one a vector; they count as 0. */
  readonly nonFinite: readonly number[];
  /** Whether the vector has the tensors of the parent, one a vector; undefined without a parent. */
  readonly fits: readonly (boolean | undefined)[];
  /** Names, shapes and types, one text a vector: equal texts, equal tensors. */
  readonly layouts: readonly string[];
}

/**
 * Measures the vectors. A tensor that only some of them have counts as zeros in the others.
 * @param parent file of the model that they were trained from; needed for whole weights
 * @throws InputError `unmeasurable`, `bad-safetensors`, `unreadable-file`, `file-changed`
 */
export async function measureFiles(vectors: readonly VectorFile[], parent?: string): Promise<FileMeasurements> {
  if (parent === undefined && vectors.some(({ form }) => form === 'weights'))
    throw new InputError(
      'unmeasurable',
      'whole weights are measured as a difference: the file of their parent is needed',
    );
  const paths = [...vectors.map(({ path }) => path), ...(parent === undefined ? [] : [parent])];
  return withTensorFiles(paths, async (files) => {
    const gram = new GramSums(vectors.length);
    const nonFinite = vectors.map(() => 0);
    assertMeasurable(files);
    for await (const piece of readPieces(files)) {
      const values = decodeRows(piece, nonFinite);
      const base = parent === undefined ? undefined : values.pop();
      gram.add(values.map((row, i) => (vectors[i]?.form === 'weights' ? subtract(row, base) : row)));
    }
    const layouts = files.map(layoutOf);
    const own = parent === undefined ? undefined : layouts.at(-1);
    const vectorLayouts = layouts.slice(0, vectors.length);
    const fits = vectorLayouts.map((layout) => (own === undefined ? undefined : layout === own));
    return { gram, nonFinite, fits, layouts: vectorLayouts };
  });
}

function assertMeasurable(files: readonly TensorFile[]): void {
  for (const { tensors } of files) for (const { dtype } of tensors.values()) elementBytes(dtype);
}

/** The rows as finite numbers; counts what was not finite. */
function decodeRows({ rows }: Piece, nonFinite: number[]): (Float64Array | undefined)[] {
  return rows.map((row, i) => {
    if (row === undefined) return undefined;
    const values = decodeValues(row.dtype, row.bytes);
    const dropped = dropNonFinite(values);
    if (i < nonFinite.length) nonFinite[i] = (nonFinite[i] ?? 0) + dropped;
    return values;
  });
}

function subtract(row: Float64Array | undefined, base: Float64Array | undefined): Float64Array | undefined {
  if (base === undefined) return row;
  return base.map((value, i) => (row?.[i] ?? 0) - value);
}

function layoutOf({ tensors }: TensorFile): string {
  return JSON.stringify([...tensors].map(([key, { dtype }]) => [key, dtype]).sort());
}
