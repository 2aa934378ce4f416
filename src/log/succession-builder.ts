/**
 * The succession of the log's key from the index, for bundles and account statements (`verify/succession-steps.ts`).
 * @module
 */
import { parseNote } from '../core/note/note.ts';
import { type RetiredLogKey, STATE } from '../core/rules/state.ts';
import type { EarlierCheckpoint } from '../verify/bundle.ts';
import { isSignedBy, MAX_NOTES_BACK, retiredWithin, type SuccessionStep, stepsOf } from '../verify/succession-steps.ts';
import type { IndexedNote } from './layout.ts';
import type { LedgerIndex } from './ledger-index.ts';
import type { TreeReader } from './reader.ts';

export class SuccessionBuilder {
  readonly #index: LedgerIndex;
  readonly #reader: TreeReader;
  readonly #noteOf: (published: IndexedNote) => Promise<string>;
  /** By vkey; undefined where none was found. */
  readonly #last = new Map<string, SuccessionStep | undefined>();

  constructor(index: LedgerIndex, reader: TreeReader, noteOf: (published: IndexedNote) => Promise<string>) {
    this.#index = index;
    this.#reader = reader;
    this.#noteOf = noteOf;
  }

  /** The succession up to a published checkpoint of `size` records, with proofs to it; empty where no key was retired. */
  async build(size: number): Promise<readonly EarlierCheckpoint[]> {
    const [charter] = await this.#index.state([STATE.ledger]);
    const last: (SuccessionStep | undefined)[] = [];
    for (const key of retiredWithin(charter, size)) last.push(await this.#lastOf(key));
    return Promise.all(
      stepsOf(last).map(async ({ size: from, note }) => ({
        note: parseNote(note),
        consistency: await this.#reader.consistency(from, size),
      })),
    );
  }

  async #lastOf(key: RetiredLogKey): Promise<SuccessionStep | undefined> {
    if (!this.#last.has(key.vkey)) this.#last.set(key.vkey, await this.#find(key));
    return this.#last.get(key.vkey);
  }

  async #find(key: RetiredLogKey): Promise<SuccessionStep | undefined> {
    let size = key.until;
    for (let back = 0; back < MAX_NOTES_BACK && size >= 0; back++) {
      const published = await this.#index.lastPublication(size);
      if (published === undefined) return undefined;
      const note = await this.#noteOf(published);
      if (isSignedBy(note, key)) return { size: published.size, note };
      size = published.size - 1;
    }
    return undefined;
  }
}
