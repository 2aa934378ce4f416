/**
 * The rule `fedavg-v1` over fixed-point tensors (I32, I64), exactly: anybody who has the updates computes the same step, bit for
 * bit, in whatever order they come.
 *
 * ```
 * step = round(sum of weight_i * delta_i / N)          N = total weight, round to nearest, halves away from 0
 * ```
 * @module
 */
import { InvariantError } from '../error.ts';

/** Types whose average is exact. */
export type FixedDtype = 'I32' | 'I64';

/** True for a type whose average is exact. */
export function isFixed(dtype: string): dtype is FixedDtype {
  return dtype === 'I32' || dtype === 'I64';
}

/** Sums of `weight * delta` with |delta| <= 2^31 are safe integers up to this total weight. */
const MAX_NUMBER_TOTAL = 2 ** 22;

/** A piece of one update, with its weight. */
export interface WeightedPiece {
  /** Raw elements, little-endian. */
  readonly bytes: Uint8Array;
  /** Non-negative integer. */
  readonly weight: number;
}

/** The step over one piece of a tensor, as raw elements. Requires pieces of one length and weights that sum to `total` > 0. */
export function averageFixed(dtype: FixedDtype, pieces: readonly WeightedPiece[], total: number): Uint8Array {
  if (pieces.reduce((sum, { weight }) => sum + weight, 0) !== total || total < 1)
    throw new InvariantError('average: the weights do not sum to the total');
  return dtype === 'I32' && total <= MAX_NUMBER_TOTAL ? averageI32(pieces, total) : averageWide(dtype, pieces, total);
}

/** Adds two pieces, element by element; undefined where a sum leaves the type. */
export function addFixed(dtype: FixedDtype, left: Uint8Array, right: Uint8Array): Uint8Array | undefined {
  const [a, b] = [readWide(dtype, left), readWide(dtype, right)];
  const sums = a.map((value, i) => value + (b[i] ?? 0n));
  const bound = dtype === 'I32' ? 2n ** 31n : 2n ** 63n;
  return sums.every((sum) => sum >= -bound && sum < bound) ? writeWide(dtype, sums) : undefined;
}

function averageI32(pieces: readonly WeightedPiece[], total: number): Uint8Array {
  const length = pieces[0]?.bytes.length ?? 0;
  const sums = new Float64Array(length / 4);
  for (const { bytes, weight } of pieces) {
    const view = viewOf(bytes);
    for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + weight * view.getInt32(4 * i, true);
  }
  const step = new Uint8Array(length);
  const view = viewOf(step);
  for (const [i, sum] of sums.entries()) {
    const remainder = sum % total;
    const quotient = (sum - remainder) / total;
    const rounds = 2 * Math.abs(remainder) >= total;
    view.setInt32(4 * i, rounds ? quotient + Math.sign(remainder) : quotient, true);
  }
  return step;
}

function averageWide(dtype: FixedDtype, pieces: readonly WeightedPiece[], total: number): Uint8Array {
  const rows = pieces.map(({ bytes, weight }) => ({ values: readWide(dtype, bytes), weight: BigInt(weight) }));
  const divisor = BigInt(total);
  const count = rows[0]?.values.length ?? 0;
  const step = Array.from({ length: count }, (_, i) => {
    const sum = rows.reduce((all, { values, weight }) => all + weight * (values[i] ?? 0n), 0n);
    const remainder = sum % divisor;
    const quotient = (sum - remainder) / divisor;
    const distance = remainder < 0n ? -remainder : remainder;
    return 2n * distance < divisor ? quotient : quotient + (remainder < 0n ? -1n : 1n);
  });
  return writeWide(dtype, step);
}

function readWide(dtype: FixedDtype, bytes: Uint8Array): bigint[] {
  const view = viewOf(bytes);
  if (dtype === 'I64') return Array.from({ length: bytes.length / 8 }, (_, i) => view.getBigInt64(8 * i, true));
  return Array.from({ length: bytes.length / 4 }, (_, i) => BigInt(view.getInt32(4 * i, true)));
}

function writeWide(dtype: FixedDtype, values: readonly bigint[]): Uint8Array {
  const size = dtype === 'I64' ? 8 : 4;
  const bytes = new Uint8Array(size * values.length);
  const view = viewOf(bytes);
  for (const [i, value] of values.entries()) {
    if (dtype === 'I64') view.setBigInt64(8 * i, value, true);
    else view.setInt32(4 * i, Number(value), true);
  }
  return bytes;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
