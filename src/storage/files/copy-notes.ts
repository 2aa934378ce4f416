/**
 * The notes of a copy: `checkpoints/` and `checkpoint`, written many at a time. In a ledger the append is the publication, and a note
 * that was appended stays for ever; a copy can fetch it again. So here `checkpoint` alone says where the copy ends, and what
 * stands after its note is cut off at open.
 * @module
 */
import { posix } from 'node:path';
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError, InvariantError } from '../../core/error.ts';
import { encodeEntries } from '../../core/tile/entry-bundle.ts';
import { assertNote, decodeFullFile, formatCheckpointPath, NOTES_PER_FILE, scanNotes } from './checkpoint-file.ts';
import { countFiles, LATEST, syncWithFolders } from './checkpoint-recovery.ts';
import type { Folders } from './folders.ts';
import type { LedgerFolder } from './ledger-folder.ts';

/** Commits must not overlap; reads may, and see what is committed. */
export class CopyNotes {
  readonly #folder: LedgerFolder;
  readonly #folders: Folders;
  #count: number;
  /** Where the next note begins, in bytes, if it does not begin a file. */
  #endByte: number;

  private constructor(folder: LedgerFolder, folders: Folders, end: NotesEnd) {
    this.#folder = folder;
    this.#folders = folders;
    this.#count = end.count;
    this.#endByte = end.endByte;
  }

  /** Cuts what was never committed. @throws InputError `checkpoints-corrupt` where the note of `checkpoint` is in no file */
  static async open(folder: LedgerFolder, folders: Folders): Promise<CopyNotes> {
    return new CopyNotes(folder, folders, await recover(folder));
  }

  get count(): number {
    return this.#count;
  }

  async read(ordinal: number): Promise<Uint8Array | undefined> {
    if (!Number.isInteger(ordinal) || ordinal < 0 || ordinal >= this.#count) return undefined;
    const number = Math.floor(ordinal / NOTES_PER_FILE);
    const path = formatCheckpointPath(number);
    const bytes = await this.#folder.read(path);
    const isFull = (number + 1) * NOTES_PER_FILE <= this.#count;
    const notes = isFull ? decodeFullFile(path, bytes) : scanNotes(bytes ?? new Uint8Array()).notes;
    const note = notes[ordinal % NOTES_PER_FILE];
    if (note === undefined) throw corrupt(`${path}: note ${ordinal} is missing`);
    return note;
  }

  async commit(notes: readonly Uint8Array[]): Promise<void> {
    const last = notes.at(-1);
    if (last === undefined) throw new InvariantError('a commit without notes');
    let [count, endByte] = [this.#count, this.#endByte];
    for (let taken = 0; taken < notes.length; ) {
      const within = count % NOTES_PER_FILE;
      const part = notes.slice(taken, taken + NOTES_PER_FILE - within).map(assertNote);
      const startByte = within === 0 ? 0 : endByte;
      const frames = encodeEntries(part);
      await this.#write(formatCheckpointPath(Math.floor(count / NOTES_PER_FILE)), frames, startByte);
      endByte = startByte + frames.length;
      count += part.length;
      taken += part.length;
    }
    await this.#folder.replace(LATEST, last);
    [this.#count, this.#endByte] = [count, endByte];
  }

  async #write(path: string, frames: Uint8Array, startByte: number): Promise<void> {
    const parent = posix.dirname(path);
    await this.#folders.use([parent], async () => {
      await this.#folder.writeAt(path, frames, startByte);
      if (startByte === 0) await this.#folder.sync(parent);
    });
  }
}

interface NotesEnd {
  readonly count: number;
  readonly endByte: number;
}

async function recover(folder: LedgerFolder): Promise<NotesEnd> {
  const latest = await folder.read(LATEST);
  const fileCount = await countFiles(folder);
  for (let number = fileCount - 1; number >= 0; number--) {
    const path = formatCheckpointPath(number);
    const bytes = (await folder.read(path)) ?? new Uint8Array();
    const { notes } = scanNotes(bytes);
    const found = latest === undefined ? -1 : notes.findIndex((note) => equalBytes(note, latest));
    if (found < 0) continue;
    const endByte = encodeEntries(notes.slice(0, found + 1)).length;
    if (endByte < bytes.length) await folder.truncate(path, endByte);
    await cutAfter(folder, number, fileCount);
    await syncWithFolders(folder, path);
    await folder.sync(LATEST);
    return { count: number * NOTES_PER_FILE + found + 1, endByte };
  }
  if (latest !== undefined) throw corrupt(`${LATEST} shows a note that no file of checkpoints/ holds`);
  await cutAfter(folder, -1, fileCount);
  return { count: 0, endByte: 0 };
}

/** Removes the files after `number`, the last one first: a crash must leave no gap. */
async function cutAfter(folder: LedgerFolder, number: number, fileCount: number): Promise<void> {
  for (let next = fileCount - 1; next > number; next--) await folder.remove(formatCheckpointPath(next));
}

function corrupt(message: string): InputError {
  return new InputError('checkpoints-corrupt', message);
}
