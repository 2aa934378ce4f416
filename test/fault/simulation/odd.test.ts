/**
 * The other half of the simulation's seeds.
 */
import { it } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { DEPTH, positive } from '../_depth.ts';
import { simulateSeeds } from './_seeds.ts';

installNodePrimitives();

it('I1, I2, I4, I5, I6, I10: seeded lives of a ledger, odd seeds', { timeout: 3_600_000 }, async ({ task }) => {
  const seeds = positive('LEDGERLINE_SIMULATION_SEEDS', 2000 * DEPTH);
  (await simulateSeeds(1, 2, Math.floor(seeds / 2))).report(task);
});
