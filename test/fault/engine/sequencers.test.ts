/**
 * I1, I2, I11: two sequencers over one store, and a compare-and-swap whose answer is lost. The loser stops; nothing is
 * appended twice.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { FaultTally } from '../_table.ts';
import { failAt } from './_faults.ts';
import { memoryPlace } from './_places.ts';
import { auditLeft, finish, live, startPlay } from './_play.ts';
import { creditScene, type Scene, taskScene } from './_scenes.ts';
import { zombieWakes } from './_zombie.ts';

installNodePrimitives();

let scenes: Record<'tasks' | 'credits', Scene>;
beforeAll(async () => {
  scenes = { tasks: await taskScene(), credits: await creditScene() };
});

describe('I2: one sequencer wins', () => {
  it('and a zombie stops, wherever it wakes', async ({ task }) => {
    const tally = new FaultTally('zombie sequencer');
    for (const held of ['before its compare-and-swap', 'before it writes tiles', 'before it publishes'] as const) {
      await tally.try(held, async () => {
        const stopped = await zombieWakes(scenes.tasks, held);
        if (!stopped) throw new Error('the zombie goes on');
        return stopped;
      });
    }
    tally.report(task);
  });

  it('and a lost answer of the compare-and-swap ends the life, persisted or not', async ({ task }) => {
    const tally = new FaultTally('answer of the compare-and-swap lost');
    for (const name of ['tasks', 'credits'] as const) {
      for (const variant of ['not persisted', 'persisted'] as const)
        await tally.try(`${name}, ${variant}`, () => loseAnswer(scenes[name], variant));
    }
    tally.report(task);
  });
});

/** Nobody is told anything of the batch, not even of a statement that was refused in it. */
async function loseAnswer(scene: Scene, variant: 'not persisted' | 'persisted'): Promise<boolean> {
  await using place = await memoryPlace(scene.store);
  const play = startPlay(scene, place);
  const { noticed, answers } = await live(play, (parts) => failAt(parts, 'heads.compareAndSwap', variant));
  // One that was submitted alone, and refused, rests on what was committed before.
  const alone = new Set(scene.groups.flatMap(({ signed }) => (signed.length === 1 ? signed : [])).map((s) => s.digest));
  const told = [...answers].filter(([digest, answer]) => answer !== 'no answer' && !alone.has(digest));
  expect(told).toEqual([]);
  await auditLeft(play);
  await finish(play);
  return noticed;
}
