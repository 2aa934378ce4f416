/**
 * The tensor set digest of a safetensors file on disk, of any size: the header is held in memory, the data passes
 * through in chunks. The definition stands in `core/tensor/tensor-set.ts`.
 * @module
 */
import { createHash } from 'node:crypto';
import { LENGTH_BYTES, parseHeader, parseHeaderLength } from '../core/tensor/header.ts';
import { type RunningHash, TensorHashes } from '../core/tensor/tensor-hashes.ts';
import { type TensorDigest, tensorSetDigest } from '../core/tensor/tensor-set.ts';
import type { DigestOptions, FileDigest } from './digest.ts';
import { withStableFile } from './stable-file.ts';

export interface TensorSetDigest {
  /** The tensor set digest in lower-case hex: equal for a re-saved file. */
  readonly sha256: string;
  /** The digest of the file itself, taken in the same pass. */
  readonly file: FileDigest;
  /** In the order of their bytes in the file. */
  readonly tensors: readonly TensorDigest[];
}

/**
 * Both digests of one safetensors file, in one pass.
 * @throws InputError `bad-safetensors`, `unreadable-file`, `file-changed`
 */
export async function digestTensorSet(path: string, options: DigestOptions = {}): Promise<TensorSetDigest> {
  return withStableFile(path, async ({ sizeBytes, readRange, readChunks }) => {
    const prefix = await readRange(0, LENGTH_BYTES);
    const dataStart = LENGTH_BYTES + parseHeaderLength(prefix, sizeBytes);
    const header = await readRange(LENGTH_BYTES, dataStart);
    const { tensors: infos } = parseHeader(header, sizeBytes - dataStart);

    const fileHash = createHash('sha256').update(prefix).update(header);
    const tensorHashes = new TensorHashes(infos, startHash);
    let doneBytes = dataStart;
    options.onProgress?.(doneBytes, sizeBytes);
    for await (const chunk of readChunks(dataStart)) {
      fileHash.update(chunk);
      tensorHashes.update(chunk);
      doneBytes += chunk.length;
      options.onProgress?.(doneBytes, sizeBytes);
    }
    const tensors = tensorHashes.finish();
    return { sha256: tensorSetDigest(tensors), file: { sha256: fileHash.digest('hex'), sizeBytes }, tensors };
  });
}

function startHash(): RunningHash {
  const hash = createHash('sha256');
  return { update: (bytes) => hash.update(bytes), hex: () => hash.digest('hex') };
}
