/**
 * Proof bundles made from public files: each record of a ledger, under its newest checkpoint.
 */
import { beforeAll, expect, test } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { openFilesSource } from '../../../src/verify/account/files-source.ts';
import { assembleBundle } from '../../../src/verify/assemble-bundle.ts';
import { verifyBundle } from '../../../src/verify/verify-bundle.ts';
import { spentLedger } from '../../_util/credit-ledger.ts';
import { inputError } from '../../_util/input-error.ts';
import { verifySync } from '../../_util/proven-ledger.ts';
import { mapFiles, naiveFiles } from '../../_util/stored-ledger.ts';

beforeAll(installNodePrimitives);

test('I8: the bundle of every record is VERIFIED, and says where it stands', async () => {
  const { ledger, policy } = spentLedger();
  const indexes = ledger.records.map((_, index) => index);
  const source = await openFilesSource(mapFiles(naiveFiles(ledger), true), undefined, new Set(indexes));
  expect(indexes.length).toBeGreaterThan(20);
  for (const index of indexes) {
    const bundle = await assembleBundle(source, index);
    const { verdict, facts, checks } = await verifyBundle(bundle, policy, { verifySignature: verifySync });
    expect(verdict, `${index}: ${JSON.stringify(checks.filter(({ outcome }) => outcome !== 'passed'))}`).toBe(
      'VERIFIED',
    );
    expect(facts?.index).toBe(index);
    expect(facts?.treeSize).toBe(ledger.size);
  }
  await expect(assembleBundle(source, ledger.size)).rejects.toThrow(inputError('not-published'));
});
