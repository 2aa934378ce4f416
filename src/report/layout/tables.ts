/**
 * The tables of a paper, for CSV and XLSX.
 * @module
 */
import type { Paper, Table } from './blocks.ts';

/** All tables in their order. */
export function tablesOf({ blocks }: Pick<Paper, 'blocks'>): Table[] {
  return blocks.flatMap((block) => (block.type === 'table' ? [block.table] : []));
}
