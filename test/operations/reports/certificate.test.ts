/**
 * A certificate is a sheet that is handed out: one or two pages, and nothing of its content is lost for it.
 */
import { describe, expect, test } from 'vitest';
import { parseRecord } from '../../../src/core/record/record.ts';
import { renderReport } from '../../../src/report/files/render.ts';
import { gathered, SPENT } from './_gathered.ts';

const first = SPENT.ledger.records.findIndex((bytes) => parseRecord(bytes).statement.kind === 'contribution');

describe.each(['ko', 'en'] as const)('the certificate of a contribution in %s', (language) => {
  test('has two pages at most as PDF', async () => {
    const report = await gathered({ form: 'certificate', subject: String(first) });
    const pdf = Buffer.from(await renderReport(report, 'pdf', language)).toString('latin1');
    const pages = pdf.match(/\/Type \/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(0);
    expect(pages).toBeLessThanOrEqual(2);
  });
});
