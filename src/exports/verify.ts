/**
 * `ledgerline/verify.js`: checks proof bundles and whole ledgers against a trust policy, offline, in Node and in browsers.
 * @module
 */
export { parsePolicy } from '../core/note/policy.ts';
export type { TrustPolicy } from '../core/note/trust-policy.ts';
export {
  type AuditOptions,
  type AuditReport,
  audit,
  type FsckReport,
  fsck,
  type StructureReport,
} from '../verify/audit/audit.ts';
export type { AuditFinding, FindingList } from '../verify/audit/findings.ts';
export type { LedgerFiles } from '../verify/audit/ledger-files.ts';
export { type IncludedRecord, MAX_BUNDLE_BYTES, type ProofBundle, parseBundle } from '../verify/bundle.ts';
export { type LaterEvidence, parseLaterEvidence } from '../verify/later.ts';
export {
  OPENING_CHECKS,
  type Opened,
  type OpeningCheck,
  type OpeningEvidence,
  type OpeningVerification,
  verifyOpening,
} from '../verify/opening.ts';
export { renderOpening } from '../verify/opening-text.ts';
export { type Language, renderVerification } from '../verify/text.ts';
export {
  CHECKS,
  type Check,
  type CheckId,
  type CheckOutcome,
  type Facts,
  type TimeBound,
  type Verdict,
  type Verification,
  type Warning,
  type WarningCode,
} from '../verify/verdict.ts';
export { type VerifyOptions, verifyBundle } from '../verify/verify-bundle.ts';
