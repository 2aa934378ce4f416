/**
 * What a bundle shows of the succession of the log's key: for each key that was retired within the tree of its checkpoint, the
 * last checkpoint that the key signed. It is the same for ever, for nothing that a key signs after its retirement is published.
 * @module
 */
import { encodeBase64 } from '../core/bytes/base64.ts';
import type { ProofBundleDocument } from '../core/generated/documents.ts';
import { parseNote } from '../core/note/note.ts';
import { type RetiredLogKey, STATE } from '../core/rules/state.ts';
import type { IndexedNote } from './layout.ts';
import type { LedgerIndex } from './ledger-index.ts';
import type { TreeReader } from './reader.ts';

/** How far back the last checkpoint of a key is looked for: the key may have gone from the process before it was retired. */
const MAX_NOTES_BACK = 64;
/** Keys of the log that a bundle shows the succession of, the last ones: as the schema of bundles says. */
const MAX_STEPS = 64;

interface Step {
  readonly size: number;
  readonly note: string;
}

export class SuccessionBuilder {
  readonly #index: LedgerIndex;
  readonly #reader: TreeReader;
  readonly #noteOf: (published: IndexedNote) => Promise<string>;
  /** By vkey; null where none was found. */
  readonly #last = new Map<string, Step | null>();

  constructor(index: LedgerIndex, reader: TreeReader, noteOf: (published: IndexedNote) => Promise<string>) {
    this.#index = index;
    this.#reader = reader;
    this.#noteOf = noteOf;
  }

  /** The succession up to a published checkpoint of `size` records, with proofs to it. */
  async build(size: number): Promise<Pick<ProofBundleDocument, 'succession'>> {
    const [charter] = await this.#index.state([STATE.ledger]);
    const retired = (charter?.retiredLogKeys ?? []).filter(({ until }) => until < size);
    const steps: Step[] = [];
    for (const key of retired.slice(-MAX_STEPS)) {
      const step = await this.#lastOf(key);
      if (step !== null && step.size !== steps.at(-1)?.size) steps.push(step);
    }
    if (steps.length === 0) return {};
    return { succession: await Promise.all(steps.map((step) => this.#prove(step, size))) };
  }

  async #prove({ size: from, note }: Step, size: number) {
    const consistency = (await this.#reader.consistency(from, size)).map((hash) => encodeBase64(hash));
    return { checkpoint: note, consistency };
  }

  async #lastOf(key: RetiredLogKey): Promise<Step | null> {
    const known = this.#last.get(key.vkey);
    if (known !== undefined) return known;
    const found = await this.#find(key);
    this.#last.set(key.vkey, found);
    return found;
  }

  async #find({ vkey, until }: RetiredLogKey): Promise<Step | null> {
    const [name, keyId] = vkey.split('+');
    let size = until;
    for (let back = 0; back < MAX_NOTES_BACK && size >= 0; back++) {
      const published = await this.#index.lastPublication(size);
      if (published === undefined) return null;
      const note = await this.#noteOf(published);
      const isOwn = parseNote(note).signatures.some((line) => line.name === name && line.keyId === keyId);
      if (isOwn) return { size: published.size, note };
      size = published.size - 1;
    }
    return null;
  }
}
