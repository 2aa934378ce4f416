/**
 * Half of the simulation's seeds; the other half runs beside it, on another core.
 */
import { expect, it, vi } from 'vitest';
import { installNodeSha256 } from '../../../src/node/crypto/provider.ts';
import { DEPTH, positive } from '../_depth.ts';
import { simulateSeeds } from './_seeds.ts';
import { foundSimulation, simulate } from './_simulation.ts';

installNodeSha256();

it('I1, I2, I4, I5, I6, I10: seeded lives of a ledger, even seeds', { timeout: 3_600_000 }, async ({ task }) => {
  const seeds = positive('LEDGERLINE_SIMULATION_SEEDS', 2000 * DEPTH);
  (await simulateSeeds(2, 2, Math.ceil(seeds / 2))).report(task);
});

it('takes the same course again with the same seed, and another with another', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const beginning = await foundSimulation();
    const first = await simulate(beginning, 7);
    expect(await simulate(beginning, 7)).toEqual(first);
    expect((await simulate(beginning, 8)).trace).not.toBe(first.trace);
  } finally {
    vi.useRealTimers();
  }
});
