/**
 * Which two columns of a table hold the structures and the measured values.
 * @module
 */
import { InputError } from '../../core/error.ts';
import type { Table } from './csv.ts';

/** Names of the two columns; what is absent is found by {@link chooseColumns}. */
export interface ColumnNames {
  readonly smilesColumn?: string | undefined;
  readonly valueColumn?: string | undefined;
}

/** Positions in a row. */
export interface Columns {
  readonly smiles: number;
  readonly value: number;
}

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const NOT_MEASURED = new Set(['', '-', 'na', 'n/a', 'nan', 'nd', 'none', 'null']);
const ID_WORD = /(?:^|[^a-z])(?:id|ids|index|no|nr|number|cas)(?:$|[^a-z])/i;

/** The number in a cell: undefined where nothing was measured, NaN where the cell holds something else (`>30`). */
export function parseMeasurement(cell: string): number | undefined {
  if (NOT_MEASURED.has(cell.toLowerCase())) return undefined;
  return DECIMAL.test(cell) ? Number(cell) : Number.NaN;
}

/**
 * Finds the columns. A name that is given must occur exactly once. Otherwise the structures are in the one column whose
 * name holds "smiles", and the values in the column with the most numbers, the first of several; columns that number
 * the rows (an id word in the name, or whole numbers that are all different) and columns with other text do not count.
 * @throws InputError `bad-dataset` with the names to choose from
 */
export function chooseColumns(table: Table, names: ColumnNames): Columns {
  const smiles = names.smilesColumn === undefined ? findSmiles(table) : findNamed(table, names.smilesColumn);
  const value = names.valueColumn === undefined ? findValues(table, smiles) : findNamed(table, names.valueColumn);
  if (smiles === value) throw new InputError('bad-dataset', 'the SMILES column and the value column are the same');
  return { smiles, value };
}

function findNamed({ header }: Table, name: string): number {
  const index = header.indexOf(name);
  if (index === -1) throw new InputError('bad-dataset', `no column is named "${name}"; there are ${listNames(header)}`);
  if (header.lastIndexOf(name) !== index) throw new InputError('bad-dataset', `two columns are named "${name}"`);
  return index;
}

function findSmiles({ header }: Table): number {
  const candidates = [...header.keys()].filter((column) => header[column]?.toLowerCase().includes('smiles'));
  const [only, second] = candidates;
  if (only === undefined) {
    throw new InputError('bad-dataset', `no column name holds "smiles"; name one of ${listNames(header)}`);
  }
  if (second !== undefined) {
    throw new InputError('bad-dataset', 'several column names hold "smiles"; say which one to use');
  }
  return only;
}

function findValues(table: Table, smiles: number): number {
  let best = { column: -1, count: 0 };
  for (const column of table.header.keys()) {
    const count = column === smiles ? 0 : countMeasurements(table, column);
    if (count > best.count) best = { column, count };
  }
  if (best.count === 0) {
    throw new InputError('bad-dataset', `no column holds measured numbers; name one of ${listNames(table.header)}`);
  }
  return best.column;
}

/** How many numbers a column holds; 0 for one that holds other text besides, or that numbers the rows. */
function countMeasurements({ header, rows }: Table, column: number): number {
  if (ID_WORD.test(header[column] ?? '')) return 0;
  const values = rows.map((row) => parseMeasurement(row[column] ?? '')).filter((value) => value !== undefined);
  const isNumbering = values.every((value) => Number.isInteger(value)) && new Set(values).size === values.length;
  return values.some((value) => Number.isNaN(value)) || isNumbering ? 0 : values.length;
}

function listNames(header: readonly string[]): string {
  return header
    .slice(0, 20)
    .map((name) => `"${name.slice(0, 60)}"`)
    .join(', ');
}
