/**
 * The demonstration on data of its user: other molecules, another endpoint, the same story.
 */
import { expect, it } from 'vitest';
import type { Summary } from '../../src/federation/scenario/summary.ts';
import { Desk } from '../_util/cli.ts';
import { sharedPath } from '../_util/shared.ts';

const adme = sharedPath('data', 'adme', 'ADME_public_set_3521.csv');

it.skipIf(adme === undefined)('demo --data FILE.csv runs on any file with a SMILES and a value column', async () => {
  const desk = await Desk.open();
  try {
    const words = ['demo', '--no-serve', '--keep', 'adme', '--data', adme ?? ''];
    const { value: summary } = await desk.json<Summary>(words);
    expect(summary.endpoint.column).toBe('LOG HLM_CLint (mL/min/kg)');
    expect(summary.rounds.at(-1)?.metric.ppm).toBeGreaterThan(650_000);
    expect(summary.refused.length).toBeGreaterThan(10);
    const award = summary.awards.at(-1);
    const total = award?.lines.reduce((sum, { amount }) => sum + BigInt(amount), BigInt(award.reserve));
    expect(total).toBe(BigInt(award?.budget ?? 1));
  } finally {
    await desk.close();
  }
});
