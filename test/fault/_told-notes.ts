/**
 * I1 over every note that anybody ever saw: those of one ledger are of one tree, proven with the tiles that are stored.
 * @module
 */
import { equalBytes } from '../../src/core/bytes/bytes.ts';
import { checkConsistency } from '../../src/core/merkle/consistency.ts';
import { fetchConsistencyProof, type NodeReader } from '../../src/core/merkle/fetch.ts';
import { EMPTY_ROOT } from '../../src/core/merkle/hash.ts';
import { parseCheckpoint } from '../../src/core/note/checkpoint.ts';
import { parseNote } from '../../src/core/note/note.ts';
import { FULL_WIDTH } from '../../src/core/tile/coordinates.ts';
import { formatTilePath } from '../../src/core/tile/path.ts';
import { tileNodeReader } from '../../src/core/tile/tile-reader.ts';
import { formatNotesPath } from '../../src/verify/audit/checkpoint-files.ts';
import type { LedgerFiles } from '../../src/verify/audit/ledger-files.ts';
import { frame, unframe } from '../_util/stored-ledger.ts';
import type { Told } from './_told.ts';

/** What of the notes that were told is not as it must be. */
export async function checkNotes(files: LedgerFiles, { notes, signedNotes }: Told): Promise<string[]> {
  const stored = await storedNotes(files);
  const lost = [...notes]
    .filter((note) => !stored.has(note))
    .map((note) => `a published note is gone: ${sizeOf(note)}`);
  const wrong: string[] = [];
  const all = [...new Set([...stored, ...notes, ...signedNotes])].map(readNote).sort(bySize);
  for (const [i, next] of all.entries()) {
    const before = all[i - 1];
    if (before === undefined) continue;
    if (before.size === 0 && next.size > 0 && equalBytes(before.root, EMPTY_ROOT)) continue; // of every tree
    try {
      const proof = await fetchConsistencyProof(before.size, next.size, nodesOf(files, next.size));
      checkConsistency(before.size, next.size, before.root, next.root, proof);
    } catch (error) {
      wrong.push(`the notes of sizes ${before.size} and ${next.size} are not of one tree: ${String(error)}`);
    }
  }
  return [...lost, ...wrong];
}

async function storedNotes(files: LedgerFiles): Promise<Set<string>> {
  const notes = new Set<string>();
  for (let number = 0; ; number++) {
    const bytes = await files.read(formatNotesPath(number));
    if (bytes === undefined) return notes;
    for (const note of wholeNotes(bytes)) notes.add(note);
  }
}

/** The whole notes of a file: a crash may have torn the last one. */
function wholeNotes(bytes: Uint8Array): string[] {
  const notes = unframe(bytes).map((note) => Buffer.from(note).toString());
  const isTorn =
    frame(notes.map((note) => Buffer.from(note))).length !== bytes.length || notes.at(-1)?.endsWith('\n') !== true;
  return isTorn ? notes.slice(0, -1) : notes;
}

function nodesOf(files: LedgerFiles, size: number): NodeReader {
  return tileNodeReader(size, async (tile) => {
    for (let width = tile.width; width <= FULL_WIDTH; width++) {
      const bytes = await files.read(formatTilePath({ ...tile, width }));
      if (bytes !== undefined) return bytes.subarray(0, tile.width * 32);
    }
    throw new Error(`no ${formatTilePath(tile)}, nor a wider one`);
  });
}

function readNote(note: string) {
  const { size, root } = parseCheckpoint(parseNote(note).text);
  return { size, root };
}

function sizeOf(note: string): string {
  return `size ${readNote(note).size}`;
}

function bySize(a: { readonly size: number }, b: { readonly size: number }): number {
  return a.size - b.size;
}
