/**
 * Simulating many seeds, each on its own: the first that fails says how to see it again.
 * @module
 */
import { vi } from 'vitest';
import { FaultTally } from '../_table.ts';
import { foundSimulation, simulate } from './_simulation.ts';

/** A single seed to look at again, instead of all of them. */
export const REPLAYED_SEED: string = process.env['LEDGERLINE_SIMULATION_SEED'] ?? '';

/** Simulates the seeds `first`, `first + step`, …, `count` of them. */
export async function simulateSeeds(first: number, step: number, count: number): Promise<FaultTally> {
  const tally = new FaultTally('deterministic simulation, memory');
  const beginning = await foundSimulation();
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  try {
    for (let i = 0; i < count; i++) {
      const seed = REPLAYED_SEED === '' ? first + i * step : Number(REPLAYED_SEED);
      const again = `LEDGERLINE_SIMULATION_SEED=${seed} npx vitest run --project fault test/fault/simulation`;
      await tally.try(`seed ${seed} (again: ${again})`, async () => {
        const { crashes } = await simulate(beginning, seed);
        return crashes > 0;
      });
      if (REPLAYED_SEED !== '') break;
    }
  } finally {
    vi.useRealTimers();
  }
  return tally;
}
