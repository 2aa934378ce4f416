/**
 * Reading `checkpoints/`, where every published checkpoint stands: file N holds the notes 256 N to 256 N + 255, each after
 * its length (two bytes, big-endian). Only the last file is shorter, and only it may end in a torn note, which an append
 * that a crash cut off left there.
 * @module
 */
import { decodeU16 } from '../../core/bytes/integers.ts';
import { InputError } from '../../core/error.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import { formatIndexPath, parseIndexPath } from '../../core/tile/path.ts';
import type { Findings } from './findings.ts';
import type { PinnedFiles } from './pinned-files.ts';

/** Notes in a full file. */
export const NOTES_PER_FILE = FULL_WIDTH;

const FOLDER = 'checkpoints/';
const LENGTH_BYTES = 2;
const LINE_FEED = 0x0a;

/** The notes of one file. */
export interface NotesFile {
  readonly path: string;
  /** Number of the first note. */
  readonly firstOrdinal: number;
  readonly notes: readonly Uint8Array[];
  /** True for a last file whose end is not a whole note. */
  readonly isTorn: boolean;
}

/** The path of file `number`. */
export function formatNotesPath(number: number): string {
  return FOLDER + formatIndexPath(number);
}

/** The number of the file at `path`, or undefined if that is no path of such a file. */
export function parseNotesPath(path: string): number | undefined {
  try {
    return path.startsWith(FOLDER) ? parseIndexPath(path.slice(FOLDER.length)) : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** Reads the files in their order, one ahead. What is wrong with a file but the last is reported. */
export class NotesFiles {
  readonly #files: PinnedFiles;
  readonly #findings: Findings;
  #count = 0;
  #ahead: Uint8Array | undefined;

  constructor(files: PinnedFiles, findings: Findings) {
    this.#files = files;
    this.#findings = findings;
  }

  /** Files read so far. */
  get count(): number {
    return this.#count;
  }

  /** The next file, or undefined after the last. */
  async next(): Promise<NotesFile | undefined> {
    const path = formatNotesPath(this.#count);
    const read = this.#ahead ?? (await this.#files.read(path));
    if (read === undefined) return undefined;
    this.#ahead = await this.#files.read(formatNotesPath(this.#count + 1));
    const firstOrdinal = this.#count++ * NOTES_PER_FILE;
    if (this.#ahead === undefined) return { path, firstOrdinal, ...this.#scanLast(path, read) };
    const scan = scanNotes(read);
    // The ledger may have filled the file since it was read, and begun the next.
    const full = isFull(scan, read) ? scan : await this.#readFull(path);
    return { path, firstOrdinal, notes: full.notes, isTorn: false };
  }

  #scanLast(path: string, bytes: Uint8Array): Pick<NotesFile, 'notes' | 'isTorn'> {
    const { notes, endByte } = scanNotes(bytes);
    const isTorn = endByte < bytes.length && notes.length < NOTES_PER_FILE;
    const isOverfull = !isTorn && (endByte < bytes.length || notes.length > NOTES_PER_FILE);
    if (isOverfull) this.#report(path, `goes on after note ${NOTES_PER_FILE - 1}, the last that it can hold`);
    return { notes: notes.slice(0, NOTES_PER_FILE), isTorn };
  }

  async #readFull(path: string): Promise<Scan> {
    const bytes = (await this.#files.read(path)) ?? new Uint8Array();
    const scan = scanNotes(bytes);
    if (!isFull(scan, bytes)) {
      const what = `${scan.notes.length} whole notes in ${scan.endByte} of ${bytes.length} bytes`;
      this.#report(path, `${what}; expected ${NOTES_PER_FILE}, for another file follows`);
    }
    return { ...scan, notes: scan.notes.slice(0, NOTES_PER_FILE) };
  }

  #report(path: string, what: string): void {
    this.#findings.problems.add({ code: 'checkpoints-corrupt', message: `${path}: ${what}`, path });
  }
}

/** The whole notes at the start of a file. */
export interface Scan {
  readonly notes: readonly Uint8Array[];
  /** Where the last whole note ends. */
  readonly endByte: number;
}

function isFull({ notes, endByte }: Scan, bytes: Uint8Array): boolean {
  return notes.length === NOTES_PER_FILE && endByte === bytes.length;
}

/** Reads notes from the start of a file until one is not whole. The notes are views into `bytes`. */
export function scanNotes(bytes: Uint8Array): Scan {
  const notes: Uint8Array[] = [];
  let endByte = 0;
  while (endByte + LENGTH_BYTES <= bytes.length) {
    const start = endByte + LENGTH_BYTES;
    const end = start + decodeU16(bytes, endByte);
    const note = bytes.subarray(start, end);
    // After a loss of power a file may have its length, but zeros where the data did not arrive.
    const isWhole = end <= bytes.length && note.at(-1) === LINE_FEED && !note.includes(0);
    if (!isWhole) break;
    notes.push(note);
    endByte = end;
  }
  return { notes, endByte };
}
