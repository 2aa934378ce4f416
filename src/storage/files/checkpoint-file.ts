/**
 * The files of published checkpoints: `checkpoints/<N>` holds the notes 256 N to 256 N + 255, framed like an entry bundle
 * (each after its length, two bytes, big-endian); N is spelled as in tile paths. Only the last file is shorter, and only it
 * may end in a torn note: an append that a crash cut off.
 *
 * Example: note 0 = "a\n" makes `checkpoints/000` the bytes 00 02 61 0a; note 256 goes into `checkpoints/001`, and note
 * 256,000 into `checkpoints/x001/000`.
 * @module
 */
import { decodeU16 } from '../../core/bytes/integers.ts';
import { InputError, InvariantError } from '../../core/error.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import { decodeEntries, MAX_ENTRY_BYTES } from '../../core/tile/entry-bundle.ts';
import { formatIndexPath, parseIndexPath } from '../../core/tile/path.ts';

export const CHECKPOINTS = 'checkpoints';
/** Notes in a full file. */
export const NOTES_PER_FILE = FULL_WIDTH;

const LENGTH_BYTES = 2;
const LINE_FEED = 0x0a;

/** The path of file `number`. */
export function formatCheckpointPath(number: number): string {
  return `${CHECKPOINTS}/${formatIndexPath(number)}`;
}

/** The number of the file at `path`, or undefined when no file of checkpoints has this path. */
export function parseCheckpointPath(path: string): number | undefined {
  try {
    return path.startsWith(`${CHECKPOINTS}/`) ? parseIndexPath(path.slice(CHECKPOINTS.length + 1)) : undefined;
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** The whole notes at the start of a file, and where they end. */
export interface CheckpointScan {
  readonly notes: readonly Uint8Array[];
  /** Equals the file's length when nothing is torn. */
  readonly endByte: number;
}

/** Reads notes from the start of the last file until one is not whole. The notes are views into `bytes`. */
export function scanNotes(bytes: Uint8Array): CheckpointScan {
  const notes: Uint8Array[] = [];
  let endByte = 0;
  while (endByte + LENGTH_BYTES <= bytes.length) {
    const start = endByte + LENGTH_BYTES;
    const note = bytes.subarray(start, start + decodeU16(bytes, endByte));
    if (start + decodeU16(bytes, endByte) > bytes.length || !isWhole(note)) break;
    notes.push(note);
    endByte = start + note.length;
  }
  return { notes, endByte };
}

/** The 256 notes of a file that is not the last. @throws InputError `checkpoints-corrupt` */
export function decodeFullFile(path: string, bytes: Uint8Array | undefined): Uint8Array[] {
  try {
    if (bytes !== undefined) return decodeEntries(bytes, NOTES_PER_FILE);
  } catch (cause) {
    throw new InputError('checkpoints-corrupt', `${path}: not ${NOTES_PER_FILE} whole notes`, { cause });
  }
  throw new InputError('checkpoints-corrupt', `${path}: the file is missing`);
}

/** Returns `note`. @throws InvariantError when it could not be told from a torn one */
export function assertNote(note: Uint8Array): Uint8Array {
  if (note.length <= MAX_ENTRY_BYTES && isWhole(note)) return note;
  throw new InvariantError(`checkpoint of ${note.length} bytes: not a text without NUL that ends its last line`);
}

/**
 * A signed note has no control characters and ends in a line feed. After a loss of power a file may have its new length
 * but zeros where the data did not arrive.
 */
function isWhole(note: Uint8Array): boolean {
  return note.at(-1) === LINE_FEED && !note.includes(0);
}
