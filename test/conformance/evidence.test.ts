/**
 * The vectors of evidence: that they are what the oracle computes, and that this code gives each its verdict, in one spelling.
 */
import { describe, expect, test } from 'vitest';
import { encodeEvidenceFile, parseEvidenceFile } from '../../src/verify/evidence-file/document.ts';
import { verifyEvidence } from '../../src/verify/evidence-file/verify-evidence.ts';
import { type EvidenceVectors, evidenceVectors } from '../_util/evidence-vectors.ts';
import { verifySync } from '../_util/proven-ledger.ts';
import { expectVectorFile, readVectorFile, refreshVectorFile } from '../_util/vector-files.ts';

const computed = evidenceVectors();
refreshVectorFile('evidence.json', computed);
const { policy, vectors } = readVectorFile<EvidenceVectors>('evidence.json');

test('the file is what the oracle computes', () => {
  expectVectorFile('evidence.json', computed);
  expect(new Set(vectors.map(({ verdict }) => verdict)).size).toBe(3);
});

describe.each(vectors)('$desc', ({ verdict, code, evidence }) => {
  test(`is ${verdict}`, async () => {
    const bytes = Buffer.from(evidence);
    const judged = await verifyEvidence(bytes, policy, { verifySignature: verifySync });
    expect(judged.verdict).toBe(verdict);
    expect(judged.checks.find((check) => check.code !== undefined)?.code).toBe(code);
    if (verdict === 'VERIFIED') expect(Buffer.from(encodeEvidenceFile(parseEvidenceFile(bytes)))).toEqual(bytes);
  });
});

test('with the pure verifier the verdicts are the same', async () => {
  for (const { evidence, verdict } of vectors.slice(0, 3))
    expect((await verifyEvidence(Buffer.from(evidence), policy)).verdict).toBe(verdict);
});
