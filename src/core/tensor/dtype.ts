/**
 * The element types of safetensors and their sizes
 * ({@link https://github.com/huggingface/safetensors safetensors}, `Dtype` of the reference implementation).
 * @module
 */

/** Bits per element. The F4 and F6 types are packed, so only some element counts fill whole bytes. */
export const DTYPE_BITS = {
  BOOL: 8,
  F4: 4,
  F6_E2M3: 6,
  F6_E3M2: 6,
  U8: 8,
  I8: 8,
  F8_E5M2: 8,
  F8_E4M3: 8,
  F8_E8M0: 8,
  F8_E4M3FNUZ: 8,
  F8_E5M2FNUZ: 8,
  I16: 16,
  U16: 16,
  F16: 16,
  BF16: 16,
  I32: 32,
  U32: 32,
  F32: 32,
  C64: 64,
  F64: 64,
  I64: 64,
  U64: 64,
} as const satisfies Record<string, number>;

export type Dtype = keyof typeof DTYPE_BITS;

/** True for a type name of the format; `toString` and its like are not. */
export function isDtype(name: unknown): name is Dtype {
  return typeof name === 'string' && Object.hasOwn(DTYPE_BITS, name);
}

/**
 * Bytes that a tensor takes; undefined where the product leaves the safe integers or does not fill whole bytes.
 * Requires non-negative safe integers in `shape`; the empty shape is a scalar, one element.
 */
export function tensorSizeBytes(dtype: Dtype, shape: readonly number[]): number | undefined {
  let bits: number = DTYPE_BITS[dtype];
  for (const extent of shape) {
    bits *= extent;
    if (!Number.isSafeInteger(bits)) return undefined;
  }
  return bits % 8 === 0 ? bits / 8 : undefined;
}
