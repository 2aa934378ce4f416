/**
 * From rows of text to molecules, each once: salts and solvents are cut off, and rows that differ in stereochemistry
 * only, which a Morgan fingerprint does not see, are merged by the median of their values.
 * @module
 */
import { setImmediate } from 'node:timers/promises';
import { InputError } from '../../core/error.ts';
import {
  fingerprintBits,
  flatSmiles,
  MAX_SMILES_CHARACTERS,
  scaffoldSmiles,
  withMolecule,
} from '../chemistry/molecule.ts';
import { loadRdkit, type Rdkit } from '../chemistry/rdkit.ts';
import { type Columns, parseMeasurement } from './columns.ts';
import { MAX_ROWS, type Table } from './csv.ts';

/** What SMILES are written with. RDKit would also read its JSON, mol blocks and extended SMILES, which no cell needs. */
const SMILES = /^[A-Za-z0-9@+\-[\]()=#$:/\\%*]+$/;

/** Rows between two turns of the event loop, about 100 ms. */
const ROWS_PER_TURN = 64;

export interface Molecule {
  /** Canonical SMILES without stereochemistry: the identity. */
  readonly smiles: string;
  /** Canonical SMILES of the Bemis-Murcko scaffold; empty without rings. */
  readonly scaffold: string;
  /** Set bits of the fingerprint, rising. */
  readonly bits: Uint16Array;
  /** The median of the values measured. */
  readonly value: number;
}

/** What became of the rows: `measured` = rows that went into molecules. */
export interface RowCounts {
  readonly rows: number;
  readonly notMeasured: number;
  /** Values that are not numbers, such as `>30`. */
  readonly notNumeric: number;
  /** Structures that are no SMILES, or of more than 400 characters. */
  readonly unreadable: number;
  readonly measured: number;
}

export interface MoleculeSet {
  /** In the order of their first rows. */
  readonly molecules: readonly Molecule[];
  readonly counts: RowCounts;
}

/** Told about finished rows now and then. */
export type RowProgress = (doneRows: number, totalRows: number) => void;

/** A molecule whose further rows may still come. */
interface Candidate extends Omit<Molecule, 'value'> {
  readonly values: number[];
}

/**
 * Cleans, identifies and describes every measured row; 1 to 2 ms a row, letting the event loop turn meanwhile.
 * @throws InputError `bad-dataset` for more than 100,000 rows, and for a structure that breaks RDKit
 */
export async function readMolecules(table: Table, columns: Columns, onProgress?: RowProgress): Promise<MoleculeSet> {
  const rowCount = table.rows.length;
  if (rowCount > MAX_ROWS) throw new InputError('bad-dataset', `${rowCount} rows, at most ${MAX_ROWS} are read`);
  const rdkit = await loadRdkit();
  const found = new Map<string, Candidate>();
  const counts = { rows: rowCount, notMeasured: 0, notNumeric: 0, unreadable: 0, measured: 0 };
  for (const [index, row] of table.rows.entries()) {
    if (index % ROWS_PER_TURN === 0) {
      onProgress?.(index, rowCount);
      await setImmediate();
    }
    const value = parseMeasurement(row[columns.value] ?? '');
    if (value === undefined) counts.notMeasured++;
    else if (!Number.isFinite(value)) counts.notNumeric++;
    else if (addRow(rdkit, found, row[columns.smiles] ?? '', value, index)) counts.measured++;
    else counts.unreadable++;
  }
  onProgress?.(rowCount, rowCount);
  const molecules = [...found.values()].map(({ values, ...molecule }) => ({ ...molecule, value: median(values) }));
  return { molecules, counts };
}

/** False where the structure cannot be read. */
function addRow(rdkit: Rdkit, found: Map<string, Candidate>, cell: string, value: number, index: number): boolean {
  const smiles = longestFragment(cell);
  if (!SMILES.test(smiles) || smiles.length > MAX_SMILES_CHARACTERS) return false;
  try {
    const candidate = withMolecule(rdkit, smiles, (molecule): Candidate => {
      const identity = flatSmiles(molecule);
      const known = found.get(identity);
      if (known !== undefined) return known;
      const scaffold = scaffoldSmiles(rdkit, molecule);
      return { smiles: identity, scaffold, bits: fingerprintBits(molecule), values: [] };
    });
    candidate?.values.push(value);
    if (candidate !== undefined) found.set(candidate.smiles, candidate);
    return candidate !== undefined;
  } catch (cause) {
    throw new InputError('bad-dataset', `data row ${index + 1}: this structure breaks RDKit; remove it`, { cause });
  }
}

/** The longest of the parts between dots, the first of several: the compound without counter-ions and solvents. */
export function longestFragment(smiles: string): string {
  return smiles.split('.').reduce((longest, part) => (part.length > longest.length ? part : longest));
}

/** The middle value, or the mean of the two in the middle. Requires at least one. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}
