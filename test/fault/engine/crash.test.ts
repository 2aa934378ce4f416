/**
 * I1, I2, I6: a crash at every call on a port, in every variant, over memory and over real files with LevelDB.
 */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { DEPTH } from '../_depth.ts';
import { crashAtEach, crashTwice, everyFault, type NamedFault, sampleOf } from './_crashes.ts';
import { failAt } from './_faults.ts';
import { folderFromMemory, folderPlace, memoryPlace } from './_places.ts';
import { live, startPlay } from './_play.ts';
import { creditScene, type Scene, taskScene, twinScene } from './_scenes.ts';

installNodePrimitives();

let tasks: Scene;
let credits: Scene;
let folder: string;
beforeAll(async () => {
  tasks = await taskScene();
  credits = await creditScene();
  folder = await folderFromMemory(tasks.store);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('I2: a crash loses nothing that was acknowledged, and forks nothing', () => {
  it('at every write and many reads of two batches, memory', async ({ task }) => {
    const place = () => memoryPlace(tasks.store);
    const faults = await everyFault(tasks, place);
    expect(faults.length).toBeGreaterThan(100);
    const isRead = ({ variant }: NamedFault): boolean => variant === 'unreadable';
    const tried = [...faults.filter((fault) => !isRead(fault)), ...sampleOf(faults.filter(isRead), 30 * DEPTH)];
    (await crashAtEach('crash at every write, memory', tasks, place, tried)).report(task);
  });

  it('I6: around an award-final and a transfer', async ({ task }) => {
    const place = () => memoryPlace(credits.store);
    const faults = await everyFault(credits, place);
    (await crashAtEach('crash around derived credits', credits, place, sampleOf(faults, 40 * DEPTH))).report(task);
  });

  it('and answers nobody by what was never committed: a refusal that rests on the batch', async ({ task }) => {
    const twins = twinScene(tasks);
    const place = () => memoryPlace(twins.store);
    const faults = await everyFault(twins, place);
    for (const variant of ['not persisted', 'persisted'] as const) {
      await using where = await place();
      const { answers } = await live(startPlay(twins, where), (parts) =>
        failAt(parts, 'heads.compareAndSwap', variant),
      );
      expect([...answers.values()]).toEqual(['no answer', 'no answer']);
    }
    (await crashAtEach('answer that would rest on a failed batch', twins, place, sampleOf(faults, 60 * DEPTH))).report(
      task,
    );
  });

  it('and again while it recovers', async ({ task }) => {
    const place = () => memoryPlace(tasks.store);
    const faults = (await everyFault(tasks, place)).filter(({ variant }) => variant !== 'unreadable');
    (await crashTwice('crash, and again in recovery', tasks, place, sampleOf(faults, 4 * DEPTH))).report(task);
  });

  it('over real files and LevelDB', async ({ task }) => {
    const place = () => folderPlace(folder);
    const faults = await everyFault(tasks, place);
    (await crashAtEach('crash at port calls, files and LevelDB', tasks, place, sampleOf(faults, 25 * DEPTH))).report(
      task,
    );
  });
});
