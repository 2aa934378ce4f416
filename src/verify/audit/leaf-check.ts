/**
 * Entries against the tiles of level 0. Both say what the leaf hashes are; where they differ, the tree above tells which of
 * them was changed, so that one changed byte is one finding, and the walk goes on with the right hashes.
 * @module
 */
import { equalBytes } from '../../core/bytes/bytes.ts';
import { FULL_WIDTH } from '../../core/tile/coordinates.ts';
import { formatEntriesPath, formatTilePath } from '../../core/tile/path.ts';
import { type Findings, nameRun, Run } from './findings.ts';

/** The leaf hashes of one tile, from both sides; undefined where a side could not be read. */
export interface LeafSides {
  readonly index: number;
  readonly width: number;
  /** Hashes of the entries. */
  readonly entries: readonly Uint8Array[] | undefined;
  /** Hashes in the tile. */
  readonly tile: readonly Uint8Array[] | undefined;
  /** True when hashes lead to what stands above the tile. */
  readonly fits: (hashes: readonly Uint8Array[]) => Promise<boolean>;
}

/** The hashes to go on with. */
export interface LeafChoice {
  readonly hashes: readonly Uint8Array[];
  /** How many entries, from the first on, have these hashes. */
  readonly soundEntries: number;
}

/** Chooses, and reports where the sides differ. Returns undefined where both sides are missing, which was reported. */
export async function chooseLeaves(sides: LeafSides, findings: Findings): Promise<LeafChoice | undefined> {
  const { width, entries, tile } = sides;
  if (entries === undefined) return tile && { hashes: tile, soundEntries: 0 };
  if (tile === undefined) return { hashes: entries, soundEntries: width };
  const first = entries.findIndex((hash, i) => !isSame(hash, tile[i]));
  if (first < 0) return { hashes: entries, soundEntries: width };
  const areEntriesAltered = await sides.fits(tile);
  report(sides, entries, tile, areEntriesAltered, findings);
  return areEntriesAltered ? { hashes: tile, soundEntries: first } : { hashes: entries, soundEntries: width };
}

function report(
  { index, width }: LeafSides,
  entries: readonly Uint8Array[],
  tile: readonly Uint8Array[],
  areEntriesAltered: boolean,
  findings: Findings,
): void {
  const paths = { entries: formatEntriesPath(index, width), tile: formatTilePath({ level: 0, index, width }) };
  const run = new Run((first, last) => {
    const records = nameRun('record', first, last);
    findings.problems.add(
      areEntriesAltered
        ? {
            code: 'record-altered',
            message: `${records}: other bytes than the tree holds`,
            index: first,
            path: paths.entries,
          }
        : {
            code: 'tile-differs',
            message: `${paths.tile}: other hashes than ${records} have`,
            index: first,
            path: paths.tile,
          },
    );
  });
  for (const [i, hash] of entries.entries()) if (!isSame(hash, tile[i])) run.add(index * FULL_WIDTH + i);
  run.end();
}

function isSame(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && equalBytes(a, b);
}
