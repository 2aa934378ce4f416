/**
 * I1, I2, I6: a crash at every call on a port, in every variant, over memory and over real files with LevelDB.
 */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installNodeSha256 } from '../../../src/node/crypto/provider.ts';
import { DEPTH } from '../_depth.ts';
import { crashAtEach, crashTwice, everyFault, sampleOf } from './_crashes.ts';
import { folderFromMemory, folderPlace, memoryPlace } from './_places.ts';
import { creditScene, type Scene, taskScene } from './_scenes.ts';

installNodeSha256();

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
  it('at every call of two batches, memory', async ({ task }) => {
    const place = () => memoryPlace(tasks.store);
    const faults = await everyFault(tasks, place);
    expect(faults.length).toBeGreaterThan(100);
    (await crashAtEach('crash at every port call, memory', tasks, place, faults)).report(task);
  });

  it('I6: at every call around an award-final and a transfer', async ({ task }) => {
    const place = () => memoryPlace(credits.store);
    const faults = await everyFault(credits, place);
    (await crashAtEach('crash around derived credits', credits, place, sampleOf(faults, 60 * DEPTH))).report(task);
  });

  it('and again while it recovers', async ({ task }) => {
    const place = () => memoryPlace(tasks.store);
    const faults = (await everyFault(tasks, place)).filter(({ variant }) => variant !== 'unreadable');
    (await crashTwice('crash, and again in recovery', tasks, place, sampleOf(faults, 8 * DEPTH))).report(task);
  });

  it('over real files and LevelDB', async ({ task }) => {
    const place = () => folderPlace(folder);
    const faults = await everyFault(tasks, place);
    (await crashAtEach('crash at port calls, files and LevelDB', tasks, place, sampleOf(faults, 25 * DEPTH))).report(
      task,
    );
  });
});
