/**
 * A ledger's folder as of one head, read while an engine may go on writing to it: no lock, no recovery, no index. The head is
 * pinned first; what it commits to stays, though a partial bundle may be a longer one by the time it is read, and the last batch
 * may still be staged.
 * @module
 */
import { InputError } from '../../core/error.ts';
import { parseCheckpoint } from '../../core/note/checkpoint.ts';
import { parseNote } from '../../core/note/note.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import { decodeEntries } from '../../core/tile/entry-bundle.ts';
import { formatEntriesPath } from '../../core/tile/path.ts';
import { type Head, parseHead } from '../../log/head.ts';
import { parseStaged, type StagedBatch, stagingPath } from '../../log/staging.ts';
import { formatNotesPath, scanNotes } from '../../verify/audit/checkpoint-files.ts';
import type { LedgerFiles } from '../../verify/audit/ledger-files.ts';

/** A published note. */
export interface PinnedNote {
  readonly bytes: Uint8Array;
  readonly size: number;
  readonly root: Uint8Array;
}

/** The widths are tried again where a ledger moved on between two looks. */
const ATTEMPTS = 16;

export class PinnedLedger {
  readonly #files: LedgerFiles;
  readonly headBytes: Uint8Array;
  readonly head: Head;
  readonly #staged: StagedBatch | undefined;

  private constructor(files: LedgerFiles, headBytes: Uint8Array, staged: StagedBatch | undefined) {
    this.#files = files;
    this.headBytes = headBytes;
    this.head = parseHead(headBytes);
    this.#staged = staged;
  }

  /** @throws InputError `not-initialised`, `head-corrupt`, `staging-corrupt` */
  static async open(files: LedgerFiles): Promise<PinnedLedger> {
    const bytes = await files.read('head');
    if (bytes === undefined) throw new InputError('not-initialised', 'head: there is no head record');
    const staged = await files.read(stagingPath(parseHead(bytes)));
    return new PinnedLedger(files, bytes, staged && parseStaged(staged));
  }

  /** The notes published up to the head, a file of them at a time. */
  async *notes(): AsyncGenerator<readonly PinnedNote[]> {
    for (let number = 0; ; number++) {
      const bytes = await this.#files.read(formatNotesPath(number));
      if (bytes === undefined) return;
      const notes = scanNotes(bytes).notes.map((note) => ({ bytes: note, ...parseCheckpoint(parseNote(note).text) }));
      const known = notes.filter(({ size }) => size <= this.head.size);
      if (known.length > 0) yield known;
      if (known.length < FULL_WIDTH) return;
    }
  }

  /** The entries of bundle `index`, as many as the head commits to. @throws InputError `object-missing`, `bad-entry-bundle` */
  async entries(index: number): Promise<readonly Uint8Array[]> {
    const start = index * FULL_WIDTH;
    const width = Math.min(FULL_WIDTH, this.head.size - start);
    const stagedFrom = Math.max(0, Math.min(width, (this.#staged?.oldSize ?? this.head.size) - start));
    const stored = stagedFrom === 0 ? [] : await this.#bundle(index, stagedFrom);
    const staged = this.#staged?.records.slice(start + stagedFrom - this.#staged.oldSize) ?? [];
    return [...stored, ...staged.slice(0, width - stagedFrom)];
  }

  /** The first `width` entries of a bundle that is at least so wide. */
  async #bundle(index: number, width: number): Promise<Uint8Array[]> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      for (let wider = width; wider <= FULL_WIDTH; wider++) {
        const bytes = await this.#files.read(formatEntriesPath(index, wider));
        if (bytes !== undefined) return decodeEntries(bytes, wider).slice(0, width);
      }
    }
    throw new InputError('object-missing', `${formatEntriesPath(index, width)}: the file is missing`);
  }
}
