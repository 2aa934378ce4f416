/**
 * Paths of C2SP tlog-tiles, under a log's prefix.
 *
 *     hash tile      = "tile/" L "/" N [ ".p/" W ]
 *     entry bundle   = "tile/entries/" N [ ".p/" W ]
 *     L              = 0 to 63, the tile level
 *     N              = *( "x" 3DIGIT "/" ) 3DIGIT, without a leading group of zeros
 *     W              = 1 to 255, the width of a partial tile
 *
 * Numbers have no leading zeros, except that N is filled up to groups of three digits. Example: the tile of level 0 and
 * index 1234067 is `tile/0/x001/x234/067`, and at width 8 it is `tile/0/x001/x234/067.p/8`; index 0 is `000`.
 * @module
 */
import { assertTreeSize } from '../bytes/integers.ts';
import { InputError } from '../error.ts';
import { assertTile, FULL_WIDTH, isTile, type Tile } from './coordinates.ts';

/** What a path names. */
export interface TilePath {
  /** The tile's hashes, or the entries whose leaf hashes this tile of level 0 holds. */
  readonly kind: 'hashes' | 'entries';
  readonly tile: Tile;
}

const INDEX_PATH = /^(?:x[0-9]{3}\/){0,5}[0-9]{3}$/;
const TILE_PATH = /^tile\/(entries|[0-9]{1,2})\/([x0-9/]+)(?:\.p\/([0-9]{1,3}))?$/;

/**
 * The path of a hash tile; a tile of width 256 has no `.p`.
 * @throws InputError `bad-tile` when a field is out of range
 */
export function formatTilePath(tile: Tile): string {
  return formatPath('hashes', assertTile(tile));
}

/** The path of the bundle of entries 256 * index to 256 * index + width - 1. @throws InputError `bad-tile` */
export function formatEntriesPath(index: number, width: number): string {
  return formatPath('entries', assertTile({ level: 0, index, width }));
}

/**
 * The inverse of {@link formatTilePath} and {@link formatEntriesPath}; the text may come from an attacker.
 * @throws InputError `bad-tile-path` for any other text, and for an index that no tree of 2^53 - 1 leaves reaches
 */
export function parseTilePath(text: string): TilePath {
  const match = TILE_PATH.exec(text);
  if (match === null) throw malformed(text);
  const [, level, index = '', width = FULL_WIDTH] = match;
  const kind = level === 'entries' ? 'entries' : 'hashes';
  const tile = {
    level: kind === 'entries' ? 0 : Number(level),
    index: parseIndexPath(index, text),
    width: Number(width),
  };
  if (!isTile(tile) || formatPath(kind, tile) !== text) throw malformed(text);
  return { kind, tile };
}

/**
 * The index in groups of three digits, all but the last after an `x`: `x001/x234/067`.
 * @throws InputError `bad-integer`
 */
export function formatIndexPath(index: number): string {
  const digits = String(assertTreeSize(index, 'path index'));
  const padded = digits.padStart(Math.ceil(digits.length / 3) * 3, '0');
  return padded.replace(/[0-9]{3}(?!$)/g, 'x$&/');
}

/**
 * The inverse of {@link formatIndexPath}.
 * @param title what the text belongs to, for the error message
 * @throws InputError `bad-tile-path`
 */
export function parseIndexPath(text: string, title = text): number {
  const index = INDEX_PATH.test(text) ? Number(text.replaceAll(/[x/]/g, '')) : Number.NaN;
  if (!Number.isSafeInteger(index) || formatIndexPath(index) !== text) throw malformed(title);
  return index;
}

function formatPath(kind: TilePath['kind'], { level, index, width }: Tile): string {
  const suffix = width === FULL_WIDTH ? '' : `.p/${width}`;
  return `tile/${kind === 'entries' ? kind : level}/${formatIndexPath(index)}${suffix}`;
}

function malformed(text: string): InputError {
  return new InputError('bad-tile-path', `not a canonical path: ${JSON.stringify(text.slice(0, 80))}`);
}
