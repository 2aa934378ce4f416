/**
 * A loss of power at one call of a life on a simulated disk; then what is left of everything that was not fsynced.
 * @module
 */
import type { FileSystem } from '../../../src/storage/files/file-system.ts';
import { interceptFileSystem, systemError } from '../../storage/_intercept.ts';
import { type DiskPlace, diskPlace } from './_disk-place.ts';
import { auditLeft, finish, live, startPlay } from './_play.ts';
import type { Scene } from './_scenes.ts';

/** What the driver gets instead of the disk. */
export type SeenDisk = (disk: FileSystem) => FileSystem;

export interface PowerLoss {
  /** Number of the call of the file system, from 0. */
  readonly at: number;
  /** From 0 to 1, for each thing that is not durable: what becomes of it (`SimulatedDisk.losePower`). */
  readonly random: () => number;
}

/** How many calls a life without a loss makes. */
export async function countCalls(scene: Scene): Promise<number> {
  await using place = await diskPlace(scene.store);
  let calls = 0;
  place.see(
    interceptFileSystem(place.disk, (_call, run) => {
      calls++;
      return run();
    }),
  );
  await live(startPlay(scene, place));
  return calls;
}

/** Gives whether the ledger noticed. @throws Error where anything acknowledged is gone */
export async function losePowerAt(scene: Scene, loss: PowerLoss, seen: SeenDisk = (disk) => disk): Promise<boolean> {
  await using place = await diskPlace(scene.store);
  const play = startPlay(scene, place);
  place.see(dyingAt(seen(place.disk), loss.at));
  const noticed = await live(play).then(
    (life) => life.noticed,
    () => true, // the stores did not open
  );
  place.disk.losePower(loss.random);
  place.see(seen(place.disk));
  await auditLeft(play);
  // Whoever reads what a killed process wrote relies on it: it must not vanish with the power later.
  await restartAndLosePower(place);
  await finish(play);
  return noticed;
}

async function restartAndLosePower(place: DiskPlace): Promise<void> {
  const stores = await place.open();
  await stores.close();
  place.disk.losePower(() => 0);
}

/** From call number `at` on, nothing works. Even calls die after their effect, odd ones before. */
function dyingAt(disk: FileSystem, at: number): FileSystem {
  let seen = 0;
  return interceptFileSystem(disk, async (call, run) => {
    const current = seen++;
    if (current < at) return run();
    if (current === at && at % 2 === 0) await run();
    throw systemError('EIO', call);
  });
}
