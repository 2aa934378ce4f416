/**
 * How values read on pages: as in reports.
 * @module
 */
import { koreanTime } from '../report/layout/format.ts';

export { credits, groupedNumber, koreanTime, shortDigest } from '../report/layout/format.ts';

/** Korean time to the minute, for sentences: `2026-11-20 13:02 KST`; the text itself where it is no time. */
export function koreanMinute(instant: string): string {
  return Number.isNaN(Date.parse(instant)) ? instant : `${koreanTime(instant).slice(0, 16)} KST`;
}
