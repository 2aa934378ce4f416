import { describe, expect, test } from 'vitest';
import {
  hashesAtLevel,
  hashFromTile,
  type Tile,
  tileOfNode,
  tilesBetween,
  tilesOfSize,
  tileWidth,
} from '../../../../src/core/tile/coordinates.ts';
import { inputError } from '../../../_util/input-error.ts';

const nameOf = ({ level, index, width }: Tile) => `${level}/${index}/${width}`;

describe('which tiles a tree has', () => {
  test('the example of tlog-tiles: size 70,000', () => {
    const tiles = [...tilesOfSize(70_000)];
    const partial = tiles.filter(({ width }) => width < 256).map(nameOf);
    expect(partial).toEqual(['0/273/112', '1/1/17', '2/0/1']);
    expect(tiles.filter(({ level }) => level === 0)).toHaveLength(274);
    expect(tiles.filter(({ level }) => level === 1)).toHaveLength(2);
    expect(tiles).toHaveLength(277);
  });

  test.each([
    [0, []],
    [1, ['0/0/1']],
    [255, ['0/0/255']],
    [256, ['0/0/256', '1/0/1']],
    [257, ['0/0/256', '0/1/1', '1/0/1']],
    [512, ['0/0/256', '0/1/256', '1/0/2']],
  ])('size %d has %j', (size, names) => {
    expect([...tilesOfSize(size)].map(nameOf)).toEqual(names);
  });

  test.each([
    [255, 255, []],
    [255, 256, ['0/0/256', '1/0/1']],
    [256, 257, ['0/1/1']],
    [256, 300, ['0/1/44']],
    [300, 600, ['0/1/256', '0/2/88', '1/0/2']],
    [65_535, 65_536, ['0/255/256', '1/0/256', '2/0/1']],
    [65_536, 65_537, ['0/256/1']],
  ])('from %d to %d there are new %j', (oldSize, newSize, names) => {
    expect([...tilesBetween(oldSize, newSize)].map(nameOf)).toEqual(names);
  });

  test('tiles between two sizes are those of the new size that the old one does not have at that width', () => {
    const namesOf = (size: number) => [...tilesOfSize(size)].map(nameOf);
    for (let newSize = 0; newSize <= 1100; newSize += 11) {
      for (let oldSize = 0; oldSize <= newSize; oldSize += 13) {
        const old = new Set(namesOf(oldSize));
        const added = namesOf(newSize).filter((name) => !old.has(name));
        expect([...tilesBetween(oldSize, newSize)].map(nameOf)).toEqual(added);
      }
    }
  });

  test('tiles are made one at a time: the first of a tree of 2^53 - 1 leaves costs nothing', () => {
    expect(tilesOfSize(Number.MAX_SAFE_INTEGER).next().value).toEqual({ level: 0, index: 0, width: 256 });
  });

  test('an append at 2^53 - 2 changes the right edge only', () => {
    const last = Number.MAX_SAFE_INTEGER;
    expect([...tilesBetween(last - 1, last)].map(nameOf)).toEqual([`0/${2 ** 45 - 1}/255`]);
  });

  test('refuses a shrinking tree, and sizes that are none', () => {
    expect(() => tilesBetween(2, 1).next()).toThrow(inputError('bad-tree-range'));
    for (const size of [-1, 0.5, Number.NaN, 2 ** 53]) {
      expect(() => tilesOfSize(size).next()).toThrow(inputError('bad-integer'));
    }
  });

  test('widths and counts far beyond 32 bits', () => {
    const size = 2 ** 40 + 3;
    expect(hashesAtLevel(0, size)).toBe(size);
    expect(hashesAtLevel(4, size)).toBe(2 ** 8);
    expect(hashesAtLevel(5, size)).toBe(1);
    expect(hashesAtLevel(63, size)).toBe(0);
    expect(tileWidth(0, 2 ** 32, size)).toBe(3);
    expect(tileWidth(0, 2 ** 32 - 1, size)).toBe(256);
    expect(tileWidth(0, 2 ** 32 + 1, size)).toBe(0);
    expect(tileWidth(4, 0, size)).toBe(256);
    expect(tileWidth(5, 0, size)).toBe(1);
  });
});

describe('nodes and tiles', () => {
  test.each([
    [{ level: 0, index: 69_999 }, '0/273/112'],
    [{ level: 7, index: 1 }, '0/0/256'],
    [{ level: 4, index: 4374 }, '0/273/112'],
    [{ level: 8, index: 0 }, '1/0/256'],
    [{ level: 12, index: 16 }, '1/1/17'],
    [{ level: 16, index: 0 }, '2/0/1'],
  ])('of 70,000 leaves: node %j is in tile %s', (node, name) => {
    expect(nameOf(tileOfNode(node, 70_000))).toBe(name);
  });

  test.each([
    { level: 0, index: 70_000 },
    { level: 4, index: 4375 },
    { level: 17, index: 0 },
    { level: -1, index: 0 },
    { level: 0, index: -1 },
    { level: 0.5, index: 0 },
  ])('of 70,000 leaves: no perfect node %j', (node) => {
    expect(() => tileOfNode(node, 70_000)).toThrow(inputError('bad-tree-range'));
  });

  const tile = { level: 1, index: 2, width: 5 };
  const bytes = new Uint8Array(5 * 32);

  test.each([
    ['below the tile', { level: 7, index: 512 }],
    ['left of the tile', { level: 8, index: 511 }],
    ['right of its width', { level: 8, index: 517 }],
    ['across its width', { level: 9, index: 258 }],
    ['of the tile, which is not full', { level: 16, index: 2 }],
    ['above the tile', { level: 17, index: 1 }],
    ['not whole', { level: 9, index: 256.5 }],
  ])('refuses to compute a node %s', (_, node) => {
    expect(() => hashFromTile(tile, bytes, node)).toThrow(inputError('bad-tree-range'));
  });

  test.each([0, 32, 159, 161, 192])('refuses a tile of width 5 with %d bytes', (length) => {
    expect(() => hashFromTile(tile, new Uint8Array(length), { level: 8, index: 512 })).toThrow(inputError('bad-tile'));
  });

  test('a hash taken from a tile is a copy', () => {
    const hash = hashFromTile(tile, bytes, { level: 8, index: 512 });
    expect(hash.buffer).not.toBe(bytes.buffer);
    expect(hash.buffer.byteLength).toBe(32);
  });
});
