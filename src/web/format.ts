/**
 * How values read on pages: as in reports.
 * @module
 */
export { credits, groupedNumber, koreanTime, shortDigest } from '../report/layout/format.ts';
