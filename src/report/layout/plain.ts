/**
 * Cells as plain values, for machines and for whoever copies them.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { type Cell, inLanguage } from './blocks.ts';

/** What makes a spreadsheet take a cell for a formula; in Korean and Japanese ones, wide signs too. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

/** The whole value, for machines: digests and instants as recorded. Text that would run as a formula has a `'` before it. */
export function plainCell(cell: Cell, language: keyof Sentence): string | number {
  if (typeof cell === 'string') return harmless(cell);
  if ('en' in cell) return harmless(cell[language]);
  if ('number' in cell) return cell.number;
  if ('digest' in cell) return harmless(cell.digest);
  if ('instant' in cell) return harmless(cell.instant);
  if ('credits' in cell) return harmless(cell.credits);
  if ('record' in cell) return cell.record;
  if ('page' in cell) return harmless(inLanguage(cell.text, language));
  return cell.verdict;
}

function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}
