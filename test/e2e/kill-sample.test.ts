/**
 * Ten of the `kill -9` rounds that `npm run test:fault` runs by the hundred.
 */
import { expect, test } from 'vitest';
import { killRounds } from '../fault/process/_kill-rounds.ts';
import { prepareFolder } from '../fault/process/_prepared.ts';
import { bundleProgram } from '../fault/process/_program.ts';

test('I2: ten times kill -9 under load or in a start: every receipt as it was, every statement once', async () => {
  await using program = await bundleProgram();
  await using prepared = await prepareFolder();
  const { rounds, receipts } = await killRounds({ program, prepared, rounds: 10, seed: 7 });
  expect(rounds).toBe(10);
  expect(receipts).toBeGreaterThan(10);
});
