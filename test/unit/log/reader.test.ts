/**
 * Reading tiles and records: whatever stands on the disk, what comes out is of the tree that the head commits to.
 */
import { beforeEach, describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts';
import { hashLeaf } from '../../../src/core/merkle/hash.ts';
import { TreeReader } from '../../../src/log/reader.ts';
import { TreeEdge } from '../../../src/log/tree-edge.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { flip } from '../../_util/audit.ts';
import { mth, path as naivePath } from '../../_util/naive-merkle.ts';

installNodePrimitives();

const records = Array.from({ length: 600 }, (_, i) => encodeUtf8(`record ${i}`));
const leafHashes = records.map((bytes) => hashLeaf(bytes));

/** A tree that grows, and its files. */
let files: Map<string, Uint8Array>;
let edge: TreeEdge;
let reader: TreeReader;

function growTo(size: number): void {
  const added = records.slice(edge.size, size).map((bytes) => ({ bytes, leafHash: hashLeaf(bytes) }));
  const grown = edge.append(added);
  for (const { path, bytes } of grown.objects) files.set(path, bytes);
  edge = grown.edge;
}

beforeEach(() => {
  files = new Map();
  edge = TreeEdge.empty();
  reader = new TreeReader({ get: async (path) => files.get(path) }, () => edge);
});

describe('a tile that grows', () => {
  it('is served at every width that it ever had, and at no larger one', async () => {
    for (const size of [3, 5, 255, 256, 257, 600]) {
      growTo(size);
      for (const width of [1, 3, Math.min(size, 256)])
        expect(await reader.tile({ level: 0, index: 0, width })).toEqual(bytesOf(leafHashes.slice(0, width)));
      if (size < 256) expect(await reader.tile({ level: 0, index: 0, width: size + 1 })).toBeUndefined();
      expect(await reader.tile({ level: 0, index: 3, width: 1 })).toBeUndefined();
    }
  });

  it('is never read while it is partial: what stands under its name does not matter', async () => {
    growTo(30);
    files.clear();
    expect(await reader.record(29)).toEqual(records[29]);
    expect(await reader.root(17)).toEqual(mth(records.slice(0, 17)));
    expect(await reader.entries(0, 31)).toBeUndefined();
  });
});

describe('I10: a damaged file', () => {
  it.each([
    ['tile/0/000', 5],
    ['tile/0/001', 8191],
  ])('%s makes errors of what rests on it, and nothing else', async (path, offset) => {
    growTo(600);
    const whole = files.get(path) ?? new Uint8Array();
    const damagedIndex = Number(path.slice(-3)) * 256 + 9;
    for (const damaged of [flip(whole, offset), whole.slice(0, offset), new Uint8Array()]) {
      files.set(path, damaged);
      await expect(reader.inclusion(damagedIndex, 600)).rejects.toMatchObject({ code: 'integrity' });
      await expect(reader.record(damagedIndex)).rejects.toMatchObject({ code: 'integrity' });
      const message = expect.stringContaining(path);
      await expect(reader.tile({ level: 0, index: Math.floor(damagedIndex / 256), width: 2 })).rejects.toMatchObject({
        message,
      });
      expect(await reader.inclusion(590, 600)).toEqual(naivePath(590, records));
    }
    files.set(path, whole);
    expect(await reader.inclusion(damagedIndex, 600)).toEqual(naivePath(damagedIndex, records));
  });

  it('tile/entries/000 makes errors of its records, and of no other', async () => {
    growTo(600);
    const path = 'tile/entries/000';
    const whole = files.get(path) ?? new Uint8Array();
    for (const damaged of [flip(whole, 0), flip(whole, 700), whole.slice(0, -1), new Uint8Array()]) {
      files.set(path, damaged);
      const damage = { code: 'integrity', message: expect.stringContaining(path) };
      await expect(reader.record(7)).rejects.toMatchObject(damage);
      await expect(reader.entries(0, 256)).rejects.toMatchObject(damage);
      expect(await reader.record(256)).toEqual(records[256]);
    }
    files.set(path, whole);
    expect(await reader.record(7)).toEqual(records[7]);
  });

  it('at the edge is noticed when the edge is loaded', async () => {
    growTo(30);
    const hashes = bytesOf(leafHashes.slice(0, 30));
    const load = (entries: readonly Uint8Array[], tile = hashes) =>
      TreeEdge.load(30, { tile: async () => tile, entries: async () => entries });
    expect((await load(records.slice(0, 30))).size).toBe(30);
    const damage = { code: 'integrity', message: expect.stringContaining('entries/000.p/30: entry 4') };
    await expect(load(records.slice(0, 30).with(4, encodeUtf8('record 5')))).rejects.toMatchObject(damage);
    await expect(load(records.slice(0, 30), hashes.slice(0, -1))).rejects.toMatchObject({ code: 'integrity' });
  });
});

function bytesOf(hashes: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(hashes));
}
