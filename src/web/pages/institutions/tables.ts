/**
 * An institution and its account in tables.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { KeyState } from '../../../core/rules/state.ts';
import type { Cell, Table } from '../../../report/layout/blocks.ts';
import { KIND_NAMES } from '../../kinds.ts';
import { word } from '../../statements/vocabulary.ts';
import type { InstitutionModel } from './gather.ts';

const TEXT = {
  keys: { en: 'Keys', ko: '키' },
  key: { en: 'Key', ko: '키' },
  state: { en: 'State', ko: '상태' },
  since: { en: 'Valid from record', ko: '유효 시작 기록' },
  until: { en: 'Ended by record', ko: '종료 기록' },
  compromised: { en: 'Compromised since record', ko: '유출 시작 기록' },
  noKeys: { en: '0 keys: nothing can be signed.', ko: '키 0개: 서명할 수 없습니다.' },
  inForce: { en: 'in force', ko: '유효' },
  retired: { en: 'replaced or revoked', ko: '교체 또는 폐기' },
  stolen: { en: 'compromised', ko: '유출' },
  roles: { en: 'Roles', ko: '역할' },
  role: { en: 'Role', ko: '역할' },
  untilTime: { en: 'Until', ko: '종료' },
  noRoles: { en: '0 roles were granted.', ko: '부여된 역할 0개.' },
  records: { en: 'Records of the account, newest first', ko: '계정의 기록(최신순)' },
  number: { en: 'No.', ko: '순번' },
  record: { en: 'Record', ko: '기록' },
  kind: { en: 'Kind', ko: '종류' },
  author: { en: 'Signed by', ko: '서명 기관' },
  recorded: { en: 'Recorded', ko: '기록 시각' },
  damaged: { en: 'cannot be read', ko: '읽을 수 없음' },
  noRecords: { en: '0 records are published.', ko: '발행된 기록 0건.' },
  credits: { en: 'Credits', ko: '크레딧' },
  credit: { en: 'Credit', ko: '크레딧' },
  amount: { en: 'Amount', ko: '금액' },
  spent: { en: 'Claimed or transferred', ko: '청구·이전' },
  left: { en: 'Available', ko: '사용 가능' },
  noCredits: {
    en: '0 credits. They follow from final awards, and from transfers of others.',
    ko: '크레딧 0건. 확정된 배분안이나 다른 기관의 이전으로 생깁니다.',
  },
  claims: { en: 'Claims', ko: '청구' },
  claim: { en: 'Claim', ko: '청구' },
  settled: { en: 'settled', ko: '정산됨' },
  waiting: { en: 'waits for settlement', ko: '정산 대기' },
  settleBy: { en: 'Settle by', ko: '정산 기한' },
  noClaims: { en: '0 claims.', ko: '청구 0건.' },
  transfers: { en: 'Transfers', ko: '이전' },
  to: { en: 'To', ko: '받는 기관' },
  noTransfers: { en: '0 transfers.', ko: '이전 0건.' },
  disputes: { en: 'Disputes', ko: '이의 제기' },
  dispute: { en: 'Dispute', ko: '이의 제기' },
  award: { en: 'Award', ko: '배분안' },
  disputant: { en: 'By', ko: '제기 기관' },
  respondent: { en: 'Against', ko: '상대 기관' },
  noDisputes: { en: '0 disputes.', ko: '이의 제기 0건.' },
} as const satisfies Record<string, Sentence>;

const institutionCell = (id: string): Cell => ({ page: `/institutions/${id}`, text: id });
const short = (digest: string): string => `${digest.slice(0, 8)}…`;
const recordCell = (index: number | undefined): Cell => (index === undefined ? '–' : { record: index });

function stateOfKey({ until, compromisedSince }: KeyState): Sentence {
  if (compromisedSince !== undefined) return TEXT.stolen;
  return until === undefined ? TEXT.inForce : TEXT.retired;
}

function keysTable({ state }: InstitutionModel): Table {
  const keys = Object.entries(state.keys).sort(([, a], [, b]) => a.since - b.since);
  return {
    id: 'keys',
    caption: TEXT.keys,
    columns: [
      { id: 'key', title: TEXT.key },
      { id: 'state', title: TEXT.state },
      { id: 'since', title: TEXT.since, align: 'end' },
      { id: 'until', title: TEXT.until, align: 'end' },
      { id: 'compromised-since', title: TEXT.compromised, align: 'end' },
    ],
    rows: keys.map(([keyId, key]) => [
      { digest: keyId },
      stateOfKey(key),
      recordCell(key.since),
      recordCell(key.until),
      recordCell(key.compromisedSince),
    ]),
    empty: TEXT.noKeys,
  };
}

function rolesTable({ state }: InstitutionModel): Table {
  return {
    id: 'roles',
    caption: TEXT.roles,
    columns: [
      { id: 'role', title: TEXT.role },
      { id: 'since', title: TEXT.since, align: 'end' },
      { id: 'until', title: TEXT.untilTime },
    ],
    rows: Object.entries(state.roles).map(([role, { since, until }]) => [
      word(role),
      recordCell(since),
      until === undefined ? '–' : { instant: until },
    ]),
    empty: TEXT.noRoles,
  };
}

function recordsTable({ account }: InstitutionModel): Table {
  return {
    id: 'records',
    caption: TEXT.records,
    columns: [
      { id: 'sequence', title: TEXT.number, align: 'end' },
      { id: 'record', title: TEXT.record, align: 'end' },
      { id: 'kind', title: TEXT.kind },
      { id: 'author', title: TEXT.author },
      { id: 'recorded-at', title: TEXT.recorded },
    ],
    rows: account.records.map(({ sequence, index, kind, author, recordedAt }) => [
      { number: sequence + 1 },
      { record: index },
      kind === undefined ? TEXT.damaged : kindName(kind),
      author === undefined ? '–' : author === 'system' ? author : institutionCell(author),
      recordedAt === undefined ? '–' : { instant: recordedAt },
    ]),
    empty: TEXT.noRecords,
  };
}

function kindName(kind: string): Sentence | string {
  return Object.entries(KIND_NAMES).find(([name]) => name === kind)?.[1] ?? kind;
}

function creditsTable({ account }: InstitutionModel): Table {
  return {
    id: 'credits',
    caption: TEXT.credits,
    columns: [
      { id: 'credit', title: TEXT.credit },
      { id: 'micro-credits', title: TEXT.amount, align: 'end' },
      { id: 'spent', title: TEXT.spent, align: 'end' },
      { id: 'left', title: TEXT.left, align: 'end' },
      { id: 'record', title: TEXT.record, align: 'end' },
    ],
    rows: account.credits.map(({ id, index, state }) => [
      { page: `/credits/${id}`, text: short(id) },
      { credits: state.amount },
      { credits: state.spent },
      { credits: String(BigInt(state.amount) - BigInt(state.spent)) },
      { record: index },
    ]),
    empty: TEXT.noCredits,
  };
}

function claimsTable({ account }: InstitutionModel): Table {
  return {
    id: 'claims',
    caption: TEXT.claims,
    columns: [
      { id: 'claim', title: TEXT.claim },
      { id: 'credit', title: TEXT.credit },
      { id: 'micro-credits', title: TEXT.amount, align: 'end' },
      { id: 'state', title: TEXT.state },
      { id: 'settle-by', title: TEXT.settleBy },
      { id: 'record', title: TEXT.record, align: 'end' },
    ],
    rows: account.claims.map(({ id, index, state }) => [
      { page: `/claims/${id}`, text: short(id) },
      { page: `/credits/${state.credit}`, text: short(state.credit) },
      { credits: state.amount },
      state.settlement === undefined ? TEXT.waiting : TEXT.settled,
      { instant: state.settleBy },
      { record: index },
    ]),
    empty: TEXT.noClaims,
  };
}

function transfersTable({ account }: InstitutionModel): Table {
  return {
    id: 'transfers',
    caption: TEXT.transfers,
    columns: [
      { id: 'credit', title: TEXT.credit },
      { id: 'beneficiary', title: TEXT.to },
      { id: 'micro-credits', title: TEXT.amount, align: 'end' },
      { id: 'record', title: TEXT.record, align: 'end' },
    ],
    rows: account.transfers.map(({ index, credit, beneficiary, amount }) => [
      { page: `/credits/${credit}`, text: short(credit) },
      institutionCell(beneficiary),
      { credits: amount },
      { record: index },
    ]),
    empty: TEXT.noTransfers,
  };
}

function disputesTable({ account }: InstitutionModel): Table {
  return {
    id: 'disputes',
    caption: TEXT.disputes,
    columns: [
      { id: 'dispute', title: TEXT.dispute },
      { id: 'award', title: TEXT.award },
      { id: 'disputant', title: TEXT.disputant },
      { id: 'respondent', title: TEXT.respondent },
      { id: 'state', title: TEXT.state },
      { id: 'record', title: TEXT.record, align: 'end' },
    ],
    rows: account.disputes.map(({ id, index, state }) => [
      { page: `/disputes/${id}`, text: short(id) },
      { page: `/awards/${state.award}`, text: short(state.award) },
      institutionCell(state.disputant),
      institutionCell(state.respondent),
      word(state.status),
      { record: index },
    ]),
    empty: TEXT.noDisputes,
  };
}

export function institutionTables(model: InstitutionModel) {
  return {
    keys: keysTable(model),
    roles: rolesTable(model),
    records: recordsTable(model),
    credits: creditsTable(model),
    claims: claimsTable(model),
    transfers: transfersTable(model),
    disputes: disputesTable(model),
  } as const;
}
