/**
 * Which bytes, or parts, of a document are changed in turn: every seventh, from the first on, or with LEDGERLINE_EVERY_BYTE=1, as in
 * `.ci/run`, each of them. A change costs a whole verification.
 * @module
 */

export const BYTE_STRIDE: number = process.env['LEDGERLINE_EVERY_BYTE'] === '1' ? 1 : 7;

/** The offsets below `length` that are to be changed. */
export function offsetsBelow(length: number): number[] {
  return Array.from({ length: Math.ceil(length / BYTE_STRIDE) }, (_, i) => i * BYTE_STRIDE);
}
