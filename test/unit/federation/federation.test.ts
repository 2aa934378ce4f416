import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FederationData, prepareFederation } from '../../../src/federation/dataset/prepare.ts';
import { aggregate } from '../../../src/federation/learning/average.ts';
import { evaluate } from '../../../src/federation/learning/evaluate.ts';
import { zeroModel } from '../../../src/federation/learning/model.ts';
import { formatModelFile, parseModelFile } from '../../../src/federation/learning/model-file.ts';
import { trainLocal } from '../../../src/federation/learning/train.ts';

const ROUNDS = 5;
const SEED = 'ledgerline';
const MEMBERS = [22, 19, 17, 16, 14, 12].map((weight, i) => ({ id: `m${i + 1}`, weight }));

/** Five rounds through the files that members and aggregator exchange; the AUC in ppm before and after each. */
function runRounds({ members, test: rows }: FederationData): number[] {
  let globalFile = formatModelFile(zeroModel(), 'global-model');
  const aucs = [evaluate(zeroModel(), rows)];
  for (let round = 1; round <= ROUNDS; round++) {
    const model = parseModelFile(globalFile, 'global-model');
    const updates = members.map(({ id, data }) => {
      const { delta, samples } = trainLocal(model, data, { seed: `${SEED}|${round}|${id}` });
      return { delta: parseModelFile(formatModelFile(delta, 'update'), 'update'), weight: samples };
    });
    const next = aggregate(model, updates);
    aucs.push(evaluate(next, rows));
    globalFile = formatModelFile(next, 'global-model');
  }
  return aucs;
}

describe('a small federation on real molecules', () => {
  let folder: string;
  let data: FederationData;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ledgerline-federation-'));
    const lines = readFileSync(new URL('../../../src/federation/data/herg.csv', import.meta.url), 'utf8').split('\n');
    // The header and every tenth row: about 600 molecules.
    const csvPath = join(folder, 'small.csv');
    writeFileSync(csvPath, `${lines.filter((_, i) => i === 0 || i % 10 === 5).join('\n')}\n`);
    data = await prepareFederation({ csvPath, threshold: 5, seed: SEED, members: MEMBERS });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('every molecule went to one member or to the test set', () => {
    expect(data.counts).toMatchObject({ unreadable: 0, notNumeric: 0 });
    expect(data.counts.molecules).toBeGreaterThan(550);
    const held = data.members.reduce((total, member) => total + member.data.rowCount, data.test.rowCount);
    expect(held).toBe(data.counts.molecules);
    expect(data.members.map(({ id }) => id)).toEqual(MEMBERS.map(({ id }) => id));
  });

  test('learns together: from exactly chance to well above it, the same each time', () => {
    const aucs = runRounds(data);
    expect(aucs[0]).toBe(500_000);
    expect(Math.min(...aucs.slice(1))).toBeGreaterThan(600_000);
    expect(runRounds(data)).toEqual(aucs);
  });
});
