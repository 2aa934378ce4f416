/**
 * The system, and what is in the period: institutions, what they recorded, how timely.
 * @module
 */
import type { PeriodReport } from '../../../core/generated/documents.ts';
import type { Block, Chart, Table } from '../../layout/blocks.ts';
import { count, heading, joined, kindName, paragraph, say, term } from './words.ts';

export function composeSystem({ system, institutions }: PeriodReport): Block[] {
  const hours = count(Math.round(system.endorseWithin / 3600));
  return [
    heading(2, 'The system and its roles', '시스템과 역할'),
    paragraph(
      'The ledger is an append-only log of signed statements. Each statement is signed by its institution, takes its place for ever, and is covered by a Merkle tree whose checkpoints the log signs and witnesses cosign. Nothing is changed or deleted: corrections, withdrawals and erasures are records of their own. Credit is recomputed from the log by the rules of its policy. The ledger holds digests and commitments, neither models nor personal data.',
      '원장은 서명된 진술을 덧붙이기만 하는 로그입니다. 기관이 서명한 진술은 순서를 바꿀 수 없는 자리를 얻고, 머클 트리가 이를 포함하며, 그 체크포인트에 로그가 서명하고 증인이 공동 서명합니다. 고치거나 지우는 일은 없으며 정정, 철회, 파기도 별도의 기록으로 남습니다. 크레딧은 정책의 규칙에 따라 로그에서 다시 계산됩니다. 원장에는 다이제스트와 확약만 있고 모델이나 개인정보는 없습니다.',
    ),
    {
      type: 'facts',
      rows: [
        [say('Operator institution', '운영 기관'), system.operator],
        [say('Rules in force', '적용 규칙'), say(`version ${system.rules}`, `버전 ${system.rules}`)],
        [say('Charter', '헌장'), { digest: system.charter }],
        [
          say('Approvals needed', '필요한 승인 수'),
          system.quorums.map(({ of, needed }) => `${of} ${needed}`).join(', '),
        ],
        [say('Approvals within', '승인 기한'), say(`${hours} hours`, `${hours}시간`)],
        [say('Reading', '열람'), term(system.reading)],
        [
          say('Roles that one institution may combine', '한 기관이 겸할 수 있는 역할'),
          system.mayCombine.length === 0 ? say('none', '없음') : joined(system.mayCombine.map(term), '; '),
        ],
      ],
    },
    {
      type: 'table',
      table: {
        id: 'roles',
        caption: say('Institutions and their roles at the checkpoint', '체크포인트 시점의 기관과 역할'),
        columns: [
          { id: 'institution', title: say('Institution', '기관') },
          { id: 'class', title: say('Class', '구분') },
          { id: 'status', title: say('Status', '상태') },
          { id: 'roles', title: say('Roles', '역할'), width: 2 },
        ],
        rows: institutions.map(({ institution, class: kind, status, roles }) => [
          institution,
          term(kind),
          term(status),
          roles.length === 0 ? say('none', '없음') : joined(roles.map(term)),
        ]),
        empty: say('No institution is enrolled.', '등록된 기관이 없습니다.'),
      },
    },
  ];
}

export function composeResults(period: PeriodReport): Block[] {
  const { totals, lateness } = period;
  return [
    heading(2, 'Results', '결과'),
    {
      type: 'facts',
      rows: [
        [say('Records', '기록'), { number: totals.records }],
        [say('Institutions that recorded', '기록한 기관'), { number: totals.institutions }],
        [say('Rounds opened', '개시된 라운드'), { number: totals.rounds }],
        [
          say('Contributions', '기여'),
          say(
            `${count(totals.contributions)}: ${count(totals.accepted)} accepted, ${count(totals.rejected)} rejected, ${count(totals.withdrawn)} withdrawn, ${count(totals.excluded)} excluded from credit, ${count(totals.undecided)} undecided`,
            `${count(totals.contributions)}건: 수락 ${count(totals.accepted)}, 반려 ${count(totals.rejected)}, 철회 ${count(totals.withdrawn)}, 크레딧 제외 ${count(totals.excluded)}, 미결정 ${count(totals.undecided)}`,
          ),
        ],
        [say('Awards proposed', '제안된 배분안'), { number: totals.awards }],
        [say('Credit issued', '발행된 크레딧'), { credits: totals.issued }],
        [say('Credit claimed', '청구된 크레딧'), { credits: totals.claimed }],
        [say('Credit passed on', '이전된 크레딧'), { credits: totals.transferred }],
        [say('Statements refused', '거절된 진술'), { number: totals.refused }],
      ],
    },
    { type: 'table', table: institutionTable(period) },
    { type: 'chart', chart: institutionChart(period) },
    { type: 'table', table: kindTable(period) },
    { type: 'chart', chart: monthChart(period) },
    heading(3, 'Timeliness', '기록의 적시성'),
    paragraph(
      `From signing to recording, by the clocks of author and operator: at most ${count(lateness.greatest)} seconds. A record counts as late after ${count(lateness.threshold)} seconds. ${count(lateness.early)} records bear a time of signing after that of recording.`,
      `서명에서 기록까지 걸린 시간(작성 기관과 운영 기관의 시계 기준)은 최대 ${count(lateness.greatest)}초입니다. ${count(lateness.threshold)}초가 넘으면 지연으로 봅니다. 서명 시각이 기록 시각보다 늦은 기록은 ${count(lateness.early)}건입니다.`,
    ),
    { type: 'chart', chart: latenessChart(period) },
  ];
}

function institutionTable({ institutions }: PeriodReport): Table {
  return {
    id: 'institutions',
    caption: say('Records and contributions by institution', '기관별 기록과 기여'),
    columns: [
      { id: 'institution', title: say('Institution', '기관'), width: 2 },
      { id: 'records', title: say('Records', '기록'), align: 'end' },
      { id: 'contributions', title: say('Contributed', '기여'), align: 'end' },
      { id: 'accepted', title: say('Accepted', '수락'), align: 'end' },
      { id: 'rejected', title: say('Rejected', '반려'), align: 'end' },
      { id: 'withdrawn', title: say('Withdrawn', '철회'), align: 'end' },
      { id: 'excluded', title: say('Excluded', '제외'), align: 'end' },
      { id: 'undecided', title: say('Undecided', '미결정'), align: 'end' },
      { id: 'credit', title: say('Credit', '크레딧'), align: 'end', width: 1.5 },
      { id: 'refused', title: say('Refused', '거절'), align: 'end' },
      { id: 'exceptions', title: say('Exceptions', '예외'), align: 'end' },
    ],
    rows: institutions.map((row) => [
      row.institution,
      { number: row.records },
      { number: row.contributions },
      { number: row.accepted },
      { number: row.rejected },
      { number: row.withdrawn },
      { number: row.excluded },
      { number: row.undecided },
      { credits: row.issued },
      { number: row.refused },
      { number: row.exceptions },
    ]),
    empty: say('No institution is enrolled.', '등록된 기관이 없습니다.'),
  };
}

function kindTable({ kinds }: PeriodReport): Table {
  return {
    id: 'kinds',
    caption: say('Records by kind', '종류별 기록'),
    columns: [
      { id: 'kind', title: say('Kind', '종류') },
      { id: 'name', title: say('Name', '이름'), width: 2 },
      { id: 'records', title: say('Records', '기록'), align: 'end' },
    ],
    rows: kinds.map(({ kind, records }) => [kind, kindName(kind), { number: records }]),
    empty: say('No record is in scope.', '대상 기록이 없습니다.'),
  };
}

const RECORDS = say('records', '건');

function institutionChart({ institutions }: PeriodReport): Chart {
  const active = institutions.filter(({ records }) => records > 0);
  return {
    id: 'records-by-institution',
    caption: say('Records by institution', '기관별 기록 수'),
    kind: 'bars',
    unit: RECORDS,
    series: [{ name: say('Records', '기록'), values: active.map(({ records }) => records) }],
    labels: active.map(({ institution }) => institution),
  };
}

function monthChart({ months }: PeriodReport): Chart {
  return {
    id: 'records-by-month',
    caption: say('Records by month (Korean time)', '월별 기록 수(한국 시각)'),
    kind: 'columns',
    unit: RECORDS,
    series: [{ name: say('Records', '기록'), values: months.map(({ records }) => records) }],
    labels: months.map(({ month }) => month),
  };
}

function latenessChart({ lateness }: PeriodReport): Chart {
  return {
    id: 'lateness',
    caption: say('Time from signing to recording', '서명에서 기록까지 걸린 시간'),
    kind: 'columns',
    unit: RECORDS,
    series: [{ name: say('Records', '기록'), values: lateness.buckets.map(({ records }) => records) }],
    labels: lateness.buckets.map(({ upTo }) => (upTo === undefined ? say('longer', '그 이상') : duration(upTo))),
  };
}

function duration(seconds: number): { en: string; ko: string } {
  if (seconds < 3600) return say(`≤ ${seconds / 60} min`, `${seconds / 60}분 이내`);
  if (seconds < 86_400) return say(`≤ ${seconds / 3600} h`, `${seconds / 3600}시간 이내`);
  return say(`≤ ${seconds / 86_400} d`, `${seconds / 86_400}일 이내`);
}
