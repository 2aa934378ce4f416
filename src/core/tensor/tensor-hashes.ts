/**
 * The digests of the tensors of a safetensors file while its data passes by, whoever reads it and with whatever SHA-256.
 * @module
 */
import { InvariantError } from '../error.ts';
import type { TensorInfo } from './header.ts';
import type { TensorDigest } from './tensor-set.ts';

/** A SHA-256 that has not ended yet. */
export interface RunningHash {
  update(bytes: Uint8Array): unknown;
  /** The digest in lower-case hex; called once. */
  hex(): string;
}

/** Cuts the stream of data at the borders between tensors. Requires the tensors in the order of their bytes. */
export class TensorHashes {
  readonly #infos: readonly TensorInfo[];
  readonly #start: () => RunningHash;
  readonly #digests: TensorDigest[] = [];
  #hash: RunningHash;
  #offset = 0;

  /** @param start begins a hash */
  constructor(infos: readonly TensorInfo[], start: () => RunningHash) {
    this.#infos = infos;
    this.#start = start;
    this.#hash = start();
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
      this.#digests.push({ name, dtype, shape, sha256: this.#hash.hex() });
      this.#hash = this.#start();
      info = this.#infos[this.#digests.length];
    }
  }
}
