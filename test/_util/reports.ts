/**
 * Ledgers as reports see them: replayed, under a witnessed checkpoint.
 * @module
 */
import { verifySignature } from '../../src/core/crypto/verify.ts';
import type { ReportDocument } from '../../src/core/generated/documents.ts';
import { parseNote } from '../../src/core/note/note.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import { buildReport } from '../../src/report/model/build.ts';
import type { IncidentEvidence, ReportExtras, ReportLedger } from '../../src/report/model/ledger.ts';
import type { ReportScope } from '../../src/report/model/scope.ts';
import { openAnchor } from '../../src/verify/anchor.ts';
import { evidenceVectors } from './evidence-vectors.ts';
import { testWitnessKey } from './keys.ts';
import type { NaiveLedger } from './naive-ledger.ts';
import { replayedOf } from './replayed.ts';

const WITNESS = testWitnessKey('mfds.example/witness', 'golden reports witness');

export const EXTRAS: ReportExtras = { version: '0.0.0-test', verifier: 'ab'.repeat(32) };

/** The ledger under a checkpoint of its present size, cosigned by a witness, or by nobody. */
export function reportLedger(naive: NaiveLedger, isWitnessed = true): ReportLedger {
  const fork = naive.fork();
  const cosigners = isWitnessed ? [{ witness: WITNESS, timestampSeconds: Date.UTC(2026, 10, 30, 0, 0, 5) / 1000 }] : [];
  const note = parseNote(fork.publish(cosigners));
  const log = `log ${fork.logKey.vkey}\n`;
  const policy = parsePolicy(isWitnessed ? `${log}witness mfds ${WITNESS.vkey}\nquorum mfds\n` : `${log}quorum none\n`);
  return { ...replayedOf(naive), note, anchor: openAnchor(note, policy, verifySignature), policy };
}

/** A report of each kind. */
export function reportsOf(ledger: ReportLedger): ReportDocument[] {
  const [contribution] = ledger.history.of('contribution');
  if (contribution === undefined) throw new Error('no contribution');
  const { author } = contribution.statement;
  const scopes: readonly ReportScope[] = [
    { form: 'certificate', subject: String(contribution.index) },
    { form: 'period' },
    { form: 'credit', subject: ledger.history.of('credit')[0]?.statement.body.beneficiary ?? author },
    { form: 'dossier', subject: 'safety-net' },
    { form: 'inspection', subject: author },
    { form: 'incident' },
  ];
  return scopes.map((scope) => buildReport(ledger, scope, { ...EXTRAS, evidence: incident() }));
}

/** Evidence of two logs under one name, verified. */
export function incident(): IncidentEvidence {
  const vector = evidenceVectors().vectors.find(({ verdict }) => verdict === 'VERIFIED');
  if (vector === undefined) throw new Error('no evidence');
  const checks = (['file', 'signed', 'fork'] as const).map((id) => ({ id, outcome: 'passed' }));
  return {
    bytes: Buffer.from(vector.evidence),
    verification: { verdict: 'VERIFIED', checks },
    seenAt: '2026-11-24T01:02:03.000Z',
  };
}
