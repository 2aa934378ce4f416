/**
 * `ledgerline/verify.js`: checks proof bundles, account statements and whole ledgers against a trust policy, offline, in Node and in browsers.
 * @module
 */
export { parsePolicy } from '../core/note/policy.ts';
export type { TrustPolicy } from '../core/note/trust-policy.ts';
export { formatCredits } from '../verify/account/amounts.ts';
export { type AccountSource, assembleStatement } from '../verify/account/assemble.ts';
export { ACCOUNT_CHECKS, type AccountCheckId } from '../verify/account/checks.ts';
export type { ClaimFacts, CreditFacts, TransferFacts } from '../verify/account/credits.ts';
export type { AccountFacts, Freshness, LastRecord } from '../verify/account/facts.ts';
export { openFilesSource } from '../verify/account/files-source.ts';
export {
  type AccountStatement,
  isAccountStatement,
  MAX_ACCOUNT_BYTES,
  parseAccountStatement,
} from '../verify/account/statement.ts';
export { renderAccount } from '../verify/account/text.ts';
export {
  type AccountVerification,
  type VerifyAccountOptions,
  verifyAccountStatement,
} from '../verify/account/verify-account.ts';
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
export { type ReplayedLedger, replayLedger } from '../verify/audit/replay-ledger.ts';
export { type IncludedRecord, MAX_BUNDLE_BYTES, type ProofBundle, parseBundle } from '../verify/bundle.ts';
export type { EvidenceCheckId } from '../verify/evidence-file/checks.ts';
export {
  encodeEvidenceFile,
  isEvidenceFile,
  type LedgerEvidence,
  parseEvidenceFile,
} from '../verify/evidence-file/document.ts';
export { renderEvidence } from '../verify/evidence-file/text.ts';
export {
  type EvidenceFacts,
  type EvidenceVerification,
  type VerifyEvidenceOptions,
  verifyEvidence,
} from '../verify/evidence-file/verify-evidence.ts';
export {
  type AwardQuestion,
  type AwardStanding,
  type ComputedAward,
  computeAward,
  replacementAward,
} from '../verify/history/award-question.ts';
export { buildDossier } from '../verify/history/dossier.ts';
export { buildLineage, type Lineage } from '../verify/history/lineage.ts';
export { type RoundFacts, roundFacts } from '../verify/history/round-facts.ts';
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
