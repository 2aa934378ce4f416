/**
 * Reports composed for people: whole in both languages, the same twice, and harmless whatever stood in any field.
 */
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ReportDocument } from '../../../src/core/generated/documents.ts';
import type { Block, Paper } from '../../../src/report/layout/blocks.ts';
import { renderCsv } from '../../../src/report/layout/csv.ts';
import { renderHtml } from '../../../src/report/layout/html.ts';
import { tablesOf } from '../../../src/report/layout/tables.ts';
import { attachmentsOf } from '../../../src/report/model/attachments.ts';
import { composeReport } from '../../../src/report/model/compose/compose.ts';
import { creditLedger } from '../../_util/credit-history.ts';
import { reportLedger, reportsOf } from '../../_util/reports.ts';

const LANGUAGES = ['en', 'ko'] as const;
const HANGUL = /[가-힣]/;

let documents: readonly ReportDocument[];
let papers: readonly Paper[];

beforeAll(() => {
  documents = reportsOf(reportLedger(creditLedger()));
  papers = documents.map(composeReport);
});

describe('a paper', () => {
  it('is the same twice, and so is its HTML', () => {
    for (const [i, document] of documents.entries()) {
      const again = composeReport(document);
      expect(again).toEqual(papers[i]);
      for (const language of LANGUAGES)
        expect(renderHtml(again, language)).toBe(renderHtml(papers[i] as Paper, language));
    }
  });

  it('says every sentence in both languages', () => {
    for (const sentence of papers.flatMap(sentencesOf)) {
      expect(sentence.en).not.toBe('');
      expect(sentence.ko).not.toBe('');
      if (/[a-z]{3,} [a-z]{2,} [a-z]{2,} [a-z]{2,}/.test(sentence.en)) expect(sentence.ko).toMatch(HANGUL);
    }
    for (const paper of papers) for (const { en } of headingsOf(paper)) expect(en).toMatch(/ \(.*[가-힣].*\)$/);
  });

  it('names its sections once, its tables and charts too', () => {
    for (const { blocks } of papers) {
      const ids = blocks.flatMap((block) =>
        block.type === 'table' ? [block.table.id] : block.type === 'chart' ? [block.chart.id] : [],
      );
      expect(new Set(ids).size).toBe(ids.length);
      for (const block of blocks) {
        if (block.type === 'table')
          for (const row of block.table.rows) expect(row).toHaveLength(block.table.columns.length);
        if (block.type === 'chart')
          for (const { values } of block.chart.series) expect(values).toHaveLength(block.chart.labels.length);
      }
    }
  });

  it('claims support and never compliance', () => {
    const text = JSON.stringify(papers);
    expect(text).not.toMatch(/compliant|certified|적합 판정|인증됨/i);
    expect(text).toContain('supports');
  });

  it('carries the record itself, the policy, and proofs under names of their own', () => {
    for (const document of documents) {
      const attachments = attachmentsOf(document);
      const names = attachments.map(({ name }) => name);
      expect(names.slice(0, 2)).toEqual(['report.json', 'trust.policy']);
      expect(new Set(names).size).toBe(names.length);
      expect(names.length).toBeGreaterThan(2);
    }
  });
});

describe('the HTML', () => {
  it('pins its style, and lets nothing else in', () => {
    for (const paper of papers) {
      const text = renderHtml(paper, 'ko');
      const style = /<style>([\s\S]*?)<\/style>/.exec(text)?.[1] ?? '';
      const digest = createHash('sha256').update(style).digest('base64');
      expect(text).toContain(`content="default-src 'none'; style-src 'sha256-${digest}'; `);
      expect(text).not.toMatch(/<script|<link|<img| style=| on[a-z]+=|https?:\/\/(?!www\.w3\.org)/i);
    }
  });

  it('names every column, every table and every chart', () => {
    for (const paper of papers) {
      const text = renderHtml(paper, 'en');
      const tables = text.match(/<table>/g)?.length ?? 0;
      expect(text.match(/<caption /g)?.length).toBe(tables);
      expect(text).not.toMatch(/<th(?! scope="col")[ >]/);
      expect(text.match(/<svg[^>]*role="img"/g)?.length).toBe(text.match(/<svg/g)?.length);
    }
  });
});

describe('what a stranger put into any field', () => {
  const payloads = [
    '"><script>alert(1)</script>',
    "'><img src=x onerror=alert(1)>",
    '=HYPERLINK("http://evil.example","x")',
    '+1+cmd|/C calc!A0',
    '@SUM(A1)',
    '\u202egnirts\u2066 \u0000\u001b[31m',
    '</style><style>*{display:none}</style>',
    '<b>bold</b>',
  ];

  it('is text in HTML, and no formula in CSV', () => {
    for (const payload of payloads) {
      for (const document of documents) {
        const paper = composeReport(poison(document, payload));
        for (const language of LANGUAGES) {
          const text = renderHtml(paper, language);
          expect(text).not.toMatch(/<script|<img|onerror=alert\(1\)>|<b>|\p{Cf}/u);
          for (const character of ['\0', '\x1b']) expect(text).not.toContain(character);
          expect(text.match(/<style>/g)).toHaveLength(1);
          for (const table of tablesOf(paper)) expect(renderCsv(table, language)).not.toMatch(/(^|[,\n])"?[=+@]/);
        }
      }
    }
  });
});

/** The document with the payload in the place of every text that is not of a fixed set of words. */
function poison(document: ReportDocument, payload: string): ReportDocument {
  const fixed = new Set([
    'verdict',
    'form',
    'key',
    'format',
    'amount',
    'issued',
    'spent',
    'balance',
    'claimed',
    'budget',
  ]);
  const visit = (value: unknown, name: string): unknown => {
    if (Array.isArray(value)) return value.map((item) => visit(item, name));
    if (typeof value === 'object' && value !== null)
      return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, visit(inner, key)]));
    return typeof value !== 'string' || fixed.has(name) || name === 'transferred' ? value : payload;
  };
  return visit(document, '') as ReportDocument;
}

function sentencesOf(paper: Paper): { readonly en: string; readonly ko: string }[] {
  const found: { en: string; ko: string }[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('en' in value && 'ko' in value) found.push(value as { en: string; ko: string });
    for (const inner of Object.values(value)) visit(inner);
  };
  visit(paper);
  return found;
}

function headingsOf({ blocks }: Paper): Extract<Block, { readonly type: 'heading' }>['text'][] {
  return blocks.flatMap((block) => (block.type === 'heading' ? [block.text] : []));
}
