/**
 * A sample of the seeds that `test/fault/simulation` runs by the thousand: lives of a ledger under a seeded scheduler.
 */
import { expect, it } from 'vitest';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { simulateSeeds } from '../fault/simulation/_seeds.ts';

installNodePrimitives();

it('I1, I2, I4, I5, I6, I10: fifty seeded lives of a ledger', async ({ task }) => {
  (await simulateSeeds(1_000_001, 1, 50)).report(task);
  expect(task.meta.faults).toMatchObject([{ tries: 50, lost: 0 }]);
});
