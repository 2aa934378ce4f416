/**
 * Ledgers as reports see them: replayed, under a witnessed checkpoint.
 * @module
 */
import { verifySignature } from '../../src/core/crypto/verify.ts';
import { parseNote } from '../../src/core/note/note.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import type { ReportExtras, ReportLedger } from '../../src/report/model/ledger.ts';
import { openAnchor } from '../../src/verify/anchor.ts';
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
  const policy = parsePolicy(
    isWitnessed ? `${log}witness mfds ${WITNESS.vkey}\nquorum mfds\n` : `${log}quorum none\n`,
  );
  return { ...replayedOf(naive), note, anchor: openAnchor(note, policy, verifySignature), policy };
}
