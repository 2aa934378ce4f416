/**
 * Reports on record: `report` statements, listed by the name of the report, and found by the digest that a report carries.
 * @module
 */
import { STATE } from '../../../core/rules/state.ts';
import type { Table } from '../../../report/layout/blocks.ts';
import { FORMS } from '../../../report/model/compose/words.ts';
import { reportId } from '../../../report/model/document.ts';
import { REPORT_FORMS, type ReportForm } from '../../../report/model/scope.ts';
import type { RecordOf } from '../../../verify/account/lookup.ts';
import { pageUnder } from '../../reading/keyset.ts';
import { recordsOf } from '../../reading/placed.ts';
import type { ExplorerSource } from '../../source.ts';
import { isDigest } from '../../statements/references.ts';

export interface RecordedReport {
  readonly index: number;
  readonly report: string;
  readonly form: ReportForm;
  readonly size: number;
  readonly author: string;
  readonly at: string;
  readonly sha256: string;
}

export interface RecordedPage {
  readonly reports: readonly RecordedReport[];
  /** What the next page begins after; absent on the last. */
  readonly next?: string;
}

/** The reports on record after the name that the query gives. @throws InputError `bad-request` */
export async function listRecorded(
  source: ExplorerSource,
  query: Readonly<Record<string, string>>,
): Promise<RecordedPage> {
  const { entries, ...rest } = await pageUnder(source, STATE.name('report', ''), query);
  return {
    reports: await read(
      source,
      entries.map(({ value }) => String(value)),
    ),
    ...rest,
  };
}

/**
 * Reports on record that have this digest, or this name. `ledgerline report --record` names a report after its kind and digest;
 * one that its author named otherwise is found by that name.
 */
export async function findRecorded(source: ExplorerSource, sought: string): Promise<readonly RecordedReport[]> {
  const names = isDigest(sought) ? REPORT_FORMS.map((form) => reportId(form, sought)) : [sought];
  const found = await source.state(names.map((name) => STATE.name('report', name)));
  const reports = await read(
    source,
    found.filter((digest) => digest !== undefined),
  );
  return reports.filter(({ report, sha256 }) => (isDigest(sought) ? sha256 === sought : report === sought));
}

async function read(source: ExplorerSource, statements: readonly string[]): Promise<RecordedReport[]> {
  const records = await recordsOf(source, 'report', statements);
  return statements.flatMap((statement) => {
    const record = records.get(statement);
    return record === undefined ? [] : [describe(record)];
  });
}

function describe({ index, recordedAt, statement: { author, subject, body } }: RecordOf<'report'>): RecordedReport {
  const { report, form, size } = body;
  return { index, report, form, size, author, at: recordedAt, sha256: subject.sha256 };
}

export function recordedTable(reports: readonly RecordedReport[]): Table {
  return {
    id: 'recorded',
    caption: { en: 'Reports on record', ko: '원장에 기록된 보고서' },
    columns: [
      { id: 'record', title: { en: 'Record', ko: '기록' }, align: 'end' },
      { id: 'report', title: { en: 'Report', ko: '보고서' } },
      { id: 'kind', title: { en: 'Kind', ko: '종류' } },
      { id: 'size', title: { en: 'Records covered', ko: '대상 기록 수' }, align: 'end' },
      { id: 'institution', title: { en: 'Recorded by', ko: '기록한 기관' } },
      { id: 'recorded-at', title: { en: 'When', ko: '언제' } },
      { id: 'sha256', title: { en: 'SHA-256 of the report', ko: '보고서의 SHA-256' } },
    ],
    rows: reports.map(({ index, report, form, size, author, at, sha256 }) => [
      { record: index },
      report,
      FORMS[form],
      { number: size },
      { page: `/institutions/${author}`, text: author },
      { instant: at },
      { digest: sha256 },
    ]),
    empty: {
      en: 'No report is on record yet. ledgerline report --record puts one there.',
      ko: '아직 기록된 보고서가 없습니다. ledgerline report --record로 기록합니다.',
    },
  };
}
