/**
 * Tables as a workbook: a sheet a table. Texts are written as texts, so that nothing in them runs as a formula; numbers are
 * numbers. The same tables give the same bytes.
 * @module
 */
import { unzipSync } from 'fflate';
import writeXlsxFile, { type Cell as SheetCell } from 'write-excel-file/node';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { type Cell, inLanguage, type Table } from '../layout/blocks.ts';
import { credits } from '../layout/format.ts';
import { zipFiles } from './zip.ts';

type Language = keyof Sentence;

/** What Excel takes in one cell, and as the name of a sheet. */
const MAX_TEXT = 32_767;
const MAX_NAME = 31;
/** Columns are as wide as the texts of their first rows, in letters, within reason. */
const SAMPLE = 200;
const WIDTHS = { least: 8, most: 70 } as const;

export async function renderXlsx(tables: readonly Table[], language: Language): Promise<Uint8Array> {
  const names = new Set<string>();
  const sheets = tables.map((table) => {
    const header = table.columns.map(
      ({ title }): SheetCell => ({
        value: title[language],
        type: String,
        fontWeight: 'bold',
        backgroundColor: '#f4f6f8',
      }),
    );
    const rows = table.rows.map((row) => row.map((cell) => sheetCell(cell, language)));
    return {
      data: [header, ...rows],
      sheet: nameOf(table, names),
      columns: table.columns.map((_, i) => ({ width: widthOf([header, ...rows.slice(0, SAMPLE)], i) })),
      stickyRowsCount: 1,
    };
  });
  const buffer = await writeXlsxFile(sheets).toBuffer();
  // Its zip carries the time at which it was made.
  return zipFiles(new Map(Object.entries(unzipSync(buffer))));
}

function sheetCell(cell: Cell, language: Language): SheetCell {
  if (typeof cell === 'object' && 'number' in cell) return { value: cell.number, type: Number };
  if (typeof cell === 'object' && 'record' in cell) return { value: cell.record, type: Number };
  return { value: textOf(cell, language), type: String };
}

/** Times with their zone, digests whole; control characters, which XML has no way to say, are spelled out. */
function textOf(
  cell: Exclude<Cell, { readonly number: number } | { readonly record: number }>,
  language: Language,
): string {
  return whole(cell, language)
    .replace(
      /[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff]/gu,
      (character) => `[U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`,
    )
    .slice(0, MAX_TEXT);
}

function whole(
  cell: Exclude<Cell, { readonly number: number } | { readonly record: number }>,
  language: Language,
): string {
  if (typeof cell === 'string') return cell;
  if ('en' in cell) return cell[language];
  if ('digest' in cell) return cell.digest;
  if ('instant' in cell) return cell.instant;
  if ('credits' in cell) return credits(cell.credits);
  if ('page' in cell) return inLanguage(cell.text, language);
  return 'verdict' in cell ? cell.verdict : '';
}

/** Names of sheets are short, and all different. */
function nameOf({ id }: Table, taken: Set<string>): string {
  let name = id.slice(0, MAX_NAME);
  for (let i = 2; taken.has(name); i++) name = `${id.slice(0, MAX_NAME - 4)}-${i}`;
  taken.add(name);
  return name;
}

function widthOf(rows: readonly (readonly SheetCell[])[], column: number): number {
  const lengths = rows.map((row) => String(Object(row[column]).value ?? '').length * 1.1 + 2);
  return Math.min(WIDTHS.most, Math.max(WIDTHS.least, ...lengths));
}
