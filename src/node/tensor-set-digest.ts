/**
 * The tensor set digest of a safetensors file on disk, of any size: the header is held in memory, the data passes
 * through in chunks. The definition stands in `core/tensor/tensor-set.ts`.
 * @module
 */
import { createHash, type Hash } from 'node:crypto';
import { InvariantError } from '../core/error.ts';
import { LENGTH_BYTES, parseHeader, parseHeaderLength, type TensorInfo } from '../core/tensor/header.ts';
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
    const tensorHashes = new TensorHashes(infos);
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

/** Cuts the stream of data at the borders between tensors. Requires the tensors in the order of their bytes. */
class TensorHashes {
  readonly #infos: readonly TensorInfo[];
  readonly #digests: TensorDigest[] = [];
  #hash: Hash = createHash('sha256');
  #offset = 0;

  constructor(infos: readonly TensorInfo[]) {
    this.#infos = infos;
  }

  update(chunk: Uint8Array): void {
    let rest = chunk;
    while (rest.length > 0) {
      this.#closeFinished();
      const open = this.#infos[this.#digests.length];
      if (open === undefined) throw new InvariantError('tensor hashes: data beyond the last tensor');
      const part = rest.subarray(0, open.end - this.#offset);
      this.#hash.update(part);
      this.#offset += part.length;
      rest = rest.subarray(part.length);
    }
  }

  finish(): readonly TensorDigest[] {
    this.#closeFinished();
    return this.#digests;
  }

  /** Closes every tensor that ends where the stream stands; several where tensors are empty. */
  #closeFinished(): void {
    let info = this.#infos[this.#digests.length];
    while (info !== undefined && info.end <= this.#offset) {
      const { name, dtype, shape } = info;
      this.#digests.push({ name, dtype, shape, sha256: this.#hash.digest('hex') });
      this.#hash = createHash('sha256');
      info = this.#infos[this.#digests.length];
    }
  }
}
