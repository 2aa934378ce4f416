/**
 * What the contributions of a round were worth: the reports of the evaluators, in tables and as a chart.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { factorial } from '../../../core/credit/shapley-exact.ts';
import type { Cell, Chart, Table } from '../../../report/layout/blocks.ts';
import { decimal, ratio } from '../../reading/ratio.ts';
import type { Report, RoundModel } from './gather.ts';
import { byInstitution, institutionCell, recordCell } from './rows.ts';

const TEXT = {
  institution: { en: 'Institution', ko: '기관' },
  reports: { en: 'Reports of the evaluators', ko: '평가 기관의 보고' },
  evaluator: { en: 'Evaluator', ko: '평가 기관' },
  status: { en: 'Status', ko: '상태' },
  before: { en: 'Without any update', ko: '업데이트 없이' },
  after: { en: 'With all updates', ko: '모든 업데이트 포함' },
  record: { en: 'Record', ko: '기록' },
  noReport: { en: 'No evaluator has reported.', ko: '평가 보고가 없습니다.' },
  utilities: { en: 'What each contribution was worth', ko: '기여별 기여도' },
  shapley: { en: 'Shapley value', ko: '샤플리 값' },
  leaveOneOut: { en: 'Leave-one-out', ko: '하나 빼기' },
  quality: { en: 'Quality (basis points)', ko: '품질(0.01 %)' },
  utilityUnit: { en: 'millionths of the metric', ko: '지표의 100만분의 1' },
} as const satisfies Record<string, Sentence>;

export function reportsTable({ reports }: RoundModel): Table {
  return {
    id: 'reports',
    caption: TEXT.reports,
    columns: [
      { id: 'evaluator', title: TEXT.evaluator },
      { id: 'status', title: TEXT.status },
      { id: 'before', title: TEXT.before, align: 'end' },
      { id: 'after', title: TEXT.after, align: 'end' },
      { id: 'record', title: TEXT.record, align: 'end' },
    ],
    rows: reports.map(({ evaluator, state, records }) => [
      institutionCell(evaluator),
      state.excluded === undefined ? REPORT_STATUS[state.status] : REPORT_STATUS.excluded,
      decimal(state.empty),
      decimal(state.grand),
      recordCell(records[0]),
    ]),
    empty: TEXT.noReport,
  };
}

const REPORT_STATUS = {
  partial: { en: 'parts are missing', ko: '일부가 아직 없음' },
  unendorsed: { en: 'waits for an auditor', ko: '감사 기관의 확인을 기다림' },
  usable: { en: 'counts', ko: '반영됨' },
  excluded: { en: 'excluded by a resolution', ko: '분쟁 결정으로 제외됨' },
} as const satisfies Record<string, Sentence>;

/** One row an evaluator and player. */
export function utilitiesTable(model: RoundModel): Table {
  const { reports } = model;
  const players = byInstitution(model);
  return {
    id: 'utilities',
    caption: TEXT.utilities,
    columns: [
      { id: 'institution', title: TEXT.institution },
      { id: 'evaluator', title: TEXT.evaluator },
      { id: 'shapley-ppm', title: TEXT.shapley, align: 'end' },
      { id: 'leave-one-out-ppm', title: TEXT.leaveOneOut, align: 'end' },
      { id: 'quality', title: TEXT.quality, align: 'end' },
    ],
    rows: players.flatMap(({ institution, i }) =>
      reports.map((report): Cell[] => [
        institutionCell(institution),
        institutionCell(report.evaluator),
        numberCell(shapleyOf(report, players.length, i)),
        numberCell(leaveOneOutOf(report, i)),
        numberCell(report.state.quality?.[i]),
      ]),
    ),
    empty: TEXT.noReport,
  };
}

const numberCell = (value: number | undefined): Cell => (value === undefined ? '–' : { number: value });

/** Shapley value of player `i` in millionths of the metric: over n!, or over the permutations so far. */
function shapleyOf({ state }: Report, players: number, i: number): number | undefined {
  const numerator = state.shapley?.[i];
  if (numerator === undefined) return undefined;
  const over = state.permutations === undefined ? factorial(players) : BigInt(state.permutations);
  return ratio(BigInt(numerator), over);
}

function leaveOneOutOf({ state }: Report, i: number): number | undefined {
  const value = state.leaveOneOut?.[i];
  return value === undefined ? undefined : Number(value);
}

/** The Shapley values where there are any, else what leaving one out showed. */
export function utilitiesChart(model: RoundModel): Chart {
  const { reports } = model;
  const players = byInstitution(model);
  const isShapley = reports.some(({ state }) => state.shapley !== undefined);
  const values = (report: Report): number[] =>
    players.map(({ i }) => (isShapley ? shapleyOf(report, players.length, i) : leaveOneOutOf(report, i)) ?? Number.NaN);
  return {
    id: 'utilities',
    caption: TEXT.utilities,
    kind: 'bars',
    unit: isShapley
      ? { en: `${TEXT.shapley.en}, ${TEXT.utilityUnit.en}`, ko: `${TEXT.shapley.ko}, ${TEXT.utilityUnit.ko}` }
      : { en: `${TEXT.leaveOneOut.en}, ${TEXT.utilityUnit.en}`, ko: `${TEXT.leaveOneOut.ko}, ${TEXT.utilityUnit.ko}` },
    labels: players.map(({ institution }) => institution),
    series: reports.map((report) => ({ name: report.evaluator, values: values(report) })),
  };
}
