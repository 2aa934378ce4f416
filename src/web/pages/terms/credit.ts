/**
 * `/credits/:id`: a claimable unit: where it comes from, what was claimed and passed on of it, what is left. `/claims/:id`: a claim.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { CreditState } from '../../../core/rules/state-credit.ts';
import type { Cell, Table } from '../../../report/layout/blocks.ts';
import { isOfKind } from '../../../verify/account/lookup.ts';
import type { PlacedRecord } from '../../../verify/evidence.ts';
import { credits } from '../../format.ts';
import { placesOf, recordAt } from '../../reading/placed.ts';
import type { ExplorerSource } from '../../source.ts';
import { word } from '../../statements/vocabulary.ts';
import { newestRecords } from '../institutions/account.ts';
import { factsPage, findOne } from './facts-page.ts';

const TEXT = {
  credit: { en: 'Credit', ko: '크레딧' },
  claim: { en: 'Claim', ko: '청구' },
  transfer: { en: 'Transfer', ko: '이전' },
  beneficiary: { en: 'Belongs to', ko: '보유 기관' },
  amount: { en: 'Amount', ko: '금액' },
  spent: { en: 'Claimed or transferred', ko: '청구·이전' },
  left: { en: 'Available', ko: '사용 가능' },
  award: { en: 'From award', ko: '근거 배분안' },
  from: { en: 'Passed on by', ko: '이전한 기관' },
  policy: { en: 'Policy', ko: '정책' },
  uses: { en: 'What was done with it', ko: '사용 내역' },
  kind: { en: 'Kind', ko: '종류' },
  to: { en: 'To', ko: '받는 기관' },
  record: { en: 'Record', ko: '기록' },
  recorded: { en: 'Recorded', ko: '기록 시각' },
  unused: {
    en: '0 claims and transfers among the newest records of the account.',
    ko: '계정의 최신 기록 중 청구·이전 0건.',
  },
  claimNow: { en: 'Claim this credit', ko: '이 크레딧 청구하기' },
  institution: { en: 'Institution', ko: '기관' },
  settleBy: { en: 'Settle by', ko: '정산 기한' },
  settled: { en: 'Settled', ko: '정산' },
  form: { en: 'Given as', ko: '지급 형태' },
  waiting: {
    en: 'not yet; past the deadline any steward may settle',
    ko: '아직 아님. 기한이 지나면 어느 관리 기관이든 정산할 수 있습니다',
  },
} as const satisfies Record<string, Sentence>;

const institutionCell = (id: string): Cell => ({ page: `/institutions/${id}`, text: id });
const left = ({ amount, spent }: CreditState): string => String(BigInt(amount) - BigInt(spent));

export const creditPage = factsPage('/credits/:id', async (source, request) => {
  const { id, value, record } = await findOne(source, request, 'credit', STATE.credit);
  const { beneficiary, amount, spent } = value;
  const [origin, policy, own] = await Promise.all([
    originOf(source, value),
    source.state([STATE.policy(value.policy)]),
    newestRecords(source, beneficiary),
  ]);
  return {
    title: TEXT.credit,
    name: id.slice(0, 8),
    lead: {
      en: `${beneficiary} has ${credits(left(value))} of ${credits(amount)} credits left.`,
      ko: `${beneficiary}: ${credits(amount)} 크레딧 중 ${credits(left(value))} 크레딧이 남아 있습니다.`,
    },
    rows: [
      [TEXT.beneficiary, institutionCell(beneficiary)],
      [TEXT.amount, { credits: amount }],
      [TEXT.spent, { credits: spent }],
      [TEXT.left, { credits: left(value) }],
      ...origin,
      ...(policy[0] === undefined
        ? []
        : [[TEXT.policy, { page: `/policies/${policy[0].policy}`, text: policy[0].policy }] as const]),
      record,
    ],
    tables: [usesTable(own, id)],
    ...(left(value) === '0'
      ? {}
      : { action: { page: `/contribute?kind=claim&institution=${beneficiary}&credit=${id}`, text: TEXT.claimNow } }),
  };
});

/** The award behind it, or who passed it on. */
async function originOf(
  source: ExplorerSource,
  { source: digest }: CreditState,
): Promise<(readonly [Sentence, Cell])[]> {
  const index = (await placesOf(source, [digest])).get(digest);
  const record = index === undefined ? undefined : await recordAt(source, index);
  if (record === undefined) return [];
  if (isOfKind(record, 'award-final')) {
    const { award } = record.statement.body;
    return [[TEXT.award, { page: `/awards/${award}`, text: `${award.slice(0, 8)}…` }]];
  }
  return [[TEXT.from, institutionCell(record.statement.author)]];
}

interface Use {
  readonly index: number;
  readonly recordedAt: string;
  readonly kind: Sentence;
  readonly amount: string;
  readonly to: string;
}

function usesTable(own: readonly PlacedRecord[], credit: string): Table {
  const uses = own.flatMap((record): Use[] => {
    const { index, recordedAt, statement } = record;
    if (isOfKind(record, 'claim') && record.statement.body.credit === credit)
      return [{ index, recordedAt, kind: TEXT.claim, amount: record.statement.body.amount, to: statement.author }];
    if (isOfKind(record, 'transfer') && record.statement.body.credit === credit) {
      const { amount, beneficiary } = record.statement.body;
      return [{ index, recordedAt, kind: TEXT.transfer, amount, to: beneficiary }];
    }
    return [];
  });
  return {
    id: 'uses',
    caption: TEXT.uses,
    columns: [
      { id: 'kind', title: TEXT.kind },
      { id: 'to', title: TEXT.to },
      { id: 'micro-credits', title: TEXT.amount, align: 'end' },
      { id: 'recorded-at', title: TEXT.recorded },
      { id: 'record', title: TEXT.record, align: 'end' },
    ],
    rows: uses.map(({ index, recordedAt, kind, amount, to }) => [
      kind,
      institutionCell(to),
      { credits: amount },
      { instant: recordedAt },
      { record: index },
    ]),
    empty: TEXT.unused,
  };
}

export const claimPage = factsPage('/claims/:id', async (source, request) => {
  const { id, value, record } = await findOne(source, request, 'claim', STATE.claim);
  const { institution, amount, credit, settleBy, settlement } = value;
  const place = settlement === undefined ? undefined : (await placesOf(source, [settlement])).get(settlement);
  const settled = place === undefined ? undefined : await recordAt(source, place);
  const form = settled !== undefined && isOfKind(settled, 'settlement') ? settled.statement.body.form : undefined;
  return {
    title: TEXT.claim,
    name: id.slice(0, 8),
    lead: {
      en: `${institution} claims ${credits(amount)} credits. ${settlement === undefined ? 'The claim waits for settlement.' : 'The claim is settled.'}`,
      ko: `${institution} 기관이 ${credits(amount)} 크레딧을 청구했습니다. ${settlement === undefined ? '정산을 기다리고 있습니다.' : '정산되었습니다.'}`,
    },
    rows: [
      [TEXT.institution, institutionCell(institution)],
      [TEXT.amount, { credits: amount }],
      [TEXT.credit, { page: `/credits/${credit}`, text: `${credit.slice(0, 8)}…` }],
      [TEXT.settleBy, { instant: settleBy }],
      [TEXT.settled, place === undefined ? TEXT.waiting : { record: place }],
      ...(form === undefined ? [] : [[TEXT.form, word(form)] as const]),
      record,
    ],
  };
});
