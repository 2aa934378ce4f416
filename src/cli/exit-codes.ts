/**
 * Exit codes (design section 7). Scripts branch on them, so they never change their meaning.
 * @module
 */
import { type ErrorCode, isErrorCode, isRuleCode } from '../core/catalogue/catalogue.ts';
import type { Verdict } from '../verify/verdict.ts';

export const EXIT = {
  /** Verified, or done. */
  done: 0,
  unexpected: 1,
  usage: 2,
  failed: 3,
  cannotTell: 4,
  notFound: 5,
  notPermitted: 6,
  unreachable: 7,
  /** Conflict, or refused by a rule. */
  refused: 8,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** By what a script would do next. Input that cannot be read, unless named here, is a mistake in usage. */
const BY_CODE: Partial<Record<ErrorCode, ExitCode>> = {
  unexpected: EXIT.unexpected,
  'storage-failed': EXIT.unexpected,
  'storage-closed': EXIT.unexpected,
  'self-check': EXIT.unexpected,

  // What the ledger shows or keeps contradicts itself or its proofs.
  'backup-damaged': EXIT.failed,
  'bad-backup': EXIT.failed,
  'bad-checkpoint': EXIT.failed,
  'bad-consistency-proof': EXIT.failed,
  'bad-inclusion-proof': EXIT.failed,
  'bad-note': EXIT.failed,
  'bad-note-signature': EXIT.failed,
  'bad-tile': EXIT.failed,
  'bad-witness-memory': EXIT.failed,
  'checkpoint-inconsistent': EXIT.failed,
  'checkpoints-corrupt': EXIT.failed,
  'fork-refused': EXIT.failed,
  'head-corrupt': EXIT.failed,
  'index-corrupt': EXIT.failed,
  integrity: EXIT.failed,
  'ledger-unsound': EXIT.failed,
  'nothing-wrong': EXIT.notFound,
  'evidence-incomplete': EXIT.cannotTell,
  'object-differs': EXIT.failed,
  'staging-corrupt': EXIT.failed,
  'witness-memory-missing': EXIT.failed,

  'ledger-unjudged': EXIT.cannotTell,
  'other-policy': EXIT.cannotTell,
  'too-few-cosignatures': EXIT.cannotTell,
  'unchecked-cosignature': EXIT.cannotTell,
  stale: EXIT.cannotTell,
  'unknown-version': EXIT.cannotTell,
  'unverified-note': EXIT.cannotTell,

  'file-not-found': EXIT.notFound,
  'folder-missing': EXIT.notFound,
  'not-found': EXIT.notFound,
  'not-initialised': EXIT.notFound,
  'not-published': EXIT.notFound,
  'unreadable-file': EXIT.notFound,
  'updates-missing': EXIT.notFound,
  'witness-folder-missing': EXIT.notFound,

  'key-file-permissions': EXIT.notPermitted,
  'not-permitted': EXIT.notPermitted,
  'outgoing-refused': EXIT.notPermitted,
  'reading-token': EXIT.notPermitted,

  busy: EXIT.unreachable,
  closing: EXIT.unreachable,
  'disk-low': EXIT.unreachable,
  'signer-missing': EXIT.unreachable,
  'witness-refused': EXIT.unreachable,
  'bad-witness-answer': EXIT.unreachable,
  stopped: EXIT.unreachable,
  'rate-limited': EXIT.unreachable,
  'too-many-streams': EXIT.unreachable,
  unreachable: EXIT.unreachable,
  'unexpected-answer': EXIT.unreachable,

  'address-taken': EXIT.refused,
  'already-initialised': EXIT.refused,
  'clock-ahead': EXIT.refused,
  'clock-behind': EXIT.refused,
  'file-exists': EXIT.refused,
  'folder-locked': EXIT.refused,
  'folder-not-empty': EXIT.refused,
  'head-conflict': EXIT.refused,
  'key-file-exists': EXIT.refused,
  'log-key-not-retired': EXIT.refused,
  'signer-initialised': EXIT.refused,
};

/** The exit code for an error with a stable code. */
export function exitCodeOf(code: string): ExitCode {
  if (!isErrorCode(code)) return EXIT.unexpected;
  if (isRuleCode(code)) return EXIT.refused;
  return BY_CODE[code] ?? EXIT.usage;
}

const BY_VERDICT: Readonly<Record<Verdict, ExitCode>> = {
  VERIFIED: EXIT.done,
  FAILED: EXIT.failed,
  'CANNOT TELL': EXIT.cannotTell,
};

/** The exit code of a verdict. */
export function exitCodeOfVerdict(verdict: Verdict): ExitCode {
  return BY_VERDICT[verdict];
}
