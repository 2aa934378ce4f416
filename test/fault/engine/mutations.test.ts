/**
 * The suite catches what it is for: seeded bugs (`_mutations.ts`), each in a run that passes without it.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import type { IndexValue } from '../../../src/log/ports.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import type { FileSystem } from '../../../src/storage/files/file-system.ts';
import {
  answeredEarly,
  damagedIndex,
  lenientCompareAndSwap,
  removedFsync,
  signBeforeCommit,
  skippedReadBack,
} from '../_mutations.ts';
import { failAt, flipStaged } from './_faults.ts';
import { memoryPlace } from './_places.ts';
import { auditLeft, finish, live, type Meddle, type Play, startPlay } from './_play.ts';
import { countCalls, losePowerAt } from './_power-loss.ts';
import { type Scene, taskScene } from './_scenes.ts';
import { zombieWakes } from './_zombie.ts';

installNodePrimitives();

/** What the audit, or a start, says of things that are gone. */
const LOSS = /is gone|was told to stand|does not|missing|corrupt|too-few|differs|stray|not of one tree|answers after/;

let scene: Scene;
beforeAll(async () => {
  scene = await taskScene();
});

/** A life with faults, and perhaps a mutation; then the audit, a restart without either, and the audit again. */
async function play(meddle: (play: Play) => Meddle): Promise<void> {
  await using place = await memoryPlace(scene.store);
  const playing = startPlay(scene, place);
  await live(playing, meddle(playing));
  await auditLeft(playing);
  await finish(playing);
}

describe('a seeded bug is caught', () => {
  it('removed fsync', async () => {
    const calls = await countCalls(scene);
    const losses = async (seen: (disk: FileSystem) => FileSystem): Promise<void> => {
      for (let at = calls - 1; at > 0; at -= 7) await losePowerAt(scene, { at, random: () => 0 }, seen);
    };
    await losses((disk) => disk);
    // Of a published checkpoint, of what is not yet linked or renamed, of the names in folders, of the name of the head.
    for (const path of [/checkpoints\/000$/, /unfinished/, /tile|staging$|checkpoints$/, /^\/ledger$/])
      await expect(
        losses((disk) => removedFsync(disk, path)),
        String(path),
      ).rejects.toThrow(LOSS);
  });

  it('sign before commit', async () => {
    const crash: Meddle = (parts) => failAt(parts, 'heads.compareAndSwap', 'not persisted');
    await play(() => crash);
    await expect(
      play(
        ({ told }) =>
          (parts) =>
            signBeforeCommit(crash(parts), told),
      ),
    ).rejects.toThrow(/not of one tree|checkpoint-/);
  });

  it('skipped read-back', async () => {
    const spoil: Meddle = (parts) => failAt(flipStaged(parts, 700), 'index.write', 'not persisted');
    await play(() => spoil);
    await expect(play(() => (parts) => skippedReadBack(spoil(parts)))).rejects.toThrow('staging-corrupt');
  });

  it('lenient compare-and-swap', async () => {
    expect(await zombieWakes(scene, 'before its compare-and-swap')).toBe(true);
    await expect(zombieWakes(scene, 'before its compare-and-swap', lenientCompareAndSwap)).rejects.toThrow(
      /stands? at|checkpoint|head-differs|object/,
    );
  });

  it('unchecked index value', async () => {
    // One digit of a key id: the author seems to have another key.
    const damage = (value: IndexValue): IndexValue =>
      JSON.parse(JSON.stringify(value).replace(/"[0-9a-f]{64}"/, flipped));
    const damaged =
      (variant: 'checked' | 'unchecked'): Meddle =>
      (parts) =>
        damagedIndex(parts, 's/institution/hangang-pharma', damage, variant);
    await play(() => damaged('checked'));
    await expect(play(() => damaged('unchecked'))).rejects.toThrow('which no committed state bears out');
  });

  it('apply on uncommitted state, answered early', async () => {
    const crash: Meddle = (parts) => failAt(parts, 'heads.compareAndSwap', 'not persisted');
    await play(() => crash);
    await expect(
      play(
        ({ told }) =>
          (parts) =>
            answeredEarly(crash(parts), told),
      ),
    ).rejects.toThrow('was told to stand at');
  });
});

function flipped(digest: string): string {
  return digest.replace(/^"./, (start) => (start === '"0' ? '"1' : '"0'));
}
