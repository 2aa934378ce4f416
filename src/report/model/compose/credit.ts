/**
 * The credit statement of an institution.
 * @module
 */
import type { CreditContent, RecordReference, ReportDocument } from '../../../core/generated/documents.ts';
import type { Block, Cell, Column, Table } from '../../layout/blocks.ts';
import { verdictOf } from './conclusion.ts';
import { composeCheckpoint } from './method.ts';
import { heading, kindName, paragraph, say, term } from './words.ts';

const RECORD: readonly Column[] = [
  { id: 'index', title: say('Record', '기록'), align: 'end', width: 0.6 },
  { id: 'recorded-at', title: say('Recorded', '기록 시각'), width: 1.5 },
];
const AMOUNT: Column = { id: 'amount', title: say('Credit', '크레딧'), align: 'end' };
const STATUS: Column = { id: 'status', title: say('Status', '상태') };

export function composeCredit(document: ReportDocument, content: CreditContent): Block[] {
  const { institution, account, scope } = content;
  return [
    heading(2, 'Conclusion', '결론'),
    verdictOf(document.integrity),
    {
      type: 'facts',
      rows: [
        [say('Institution', '기관'), institution],
        [say('Class', '구분'), term(content.class)],
        [say('Status', '상태'), term(content.status)],
        [say('Issued, since the beginning', '발행 누계'), { credits: account.issued }],
        [say('Claimed or passed on, since the beginning', '청구·이전 누계'), { credits: account.spent }],
        [say('Balance at the checkpoint', '체크포인트 시점의 잔액'), { credits: account.balance }],
        [say('Issued in scope', '대상 기간의 발행'), { credits: scope.issued }],
        [say('Claimed in scope', '대상 기간의 청구'), { credits: scope.claimed }],
        [say('Passed on in scope', '대상 기간의 이전'), { credits: scope.transferred }],
      ],
    },
    paragraph(
      'Credit is conserved: what is issued is the sum of the credits listed, each of which comes from one final award or transfer; what is spent never exceeds it. The attached account statement proves these sums and that no record of the account is left out.',
      '크레딧은 보존됩니다. 발행액은 목록의 크레딧의 합이며 크레딧마다 확정된 배분이나 이전 하나에서 나옵니다. 사용액은 발행액을 넘지 않습니다. 첨부된 계정 명세가 이 합계와, 계정의 기록이 하나도 빠지지 않았음을 증명합니다.',
    ),
    heading(2, 'Contributions', '기여'),
    { type: 'table', table: contributionTable(content) },
    heading(2, 'Policies and awards', '정책과 배분안'),
    { type: 'table', table: policyTable(content) },
    { type: 'table', table: awardTable(content) },
    { type: 'table', table: disputeTable(content) },
    heading(2, 'Credits and their use', '크레딧과 사용'),
    { type: 'table', table: creditTable(content) },
    { type: 'table', table: claimTable(content) },
    { type: 'table', table: transferTable(content) },
    heading(2, 'Checkpoint and witnesses', '체크포인트와 증인'),
    ...composeCheckpoint(document),
  ];
}

function at({ index, recordedAt }: RecordReference): Cell[] {
  return [{ record: index }, { instant: recordedAt }];
}

function contributionTable({ contributions }: CreditContent): Table {
  return {
    id: 'contributions',
    caption: say('Contributions in scope', '대상 기간의 기여'),
    columns: [
      ...RECORD,
      { id: 'model', title: say('Model', '모델') },
      { id: 'round', title: say('Round', '라운드') },
      { id: 'weight', title: say('Weight', '가중치'), align: 'end' },
      STATUS,
    ],
    rows: contributions.map(({ record, model, round, number, weight, status }) => [
      ...at(record),
      model,
      `${number} ${round}`,
      { number: weight },
      term(status),
    ]),
    empty: say('No contribution in scope.', '대상 기간의 기여가 없습니다.'),
  };
}

function policyTable({ policies }: CreditContent): Table {
  return {
    id: 'policies',
    caption: say('Policies by which credit was shared out', '배분의 기준이 된 정책'),
    columns: [
      ...RECORD,
      { id: 'policy', title: say('Policy', '정책') },
      { id: 'components', title: say('Shared out by', '배분 기준'), width: 2 },
      { id: 'budget', title: say('Budget of a window', '구간 예산'), align: 'end' },
      { id: 'digest', title: say('Digest', '다이제스트'), width: 1.5 },
    ],
    rows: policies.map(({ record, policy, components, budget }) => [
      ...at(record),
      policy,
      components.map(({ method, basisPoints }) => `${method} ${basisPoints / 100}%`).join(', '),
      { credits: budget },
      { digest: record.id },
    ]),
    empty: say('No policy applies in scope.', '적용된 정책이 없습니다.'),
  };
}

function awardTable({ awards }: CreditContent): Table {
  return {
    id: 'awards',
    caption: say('Awards with a line for the institution', '이 기관의 몫이 있는 배분안'),
    columns: [
      ...RECORD,
      { id: 'model', title: say('Model', '모델') },
      { id: 'window', title: say('Window', '정산 구간'), align: 'end' },
      STATUS,
      { id: 'dispute-by', title: say('Disputes until', '이의 제기 기한'), width: 1.5 },
      { id: 'final-by', title: say('Final by', '확정 기한'), width: 1.5 },
      { id: 'disputes', title: say('Disputes', '이의') },
      AMOUNT,
    ],
    rows: awards.map(({ record, model, window, status, disputeBy, finalBy, disputes, amount }) => [
      ...at(record),
      model,
      { number: window },
      term(status),
      { instant: disputeBy },
      { instant: finalBy },
      disputes.length === 0 ? say('none', '없음') : disputes.map(({ index }) => `#${index}`).join(', '),
      { credits: amount },
    ]),
    empty: say(
      'No award in scope has a line for the institution.',
      '대상 기간에 이 기관의 몫이 있는 배분안이 없습니다.',
    ),
  };
}

function disputeTable({ disputes }: CreditContent): Table {
  return {
    id: 'disputes',
    caption: say('Disputes of the institution, and those it answers', '제기했거나 답변하는 이의'),
    columns: [
      ...RECORD,
      { id: 'role', title: say('Part', '지위') },
      STATUS,
      { id: 'respond-by', title: say('Answer by', '답변 기한'), width: 1.5 },
      { id: 'resolve-by', title: say('Resolved by', '결정 기한'), width: 1.5 },
    ],
    rows: disputes.map(({ record, role, status, respondBy, resolveBy }) => [
      ...at(record),
      role === 'disputant' ? say('raised it', '제기') : say('answers', '답변'),
      term(status),
      { instant: respondBy },
      { instant: resolveBy },
    ]),
    empty: say('No dispute in scope.', '대상 기간의 이의가 없습니다.'),
  };
}

function creditTable({ credits }: CreditContent): Table {
  return {
    id: 'credits',
    caption: say('Credits recorded in scope', '대상 기간에 기록된 크레딧'),
    columns: [
      ...RECORD,
      { id: 'from', title: say('From', '출처') },
      { id: 'source', title: say('Source', '출처의 다이제스트'), width: 1.5 },
      AMOUNT,
      { id: 'spent', title: say('Spent of it', '사용액'), align: 'end' },
    ],
    rows: credits.map(({ record, amount, spent, source, sourceKind }) => [
      ...at(record),
      kindName(sourceKind),
      { digest: source },
      { credits: amount },
      { credits: spent },
    ]),
    empty: say('No credit was recorded in scope.', '대상 기간에 기록된 크레딧이 없습니다.'),
  };
}

function claimTable({ claims }: CreditContent): Table {
  return {
    id: 'claims',
    caption: say('Claims', '청구'),
    columns: [
      ...RECORD,
      AMOUNT,
      { id: 'settle-by', title: say('To be settled by', '정산 기한'), width: 1.5 },
      { id: 'settlement', title: say('Settled', '정산'), width: 1.5 },
    ],
    rows: claims.map(({ record, amount, settleBy, settlement }) => [
      ...at(record),
      { credits: amount },
      { instant: settleBy },
      settlement === undefined ? say('not yet', '아직 없음') : { record: settlement.index },
    ]),
    empty: say('Nothing was claimed in scope.', '대상 기간의 청구가 없습니다.'),
  };
}

function transferTable({ transfers }: CreditContent): Table {
  return {
    id: 'transfers',
    caption: say('Credit passed on', '이전한 크레딧'),
    columns: [...RECORD, { id: 'to', title: say('To', '받는 기관') }, AMOUNT],
    rows: transfers.map(({ record, beneficiary, amount }) => [...at(record), beneficiary, { credits: amount }]),
    empty: say('Nothing was passed on in scope.', '대상 기간의 이전이 없습니다.'),
  };
}
