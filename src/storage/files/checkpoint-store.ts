/**
 * `CheckpointStore` over `checkpoints/` and `checkpoint`. The append to `checkpoints/` is the publication; `checkpoint`
 * follows it, and is brought up to date before the next append.
 * @module
 */
import { posix } from 'node:path';
import { InputError, InvariantError } from '../../core/error.ts';
import { encodeEntries } from '../../core/tile/entry-bundle.ts';
import type { CheckpointStore } from '../../log/ports.ts';
import { assertNote, decodeFullFile, formatCheckpointPath, NOTES_PER_FILE, scanNotes } from './checkpoint-file.ts';
import { type CheckpointState, LATEST, recoverCheckpoints } from './checkpoint-recovery.ts';
import type { Folders } from './folders.ts';
import type { LedgerFolder } from './ledger-folder.ts';
import { Mutex } from './mutex.ts';
import type { Writes } from './writes.ts';

/** Writes run one at a time; reads see the notes whose append has become durable. */
export class FilesCheckpointStore implements CheckpointStore {
  readonly #folder: LedgerFolder;
  readonly #folders: Folders;
  readonly #writes: Writes;
  readonly #mutex = new Mutex();
  // Owned by the task that runs in #mutex.
  #count: number;
  #endByte: number;
  #isLatestCurrent: boolean;

  private constructor(folder: LedgerFolder, folders: Folders, writes: Writes, state: CheckpointState) {
    this.#folder = folder;
    this.#folders = folders;
    this.#writes = writes;
    this.#count = state.count;
    this.#endByte = state.endByte;
    this.#isLatestCurrent = state.isLatestCurrent;
  }

  /** Recovers first. @throws InputError `checkpoints-corrupt` */
  static async open(folder: LedgerFolder, folders: Folders, writes: Writes): Promise<FilesCheckpointStore> {
    return new FilesCheckpointStore(folder, folders, writes, await recoverCheckpoints(folder));
  }

  async count(): Promise<number> {
    return this.#count;
  }

  async read(ordinal: number): Promise<Uint8Array | undefined> {
    if (!Number.isInteger(ordinal) || ordinal < 0 || ordinal >= this.#count) return undefined;
    const number = Math.floor(ordinal / NOTES_PER_FILE);
    const path = formatCheckpointPath(number);
    const isFull = (number + 1) * NOTES_PER_FILE <= this.#count;
    const bytes = await this.#folder.read(path);
    // An append may be under way in the last file; what is whole there is all that this reader was promised.
    const notes = isFull ? decodeFullFile(path, bytes) : scanNotes(bytes ?? new Uint8Array()).notes;
    const note = notes[ordinal % NOTES_PER_FILE];
    if (note === undefined) throw new InputError('checkpoints-corrupt', `${path}: note ${ordinal} is missing`);
    return note;
  }

  append(ordinal: number, note: Uint8Array): Promise<void> {
    return this.#mutex.run(async () => {
      if (ordinal !== this.#count)
        throw new InvariantError(`checkpoint ${ordinal} appended after ${this.#count} others`);
      assertNote(note);
      await this.#writes.run('publish a checkpoint', async () => {
        await this.#bringUpLatest();
        await this.#appendToFile(encodeEntries([note]));
        await this.#replaceLatest(note);
      });
    });
  }

  latest(): Promise<Uint8Array | undefined> {
    return this.#folder.read(LATEST);
  }

  repairLatest(): Promise<void> {
    return this.#mutex.run(() => this.#writes.run('repair the published checkpoint', () => this.#bringUpLatest()));
  }

  async #appendToFile(frame: Uint8Array): Promise<void> {
    const path = formatCheckpointPath(Math.floor(this.#count / NOTES_PER_FILE));
    const isNewFile = this.#count % NOTES_PER_FILE === 0;
    const startByte = isNewFile ? 0 : this.#endByte;
    await this.#folders.use([posix.dirname(path)], async () => {
      await this.#folder.writeAt(path, frame, startByte);
      if (isNewFile) await this.#folder.sync(posix.dirname(path));
    });
    this.#endByte = startByte + frame.length;
    this.#count++;
    this.#isLatestCurrent = false;
  }

  async #bringUpLatest(): Promise<void> {
    if (this.#isLatestCurrent) return;
    const last = await this.read(this.#count - 1);
    if (last !== undefined) await this.#replaceLatest(last);
  }

  async #replaceLatest(note: Uint8Array): Promise<void> {
    await this.#folder.replace(LATEST, note);
    this.#isLatestCurrent = true;
  }
}
