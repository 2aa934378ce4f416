/**
 * A table as CSV (RFC 4180) that a spreadsheet opens: UTF-8 with a byte order mark, and no cell that a spreadsheet would run
 * as a formula.
 * @module
 */
import { stringify } from 'csv-stringify/sync';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { Table } from './blocks.ts';
import { plainCell } from './plain.ts';

export function renderCsv({ columns, rows }: Table, language: keyof Sentence): string {
  const header = columns.map(({ id }) => id);
  return stringify([header, ...rows.map((row) => row.map((cell) => plainCell(cell, language)))], {
    bom: true,
    record_delimiter: 'windows',
  });
}
