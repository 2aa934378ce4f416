import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concatBytes } from '../../../src/core/bytes/bytes.ts';
import { fetchConsistencyProof, fetchInclusionProof, fetchTreeRoot } from '../../../src/core/merkle/fetch.ts';
import { hashFromTile, type Tile, tileOfNode, tilesBetween, tilesOfSize } from '../../../src/core/tile/coordinates.ts';
import { decodeEntries, encodeEntries } from '../../../src/core/tile/entry-bundle.ts';
import {
  formatEntriesPath,
  formatIndexPath,
  formatTilePath,
  parseIndexPath,
  parseTilePath,
} from '../../../src/core/tile/path.ts';
import { planTileReads, type TileReader, tileNodeReader } from '../../../src/core/tile/tile-reader.ts';
import { inputError } from '../../_util/input-error.ts';
import { type MerkleOracle, oracleOfSize, sparseOracle } from '../../_util/merkle-oracle.ts';

/** A tile's bytes by the definition in tlog-tiles, out of the oracle. */
function tileBytes(oracle: MerkleOracle, { level, index, width }: Tile): Uint8Array {
  const span = 256 ** level;
  const first = index * 256;
  return concatBytes(
    ...Array.from({ length: width }, (_, i) => oracle.mth((first + i) * span, (first + i + 1) * span)),
  );
}

/** A reader that counts; asking for a tile that a tree of `size` leaves does not have at this width fails. */
function countingReader(oracle: MerkleOracle, size: number) {
  const asked: string[] = [];
  const read: TileReader = async (tile) => {
    const span = 256 ** tile.level;
    const hashes = Math.floor(size / span) - tile.index * 256;
    if (tile.width !== Math.min(256, hashes)) throw new Error(`size ${size} has no ${formatTilePath(tile)}`);
    asked.push(formatTilePath(tile));
    return tileBytes(oracle, tile);
  };
  return { asked, read };
}

const hexes = (hashes: readonly Uint8Array[]) => hashes.map((hash) => Buffer.from(hash).toString('hex'));

describe('tiles of trees agree with RFC 6962', () => {
  const oracle = oracleOfSize(2000);

  test.each([1, 2, 255, 256, 257, 511, 600])('size %d: every perfect node out of its tile', (size) => {
    for (let level = 0; 2 ** level <= size; level++) {
      for (let index = 0; (index + 1) * 2 ** level <= size; index++) {
        const tile = tileOfNode({ level, index }, size);
        const hash = hashFromTile(tile, tileBytes(oracle, tile), { level, index });
        expect(hexes([hash])).toEqual(hexes([oracle.mth(index * 2 ** level, (index + 1) * 2 ** level)]));
      }
    }
  });

  test('the root of a full tile is a hash of the tile above it', () => {
    const full = { level: 0, index: 3, width: 256 };
    const root = hashFromTile(full, tileBytes(oracle, full), { level: 8, index: 3 });
    expect(root).toEqual(oracle.mth(768, 1024));
    const above = tileBytes(oracle, { level: 1, index: 0, width: 4 });
    expect(above.subarray(96, 128)).toEqual(root);
  });

  const pair = fc
    .tuple(fc.nat(1998), fc.nat(1999))
    .map(([a, b]) => ({ low: Math.min(a, b), size: Math.max(a, b) + 1 }));

  test('proofs and roots out of tiles; each tile is read once, at most two a level', async () => {
    await fc.assert(
      fc.asyncProperty(pair, async ({ low, size }) => {
        const results = [
          [fetchInclusionProof, low, oracle.path(low, size)],
          [fetchConsistencyProof, low + 1, oracle.proof(low + 1, size)],
        ] as const;
        for (const [fetchProof, argument, expected] of results) {
          const { asked, read } = countingReader(oracle, size);
          expect(hexes(await fetchProof(argument, size, tileNodeReader(size, read)))).toEqual(hexes(expected));
          expect(new Set(asked).size).toBe(asked.length);
          expect(asked.filter((path) => path.startsWith('tile/0/')).length).toBeLessThanOrEqual(2);
          expect(asked.filter((path) => path.startsWith('tile/1/')).length).toBeLessThanOrEqual(2);
        }
        const root = await fetchTreeRoot(size, tileNodeReader(size, countingReader(oracle, size).read));
        expect(hexes([root])).toEqual(hexes([oracle.mth(0, size)]));
      }),
      { numRuns: 60 },
    );
  });

  test('2^40 + 3 leaves: proofs out of tiles of six levels', async () => {
    const size = 2 ** 40 + 3;
    const sparse = sparseOracle([5, 2 ** 33, 2 ** 40 + 1]);
    const { asked, read } = countingReader(sparse, size);
    const reader = tileNodeReader(size, read);
    for (const index of [5, 2 ** 33, 2 ** 40 + 1]) {
      expect(hexes(await fetchInclusionProof(index, size, reader))).toEqual(hexes(sparse.path(index, size)));
    }
    expect(hexes(await fetchConsistencyProof(2 ** 33 + 7, size, reader))).toEqual(
      hexes(sparse.proof(2 ** 33 + 7, size)),
    );
    expect(await fetchTreeRoot(size, reader)).toEqual(sparse.mth(0, size));
    expect(asked).toContain('tile/5/000.p/1');
    expect(asked).toContain(`tile/0/${formatIndexPath(2 ** 32)}.p/3`);
  });

  test('a tile of a wrong length is refused, an error of the store passes through', async () => {
    for (const length of [0, 31, 64, 8192 + 32]) {
      const reader = tileNodeReader(1, async () => new Uint8Array(length));
      await expect(reader([{ level: 0, index: 0 }])).rejects.toThrow(inputError('bad-tile'));
    }
    const failing = tileNodeReader(1, async () => Promise.reject(new Error('gone')));
    await expect(failing([{ level: 0, index: 0 }])).rejects.toThrow('gone');
    await expect(failing([{ level: 0, index: 1 }])).rejects.toThrow(inputError('bad-tree-range'));
    expect(() => planTileReads([{ level: 0, index: 0 }], 1).combine([])).toThrow(
      expect.objectContaining({ name: 'InvariantError' }),
    );
  });

  test('growing a tree: the tiles of every step together are the tiles of the last size', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 12 }), (steps) => {
        const widest = new Map<string, number>();
        let size = 0;
        for (const step of steps) {
          for (const { level, index, width } of tilesBetween(size, size + step)) widest.set(`${level}/${index}`, width);
          size += step;
        }
        const last = [...tilesOfSize(size)].map(({ level, index, width }) => [`${level}/${index}`, width] as const);
        expect(widest).toEqual(new Map(last));
      }),
    );
  });
});

describe('paths', () => {
  const index = fc.oneof(fc.nat(3000), fc.integer({ min: 0, max: 2 ** 45 - 2 }));
  const width = fc.integer({ min: 1, max: 256 });

  test('parsing undoes formatting', () => {
    fc.assert(
      fc.property(fc.nat(63), index, width, fc.maxSafeNat(), (level, i, w, any) => {
        const tile = { level, index: i, width: w };
        expect(parseTilePath(formatTilePath(tile))).toEqual({ kind: 'hashes', tile });
        const bundle = { level: 0, index: i, width: w };
        expect(parseTilePath(formatEntriesPath(i, w))).toEqual({ kind: 'entries', tile: bundle });
        expect(parseIndexPath(formatIndexPath(any))).toBe(any);
      }),
    );
  });

  test('one spelling: what parses is what formatting gives', () => {
    const pieces = [
      'tile/',
      'entries/',
      '0/',
      '1/',
      '63/',
      '64/',
      'x001/',
      'x000/',
      '067',
      '000',
      '.p/',
      '8',
      '256',
      '/',
      'x',
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces), { maxLength: 6 }), (tail) => {
        const text = `tile/${tail.join('')}`;
        let parsed: ReturnType<typeof parseTilePath>;
        try {
          parsed = parseTilePath(text);
        } catch (error) {
          expect(error).toMatchObject({ name: 'InputError', code: 'bad-tile-path' });
          return;
        }
        const { kind, tile } = parsed;
        expect(kind === 'hashes' ? formatTilePath(tile) : formatEntriesPath(tile.index, tile.width)).toBe(text);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('entry bundles', () => {
  const entries = fc.array(fc.uint8Array({ maxLength: 20 }), { minLength: 1, maxLength: 256 });

  test('decoding undoes encoding; bundles grow by appending', () => {
    fc.assert(
      fc.property(entries, fc.nat(), (list, at) => {
        const cut = (at % list.length) + 1;
        const whole = encodeEntries(list);
        expect(decodeEntries(whole, list.length)).toEqual(list);
        const parts = [list.slice(0, cut), list.slice(cut)].filter(({ length }) => length > 0).map(encodeEntries);
        expect(concatBytes(...parts)).toEqual(whole);
      }),
    );
  });

  test('any bytes: either refused, or exactly what encoding the entries gives', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0, 0, 1, 2, 3, 97), { maxLength: 24 }), (values) => {
        const input = Uint8Array.from(values);
        let decoded: Uint8Array[];
        try {
          decoded = decodeEntries(input);
        } catch (error) {
          expect(error).toMatchObject({ name: 'InputError', code: 'bad-entry-bundle' });
          return;
        }
        expect(encodeEntries(decoded)).toEqual(input);
      }),
      { numRuns: 2000 },
    );
  });
});
