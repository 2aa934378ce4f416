/**
 * Single bits that flip: on the disk, in its controller, on the way. Ledgers of some twenty records, and one whose first
 * tile and first bundle are full.
 */
import { beforeAll, describe, it } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { FaultTally } from '../_table.ts';
import { flipsOf } from './_places.ts';
import { tryDamage } from './_try.ts';
import { FILE_KINDS, makeVictim, pathOf, type Victim } from './_victim.ts';

installNodePrimitives();

/** Places in each file of the small ledger, and in each of the large one, whose audit takes longer. */
const FLIPS = 200;
const FLIPS_OF_LARGE = 6;

let victim: Victim;
let large: Victim;
beforeAll(async () => {
  victim = await makeVictim([1, 1, 2], { isCrashed: true });
  large = await makeVictim([250, 3]);
});

async function flipAll(tally: FaultTally, { of, path, count }: { of: Victim; path: string; count: number }) {
  for (const { bit, bytes } of flipsOf(of.files.get(path) ?? new Uint8Array(), count)) {
    await tally.try(`${path} bit ${bit}`, () => tryDamage(of, { path, bytes }));
  }
}

describe('I2, I3: a flipped bit never makes another answer: an error, a repair, or nothing', () => {
  it.for(FILE_KINDS)('%s', async ([kind, prefix], { task }) => {
    const tally = new FaultTally(`flipped bit: ${kind}`);
    await flipAll(tally, { of: victim, path: pathOf(victim, prefix), count: FLIPS });
    tally.report(task);
  });

  it.for([
    ['full tile', 'tile/0/000'],
    ['full entry bundle', 'tile/entries/000'],
    ['partial tile', 'tile/1/000.p/1'],
  ] as const)('%s', async ([kind, path], { task }) => {
    const tally = new FaultTally(`flipped bit: ${kind}`);
    await flipAll(tally, { of: large, path, count: FLIPS_OF_LARGE });
    tally.report(task);
  });
});
