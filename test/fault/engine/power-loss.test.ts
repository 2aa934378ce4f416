/**
 * I2: a loss of power at every call that the whole engine makes on its disk. What was never fsynced is gone, or there, or
 * there in part; what was acknowledged survives.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { DEPTH } from '../_depth.ts';
import { Random } from '../_random.ts';
import { FaultTally } from '../_table.ts';
import { countCalls, losePowerAt } from './_power-loss.ts';
import { type Scene, taskScene } from './_scenes.ts';

installNodePrimitives();

let scene: Scene;
beforeAll(async () => {
  scene = await taskScene();
});

describe('I2: a loss of power under the whole engine', () => {
  for (const { title, randomAt, step } of [
    { title: 'nothing that was not fsynced is left', randomAt: () => () => 0, step: 2 },
    { title: 'everything is left', randomAt: () => () => 0.99, step: 6 },
    { title: 'some of it is left', randomAt: (at: number) => randomOf(at), step: 3 },
  ]) {
    it(`loses nothing acknowledged: ${title}`, async ({ task }) => {
      const calls = await countCalls(scene);
      expect(calls).toBeGreaterThan(150);
      const tally = new FaultTally(`power loss, ${title}`);
      for (let at = 0; at < calls; at += Math.max(1, Math.floor(step / DEPTH))) {
        await tally.try(`at call ${at}`, () => losePowerAt(scene, { at, random: randomAt(at) }));
      }
      tally.report(task);
    });
  }
});

function randomOf(seed: number): () => number {
  const random = new Random(seed);
  return () => random.next();
}
