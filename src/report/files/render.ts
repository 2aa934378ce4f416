/**
 * A gathered report as a file, in the format that its name ends with.
 * @module
 */
import { encodeBase64 } from '../../core/bytes/base64.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { InputError } from '../../core/error.ts';
import type { Paper, Table } from '../layout/blocks.ts';
import { renderCsv } from '../layout/csv.ts';
import { type HtmlOptions, renderHtml } from '../layout/html.ts';
import { tablesOf } from '../layout/tables.ts';
import { composeReport } from '../model/compose/compose.ts';
import { encodeReport } from '../model/document.ts';
import type { GatheredReport } from './gather.ts';
import { type AttachedFile, renderPdf } from './pdf.ts';
import { renderXlsx } from './xlsx.ts';

type Language = keyof Sentence;

/** Formats by the ending of a file's name. */
export const FORMATS = ['pdf', 'html', 'json', 'csv', 'xlsx', 'zip'] as const;
export type ReportFormat = (typeof FORMATS)[number];

/** @throws InputError `usage` for an ending that names no format */
export function formatOf(name: string): ReportFormat {
  const ending = name.slice(name.lastIndexOf('.') + 1).toLowerCase();
  const format = FORMATS.find((each) => each === ending);
  if (format === undefined)
    throw new InputError('usage', `${name} ends with none of ${FORMATS.map((each) => `.${each}`).join(' ')}`);
  return format;
}

/**
 * The bytes of the report.
 * @param tableId for CSV, which holds one table: the longest one if absent
 * @throws InputError `usage` for a table that the report does not have
 */
export async function renderReport(
  report: GatheredReport,
  format: Exclude<ReportFormat, 'zip'>,
  language: Language,
  tableId?: string,
): Promise<Uint8Array> {
  if (format === 'json') return encodeReport(report.document);
  const paper = composeReport(report.document);
  switch (format) {
    case 'pdf':
      return renderPdf(paper, language, report.attached);
    case 'html':
      return encodeUtf8(renderHtml(paper, language, { links: embeddedLinks(report.attached) }));
    case 'csv':
      return encodeUtf8(renderCsv(chooseTable(paper, tableId), language));
    case 'xlsx':
      return renderXlsx(tablesOf(paper), language);
  }
}

/** Files that a page carries inside, for whoever saves them. */
export function embeddedLinks(attached: readonly AttachedFile[]): NonNullable<HtmlOptions['links']> {
  return attached.map(({ name, mediaType, description, bytes }) => ({
    href: `data:${mediaType};base64,${encodeBase64(bytes)}`,
    text: description,
    download: name,
  }));
}

function chooseTable(paper: Paper, id: string | undefined): Table {
  const tables = tablesOf(paper);
  const longest = tables.reduce<Table | undefined>(
    (best, each) => (best === undefined || each.rows.length > best.rows.length ? each : best),
    undefined,
  );
  const found = id === undefined ? longest : tables.find((table) => table.id === id);
  if (found !== undefined) return found;
  const names = tables.map((table) => table.id).join(', ');
  throw new InputError('usage', `the report has no table ${id ?? ''}; it has ${names}`);
}
