/**
 * Cells, facts and tables as PDF content. On paper a digest is whole, and breaks over lines.
 * @module
 */
import type { Content, ContentTable, TableCell } from 'pdfmake/interfaces.js';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { VERDICTS } from '../../verify/text.ts';
import { type Cell, inLanguage, type Table } from '../layout/blocks.ts';
import { credits, groupedNumber, koreanTime } from '../layout/format.ts';
import { columnWidths } from './column-widths.ts';
import { FACTS, GRID, SHADE, TEXT_WIDTH, VERDICT_LOOKS } from './pdf-style.ts';
import { monoRuns, proseRuns, runsOf } from './runs.ts';

type Language = keyof Sentence;

/** Room below a caption, in points: for the names of the columns and a row, from which it never parts. */
const BELOW_CAPTION = 44;
/** A line without height. */
const NOTHING = { text: '', fontSize: 0, lineHeight: 0 } as const;

/** Sides of a cell, as GRID pads them. */
const PADDING = 8;

/** A value in a table or a list of facts, in a column of `width` points. */
function cellContent(
  cell: Cell,
  language: Language,
  width: number,
  isLong = false,
): { text: Content; color?: string; bold?: true } {
  if (typeof cell === 'string') return { text: runsOf(cut(cell)) };
  if ('en' in cell) return { text: proseRuns(cut(cell[language])) };
  if ('number' in cell) return { text: groupedNumber(cell.number, language) };
  if ('digest' in cell) return digestContent(isLong ? shortened(cell.digest) : cell.digest, width);
  if ('instant' in cell) return { text: koreanTime(cell.instant) };
  if ('credits' in cell) return { text: credits(cell.credits) };
  if ('record' in cell) return { text: [{ text: `#${cell.record}`, noWrap: true }] };
  if ('page' in cell) return { text: proseRuns(cut(inLanguage(cell.text, language))) };
  const { sign, ink } = VERDICT_LOOKS[cell.verdict];
  return { text: runsOf(`${sign} ${VERDICTS[cell.verdict][language]}`), color: ink, bold: true };
}

/** Longest text of a cell on paper; the report itself has the whole. */
const MAX_CELL = 1000;
/** A row with a longer text than this may break over pages: it could be higher than a page, and would find no room on any. */
const MAX_WHOLE = 240;

function cut(text: string): string {
  return text.length <= MAX_CELL ? text : `${text.slice(0, MAX_CELL)} … (+${text.length - MAX_CELL})`;
}

/** True when every row is low. */
function areLow(rows: readonly (readonly Cell[])[]): boolean {
  const length = (cell: Cell): number => JSON.stringify(cell).length;
  return rows.every((row) => row.every((cell) => length(cell) <= MAX_WHOLE));
}

/** Of the mono font: the width of a letter at the size 1. */
const LETTER = 0.6;
const DIGEST_SIZE = 6.8;
const CODE_SIZE = 8;

/** A table of more rows than this has one line a row: its digests are named by their beginnings, and report.json has the whole. */
const LONG_TABLE = 1000;
const BEGINNING = 16;

function shortened(digest: string): string {
  return digest.length > BEGINNING ? `${digest.slice(0, BEGINNING - 1)}…` : digest;
}

/** Broken here, because every letter is as wide: that the renderer measures parts of every digest takes most of its time. */
function digestContent(digest: string, width: number): { text: Content } {
  if (!/^[0-9a-f]{1,128}…?$/.test(digest)) return { text: runsOf(cut(digest)) };
  const room = Math.floor(width / (LETTER * DIGEST_SIZE));
  const lines = breakLine(digest, room >= 8 ? room - (room % 4) : room);
  // With features named, a layout is not kept: every digest is another text.
  const style = { font: 'IBMPlexMono', fontSize: DIGEST_SIZE, fontFeatures: [] };
  return { text: joined(lines).map((text) => ({ text, ...style })) };
}

function breakLine(text: string, room: number): string[] {
  return text.match(new RegExp(`.{1,${Math.max(1, room)}}`, 'gu')) ?? [''];
}

/** Each line with its end, but the last one. */
function joined(lines: readonly string[]): string[] {
  return lines.map((line, i) => (i < lines.length - 1 ? `${line}\n` : line));
}

/** Of the names in a list of facts. */
const NAME_WIDTH = 130;

type Facts = readonly (readonly [name: Sentence, value: Cell])[];

export function factsContent(rows: Facts, language: Language, room: number): Content {
  const body = rows.map(([name, value]): TableCell[] => [
    { text: proseRuns(name[language]), style: 'faint' },
    cellContent(value, language, room - NAME_WIDTH - 14),
  ]);
  if (body.length === 0) return [];
  return {
    table: { widths: [NAME_WIDTH, '*'], body, dontBreakRows: areLow(rows) },
    layout: FACTS,
    margin: [0, 0, 0, 8],
  };
}

/** Names of facts in two columns. */
const PAIR_NAME_WIDTH = 84;
const BETWEEN = 14;

/** Facts in two columns, read down the left one first. */
export function pairsContent(rows: Facts, language: Language, room: number): Content {
  if (rows.length < 4) return factsContent(rows, language, room);
  const half = Math.ceil(rows.length / 2);
  const width = (room - BETWEEN) / 2;
  const column = (part: Facts): ContentTable => ({
    table: {
      widths: [PAIR_NAME_WIDTH, width - PAIR_NAME_WIDTH - 14],
      body: part.map(([name, value]): TableCell[] => [
        { text: proseRuns(name[language]), style: 'faint' },
        cellContent(value, language, width - PAIR_NAME_WIDTH - 14),
      ]),
      dontBreakRows: true,
    },
    layout: { ...FACTS, paddingTop: () => 1.6, paddingBottom: () => 1.6 },
    fontSize: 8,
  });
  return {
    columns: [
      { ...column(rows.slice(0, half)), width },
      { ...column(rows.slice(half)), width },
    ],
    columnGap: BETWEEN,
    margin: [0, 0, 0, 4],
  };
}

/** @param room width of the page between its margins */
export function tableContent(table: Table, language: Language, room: number): Content {
  const caption: Content = [
    {
      stack: [
        { text: proseRuns(table.caption[language]), style: 'caption' },
        { ...NOTHING, margin: [0, 0, 0, BELOW_CAPTION] },
      ],
      unbreakable: true,
    },
    { ...NOTHING, margin: [0, -BELOW_CAPTION, 0, 0] },
  ];
  if (table.rows.length === 0) return [caption, { text: proseRuns(table.empty[language]), style: 'empty' }];
  const { columns } = table;
  const header = columns.map(
    ({ title, align }): TableCell => ({
      text: proseRuns(title[language]),
      bold: true,
      ...(align === 'end' ? { alignment: 'right' } : {}),
    }),
  );
  const fontSize = columns.length > 6 ? 7 : 8;
  const widths = columnWidths(table, language, room - PADDING * columns.length, fontSize);
  const { printed = table.rows.length } = table;
  const isLong = table.rows.length > LONG_TABLE;
  const rows = table.rows.slice(0, printed).map((row) =>
    columns.map(({ align }, i): TableCell => {
      const cell = row[i];
      const content = cell === undefined ? { text: '' } : cellContent(cell, language, widths[i] ?? 0, isLong);
      return align === 'end' ? { ...content, alignment: 'right' } : content;
    }),
  );
  return [
    caption,
    {
      table: {
        headerRows: 1,
        keepWithHeaderRows: 1,
        dontBreakRows: areLow(table.rows),
        widths,
        body: [header, ...rows],
      },
      layout: GRID,
      fontSize,
      margin: [0, 0, 0, 10],
    },
    ...restContent(table.rows.length - printed, language),
  ];
}

/** What a table leaves out on paper is said. */
function restContent(left: number, language: Language): Content[] {
  if (left <= 0) return [];
  const number = groupedNumber(left, language);
  const sentence: Sentence = {
    en: `${number} more rows are not printed. They stand in report.json, attached to this file, and in the CSV and XLSX forms of the report.`,
    ko: `나머지 ${number}행은 인쇄하지 않았습니다. 이 파일에 첨부된 report.json과 보고서의 CSV·XLSX 형식에 있습니다.`,
  };
  return [{ text: proseRuns(sentence[language]), style: 'empty' }];
}

/** Lines to type, shaded. */
export function codeContent(lines: readonly string[]): Content {
  const room = Math.floor((TEXT_WIDTH - 16) / (LETTER * CODE_SIZE));
  const text = joined(lines.flatMap((line) => breakLine(line, room))).flatMap(monoRuns);
  const cell: TableCell = { text, fontSize: CODE_SIZE, preserveLeadingSpaces: true, fillColor: SHADE };
  const pad = { paddingLeft: () => 8, paddingRight: () => 8, paddingTop: () => 5, paddingBottom: () => 5 };
  return {
    table: { widths: [TEXT_WIDTH - 16], body: [[cell]], dontBreakRows: lines.length < 20 },
    layout: { ...FACTS, ...pad },
    margin: [0, 0, 0, 8],
  };
}
