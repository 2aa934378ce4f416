/**
 * The catalogue of stable codes: what each one means and what to do, in English and Korean.
 * One family a file; codes are never reused and never change their meaning.
 * @module
 */

import { COPY_CODES } from './copies.ts';
import { CREDIT_CODES } from './credit.ts';
import { FORMAT_CODES } from './format.ts';
import { OUTSIDE_CODES } from './outside.ts';
import { PAGE_CODES } from './pages.ts';
import { REPORT_CODES } from './reports.ts';
import { RULE_CODES } from './rules.ts';
import type { Sentence } from './sentence.ts';
import { SERVICE_CODES } from './service.ts';
import { WATCH_CODES } from './watch.ts';
import { WITNESS_CODES } from './witness.ts';

export type { Sentence } from './sentence.ts';

export type ErrorCode =
  | keyof typeof COPY_CODES
  | keyof typeof CREDIT_CODES
  | keyof typeof FORMAT_CODES
  | keyof typeof OUTSIDE_CODES
  | keyof typeof PAGE_CODES
  | keyof typeof REPORT_CODES
  | keyof typeof RULE_CODES
  | keyof typeof SERVICE_CODES
  | keyof typeof WATCH_CODES
  | keyof typeof WITNESS_CODES;

export const CATALOGUE: Readonly<Record<ErrorCode, Sentence>> = {
  ...FORMAT_CODES,
  ...RULE_CODES,
  ...CREDIT_CODES,
  ...SERVICE_CODES,
  ...WITNESS_CODES,
  ...COPY_CODES,
  ...OUTSIDE_CODES,
  ...WATCH_CODES,
  ...PAGE_CODES,
  ...REPORT_CODES,
};

/** True for the code of a refusal: a rule says no. */
export function isRuleCode(code: string): boolean {
  return Object.hasOwn(RULE_CODES, code) || Object.hasOwn(CREDIT_CODES, code);
}

/** True when `code` is one of ours. */
export function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(CATALOGUE, code);
}
