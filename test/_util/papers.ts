/**
 * Papers made up for tests of renderers.
 * @module
 */
import type { Block, Paper, Table } from '../../src/report/layout/blocks.ts';

export const DIGEST = '4f5f1c6f0f6b9b1f8d8f3a1d9e64a1b7b9a7c2e4d3f5061728394a5b6c7d8e9f';

/** A paper with every kind of block. */
export function samplePaper(blocks: readonly Block[] = SAMPLE_BLOCKS): Paper {
  return {
    title: { en: 'Period audit report', ko: '기간 감사 보고서' },
    header: {
      en: 'period-4f5f1c6f0f6b9b1f · for inspection; not for publication',
      ko: 'period-4f5f1c6f0f6b9b1f · 점검용(외부 공개 금지)',
    },
    footer: {
      en: 'SHA-256 4f5f1c6f… · checkpoint of 1204 records',
      ko: 'SHA-256 4f5f1c6f… · 기록 1204건의 체크포인트',
    },
    instant: '2026-11-20T04:02:09.000Z',
    digest: DIGEST,
    blocks,
  };
}

/** A table of many records. */
export function entriesTable(count: number): Table {
  return {
    id: 'entries',
    caption: { en: 'All records', ko: '전체 기록' },
    columns: [
      { id: 'index', title: { en: 'Record', ko: '기록' }, align: 'end', width: 0.6 },
      { id: 'author', title: { en: 'Institution', ko: '기관' } },
      { id: 'kind', title: { en: 'Kind', ko: '종류' } },
      { id: 'at', title: { en: 'Recorded', ko: '기록 시각' }, width: 1.4 },
      { id: 'id', title: { en: 'Digest', ko: '다이제스트' }, width: 2.4 },
    ],
    rows: Array.from({ length: count }, (_, i) => [
      { record: i },
      ['hanbit-pharm', 'seoul-hospital', 'kist-institute'][i % 3] ?? '',
      'contribution',
      { instant: new Date(Date.UTC(2026, 0, 1) + i * 61_000).toISOString() },
      { digest: (i * 2654435761).toString(16).padStart(16, '0').repeat(4) },
    ]),
    empty: { en: 'No record in this period.', ko: '이 기간에는 기록이 없습니다.' },
  };
}

const SAMPLE_BLOCKS: readonly Block[] = [
  {
    type: 'facts',
    rows: [
      [{ en: 'Ledger', ko: '원장' }, 'ledger.example/k-melloddy'],
      [{ en: 'Responsible person', ko: '책임자' }, '김金철수 (金哲秀), 뷁쀍똠'],
      [{ en: 'Instant', ko: '기준 시각' }, { instant: '2026-11-20T04:02:09.000Z' }],
      [{ en: 'SHA-256', ko: 'SHA-256' }, { digest: DIGEST }],
      [{ en: 'Credits', ko: '크레딧' }, { credits: '1234500000' }],
    ],
  },
  {
    type: 'qr',
    content: `urn:ledgerline:v1:report:${DIGEST}`,
    caption: { en: 'Digest of this report', ko: '이 보고서의 다이제스트' },
  },
  { type: 'heading', level: 1, text: { en: 'Conclusion', ko: '결론' } },
  {
    type: 'verdict',
    verdict: 'VERIFIED',
    text: {
      en: 'All 1,204 records were replayed, and every signature holds.',
      ko: '기록 1,204건을 모두 재생했으며 모든 서명이 유효합니다.',
    },
  },
  {
    type: 'verdict',
    verdict: 'FAILED',
    text: { en: 'Record 17 is not the one that the tree holds.', ko: '17번 기록이 트리에 들어 있는 것과 다릅니다.' },
  },
  { type: 'verdict', verdict: 'CANNOT TELL', text: { en: 'A key is missing.', ko: '키가 없어 판단할 수 없습니다.' } },
  { type: 'heading', level: 1, text: { en: 'Scope and method', ko: '범위와 방법' } },
  {
    type: 'paragraph',
    text: {
      en: 'The ledger was replayed from its first record. Every statement was parsed, hashed, its signature verified and judged by the rules that stood at its index; nothing here rests on what a server says.',
      ko: '원장을 첫 기록부터 재생했습니다. 모든 진술을 해석하고 해시하고 서명을 확인한 뒤 그 인덱스에서 유효하던 규칙으로 판단했으며, 서버가 하는 말에 의존한 내용은 없습니다. 증인이 공동 서명한 체크포인트가 기준 시각을 정합니다.',
    },
  },
  {
    type: 'list',
    ordered: true,
    items: [
      { en: 'Open the verifier.', ko: '검증기를 엽니다.' },
      { en: 'Drop this file.', ko: '이 파일을 끌어다 놓습니다.' },
    ],
  },
  {
    type: 'list',
    ordered: false,
    items: [
      { en: 'One.', ko: '하나.' },
      { en: 'Two.', ko: '둘.' },
    ],
  },
  { type: 'code', lines: ['npx ledgerline verify report.pdf \\', '  --trust trust.policy', DIGEST.repeat(2)] },
  { type: 'heading', level: 2, text: { en: 'Records per month', ko: '월별 기록' } },
  {
    type: 'chart',
    chart: {
      id: 'months',
      caption: { en: 'Records per month', ko: '월별 기록 수' },
      kind: 'columns',
      unit: { en: 'records', ko: '건' },
      series: [{ name: { en: 'records', ko: '기록' }, values: [120, 340, 90, 410] }],
      labels: ['2026-01', '2026-02', '2026-03', '2026-04'],
    },
  },
  { type: 'heading', level: 2, text: { en: 'Exceptions', ko: '예외' } },
  {
    type: 'table',
    table: {
      ...entriesTable(0),
      id: 'exceptions',
      caption: { en: 'Exceptions', ko: '예외 사항' },
      empty: { en: '0 exceptions (12 checks).', ko: '예외 0건 (검사 항목 12개).' },
    },
  },
  { type: 'page-break' },
  { type: 'heading', level: 1, text: { en: 'Appendix', ko: '부록' } },
  { type: 'heading', level: 2, text: { en: 'All records', ko: '전체 기록' } },
  { type: 'table', table: entriesTable(60) },
];
