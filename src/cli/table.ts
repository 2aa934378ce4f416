/**
 * Tables for people.
 * @module
 */
import { columnsOf, toLeft } from '../verify/columns.ts';

/** Rows of cells, in columns as wide as their widest cell. */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, i) => Math.max(...rows.map((row) => columnsOf(row[i] ?? ''))));
  return rows
    .map((row) =>
      row
        .map((cell, i) => toLeft(cell, widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
