/**
 * `CheckpointStore` over an array. It takes the notes that the durable drivers take, and no others.
 * @module
 */
import { InvariantError } from '../../core/error.ts';
import { MAX_ENTRY_BYTES } from '../../core/tile/entry-bundle.ts';
import type { CheckpointStore } from '../../log/ports.ts';

const LINE_FEED = 0x0a;

/** Each call takes effect at once; `latest` is always the last note. Bytes are copied in and out. */
export class MemoryCheckpointStore implements CheckpointStore {
  readonly #notes: Uint8Array[] = [];

  async count(): Promise<number> {
    return this.#notes.length;
  }

  async read(ordinal: number): Promise<Uint8Array | undefined> {
    return this.#notes[ordinal]?.slice();
  }

  async append(ordinal: number, note: Uint8Array): Promise<void> {
    if (ordinal !== this.#notes.length) {
      throw new InvariantError(`checkpoint ${ordinal} appended after ${this.#notes.length} others`);
    }
    if (note.length > MAX_ENTRY_BYTES || note.at(-1) !== LINE_FEED || note.includes(0)) {
      throw new InvariantError(`checkpoint of ${note.length} bytes: not a text without NUL that ends its last line`);
    }
    this.#notes.push(note.slice());
  }

  async latest(): Promise<Uint8Array | undefined> {
    return this.#notes.at(-1)?.slice();
  }

  async repairLatest(): Promise<void> {
    // `append` and `latest` cannot disagree here.
  }
}
