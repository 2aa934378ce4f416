/**
 * Files that are gone, files that nobody wrote, and folders where files belong: a careless hand, a restore that was cut
 * short, a file system check that put things in other places.
 */
import { beforeAll, describe, it } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { FaultTally } from '../_table.ts';
import { tryDamage, tryFolder } from './_try.ts';
import { makeVictim, type Victim } from './_victim.ts';

installNodePrimitives();

let victims: readonly Victim[];
beforeAll(async () => {
  victims = [await makeVictim([1, 1, 2]), await makeVictim([1, 1, 2], { isCrashed: true }), await makeVictim([250, 3])];
});

/** Names that no ledger of these sizes has, or not yet. */
const STRAYS = [
  'tile/0/001',
  'tile/0/000.p/200',
  'tile/0/009.p/3',
  'tile/1/000.p/7',
  'tile/7/000',
  'tile/entries/001',
  'tile/entries/000.p/200',
  'tile/entries/x',
  'tile/note.txt',
  'staging/0000000000000099-0000000000000000000000000000000000000000000000000000000000000000',
  'staging/.unfinished~7',
  'staging/x',
  'checkpoints/001',
  'checkpoints/007',
  'checkpoints/x',
  'head.bak',
  'checkpoint~',
] as const;

describe('I2, I3: every file of a ledger', () => {
  it('that is gone is repaired, or missed by name', async ({ task }) => {
    const tally = new FaultTally('missing file');
    for (const victim of victims) {
      for (const path of victim.files.keys())
        await tally.try(`${path} is gone`, () => tryDamage(victim, { path, bytes: undefined }));
    }
    tally.report(task);
  });

  it('with a folder in its place is repaired, or missed by name', async ({ task }) => {
    const tally = new FaultTally('folder where a file belongs');
    for (const victim of victims.slice(0, 2)) {
      for (const path of victim.files.keys()) await tally.try(`${path} is a folder`, () => tryFolder(victim, path));
    }
    tally.report(task);
  });
});

describe('I1, I2: a stray file', () => {
  it('changes no answer, is overwritten by no batch, and is found by the audit where readers look', async ({
    task,
  }) => {
    const tally = new FaultTally('stray file');
    for (const victim of victims.slice(0, 2)) {
      for (const path of STRAYS) {
        for (const bytes of [
          new Uint8Array(),
          new Uint8Array(32).fill(7),
          victim.files.get('head') ?? new Uint8Array(),
        ])
          await tally.try(`${path} of ${bytes.length} bytes`, () => tryDamage(victim, { path, bytes }));
      }
    }
    tally.report(task);
  });
});
