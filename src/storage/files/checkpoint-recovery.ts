/**
 * Reading the state of `checkpoints/` at open. Costs the folders' listings, the last file and `checkpoint`, not the whole
 * history.
 *
 * A torn tail and damage look alike: a flipped bit in a length makes all that follows unreadable, and cutting it off would
 * withdraw published notes. The public `checkpoint` tells them apart. It is replaced at the end of each append, and the
 * next append begins after that; so a torn note follows the very note that `checkpoint` shows.
 * @module
 */
import { posix } from 'node:path';
import { equalBytes } from '../../core/bytes/bytes.ts';
import { InputError } from '../../core/error.ts';
import {
  CHECKPOINTS,
  type CheckpointScan,
  decodeFullFile,
  formatCheckpointPath,
  NOTES_PER_FILE,
  parseCheckpointPath,
  scanNotes,
} from './checkpoint-file.ts';
import type { LedgerFolder } from './ledger-folder.ts';

/** The public name of the last note. */
export const LATEST = 'checkpoint';

/** Where the published notes end. */
export interface CheckpointState {
  readonly count: number;
  /** Where the next note begins, in bytes, if it does not begin a file. */
  readonly endByte: number;
  /** Whether `checkpoint` shows the last note. */
  readonly isLatestCurrent: boolean;
}

/**
 * Cuts a torn last append, durably, and makes durable what stands there.
 * @throws InputError `checkpoints-corrupt` for all else that is wrong in what was read
 */
export async function recoverCheckpoints(folder: LedgerFolder): Promise<CheckpointState> {
  const fileCount = await countFiles(folder);
  const latest = await folder.read(LATEST);
  if (fileCount === 0) return emptyState(latest);
  const path = formatCheckpointPath(fileCount - 1);
  const bytes = await readFile(folder, path);
  const scan = scanNotes(bytes);
  if (scan.notes.length > NOTES_PER_FILE) throw corrupt(`${path}: more than ${NOTES_PER_FILE} notes`);
  const last = scan.notes.at(-1) ?? (await lastOfFile(folder, fileCount - 2));
  const isLatestCurrent = isSame(latest, last);
  if (scan.endByte < bytes.length) {
    if (!isLatestCurrent) throw corrupt(`${path}: damaged at byte ${scan.endByte}, before the note in ${LATEST}`);
    await folder.truncate(path, scan.endByte);
  } else if (latest !== undefined && !isLatestCurrent) {
    await assertPublished(folder, latest, fileCount, scan);
  }
  await syncWithFolders(folder, path);
  return { count: (fileCount - 1) * NOTES_PER_FILE + scan.notes.length, endByte: scan.endByte, isLatestCurrent };
}

function emptyState(latest: Uint8Array | undefined): CheckpointState {
  if (latest !== undefined) throw corrupt(`${CHECKPOINTS}/ is empty, but ${LATEST} shows a note`);
  return { count: 0, endByte: 0, isLatestCurrent: true };
}

/** How many files there are. @throws InputError `checkpoints-corrupt` for a gap in their numbers */
export async function countFiles(folder: LedgerFolder): Promise<number> {
  const numbers: number[] = [];
  for await (const path of walk(folder, CHECKPOINTS)) {
    const number = parseCheckpointPath(path);
    if (number !== undefined) numbers.push(number);
  }
  numbers.sort((a, b) => a - b);
  const missing = numbers.findIndex((number, i) => number !== i);
  if (missing >= 0) throw corrupt(`${formatCheckpointPath(missing)}: the file is missing`);
  return numbers.length;
}

async function* walk(folder: LedgerFolder, path: string): AsyncIterable<string> {
  const { files, folders } = await folder.list(path);
  for (const name of files) yield `${path}/${name}`;
  for (const name of folders) yield* walk(folder, `${path}/${name}`);
}

/**
 * Requires that `latest` is a published note, though not the last: the process stopped before it replaced `checkpoint`, or
 * somebody restored an older one. A note that was never published means that notes are missing.
 */
async function assertPublished(folder: LedgerFolder, latest: Uint8Array, fileCount: number, last: CheckpointScan) {
  if (last.notes.some((note) => equalBytes(note, latest))) return;
  for (let number = fileCount - 2; number >= 0; number--) {
    const notes = await readFullFile(folder, number);
    if (notes.some((note) => equalBytes(note, latest))) return;
  }
  throw corrupt(`${LATEST} shows a note that ${CHECKPOINTS}/ does not hold`);
}

/** The last note of the full file `number`, or undefined for -1. */
async function lastOfFile(folder: LedgerFolder, number: number): Promise<Uint8Array | undefined> {
  return number < 0 ? undefined : (await readFullFile(folder, number)).at(-1);
}

async function readFullFile(folder: LedgerFolder, number: number): Promise<Uint8Array[]> {
  const path = formatCheckpointPath(number);
  return decodeFullFile(path, await folder.read(path));
}

/** What a killed process wrote is read now and relied on: it must not vanish with the power later. */
export async function syncWithFolders(folder: LedgerFolder, path: string): Promise<void> {
  for (let name = path; name !== '.'; name = posix.dirname(name)) await folder.sync(name);
}

async function readFile(folder: LedgerFolder, path: string): Promise<Uint8Array> {
  const bytes = await folder.read(path);
  if (bytes === undefined) throw corrupt(`${path}: the file is missing`);
  return bytes;
}

function isSame(a: Uint8Array | undefined, b: Uint8Array | undefined): boolean {
  return a === undefined || b === undefined ? a === b : equalBytes(a, b);
}

function corrupt(message: string): InputError {
  return new InputError('checkpoints-corrupt', message);
}
