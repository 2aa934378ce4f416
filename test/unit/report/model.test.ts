/**
 * The canonical document of a report: golden for each kind, the same twice, valid for ajv too, and with the numbers that a slow
 * count of the raw records gives.
 */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReportDocument } from '../../../src/core/generated/documents.ts';
import { buildReport } from '../../../src/report/model/build.ts';
import { encodeReport, reportDigest, reportId } from '../../../src/report/model/document.ts';
import type { ReportLedger } from '../../../src/report/model/ledger.ts';
import { parseBound, REPORT_FORMS, type ReportScope } from '../../../src/report/model/scope.ts';
import { creditLedger } from '../../_util/credit-history.ts';
import { HOSPITAL } from '../../_util/credit-scenario.ts';
import { inputError } from '../../_util/input-error.ts';
import type { NaiveLedger } from '../../_util/naive-ledger.ts';
import { EXTRAS, reportLedger, reportsOf } from '../../_util/reports.ts';

let naive: NaiveLedger;
let ledger: ReportLedger;

beforeAll(() => {
  naive = creditLedger();
  ledger = reportLedger(naive);
});

function build(scope: ReportScope): ReportDocument {
  return buildReport(ledger, scope, EXTRAS);
}

function periodOf(document: ReportDocument) {
  const { content } = document;
  if (content.form !== 'period' && content.form !== 'inspection') throw new Error(content.form);
  return content.period;
}

describe('the document', () => {
  it('is what it was, for every kind', async () => {
    const reports = reportsOf(ledger);
    expect(reports.map(({ content }) => content.form).sort()).toEqual([...REPORT_FORMS].sort());
    for (const report of reports) {
      const text = `${JSON.stringify(report, null, 1)}\n`;
      await expect(text).toMatchFileSnapshot(`../../vectors/reports/${report.content.form}.json`);
    }
  });

  it('is the same bytes twice, from another replay of the same log', () => {
    const again = reportsOf(reportLedger(creditLedger()));
    for (const [i, report] of reportsOf(ledger).entries())
      expect(encodeReport(again[i] as ReportDocument)).toEqual(encodeReport(report));
  });

  it('satisfies its schema, as ajv reads it', () => {
    const ajv = new Ajv2020({ strict: false });
    const schema = (name: string) =>
      JSON.parse(readFileSync(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));
    for (const name of ['common', 'dossier']) ajv.addSchema(schema(name));
    const validate = ajv.compile(schema('report'));
    for (const report of reportsOf(ledger)) {
      expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
      expect(validate({ ...report, content: { ...report.content, form: 'other' } })).toBe(false);
      expect(validate({ ...report, more: 1 })).toBe(false);
    }
  });

  it('is named by its digest', () => {
    const digest = reportDigest(encodeReport(build({ form: 'period' })));
    expect(reportId('period', digest)).toBe(`period-${digest.slice(0, 16)}`);
  });

  it('has the time of the checkpoint: of the witness, or of the last record where nobody cosigned', () => {
    const { checkpoint } = build({ form: 'period' });
    expect(checkpoint).toMatchObject({ instant: '2026-11-30T00:00:05.000Z', timeBy: ['mfds'], quorum: 'met' });
    const alone = buildReport(reportLedger(naive, false), { form: 'period' }, EXTRAS).checkpoint;
    expect(alone).toMatchObject({ instant: naive.record(naive.size - 1).recordedAt, timeBy: [], witnesses: [] });
  });
});

describe('the numbers of a period', () => {
  const ranges = () => [
    {},
    { from: { index: 20 }, to: { index: 45 } },
    { from: { instant: naive.record(28).recordedAt } },
    { to: { index: 0 } },
  ];

  it('are those of a count over the raw records', () => {
    for (const range of ranges()) {
      const { scope, ...document } = build({ form: 'period', ...range });
      const period = periodOf({ scope, ...document });
      const records = naive.records.map((_, i) => naive.record(i)).slice(scope.start, scope.end);
      const count = (kind: string) => records.filter(({ statement }) => statement.kind === kind).length;
      const issued = records.reduce(
        (sum, { statement }) => (statement.kind === 'credit' ? sum + BigInt(statement.body.amount) : sum),
        0n,
      );
      expect(period.totals).toMatchObject({
        records: records.length,
        contributions: count('contribution'),
        rounds: count('round-open'),
        awards: count('award'),
        credits: count('credit'),
        issued: String(issued),
        exceptions: period.exceptions.length,
      });
      expect(period.entries.map(({ id }) => id)).toEqual(records.map(({ digest }) => digest));
      for (const kind of period.kinds) expect(kind.records).toBe(count(kind.kind));
      expect(total(period.kinds)).toBe(records.length);
      expect(total(period.months)).toBe(records.length);
      expect(total(period.lateness.buckets)).toBe(records.length);
      expect(total(period.institutions)).toBe(records.length);
      expect(total(period.keys)).toBe(records.length);
      expect(sumOf(period.checks.map(({ exceptions }) => exceptions))).toBe(period.exceptions.length);
    }
  });

  it('I6: credit by institution adds up to all that was issued', () => {
    const { totals, institutions } = periodOf(build({ form: 'period' }));
    expect(String(institutions.reduce((sum, { issued }) => sum + BigInt(issued), 0n))).toBe(totals.issued);
    for (const { institution } of institutions) {
      const { content } = build({ form: 'credit', subject: institution });
      if (content.form !== 'credit') throw new Error(content.form);
      expect(content.account.balance).toBe(String(BigInt(content.account.issued) - BigInt(content.account.spent)));
      expect(content.scope.issued).toBe(content.account.issued);
      expect(BigInt(content.account.spent)).toBe(BigInt(content.scope.claimed) + BigInt(content.scope.transferred));
    }
  });

  it('of an inspection are those of the institution alone', () => {
    const all = periodOf(build({ form: 'period' }));
    const own = periodOf(build({ form: 'inspection', subject: HOSPITAL }));
    expect(own.institutions).toEqual([
      expect.objectContaining({ institution: HOSPITAL, records: all.institutions.find(isHospital)?.records }),
    ]);
    expect(own.entries.every((entry) => all.entries.some(({ id }) => id === entry.id))).toBe(true);
    expect(own.entries.length).toBeLessThan(all.entries.length);
    expect(own.totals.issued).toBe(all.institutions.find(isHospital)?.issued);
  });
});

const isHospital = ({ institution }: { readonly institution: string }): boolean => institution === HOSPITAL;

function total(rows: readonly { readonly records: number }[]): number {
  return sumOf(rows.map(({ records }) => records));
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

describe('a scope', () => {
  it('is an index, an instant, or a day in Korea, whose end is meant with all its hours', () => {
    expect(parseBound('12', 'from')).toEqual({ index: 12 });
    expect(parseBound('2026-11-23', 'from')).toEqual({ instant: '2026-11-22T15:00:00.000Z' });
    expect(parseBound('2026-11-23', 'to')).toEqual({ instant: '2026-11-23T15:00:00.000Z' });
    expect(parseBound('2026-11-23T00:00:00+09:00', 'to')).toEqual({ instant: '2026-11-22T15:00:00.000Z' });
    for (const text of ['', '-1', '01', '2026-02-30', 'yesterday', '2026-11-23T00:00:00'])
      expect(() => parseBound(text, 'from')).toThrow(inputError('bad-time'));
  });

  it('without a record in it gives an empty report that says so', () => {
    const { scope, content } = build({ form: 'period', from: { instant: '2030-01-01T00:00:00.000Z' } });
    expect(scope).toMatchObject({ start: naive.size, end: naive.size });
    expect(content).toMatchObject({ period: { entries: [], months: [], totals: { records: 0 } } });
  });

  it('that does not fit is refused', () => {
    expect(() => build({ form: 'certificate' })).toThrow(inputError('usage'));
    expect(() => build({ form: 'incident' })).toThrow(inputError('usage'));
    expect(() => build({ form: 'period', from: { index: 9 }, to: { index: 3 } })).toThrow(inputError('usage'));
    for (const form of ['certificate', 'credit', 'dossier', 'inspection'] as const)
      expect(() => build({ form, subject: 'nobody' })).toThrow(inputError('not-found'));
    expect(() => build({ form: 'certificate', subject: String(naive.size) })).toThrow(inputError('not-found'));
  });

  it('names a record by its index or its digest', () => {
    const digest = naive.record(5).digest;
    expect(build({ form: 'certificate', subject: digest })).toEqual(build({ form: 'certificate', subject: '5' }));
  });
});
