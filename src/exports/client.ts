/**
 * `ledgerline/client.js`: an author's chain and a client of one ledger over HTTP, in Node and in browsers.
 * @module
 */
export type {
  AwardAnswer,
  AwardItem,
  ClaimAnswer,
  CreditAnswer,
  DatasetAnswer,
  DisputeAnswer,
  InstitutionAnswer,
  LedgerAnswer,
  ModelAnswer,
  PlacedAnswer,
  PlanAnswer,
  PolicyAnswer,
  ReportAnswer,
  RoundAnswer,
  StandingAnswer,
  WindowAnswer,
} from '../client/answers.ts';
export { Author, type AuthorParts, type Draft } from '../client/author.ts';
export { type CheckpointMemory, rememberCheckpoint } from '../client/checkpoint-memory.ts';
export { type Founding, foundingStatements } from '../client/founding.ts';
export { type BatchItem, LedgerClient, type LedgerClientOptions, type Submitted } from '../client/ledger-client.ts';
export { bandOf, DEFAULT_BANDS, DEFAULT_VOCABULARIES } from '../client/vocabularies.ts';
