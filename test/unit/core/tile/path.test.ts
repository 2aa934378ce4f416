import { describe, expect, test } from 'vitest';
import {
  formatEntriesPath,
  formatIndexPath,
  formatTilePath,
  parseIndexPath,
  parseTilePath,
} from '../../../../src/core/tile/path.ts';
import { inputError } from '../../../_util/input-error.ts';

/** The largest index whose full tile ends at or below hash 2^53 - 1. */
const LAST_FULL_INDEX = 2 ** 45 - 2;

describe('index paths', () => {
  test.each([
    [0, '000'],
    [7, '007'],
    [67, '067'],
    [999, '999'],
    [1000, 'x001/000'],
    [1067, 'x001/067'],
    [999_999, 'x999/999'],
    [1_000_000, 'x001/x000/000'],
    [1_234_067, 'x001/x234/067'],
    [2 ** 32, 'x004/x294/x967/296'],
    [Number.MAX_SAFE_INTEGER, 'x009/x007/x199/x254/x740/991'],
  ])('%d is %s', (index, path) => {
    expect(formatIndexPath(index)).toBe(path);
    expect(parseIndexPath(path)).toBe(index);
  });

  test.each([
    ['empty', ''],
    ['one digit', '7'],
    ['two digits', '67'],
    ['four digits', '1067'],
    ['leading group of zeros', 'x000/067'],
    ['leading groups of zeros', 'x000/x000/001'],
    ['first group without x', '001/067'],
    ['last group with x', 'x001/x067'],
    ['only group with x', 'x067'],
    ['upper-case x', 'X001/067'],
    ['trailing slash', '067/'],
    ['leading slash', '/067'],
    ['doubled slash', 'x001//067'],
    ['short group', 'x01/067'],
    ['long group', 'x0001/067'],
    ['minus', '-67'],
    ['blank', ' 67'],
    ['trailing newline', '067\n'],
    ['hexadecimal', '0ff'],
    ['full-width digits', '０６７'],
    ['2^53', 'x009/x007/x199/x254/x740/992'],
    ['2^53 + 1, which a double rounds', 'x009/x007/x199/x254/x740/993'],
    ['2^64', 'x018/x446/x744/x073/x709/x551/616'],
    ['dots', '../067'],
  ])('refuses %s', (_, path) => {
    expect(() => parseIndexPath(path)).toThrow(inputError('bad-tile-path'));
  });

  test.each([-1, 0.5, Number.NaN, 2 ** 53])('does not format %d', (index) => {
    expect(() => formatIndexPath(index)).toThrow(inputError('bad-integer'));
  });
});

describe('tile paths', () => {
  test.each([
    [{ level: 0, index: 0, width: 256 }, 'tile/0/000'],
    [{ level: 0, index: 1_234_067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 0, index: 1_234_067, width: 8 }, 'tile/0/x001/x234/067.p/8'],
    [{ level: 1, index: 0, width: 1 }, 'tile/1/000.p/1'],
    [{ level: 2, index: 5, width: 255 }, 'tile/2/005.p/255'],
    [{ level: 10, index: 5, width: 10 }, 'tile/10/005.p/10'],
    [{ level: 63, index: 0, width: 256 }, 'tile/63/000'],
    [{ level: 0, index: LAST_FULL_INDEX, width: 256 }, 'tile/0/x035/x184/x372/x088/830'],
  ])('%j is %s', (tile, path) => {
    expect(formatTilePath(tile)).toBe(path);
    expect(parseTilePath(path)).toEqual({ kind: 'hashes', tile });
  });

  test.each([
    [0, 256, 'tile/entries/000'],
    [0, 1, 'tile/entries/000.p/1'],
    [1067, 256, 'tile/entries/x001/067'],
    [273, 112, 'tile/entries/273.p/112'],
  ])('entries %d of width %d are %s', (index, width, path) => {
    expect(formatEntriesPath(index, width)).toBe(path);
    expect(parseTilePath(path)).toEqual({ kind: 'entries', tile: { level: 0, index, width } });
  });

  test.each([
    ['empty', ''],
    ['only the folder', 'tile/'],
    ['no index', 'tile/0'],
    ['empty index', 'tile/0/'],
    ['leading slash', '/tile/0/000'],
    ['trailing slash', 'tile/0/000/'],
    ['another folder', 'tiles/0/000'],
    ['upper case', 'Tile/0/000'],
    ['the height of older logs', 'tile/8/0/000'],
    ['level with a leading zero', 'tile/00/000'],
    ['level 01', 'tile/01/000'],
    ['level 64', 'tile/64/000'],
    ['level 100', 'tile/100/000'],
    ['negative level', 'tile/-1/000'],
    ['empty level', 'tile//000'],
    ['level in x groups', 'tile/x001/000'],
    ['level as a word', 'tile/data/000'],
    ['entries in upper case', 'tile/ENTRIES/000'],
    ['short index', 'tile/0/00'],
    ['index not in groups', 'tile/0/1067'],
    ['leading group of zeros', 'tile/0/x000/067'],
    ['width 0', 'tile/0/000.p/0'],
    ['width 256', 'tile/0/000.p/256'],
    ['width 999', 'tile/0/000.p/999'],
    ['width with a leading zero', 'tile/0/000.p/08'],
    ['empty width', 'tile/0/000.p/'],
    ['no width', 'tile/0/000.p'],
    ['width without slash', 'tile/0/000.p8'],
    ['width as x group', 'tile/0/000.p/x001/000'],
    ['two widths', 'tile/0/000.p/8.p/8'],
    ['upper-case P', 'tile/0/000.P/8'],
    ['dots', 'tile/0/../000'],
    ['dots at the end', 'tile/0/000/..'],
    ['percent encoding', 'tile/0/%30%30%30'],
    ['query', 'tile/0/000?x'],
    ['backslash', 'tile\\0\\000'],
    ['NUL', 'tile/0/000\0'],
    ['newline after', 'tile/0/000\n'],
    ['newline after a width', 'tile/0/000.p/8\n'],
    ['blank before', ' tile/0/000'],
    ['full-width digits', 'tile/０/０００'],
    ['a tile that would end past 2^53 - 1', 'tile/0/x035/x184/x372/x088/831'],
    ['an index past 2^53 - 1', 'tile/0/x009/x007/x199/x254/x740/992'],
    ['2^64 / 256 entries', 'tile/entries/x072/x057/x594/x037/x927/936'],
    ['very long', `tile/0/${'x001/'.repeat(10_000)}000`],
  ])('refuses %s', (_, path) => {
    expect(() => parseTilePath(path)).toThrow(inputError('bad-tile-path'));
  });

  test.each([
    { level: -1, index: 0, width: 1 },
    { level: 64, index: 0, width: 1 },
    { level: 0.5, index: 0, width: 1 },
    { level: 0, index: -1, width: 1 },
    { level: 0, index: 0.5, width: 1 },
    { level: 0, index: 0, width: 0 },
    { level: 0, index: 0, width: 257 },
    { level: 0, index: 0, width: Number.NaN },
    { level: 0, index: LAST_FULL_INDEX + 1, width: 256 },
  ])('does not format %j', (tile) => {
    expect(() => formatTilePath(tile)).toThrow(inputError('bad-tile'));
    if (tile.level === 0) expect(() => formatEntriesPath(tile.index, tile.width)).toThrow(inputError('bad-tile'));
  });
});
