/**
 * Files that should not be there. What a crash leaves behind is known by its name and its bytes, and only noted: partial
 * tiles of an earlier size, staged batches that no head names, files that were being written.
 * @module
 */
import { InputError } from '../../core/error.ts';
import { FULL_WIDTH, type Tile, tileWidth } from '../../core/tile/coordinates.ts';
import { parseTilePath, type TilePath } from '../../core/tile/path.ts';
import { formatNotesPath, parseNotesPath } from './checkpoint-files.ts';
import { isCrashTrace, stagedPathOf } from './engine-files.ts';
import type { Findings } from './findings.ts';
import type { PinnedFiles } from './pinned-files.ts';
import { formatPath, partialObjects } from './stored-tree.ts';
import type { TileCheck } from './tile-check.ts';

/** What the walk before established. */
export interface Walked {
  readonly files: PinnedFiles;
  readonly findings: Findings;
  readonly tiles: TileCheck;
  /** Size of the newest publication. */
  readonly newestSize: number;
  /** Files of notes. */
  readonly fileCount: number;
  /** False if the walk did not reach the end. */
  readonly isWhole: boolean;
}

/** Looks at every file that can be listed. */
export async function checkStrays(walked: Walked): Promise<void> {
  const { size, staged } = walked.files.end;
  const sizes = [size, walked.newestSize, ...(staged === undefined ? [] : [staged.oldSize])];
  const expected = new Set(sizes.flatMap(partialObjects).map(formatPath));
  for await (const path of walked.files.list()) {
    if (expected.has(path)) continue;
    const object = tryParseTilePath(path);
    const number = parseNotesPath(path);
    if (object !== undefined) await checkObject(path, object, walked);
    else if (number !== undefined) await checkNotes(path, number, walked);
    else checkOther(path, walked);
  }
}

/**
 * A tile or bundle: full and of the tree, left over from an earlier size, or written since the end was pinned. One that is
 * gone by now is no finding: a running ledger clears up soon after it has published.
 */
async function checkObject(path: string, object: TilePath, { files, findings, tiles, isWhole }: Walked): Promise<void> {
  const { size } = files.end;
  const { width } = object.tile;
  if (width === FULL_WIDTH && widthAt(object.tile, size) === FULL_WIDTH) return;
  const moved = await files.movedTo();
  if (width > widthAt(object.tile, moved?.committed ?? size)) {
    if (files.isEndKnown) reportStray(path, findings);
  } else if (moved === undefined && isWhole && (await tiles.comparePartial(object, 'optional'))) {
    findings.notes.add({ code: 'crash-trace', message: `${path}: left behind from an earlier size`, path });
  }
}

/** A file of notes after the last one read is new, or shows that one before it is missing. */
async function checkNotes(path: string, number: number, { files, findings, fileCount }: Walked): Promise<void> {
  if (number <= fileCount) return;
  const missing = formatNotesPath(number - 1);
  if ((await files.read(missing)) !== undefined || files.isUnreadable(missing)) return;
  const message = `${missing}: the file is missing, but ${path} is there`;
  findings.problems.add({ code: 'object-missing', message, path: missing });
}

function checkOther(path: string, { files, findings }: Walked): void {
  const { head } = files.end;
  if (files.isPublicCopy || !isCrashTrace(path)) {
    reportStray(path, findings);
  } else {
    const isOfHead = head !== undefined && path === stagedPathOf(head);
    const what = isOfHead ? 'the batch of the head is still staged' : 'unfinished, or not yet committed';
    findings.notes.add({ code: 'crash-trace', message: `${path}: ${what}`, path });
  }
}

function reportStray(path: string, findings: Findings): void {
  findings.problems.add({ code: 'stray-file', message: `${path}: no file of this ledger`, path });
}

function widthAt({ level, index }: Tile, size: number): number {
  return tileWidth(level, index, size);
}

function tryParseTilePath(path: string): TilePath | undefined {
  try {
    return parseTilePath(path);
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
