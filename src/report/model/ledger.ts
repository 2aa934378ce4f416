/**
 * What a report is made from: a replayed ledger, and the checkpoint under which it was replayed.
 * @module
 */
import type { Note } from '../../core/note/note.ts';
import type { TrustPolicy } from '../../core/note/trust-policy.ts';
import type { Anchor } from '../../verify/anchor.ts';
import type { ReplayedLedger } from '../../verify/audit/replay-ledger.ts';
import type { Verification } from '../../verify/verdict.ts';

/** A replayed ledger. The report of its audit may say FAILED: then so does every report. */
export interface ReportLedger extends ReplayedLedger {
  /** The newest published note. */
  readonly note: Note;
  /** That note under the trust policy: `openAnchor(note, policy, verify)`. */
  readonly anchor: Anchor;
  readonly policy: TrustPolicy;
}

/** What does not stand in the ledger. */
export interface ReportExtras {
  /** Version of this program. */
  readonly version: string;
  /** Hex SHA-256 of the single-file verifier that belongs to it. */
  readonly verifier?: string;
  /** For an incident. */
  readonly evidence?: IncidentEvidence;
}

/** An evidence file, and what its verification said. */
export interface IncidentEvidence {
  readonly bytes: Uint8Array;
  readonly verification: Pick<Verification, 'verdict'> & {
    readonly checks: readonly { readonly id: string; readonly outcome: string; readonly code?: string }[];
  };
  /** Instant at which it was first seen, where whoever hands it in says so. */
  readonly seenAt?: string;
}
