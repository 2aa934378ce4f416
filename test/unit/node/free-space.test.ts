import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FreeSpace } from '../../../src/node/free-space.ts';

/** Watches for one look; gives what it found and what it said of it. */
async function look(folder: string, leastBytes: number): Promise<{ isLow: boolean; told: boolean[] }> {
  const told: boolean[] = [];
  const space = await FreeSpace.watch(folder, leastBytes, (isLow) => told.push(isLow));
  space.stop();
  return { isLow: space.isLow, told };
}

// Getting low and having room again: test/fault/process/full-disk.test.ts.
describe('free space of a disk', () => {
  it('is low where less is free than must be, and that is told', async () => {
    expect(await look(tmpdir(), Number.MAX_SAFE_INTEGER)).toEqual({ isLow: true, told: [true] });
  });

  it('is not low otherwise, nor where the disk does not say: the next write will', async () => {
    expect(await look(tmpdir(), 1)).toEqual({ isLow: false, told: [] });
    expect(await look(join(tmpdir(), 'no such folder'), 1)).toEqual({ isLow: false, told: [] });
  });
});
