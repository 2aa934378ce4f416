/**
 * Files that end too soon: after a crash of the machine, a full disk, a copy that was cut short.
 */
import { beforeAll, describe, it } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { FaultTally } from '../_table.ts';
import { tearsOf } from './_places.ts';
import { tryDamage } from './_try.ts';
import { FILE_KINDS, makeVictim, pathOf, type Victim } from './_victim.ts';

installNodePrimitives();

let victim: Victim;
beforeAll(async () => {
  victim = await makeVictim([1, 1, 2], { isCrashed: true });
});

describe('I2, I3: a torn file is repaired or refused, nothing is signed over it, and nothing else is lost', () => {
  it.for(FILE_KINDS)('%s', async ([kind, prefix], { task }) => {
    const tally = new FaultTally(`torn file: ${kind}`);
    const path = pathOf(victim, prefix);
    const bytes = victim.files.get(path) ?? new Uint8Array();
    for (const length of tearsOf(bytes, prefix.endsWith('s/'))) {
      await tally.try(`${path} cut to ${length} bytes`, () =>
        tryDamage(victim, { path, bytes: bytes.slice(0, length) }),
      );
    }
    tally.report(task);
  });
});
