/**
 * How values read: times with their zone, digests short and whole, numbers and credits grouped.
 * @module
 */

import { formatCredits } from '../../verify/account/amounts.ts';
import type { Language } from '../../verify/text.ts';

/** A digest or hash, short enough to compare by eye: its first and last letters. */
export function shortDigest(hex: string): string {
  return hex.length <= 16 ? hex : `${hex.slice(0, 8)}…${hex.slice(-6)}`;
}

/** Korean time with its offset: `2026-11-20 13:02:09 KST (+09:00)`; the text itself where it is no time. */
export function koreanTime(instant: string): string {
  const milliseconds = Date.parse(instant);
  if (Number.isNaN(milliseconds)) return instant;
  const korean = new Date(milliseconds + 9 * 3_600_000).toISOString();
  return `${korean.slice(0, 10)} ${korean.slice(11, 19)} KST (+09:00)`;
}

/** A whole number, grouped by thousands. */
export function groupedNumber(value: number | bigint, language: Language): string {
  return new Intl.NumberFormat(language === 'ko' ? 'ko-KR' : 'en-GB').format(value);
}

/** Millionths of a credit as credits. */
export function credits(millionths: string): string {
  return formatCredits(millionths);
}
