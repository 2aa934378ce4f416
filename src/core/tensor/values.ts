/**
 * Elements of tensors as numbers, for measuring updates.
 *
 * ```
 * F16, BF16, F32, F64    the number itself
 * I32, I64               fixed point: the element counts millionths
 * ```
 * Every F16, BF16 and F32 is a double exactly, every I32 a quotient that rounds once; an I64 above 2^53 rounds once more. Other
 * types hold no updates that could be compared, and are refused.
 * @module
 */
import { InputError } from '../error.ts';
import { DTYPE_BITS, type Dtype } from './dtype.ts';

/**
 * From this magnitude on a value counts as not finite: the sum of its squares could leave the doubles. No type but F64 has such
 * values.
 */
export const MAX_MAGNITUDE: number = 2 ** 500;

const MILLION = 1_000_000;

type Read = (view: DataView, offset: number) => number;

const READERS: Partial<Record<Dtype, Read>> = {
  F16: (view, offset) => halfToNumber(view.getUint16(offset, true)),
  BF16: (view, offset) => bfloatToNumber(view.getUint16(offset, true)),
  F32: (view, offset) => view.getFloat32(offset, true),
  F64: (view, offset) => view.getFloat64(offset, true),
  I32: (view, offset) => view.getInt32(offset, true) / MILLION,
  I64: (view, offset) => Number(view.getBigInt64(offset, true)) / MILLION,
};

/** Bytes of one element. @throws InputError `unmeasurable` for a type that is not measured */
export function elementBytes(dtype: Dtype): number {
  if (READERS[dtype] === undefined) throw unmeasurable(dtype);
  return DTYPE_BITS[dtype] / 8;
}

/** The elements as doubles, those that are not finite included. Requires whole elements. @throws InputError `unmeasurable` */
export function decodeValues(dtype: Dtype, bytes: Uint8Array): Float64Array {
  const read = READERS[dtype];
  if (read === undefined) throw unmeasurable(dtype);
  const step = DTYPE_BITS[dtype] / 8;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const values = new Float64Array(bytes.length / step);
  for (let i = 0; i < values.length; i++) values[i] = read(view, i * step);
  return values;
}

/** Puts 0 for every value that is not finite, and returns how many there were. */
export function dropNonFinite(values: Float64Array): number {
  let dropped = 0;
  for (let i = 0; i < values.length; i++) {
    if (Math.abs(values[i] ?? 0) < MAX_MAGNITUDE) continue;
    values[i] = 0;
    dropped++;
  }
  return dropped;
}

/** IEEE 754 binary16: 1 bit sign, 5 bits exponent, 10 bits fraction. */
function halfToNumber(bits: number): number {
  const sign = bits >= 0x8000 ? -1 : 1;
  const exponent = Math.floor(bits / 0x400) % 0x20;
  const fraction = bits % 0x400;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (0x400 + fraction) * 2 ** (exponent - 25);
}

/** The upper half of a binary32. */
function bfloatToNumber(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint32(0, bits * 0x10000);
  return view.getFloat32(0);
}

function unmeasurable(dtype: Dtype): InputError {
  return new InputError(
    'unmeasurable',
    `tensors of type ${dtype} are not measured; ${Object.keys(READERS).join(', ')} are`,
  );
}
