/**
 * Reading while the log grows: a partial tile that went because a wider one came is read from the wider one.
 */
import { describe, expect, it } from 'vitest';
import { concatBytes } from '../../../src/core/bytes/bytes.ts';
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts';
import { hashLeaf } from '../../../src/core/merkle/hash.ts';
import { formatTilePath } from '../../../src/core/tile/path.ts';
import type { ObjectStore } from '../../../src/log/ports.ts';
import { TreeReader } from '../../../src/log/reader.ts';

const hashes = Array.from({ length: 256 }, (_, i) => hashLeaf(encodeUtf8(`record ${i}`)));
const tileOf = (width: number): Uint8Array => concatBytes(...hashes.slice(0, width));

/** A store that holds the level 0 tile at the widths of the present sizes only; `onGet` runs before each read. */
function growing(start: number, onGet: (grow: (size: number) => void, reads: number) => void) {
  let size = start;
  let reads = 0;
  const get = async (path: string): Promise<Uint8Array | undefined> => {
    onGet((next) => {
      size = next;
    }, reads++);
    return path === formatTilePath({ level: 0, index: 0, width: size }) ? tileOf(size) : undefined;
  };
  const store: Pick<ObjectStore, 'get'> = { get };
  return new TreeReader(store as ObjectStore, () => ({ committed: size, published: size }));
}

describe('a tile that grows while it is read', () => {
  it.each([
    [3, 5],
    [3, 256],
    [255, 256],
  ])('from %d to %d hashes is served as the prefix', async (from, to) => {
    const reader = growing(from, (grow, reads) => reads === 0 && grow(to));
    expect(await reader.tile({ level: 0, index: 0, width: 2 })).toEqual(tileOf(2));
  });

  it('again and again is read in the end', async () => {
    const reader = growing(3, (grow, reads) => reads < 50 && grow(4 + reads));
    expect(await reader.tile({ level: 0, index: 0, width: 3 })).toEqual(tileOf(3));
  });

  it('and that is missing, without growing, is missing', async () => {
    const empty: Pick<ObjectStore, 'get'> = { get: async () => undefined };
    const reader = new TreeReader(empty as ObjectStore, () => ({ committed: 7, published: 5 }));
    expect(await reader.tile({ level: 0, index: 0, width: 3 })).toBeUndefined();
    expect(await reader.tile({ level: 0, index: 0, width: 8 })).toBeUndefined();
  });
});
