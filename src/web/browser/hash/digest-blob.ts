/**
 * The digests of a file of any size in a browser: read in pieces, never whole, and never sent anywhere.
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { encodeHex } from '../../../core/bytes/hex.ts';
import { InputError } from '../../../core/error.ts';
import { LENGTH_BYTES, parseHeader, parseHeaderLength } from '../../../core/tensor/header.ts';
import { type RunningHash, TensorHashes } from '../../../core/tensor/tensor-hashes.ts';
import { tensorSetDigest } from '../../../core/tensor/tensor-set.ts';
import type { Artefact } from '../../../verify/artefact.ts';

/** Large enough that reading costs little, small enough for any telephone. */
const CHUNK_BYTES = 4 * 1024 * 1024;

/** Told after every piece. */
export type ByteProgress = (doneBytes: number, totalBytes: number) => void;

/** SHA-256 of the file, and the tensor-set digest where its name says safetensors and its head can be read as that. */
export async function digestBlob(file: Blob, name: string, onProgress: ByteProgress): Promise<Artefact> {
  const layout = name.toLowerCase().endsWith('.safetensors') ? await layoutOf(file) : undefined;
  const fileHash = startHash();
  for (let start = 0; start < file.size; start += CHUNK_BYTES) {
    const chunk = await bytesOf(file, start, Math.min(start + CHUNK_BYTES, file.size));
    fileHash.update(chunk);
    if (layout !== undefined) layout.hashes.update(chunk.subarray(Math.max(0, layout.dataStart - start)));
    onProgress(Math.min(start + CHUNK_BYTES, file.size), file.size);
  }
  const digest = fileHash.hex();
  const tensorSet = layout === undefined ? undefined : setDigestOf(layout.hashes);
  return { sha256: digest, ...(tensorSet === undefined ? {} : { tensorSet }) };
}

async function layoutOf(
  file: Blob,
): Promise<{ readonly dataStart: number; readonly hashes: TensorHashes } | undefined> {
  try {
    const dataStart = LENGTH_BYTES + parseHeaderLength(await bytesOf(file, 0, LENGTH_BYTES), file.size);
    const { tensors } = parseHeader(await bytesOf(file, LENGTH_BYTES, dataStart), file.size - dataStart);
    return { dataStart, hashes: new TensorHashes(tensors, startHash) };
  } catch (error) {
    if (error instanceof InputError) return undefined; // a file all the same
    throw error;
  }
}

function setDigestOf(hashes: TensorHashes): string | undefined {
  const tensors = hashes.finish();
  return tensors.length === 0 ? undefined : tensorSetDigest(tensors);
}

async function bytesOf(file: Blob, start: number, end: number): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(start, end).arrayBuffer());
}

function startHash(): RunningHash {
  const hash = sha256.create();
  return { update: (bytes) => hash.update(bytes), hex: () => encodeHex(hash.digest()) };
}
