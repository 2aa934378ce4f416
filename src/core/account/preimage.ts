/**
 * Memory for preimages. They are short and many, and engines place arrays above 64 bytes outside their heap: measured on
 * Node 20, one of 179 bytes costs 0.5 microseconds, beside 0.4 for its hash. So a preimage is written to one place, over
 * and over, and hashed there; one that is to be kept is copied to a chunk that many share.
 * @module
 */

/**
 * Bytes of one kind of preimage, and the view to write integers with. It still holds the preimage before: a writer writes
 * every byte.
 */
export interface PreimageForm {
  readonly bytes: Uint8Array;
  readonly view: DataView;
}

const CHUNK_BYTES = 16_384;

let chunk = new Uint8Array(CHUNK_BYTES);
let usedBytes = 0;

/** A form of `lengthBytes` zero bytes. */
export function createForm(lengthBytes: number): PreimageForm {
  const bytes = new Uint8Array(lengthBytes);
  return { bytes, view: viewOf(bytes) };
}

/**
 * A copy of `bytes` that nobody else has. A view: its `buffer` is larger, and lives as long as any view of it. Requires at
 * most 16,384 bytes.
 */
export function keepPreimage(bytes: Uint8Array): Uint8Array {
  if (usedBytes + bytes.length > CHUNK_BYTES) {
    chunk = new Uint8Array(CHUNK_BYTES);
    usedBytes = 0;
  }
  const kept = new Uint8Array(chunk.buffer, usedBytes, bytes.length);
  kept.set(bytes);
  usedBytes += bytes.length;
  return kept;
}

/** A view of exactly these bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
