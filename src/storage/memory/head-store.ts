/**
 * `HeadStore` over a variable. Versions count the replacements.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { HeadStore, StoredHead } from '../../log/ports.ts';

/** Comparison and replacement happen in one step of the event loop; bytes are copied in and out. */
export class MemoryHeadStore implements HeadStore {
  #current: StoredHead | undefined;
  #replacements = 0;

  async read(): Promise<StoredHead | undefined> {
    return this.#current && copy(this.#current);
  }

  async compareAndSwap(expected: string | undefined, bytes: Uint8Array): Promise<StoredHead> {
    if (this.#current?.version !== expected) {
      throw new InputError('head-conflict', `head: expected version ${expected}, found ${this.#current?.version}`);
    }
    this.#current = copy({ version: String(++this.#replacements), bytes });
    return copy(this.#current);
  }
}

function copy({ version, bytes }: StoredHead): StoredHead {
  return { version, bytes: bytes.slice() };
}
