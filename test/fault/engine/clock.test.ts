/**
 * The clock goes back, forward ten years, or stands still: times in the log never go back, and a clock that jumps stops
 * the ledger instead of being written into it.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { Clock } from '../../../src/log/ports.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { FaultTally } from '../_table.ts';
import { memoryPlace } from './_places.ts';
import { auditLeft, finish, live, startPlay } from './_play.ts';
import { type Scene, taskScene } from './_scenes.ts';

installNodePrimitives();

const SECOND = 1000;
const YEAR = 365 * 24 * 3600 * SECOND;

/** What the clock does, before the ledger opens or at its `jumpAt`-th look; and whether the ledger must stop. */
const CLOCKS = [
  { title: 'stands still', jumpMs: 0, stops: false },
  { title: 'goes back a second', jumpMs: -SECOND, stops: false },
  { title: 'goes back four minutes', jumpMs: -240 * SECOND, stops: false },
  { title: 'goes back an hour', jumpMs: -3600 * SECOND, stops: true },
  { title: 'goes back ten years', jumpMs: -10 * YEAR, stops: true },
  { title: 'goes forward ten years', jumpMs: 10 * YEAR, stops: true },
] as const;

let scene: Scene;
beforeAll(async () => {
  scene = await taskScene();
});

describe('the clock', () => {
  it('is distrusted, before a start and at every look', async ({ task }) => {
    const tally = new FaultTally('clock jumps, or stands still');
    for (const { title, jumpMs, stops } of CLOCKS) {
      for (const jumpAt of [0, 1, 2, 3]) {
        await tally.try(`${title} at look ${jumpAt}`, async () => {
          const noticed = await liveByClock(jumpingClock(jumpMs, jumpAt));
          expect(noticed).toBe(stops);
          return noticed;
        });
      }
    }
    tally.report(task);
  });
});

async function liveByClock(clock: Clock): Promise<boolean> {
  await using place = await memoryPlace(scene.store);
  const play = startPlay(scene, place);
  const { noticed } = await live(play, (parts) => ({ ...parts, clock }));
  await auditLeft(play);
  await finish(play);
  return noticed;
}

/** Stands at the scene's time, and from its look number `jumpAt` on elsewhere. */
function jumpingClock(jumpMs: number, jumpAt: number): Clock {
  let looks = 0;
  const start = scene.groups[0]?.atMs ?? 0;
  return { now: () => (looks++ < jumpAt ? start : start + jumpMs), monotonic: () => 0 };
}
