/**
 * The data of a demonstration federation: real molecules, split by scaffold into the members' private sets and the
 * evaluator's test set.
 * @module
 */
import { InputError } from '../../core/error.ts';
import { type LabelledRows, packRows } from '../learning/rows.ts';
import { type ColumnNames, chooseColumns } from './columns.ts';
import { readTable } from './csv.ts';
import { type Molecule, median, type RowCounts, type RowProgress, readMolecules } from './molecules.ts';
import { createSplit, holderOf, type MemberShare } from './split.ts';

/** hERG inhibition of 6,192 ChEMBL molecules; source and licence in `data/NOTICE.md`. */
const HERG_CSV = new URL('../data/herg.csv', import.meta.url);

/** A pIC50 of 5 is 10 µM: an inhibitor from there on. */
const HERG_THRESHOLD = 5;

/** Fewer rows than this train nothing. */
const MIN_MEMBER_ROWS = 10;

export interface FederationOptions extends ColumnNames {
  /** A CSV file with a SMILES column and a value column; the hERG data if absent. */
  readonly csvPath?: string | undefined;
  /** Labels are `value >= threshold`; the median of the molecules' values if absent, 5 for the hERG data. */
  readonly threshold?: number | undefined;
  /** Decides the split. */
  readonly seed: string;
  readonly members: readonly MemberShare[];
  readonly onProgress?: RowProgress;
}

/** What is predicted, and where it comes from. */
export interface Endpoint {
  readonly valueColumn: string;
  readonly threshold: number;
  readonly isMedian: boolean;
}

export interface MemberData {
  readonly id: string;
  readonly data: LabelledRows;
}

export interface FederationData {
  readonly endpoint: Endpoint;
  /** In the order of the options. */
  readonly members: readonly MemberData[];
  readonly test: LabelledRows;
  readonly counts: RowCounts & {
    readonly molecules: number;
    readonly positives: number;
    readonly scaffolds: number;
  };
}

/**
 * Reads, cleans, describes, labels and splits the data set; 1 to 2 ms a row, so 6 to 12 s for the hERG data.
 * @throws InputError `bad-dataset`
 */
export async function prepareFederation(options: FederationOptions): Promise<FederationData> {
  const { csvPath, onProgress } = options;
  const split = createSplit(options.seed, options.members);
  const table = await readTable(csvPath ?? HERG_CSV);
  const columns = chooseColumns(table, options);
  const { molecules, counts } = await readMolecules(table, columns, onProgress);
  if (molecules.length === 0) throw new InputError('bad-dataset', 'no row holds both a structure and a number');

  const given = options.threshold ?? (csvPath === undefined ? HERG_THRESHOLD : undefined);
  const threshold = given ?? median(molecules.map(({ value }) => value));
  const pack = (part: readonly Molecule[] = []): LabelledRows =>
    packRows(part.map(({ bits, value }) => ({ bits, label: value >= threshold ? 1 : 0 })));
  const holdings = groupBy(molecules, ({ scaffold }) => holderOf(split, scaffold));
  const test = pack(holdings.get(undefined));
  const members = options.members.map(({ id }) => ({ id, data: pack(holdings.get(id)) }));
  assertTrainable(test, members);

  const scaffolds = new Set(molecules.map(({ scaffold }) => scaffold)).size;
  const positives = molecules.filter(({ value }) => value >= threshold).length;
  return {
    endpoint: { valueColumn: table.header[columns.value] ?? '', threshold, isMedian: given === undefined },
    members,
    test,
    counts: { ...counts, molecules: molecules.length, positives, scaffolds },
  };
}

function groupBy<K, V>(values: readonly V[], keyOf: (value: V) => K): Map<K, V[]> {
  const groups = new Map<K, V[]>();
  for (const value of values) {
    const key = keyOf(value);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return groups;
}

function assertTrainable(test: LabelledRows, members: readonly MemberData[]): void {
  if (!test.labels.includes(0) || !test.labels.includes(1)) {
    throw new InputError('bad-dataset', `the ${test.rowCount} test molecules have one label only; set a threshold`);
  }
  const poorest = members.find(({ data }) => data.rowCount < MIN_MEMBER_ROWS);
  if (poorest !== undefined) {
    throw new InputError(
      'bad-dataset',
      `${poorest.id} would hold ${poorest.data.rowCount} molecules: too few to train`,
    );
  }
}
