import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chooseColumns, parseMeasurement } from '../../../src/federation/dataset/columns.ts';
import { readTable } from '../../../src/federation/dataset/csv.ts';
import { longestFragment, median, readMolecules } from '../../../src/federation/dataset/molecules.ts';
import { prepareFederation } from '../../../src/federation/dataset/prepare.ts';
import { createSplit, holderOf, type MemberShare } from '../../../src/federation/dataset/split.ts';
import { inputError } from '../../_util/input-error.ts';
import { sharedPath } from '../../_util/shared.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ledgerline-dataset-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function write(content: string | Uint8Array): string {
  const path = join(folder, 'data.csv');
  writeFileSync(path, content);
  return path;
}

const SIX: readonly MemberShare[] = [22, 19, 17, 16, 14, 12].map((weight, i) => ({ id: `m${i + 1}`, weight }));

describe('CSV', () => {
  test('quotes, CRLF, a byte order mark, empty lines and blanks around cells', async () => {
    const path = write('\ufeffname,SMILES,"value, log"\r\n\r\n"a ""b""", CCO ,1.5\r\n\r\n');
    expect(await readTable(path)).toEqual({
      header: ['name', 'SMILES', 'value, log'],
      rows: [['a "b"', 'CCO', '1.5']],
    });
  });

  test.each([
    ['nothing', ''],
    ['a header alone', 'smiles,value\n'],
    ['a row with a cell too many', 'smiles,value\nC,1,2\n'],
    ['a row with a cell too few', 'smiles,value\nC\n'],
    ['an open quote', 'smiles,value\n"C,1\n'],
    ['a quote inside a cell', 'smiles,value\nC"C,1\n'],
    ['more rows than are read', `smiles,value\n${'C,1\n'.repeat(100_001)}`],
    ['more columns than a table has', `${'smiles,'.repeat(1000)}value\n${'C,'.repeat(1000)}1\n`],
    ['an endless record', `smiles,value\n"${'C'.repeat(300_000)}",1\n`],
    ['Latin-1', Uint8Array.of(0x73, 0x6d, 0x69, 0x6c, 0x65, 0x73, 0x2c, 0xe9, 0x0a, 0x43, 0x2c, 0x31)],
  ])('refuses %s', async (_, content) => {
    await expect(readTable(write(content))).rejects.toThrow(inputError('bad-dataset'));
  });

  test('refuses a missing file and a folder', async () => {
    await expect(readTable(join(folder, 'none.csv'))).rejects.toThrow(inputError('bad-dataset'));
    await expect(readTable(folder)).rejects.toThrow(inputError('bad-dataset'));
  });
});

describe('columns', () => {
  const header = ['id', 'Canonical_SMILES', 'batch', 'few', 'many', 'text'];
  const rows = [
    ['1', 'C', '7', 'NA', '1.5', 'x'],
    ['2', 'CC', '8', '2.5', '2.5', '1'],
    ['3', 'CCC', '9', '', '2.5', '2'],
  ];

  test('finds the SMILES and the column with the most numbers, not ids, numbering or text', () => {
    expect(chooseColumns({ header, rows }, {})).toEqual({ smiles: 1, value: 4 });
  });

  test('takes the columns that are named', () => {
    expect(chooseColumns({ header, rows }, { smilesColumn: 'text', valueColumn: 'few' })).toEqual({
      smiles: 5,
      value: 3,
    });
  });

  test.each([
    ['an unknown name', header, { valueColumn: 'Many' }],
    ['one column for both', header, { valueColumn: 'Canonical_SMILES' }],
    ['no name with smiles', header.with(1, 'structure'), {}],
    ['two names with smiles', header.with(5, 'smiles'), {}],
    ['a name that stands twice', header.with(5, 'many'), { valueColumn: 'many' }],
  ])('refuses %s', (_, names, options) => {
    expect(() => chooseColumns({ header: names, rows }, options)).toThrow(inputError('bad-dataset'));
  });

  test('refuses a table without numbers', () => {
    expect(() => chooseColumns({ header: ['smiles', 'note'], rows: [['C', 'x']] }, {})).toThrow(
      inputError('bad-dataset'),
    );
  });

  test.each([
    ['5', 5],
    ['-1.50', -1.5],
    ['+2', 2],
    ['.5', 0.5],
    ['3.', 3],
    ['1e-3', 0.001],
    ['', undefined],
    ['NA', undefined],
    ['n/a', undefined],
    ['>30', Number.NaN],
    ['1,5', Number.NaN],
    ['0x10', Number.NaN],
    ['Infinity', Number.NaN],
    ['5 µM', Number.NaN],
  ])('reads the cell %j as %j', (cell, value) => {
    expect(parseMeasurement(cell)).toBe(value);
  });
});

describe('molecules', () => {
  const read = (rows: readonly [string, string][]) =>
    readMolecules({ header: ['smiles', 'value'], rows }, { smiles: 0, value: 1 });

  test('cuts off salts, merges stereo forms by the median, and counts what it leaves out', async () => {
    const { molecules, counts } = await read([
      ['C[C@H](N)C(=O)O.Cl', '1'],
      ['c1ccccc1', '2'],
      ['C[C@@H](N)C(=O)O', '4'],
      ['[Na+].CC(N)C(=O)[O-]', '8'],
      ['CC(N)C(=O)O', '9'],
      ['c1ccccc1', 'NA'],
      ['c1ccccc1', '>30'],
      ['c1ccccc1', '1e999'],
      ['not a molecule', '1'],
      ['', '1'],
      ['C'.repeat(401), '1'],
      ['{"rdkitjson":{}}', '1'],
      ['C |name|', '1'],
    ]);
    expect(molecules.map(({ smiles, scaffold, value }) => [smiles, scaffold, value])).toEqual([
      ['CC(N)C(=O)O', '', 4],
      ['c1ccccc1', 'c1ccccc1', 2],
      ['CC(N)C(=O)[O-]', '', 8],
    ]);
    expect(counts).toEqual({ rows: 13, notMeasured: 1, notNumeric: 2, unreadable: 5, measured: 5 });
  });

  test('SMILES of the longest length taken do not break RDKit', async () => {
    const long = ['C'.repeat(400), '*'.repeat(400), 'c1ccccc1'.repeat(50), `${'C('.repeat(133)}C${')'.repeat(133)}`];
    const { molecules } = await read(long.map((smiles) => [smiles, '1']));
    expect(molecules).toHaveLength(long.length);
  });

  test('lets the event loop turn and tells how far it is', async () => {
    const calls: [number, number][] = [];
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const rows = Array.from({ length: 150 }, () => ['c1ccccc1', '1']);
    await readMolecules({ header: [], rows }, { smiles: 0, value: 1 }, (...call) => calls.push(call));
    clearInterval(timer);
    expect(calls).toEqual([0, 64, 128, 150].map((done) => [done, 150]));
    expect(turns).toBeGreaterThan(0);
  });

  test('the longest fragment, the first of several', () => {
    expect(['CCO.C', 'C.CCO', 'CC.OO', 'C', ''].map(longestFragment)).toEqual(['CCO', 'CCO', 'CC', 'C', '']);
  });

  test.each([
    [[3], 3],
    [[1, 2], 1.5],
    [[10, 9, 1], 9],
    [[4, 1, 3, 2], 2.5],
  ])('the median of %j is %j', (values, expected) => {
    expect(median(values)).toBe(expected);
  });
});

describe('split', () => {
  // Computed with Python's hashlib from the module comment.
  test.each([
    ['', 'm1'],
    ['c1ccccc1', 'm6'],
    ['C1CCCCC1', undefined],
    ['c1ccc(-c2ccccc2)cc1', 'm4'],
    ['c1ccc2[nH]ccc2c1', 'm1'],
    ['c1ccc2ncccc2c1', 'm2'],
    ['c1ccsc1', 'm3'],
  ])('seed "demo" gives the scaffold "%s" to %s', (scaffold, holder) => {
    expect(holderOf(createSplit('demo', SIX), scaffold)).toBe(holder);
  });

  test('a quarter is for the test, the rest by weight', () => {
    const split = createSplit('shares', SIX);
    const counts = new Map<string | undefined, number>();
    for (let i = 0; i < 20_000; i++) {
      const holder = holderOf(split, `scaffold ${i}`);
      counts.set(holder, (counts.get(holder) ?? 0) + 1);
    }
    // Five standard deviations of a count are at most 310.
    expect(Math.abs((counts.get(undefined) ?? 0) - 5000)).toBeLessThan(310);
    for (const { id, weight } of SIX) expect(Math.abs((counts.get(id) ?? 0) - 150 * weight)).toBeLessThan(310);
  });

  test('another seed moves both the test set and the members', () => {
    const holders = (seed: string) => Array.from({ length: 50 }, (_, i) => holderOf(createSplit(seed, SIX), `${i}`));
    expect(holders('a')).toEqual(holders('a'));
    expect(holders('a')).not.toEqual(holders('b'));
  });

  test.each([
    ['no members', []],
    ['equal ids', [...SIX, { id: 'm1', weight: 1 }]],
    ['a weight of 0', [{ id: 'a', weight: 0 }]],
    ['a fraction', [{ id: 'a', weight: 1.5 }]],
    ['too much weight', [{ id: 'a', weight: 2 ** 20 + 1 }]],
  ])('refuses %s', (_, members) => {
    expect(() => createSplit('s', members)).toThrow(inputError('bad-dataset'));
  });
});

describe('preparing a federation', () => {
  const RINGS = Array.from({ length: 120 }, (_, i) => `C1${'C'.repeat(i + 1)}C1`);

  test('the median divides the labels in halves; every molecule has one holder', async () => {
    const csvPath = write(`smiles,pX\n${RINGS.map((smiles, i) => `${smiles},${i}.5`).join('\n')}\n`);
    const members = [
      { id: 'a', weight: 1 },
      { id: 'b', weight: 1 },
    ];
    const data = await prepareFederation({ csvPath, seed: 's', members });
    expect(data.endpoint).toEqual({ valueColumn: 'pX', threshold: 60, isMedian: true });
    expect(data.counts).toMatchObject({ rows: 120, measured: 120, molecules: 120, positives: 60, scaffolds: 120 });
    const parts = [data.test, ...data.members.map((member) => member.data)];
    expect(parts.reduce((total, part) => total + part.rowCount, 0)).toBe(120);
    expect(parts.flatMap((part) => [...part.labels]).filter((label) => label === 1)).toHaveLength(60);
    expect(await prepareFederation({ csvPath, seed: 's', members })).toEqual(data);
  });

  test('a threshold that is given counts from itself on', async () => {
    const csvPath = write(`smiles,pX\n${RINGS.map((smiles, i) => `${smiles},${i}.5`).join('\n')}\n`);
    const data = await prepareFederation({ csvPath, threshold: 100.5, seed: 's', members: [{ id: 'a', weight: 1 }] });
    expect(data.endpoint).toEqual({ valueColumn: 'pX', threshold: 100.5, isMedian: false });
    expect(data.counts.positives).toBe(20);
  });

  test.each([
    ['a threshold above all values', { threshold: 1000 }, /one label/],
    [
      'more members than molecules',
      { members: Array.from({ length: 40 }, (_, i) => ({ id: `m${i}`, weight: 1 })) },
      /too few to train/,
    ],
    ['a column that is not there', { valueColumn: 'pY' }, /"pY"/],
    ['structures that are none', { smilesColumn: 'pX', valueColumn: 'smiles' }, /no row holds/],
  ])('refuses %s', async (_, options, message) => {
    const csvPath = write(`smiles,pX\n${RINGS.map((smiles, i) => `${smiles},${i}.5`).join('\n')}\n`);
    const base = { csvPath, seed: 's', members: [{ id: 'a', weight: 1 }] };
    const refused = expect.objectContaining({ code: 'bad-dataset', message: expect.stringMatching(message) });
    await expect(prepareFederation({ ...base, ...options })).rejects.toThrow(refused);
  });
});

describe('the hERG data that ships', () => {
  const source = sharedPath('data', 'herg', 'herg_cyp3a4.csv');

  test('has the columns and the rows that the notice states', async () => {
    const table = await readTable(new URL('../../../src/federation/data/herg.csv', import.meta.url));
    expect(table.header).toEqual(['chembl_id', 'smiles', 'herg_pic50']);
    expect(table.rows).toHaveLength(6192);
    expect(table.rows.filter((row) => Number(row[2]) >= 5)).toHaveLength(4404);
    expect(chooseColumns(table, {})).toEqual({ smiles: 1, value: 2 });
  });

  test.skipIf(source === undefined)('are the rows of the source that have a hERG value, unaltered', async () => {
    const { rows } = await readTable(new URL('../../../src/federation/data/herg.csv', import.meta.url));
    const original = await readTable(source ?? '');
    const expected = original.rows.filter((row) => row[3] !== 'NA').map(([smiles, id, , herg]) => [id, smiles, herg]);
    expect(rows).toEqual(expected);
  });
});

describe('the ADME data', () => {
  const source = sharedPath('data', 'adme', 'ADME_public_set_3521.csv');

  test.skipIf(source === undefined)('human liver microsomes is the column found', async () => {
    const table = await readTable(source ?? '');
    const { smiles, value } = chooseColumns(table, {});
    expect([table.header[smiles], table.header[value]]).toEqual(['SMILES', 'LOG HLM_CLint (mL/min/kg)']);
  });
});
