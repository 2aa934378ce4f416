/**
 * An award in tables: the lines as signed, and the arithmetic step by step.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { Cell, Chart, Column, Table } from '../../../report/layout/blocks.ts';
import { credits } from '../../format.ts';
import { percent } from '../../reading/ratio.ts';
import { word } from '../../statements/vocabulary.ts';
import type { AwardModel } from './gather.ts';
import type { Exact } from './sheet.ts';

const TEXT = {
  lines: { en: 'What each institution gets', ko: '기관별 배분' },
  institution: { en: 'Institution', ko: '기관' },
  rounds: { en: 'Rounds', ko: '라운드' },
  samples: { en: 'Sample weight', ko: '표본 가중치' },
  worth: { en: 'Worth (millionths of the metric)', ko: '기여도(지표의 100만분의 1)' },
  quality: { en: 'Quality', ko: '품질' },
  reputation: { en: 'Reputation', ko: '평판' },
  amount: { en: 'Credits', ko: '크레딧' },
  share: { en: 'Share', ko: '비율' },
  sum: { en: 'Sum of the lines', ko: '합계' },
  reserve: { en: 'Reserve', ko: '유보' },
  budget: { en: 'Budget', ko: '예산' },
  noLines: { en: '0 institutions contributed in this window.', ko: '이 구간에 기여한 기관 0곳.' },
  inputs: { en: 'Step 1: the rounds of the window', ko: '1단계: 이 구간의 라운드' },
  round: { en: 'Round', ko: '라운드' },
  counted: { en: 'Contributions that count', ko: '반영된 기여' },
  excluded: { en: 'Excluded', ko: '제외된 기여' },
  reports: { en: 'Reports that count', ko: '반영된 평가 보고' },
  withheld: { en: 'Committed, never revealed', ko: '확약 후 미공개' },
  parts: { en: 'Step 2: each part of the budget, in proportion', ko: '2단계: 예산의 각 부분을 비례 배분' },
  together: { en: 'Together', ko: '합' },
  rounding: { en: 'Step 3: cap and rounding', ko: '3단계: 상한과 반올림' },
  group: { en: 'Group', ko: '그룹' },
  exact: { en: 'Exact share', ko: '정확한 몫' },
  capped: { en: 'Cap', ko: '상한' },
  isCapped: { en: 'held at the cap', ko: '상한 적용' },
  down: { en: 'Rounded down', ko: '내림' },
  extra: { en: 'Largest remainder', ko: '최대 나머지' },
  plusOne: { en: '+ one millionth', ko: '+ 100만분의 1' },
  terms: { en: 'The whole numbers behind step 2', ko: '2단계에 쓰인 정수' },
  disputes: { en: 'Disputes', ko: '이의 제기' },
  dispute: { en: 'Dispute', ko: '이의 제기' },
  disputant: { en: 'By', ko: '제기 기관' },
  respondent: { en: 'Against', ko: '상대 기관' },
  remedy: { en: 'Asks for', ko: '요구' },
  status: { en: 'Status', ko: '상태' },
  record: { en: 'Record', ko: '기록' },
  noDisputes: { en: '0 disputes were recorded.', ko: '이의 제기 0건.' },
} as const satisfies Record<string, Sentence>;

const institutionCell = (institution: string): Cell => ({ page: `/institutions/${institution}`, text: institution });

/** Millionths of a credit with three more digits, for what is not yet whole. */
function exactCredits({ whole, nano }: Exact): string {
  const digits = whole.padStart(7, '0');
  const grouped = credits(`${digits.slice(0, -6)}000000`);
  return `${grouped}.${digits.slice(-6)}${String(nano).padStart(3, '0')}`;
}

/** `amount` of `budget`, percent with two decimals. */
function percentOf(amount: string, budget: string): string {
  if (budget === '0') return '–';
  return `${(Number((BigInt(amount) * 10_000n) / BigInt(budget)) / 100).toFixed(2)}%`;
}

export function linesTable({ recorded, state, policy, sheet }: AwardModel): Table {
  const lines = recorded?.body.lines ?? [];
  const total = sheet.lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const row = (name: Sentence, amount: string): Cell[] => [
    name,
    '',
    '',
    '',
    '',
    '',
    percentOf(amount, policy.budget),
    { credits: amount },
  ];
  const reserve = recorded?.body.reserve ?? String(BigInt(policy.budget) - total);
  const paid = recorded === undefined ? String(total) : String(lines.reduce((sum, l) => sum + BigInt(l.amount), 0n));
  return {
    id: `award-${state.model}-${state.window}`,
    caption: TEXT.lines,
    columns: [
      { id: 'institution', title: TEXT.institution },
      { id: 'rounds', title: TEXT.rounds, align: 'end' },
      { id: 'samples', title: TEXT.samples, align: 'end' },
      { id: 'utility-numerator', title: TEXT.worth, align: 'end' },
      { id: 'quality', title: TEXT.quality, align: 'end' },
      { id: 'reputation', title: TEXT.reputation, align: 'end' },
      { id: 'share', title: TEXT.share, align: 'end' },
      { id: 'micro-credits', title: TEXT.amount, align: 'end' },
    ],
    rows: [
      ...lines.map((line): Cell[] => [
        institutionCell(line.beneficiary),
        { number: line.rounds },
        { number: Number(line.samples) },
        worthOf(line.utility, policy.components.find(({ method }) => method.startsWith('shapley'))?.method),
        percent(line.quality),
        percent(line.reputation),
        percentOf(line.amount, policy.budget),
        { credits: line.amount },
      ]),
      row(TEXT.sum, paid),
      row(TEXT.reserve, reserve),
      row(TEXT.budget, String(BigInt(paid) + BigInt(reserve))),
    ],
    empty: TEXT.noLines,
  };
}

/** 12!, the common denominator of exact Shapley values. */
const EXACT = 479_001_600n;

/** In millionths of the metric where the denominator is known here. */
function worthOf(utility: string, method: string | undefined): Cell {
  if (method !== 'shapley-exact') return utility;
  return { number: Number((BigInt(utility) * 1000n) / EXACT) / 1000 };
}

export function inputsTable({ sheet }: AwardModel): Table {
  return {
    id: 'rounds',
    caption: TEXT.inputs,
    columns: [
      { id: 'round', title: TEXT.round },
      { id: 'counted', title: TEXT.counted, align: 'end' },
      { id: 'excluded', title: TEXT.excluded, align: 'end' },
      { id: 'reports', title: TEXT.reports, align: 'end' },
      { id: 'withheld', title: TEXT.withheld },
    ],
    rows: sheet.rounds.map(({ round, counted, excluded, reports, withheld }) => [
      { page: `/rounds/${round}`, text: round },
      { number: counted },
      { number: excluded },
      { number: reports },
      withheld.length === 0 ? '–' : withheld.join(', '),
    ]),
    empty: TEXT.noLines,
  };
}

export function partsTable({ sheet }: AwardModel): Table {
  const columns = sheet.components.map(
    ({ method, basisPoints }): Column => ({
      id: method,
      title: {
        en: `${percent(basisPoints)} ${word(method).en}`,
        ko: `${percent(basisPoints)} ${word(method).ko}`,
      },
      align: 'end',
    }),
  );
  return {
    id: 'parts',
    caption: TEXT.parts,
    columns: [
      { id: 'institution', title: TEXT.institution },
      ...columns,
      { id: 'exact', title: TEXT.together, align: 'end' },
    ],
    rows: sheet.lines.map(({ institution, parts, share }) => [
      institutionCell(institution),
      ...sheet.components.map((_, p) => exactCredits(parts[p] ?? NONE)),
      exactCredits(share),
    ]),
    empty: TEXT.noLines,
  };
}

const NONE: Exact = { whole: '0', nano: 0 };

export function roundingTable({ sheet }: AwardModel): Table {
  return {
    id: 'rounding',
    caption: TEXT.rounding,
    columns: [
      { id: 'group', title: TEXT.group },
      { id: 'exact', title: TEXT.exact, align: 'end' },
      { id: 'capped', title: TEXT.capped },
      { id: 'rounded-down', title: TEXT.down, align: 'end' },
      { id: 'remainder', title: TEXT.extra },
      { id: 'micro-credits', title: TEXT.amount, align: 'end' },
    ],
    rows: [...sheet.groups]
      .sort((a, b) => (a.group < b.group ? -1 : 1))
      .map(({ group, institutions, isCapped, share, amount }) => [
        institutions.length === 1 && institutions[0] === group
          ? institutionCell(group)
          : `${group} (${institutions.join(', ')})`,
        exactCredits(share),
        isCapped ? TEXT.isCapped : '–',
        { credits: share.whole },
        amount === share.whole ? '–' : TEXT.plusOne,
        { credits: amount },
      ]),
    empty: TEXT.noLines,
  };
}

export function termsTable({ sheet }: AwardModel): Table {
  return {
    id: 'terms',
    caption: TEXT.terms,
    columns: [
      { id: 'institution', title: TEXT.institution },
      ...sheet.components.map(({ method }): Column => ({ id: method, title: word(method), align: 'end' })),
    ],
    rows: [
      ...sheet.lines.map(({ institution, terms }): Cell[] => [institutionCell(institution), ...terms]),
      [TEXT.sum, ...sheet.components.map(({ sum }) => sum)],
    ],
    empty: TEXT.noLines,
  };
}

export function disputesTable({ disputes }: AwardModel): Table {
  return {
    id: 'disputes',
    caption: TEXT.disputes,
    columns: [
      { id: 'dispute', title: TEXT.dispute },
      { id: 'disputant', title: TEXT.disputant },
      { id: 'respondent', title: TEXT.respondent },
      { id: 'remedy', title: TEXT.remedy },
      { id: 'status', title: TEXT.status },
      { id: 'record', title: TEXT.record, align: 'end' },
    ],
    rows: disputes.map(({ id, index, state }) => [
      { page: `/disputes/${id}`, text: id.slice(0, 8) },
      institutionCell(state.disputant),
      institutionCell(state.respondent),
      word(state.remedy),
      word(state.status),
      { record: index },
    ]),
    empty: TEXT.noDisputes,
  };
}

export function awardTables(model: AwardModel): Table[] {
  return [linesTable, inputsTable, partsTable, roundingTable, termsTable, disputesTable].map((table) => table(model));
}

export function amountsChart({ recorded }: AwardModel): Chart {
  const lines = recorded?.body.lines ?? [];
  return {
    id: 'amounts',
    caption: TEXT.lines,
    kind: 'bars',
    unit: TEXT.amount,
    labels: lines.map(({ beneficiary }) => beneficiary),
    series: [{ name: TEXT.amount, values: lines.map(({ amount }) => Number(amount) / 1_000_000) }],
  };
}
