/**
 * The files of published checkpoints as they stand on a disk: 256 notes a file, framed like entry bundles. Notes never
 * change, so what was read once is kept.
 * @module
 */
import { FULL_WIDTH } from '../core/tile/coordinates.ts';
import type { Ledger } from '../log/ledger.ts';
import { LruCache } from '../log/lru-cache.ts';

/** Notes in a full file. */
export const NOTES_PER_FILE: number = FULL_WIDTH;
/** Files kept: some 50 KiB each without cosignatures. */
const CACHED_FILES = 16;

/** Where the notes come from. */
export type Publications = Pick<Ledger, 'published' | 'publication'>;

export class CheckpointFiles {
  readonly #ledger: Publications;
  readonly #files = new LruCache<readonly Uint8Array[]>(CACHED_FILES);

  constructor(ledger: Publications) {
    this.#ledger = ledger;
  }

  /** The published notes 256 * number to 256 * number + 255, as many as there are. */
  async read(number: number): Promise<readonly Uint8Array[]> {
    const count = (this.#ledger.published?.ordinal ?? -1) + 1;
    const start = number * NOTES_PER_FILE;
    const end = Math.min(start + NOTES_PER_FILE, count);
    const notes = [...(this.#files.get(String(number)) ?? [])];
    for (let ordinal = start + notes.length; ordinal < end; ordinal++) {
      const note = await this.#ledger.publication(ordinal);
      if (note === undefined) break;
      notes.push(note);
    }
    if (notes.length > 0) this.#files.set(String(number), notes);
    return notes;
  }
}
