/**
 * Two sequencers over one store, as after a fail-over that did not end the first: the first is held up at one call, the
 * second opens and goes on, then the first wakes.
 * @module
 */
import type { SignedStatement } from '../../../src/core/record/record.ts';
import { Ledger } from '../../../src/log/ledger.ts';
import type { LedgerParts } from '../../../src/log/ledger-parts.ts';
import { manualClock } from '../../_util/credit-scenario.ts';
import { engineParts } from '../../_util/engine.ts';
import { interceptPorts } from '../../_util/faulty-ports.ts';
import { followNotes, submitTold } from '../_told.ts';
import { Gate } from './_faults.ts';
import { memoryPlace } from './_places.ts';
import { auditLeft, finish, type Meddle, type Play, startPlay } from './_play.ts';
import type { Scene } from './_scenes.ts';

/** Where the first sequencer sleeps. */
const HELD = {
  'before its compare-and-swap': 'heads.compareAndSwap',
  'before it writes tiles': 'objects.put',
  'before it publishes': 'checkpoints.append',
} as const;

export type Held = keyof typeof HELD;

/** Gives whether the first sequencer stopped when it woke. @throws Error where anything acknowledged is gone */
export async function zombieWakes(scene: Scene, held: Held, meddle: Meddle = (parts) => parts): Promise<boolean> {
  await using place = await memoryPlace(scene.store);
  const play = startPlay(scene, place);
  const [first, second] = scene.groups.map(({ signed }) => signed.filter(({ digest }) => !scene.refused.has(digest)));
  const [asleep, awake] = [new Gate(), new Gate()];
  let puts = 0;
  const zombie = await openOn(play, (parts) =>
    interceptPorts(meddle(parts), async ({ name }, run) => {
      // The first set of objects is the staged batch.
      if (name === HELD[held] && !(name === 'objects.put' && puts++ === 0)) {
        asleep.open();
        await awake.opened;
      }
      return run();
    }),
  );
  const ofZombie = submitAll(play, zombie, first ?? []);
  await asleep.opened;
  const successor = await openOn(play, meddle);
  // Its statements stand where the zombie's would have stood.
  await submitAll(
    play,
    successor,
    held === 'before its compare-and-swap' ? (first ?? []).toReversed() : (second ?? []),
  );
  awake.open();
  await ofZombie;
  await zombie.close();
  await successor.close();
  await auditLeft(play);
  await finish(play);
  return zombie.status.failure !== undefined;
}

async function openOn({ scene, place, told, witness }: Play, meddle: Meddle): Promise<Ledger> {
  const { objects, heads, checkpoints, index } = await place.open();
  const clock = manualClock(scene.groups[0]?.atMs ?? 0);
  const witnesses = witness === undefined ? {} : { witnesses: witness };
  const parts: LedgerParts = {
    ...engineParts(scene.consortium, { clock }),
    ...{ objects, heads, checkpoints, index },
    ...witnesses,
  };
  const ledger = await Ledger.open(meddle(parts));
  followNotes(ledger, told);
  return ledger;
}

async function submitAll({ told }: Play, ledger: Ledger, statements: readonly SignedStatement[]): Promise<void> {
  await Promise.all(statements.map((signed) => submitTold(ledger, told, signed)));
}
