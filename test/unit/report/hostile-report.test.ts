/**
 * Reports of a ledger in which every text is an attack: HTML without an element of a stranger, tables without a formula.
 */
import { unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { renderXlsx } from '../../../src/report/files/xlsx.ts';
import type { Paper } from '../../../src/report/layout/blocks.ts';
import { renderCsv } from '../../../src/report/layout/csv.ts';
import { renderHtml } from '../../../src/report/layout/html.ts';
import { tablesOf } from '../../../src/report/layout/tables.ts';
import { composeReport } from '../../../src/report/model/compose/compose.ts';
import { formulasIn, parseCsv } from '../../_util/csv.ts';
import { hostileLedger, INSTITUTION_PAYLOADS } from '../../_util/hostile-ledger.ts';
import { reportLedger, reportsOf } from '../../_util/reports.ts';

installNodePrimitives();

const LANGUAGES = ['en', 'ko'] as const;
let papers: readonly Paper[];

beforeAll(() => {
  papers = reportsOf(reportLedger(hostileLedger().naive)).map(composeReport);
});

describe('reports of a hostile ledger', () => {
  it('hold no element or attribute that could run', () => {
    for (const paper of papers)
      for (const language of LANGUAGES) {
        const text = renderHtml(paper, language);
        const tags = text.match(/<[a-z!][^>]*>/gi) ?? [];
        expect(
          tags.filter((tag) => /^<(script|img|iframe|object|embed|base|form|link|b|a)\b(?! href="#)/i.test(tag)),
        ).toEqual([]);
        expect(tags.filter((tag) => /\son[a-z]+=|javascript:/i.test(tag.replace(/"[^"]*"/g, '""')))).toEqual([]);
        expect(text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b]|\[object |native code|\bNaN\b/);
      }
  });

  it('show the attack as text', () => {
    const text = papers.map((paper) => renderHtml(paper, 'ko')).join('');
    expect(text).toContain('&#60;script&#62;alert(1)&#60;/script&#62;');
    for (const institution of INSTITUTION_PAYLOADS) expect(text).toContain(institution);
  });

  it('hold no formula, as CSV and as a workbook', async () => {
    const tables = papers.flatMap(tablesOf);
    expect(tables.length).toBeGreaterThan(20);
    const cells = tables.flatMap((table) => parseCsv(renderCsv(table, 'ko')));
    expect(formulasIn(cells)).toEqual([]);
    expect(cells.flat()).toContain(`'${INSTITUTION_PAYLOADS[0]}`);
    const parts = Object.entries(unzipSync(await renderXlsx(tables, 'ko')));
    for (const [, content] of parts) expect(Buffer.from(content).toString()).not.toMatch(/<f[ >]/);
  });
});
