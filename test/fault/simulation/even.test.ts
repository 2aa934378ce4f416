/**
 * Half of the simulation's seeds; the other half runs beside it, on another core.
 */
import { expect, it, vi } from 'vitest';
import type { LedgerParts } from '../../../src/log/ledger-parts.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { DEPTH, positive } from '../_depth.ts';
import { simulateSeeds } from './_seeds.ts';
import { foundSimulation, simulate } from './_simulation.ts';

installNodePrimitives();

it('I1, I2, I4, I5, I6, I10: seeded lives of a ledger, even seeds', { timeout: 3_600_000 }, async ({ task }) => {
  const seeds = positive('LEDGERLINE_SIMULATION_SEEDS', 2000 * DEPTH);
  (await simulateSeeds(2, 2, Math.ceil(seeds / 2))).report(task);
});

/** Acknowledges its second compare-and-swap, and forgets it. */
function forgetful(parts: LedgerParts): LedgerParts {
  const { heads } = parts;
  let calls = 0;
  return {
    ...parts,
    heads: {
      read: () => heads.read(),
      compareAndSwap: async (expected, bytes) =>
        ++calls === 2 ? { version: 'forgotten', bytes } : heads.compareAndSwap(expected, bytes),
    },
  };
}

it('sees a commit that was acknowledged and forgotten', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    const beginning = await foundSimulation();
    const outcomes: string[] = [];
    for (let seed = 0; seed < 10; seed++)
      outcomes.push(await simulate(beginning, seed, forgetful).then(() => 'unnoticed', String));
    // Of a seed with a single commit there is nothing to forget.
    expect(outcomes.filter((outcome) => outcome.includes('audit after the fault')).length).toBeGreaterThan(3);
  } finally {
    vi.useRealTimers();
  }
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
