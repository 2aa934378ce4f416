/**
 * A crash at a chosen call, then perhaps another while the ledger recovers from it, then a restart that finishes the scene.
 * @module
 */
import { type Fault, type FaultLog, withFault } from '../../_util/faulty-ports.ts';
import { FaultTally } from '../_table.ts';
import type { Place } from './_places.ts';
import { auditLeft, finish, type Life, live, type Play, startPlay } from './_play.ts';
import type { Scene } from './_scenes.ts';

/** A fault, and the call at which it strikes in a life without one before. */
export interface NamedFault extends Fault {
  readonly call: string;
}

/** Every write in both variants, and every read. */
export async function everyFault(scene: Scene, place: () => Promise<Place>): Promise<NamedFault[]> {
  await using where = await place();
  const { log } = await liveWithFault(startPlay(scene, where), undefined);
  const writes = log.operations.flatMap((call, at): NamedFault[] => [
    { at, call, variant: 'not persisted' },
    { at, call, variant: 'persisted' },
  ]);
  return [...writes, ...log.reads.map((call, at): NamedFault => ({ at, call, variant: 'unreadable' }))];
}

/** `count` of the faults, spread over all of them. */
export function sampleOf<T>(faults: readonly T[], count: number): T[] {
  const step = faults.length / Math.min(count, faults.length);
  return Array.from({ length: Math.min(count, faults.length) }, (_, i) => faults[Math.floor(i * step)] as T);
}

/** Tries each fault on a fresh copy of the scene. */
export async function crashAtEach(
  title: string,
  scene: Scene,
  place: () => Promise<Place>,
  faults: readonly NamedFault[],
): Promise<FaultTally> {
  const tally = new FaultTally(title);
  for (const fault of faults) {
    await tally.try(`${fault.variant} at ${fault.at}, ${fault.call}`, async () => {
      await using where = await place();
      const play = startPlay(scene, where);
      const { life, log } = await liveWithFault(play, fault);
      assertNoticed(fault, life, log);
      await auditLeft(play);
      await finish(play);
      return life.noticed;
    });
  }
  return tally;
}

/** Crashes at `first`, then again at each write and read of the recovery that follows. */
export async function crashTwice(
  title: string,
  scene: Scene,
  place: () => Promise<Place>,
  firsts: readonly NamedFault[],
): Promise<FaultTally> {
  const tally = new FaultTally(title);
  for (const first of firsts) {
    for (const second of RECOVERY_FAULTS) {
      await tally.try(
        `${first.variant} at ${first.at}, ${first.call}, then ${second.variant} at ${second.at}`,
        async () => {
          await using where = await place();
          const play = startPlay(scene, where);
          const before = await liveWithFault(play, first);
          await auditLeft(play);
          const after = await liveWithFault(play, second);
          await auditLeft(play);
          await finish(play);
          return before.life.noticed || after.life.noticed;
        },
      );
    }
  }
  return tally;
}

/** The first calls of a life are those of its recovery. */
const RECOVERY_FAULTS: readonly Fault[] = [0, 1, 2, 3, 4, 6, 8].flatMap((at): Fault[] => [
  { at, variant: 'not persisted' },
  { at, variant: 'persisted' },
  { at: at * 2, variant: 'unreadable' },
]);

export async function liveWithFault(
  play: Play,
  fault: Fault | undefined,
): Promise<{ readonly life: Life; readonly log: FaultLog }> {
  let log: FaultLog = { operations: [], reads: [], struck: false };
  const life = await live(play, (parts) => {
    const faulty = withFault(parts, fault);
    log = faulty.log;
    return faulty.parts;
  });
  return { life, log };
}

/** A write that fails always stops the ledger; a read may have been a reader's, whose trouble is not the ledger's. */
function assertNoticed({ variant }: Fault, { noticed }: Life, { struck }: FaultLog): void {
  if (!struck) throw new Error('the fault never struck');
  if (variant !== 'unreadable' && !noticed) throw new Error('a write failed, and the ledger went on');
}
