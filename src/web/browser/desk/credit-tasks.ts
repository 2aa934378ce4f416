/**
 * Claiming credit, disputing an award, and taking back a contribution or a dataset.
 * @module
 */
import { claimDraft, respondentOf } from '../../../client/drafts.ts';
import { decodeHex } from '../../../core/bytes/hex.ts';
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { InputError } from '../../../core/error.ts';
import type { DisputeBody } from '../../../core/generated/bodies.ts';
import { formatCredits } from '../../../verify/account/amounts.ts';
import type { Field, Task } from './tasks.ts';

const SIGNER_STAYS: Sentence = {
  en: 'who signed (only a commitment becomes public)',
  ko: '서명자 (확약만 공개됩니다)',
};

const digestField = (name: string, label: Sentence, hint?: Sentence): Field => ({
  name,
  label,
  type: 'text',
  required: true,
  ...(hint === undefined ? {} : { hint }),
});

export const CLAIM_TASK: Task = {
  title: { en: 'Claim a credit', ko: '크레딧 청구' },
  lead: {
    en: 'Claims a credit of your institution, all that is left of it or a part.',
    ko: '기관의 크레딧에서 남은 금액 전부 또는 일부를 청구합니다.',
  },
  fields: [
    digestField(
      'credit',
      { en: 'Credit', ko: '크레딧' },
      {
        en: 'Digest of the credit record; the institution page lists them.',
        ko: '크레딧 기록의 다이제스트입니다. 기관 페이지에 목록이 있습니다.',
      },
    ),
    {
      name: 'amount',
      type: 'text',
      required: false,
      label: { en: 'Amount in credits', ko: '금액(크레딧)' },
      hint: { en: 'All that is left if empty.', ko: '비워 두면 남은 금액 전부입니다.' },
    },
  ],
  async prepare(filled, { client }) {
    const asked = filled.text('amount');
    const credit = await client.credit(digestOf(filled.text('credit'), 'credit'));
    const draft = claimDraft(credit, asked === '' ? undefined : microCredits(asked));
    return {
      draft,
      becomesPublic: [
        [{ en: 'Credit', ko: '크레딧' }, { digest: credit.id }],
        [{ en: 'Amount claimed', ko: '청구 금액' }, { credits: draft.body.amount }],
        [{ en: 'Credit in all', ko: '크레딧 전체' }, { credits: credit.amount }],
      ],
      staysHere: [SIGNER_STAYS],
      stem: `claim-${credit.id.slice(0, 12)}`,
    };
  },
};

const GROUNDS: readonly (readonly [DisputeBody['grounds'], Sentence])[] = [
  ['copied', { en: 'copied from another', ko: '다른 기관의 것을 베낌' }],
  ['fabricated', { en: 'fabricated', ko: '꾸며 낸 것' }],
  ['evaluation', { en: 'wrong evaluation', ko: '잘못된 평가' }],
  ['decision', { en: 'wrong decision', ko: '잘못된 채택 결정' }],
  ['data-quality', { en: 'quality of the data', ko: '데이터 품질' }],
  ['key-compromise', { en: 'signed with a stolen key', ko: '도난된 키로 서명' }],
];

export const DISPUTE_TASK: Task = {
  title: { en: 'Dispute an award', ko: '배분안에 이의 제기' },
  lead: {
    en: 'Says which contribution or utility report of an award that is not final should not count, and why.',
    ko: '확정 전 배분안에서 어느 기여 또는 평가 보고를 인정하지 말아야 하는지, 그 이유와 함께 밝힙니다.',
  },
  fields: [
    digestField('award', { en: 'Award', ko: '배분안' }),
    digestField('about', { en: 'Contribution or utility report', ko: '기여 또는 평가 보고' }),
    { name: 'grounds', type: 'select', required: true, label: { en: 'Grounds', ko: '이유' }, options: GROUNDS },
  ],
  async prepare(filled, { client }) {
    const award = digestOf(filled.text('award'), 'award');
    const about = digestOf(filled.text('about'), 'about');
    const found = GROUNDS.find(([word]) => word === filled.text('grounds'));
    if (found === undefined) throw new InputError('usage', 'grounds: choose one of the list');
    const [grounds, words] = found;
    const { respondent, remedy } = await respondentOf(client, about);
    return {
      draft: { kind: 'dispute', body: { award, about, respondent, grounds, evidence: [], remedy } },
      becomesPublic: [
        [{ en: 'Award', ko: '배분안' }, { digest: award }],
        [{ en: 'About', ko: '대상' }, { digest: about }],
        [{ en: 'Respondent', ko: '답변 기관' }, respondent],
        [{ en: 'Grounds', ko: '이유' }, words],
      ],
      staysHere: [SIGNER_STAYS, { en: 'your evidence', ko: '증거 자료' }],
      stem: `dispute-${about.slice(0, 12)}`,
    };
  },
};

export const WITHDRAWAL_TASK: Task = {
  title: { en: 'Withdraw', ko: '철회' },
  lead: {
    en: 'Takes back a dataset for the future, or a contribution that is not yet decided. The record stays, with a mark.',
    ko: '데이터셋을 앞으로 쓰지 못하게 하거나, 아직 결정되지 않은 기여를 거둡니다. 기록은 표시와 함께 남습니다.',
  },
  fields: [
    digestField('subject', { en: 'Dataset or contribution', ko: '데이터셋 또는 기여' }),
    {
      name: 'reason',
      type: 'select',
      required: true,
      label: { en: 'Reason', ko: '사유' },
    },
  ],
  async prepare(filled) {
    const subject = digestOf(filled.text('subject'), 'subject');
    const code = filled.text('reason');
    return {
      draft: { kind: 'withdrawal', body: { subject }, reason: { code } },
      becomesPublic: [
        [{ en: 'Withdrawn', ko: '철회 대상' }, { digest: subject }],
        [{ en: 'Reason', ko: '사유' }, code],
      ],
      staysHere: [SIGNER_STAYS],
      stem: `withdrawal-${subject.slice(0, 12)}`,
    };
  },
};

function digestOf(text: string, title: string): string {
  const digest = text
    .trim()
    .toLowerCase()
    .replace(/^sha256:/, '');
  decodeHex(digest, 32, title);
  return digest;
}

/** Credits as typed, `1,234.5`, in micro-credits. @throws InputError `usage` */
function microCredits(text: string): string {
  const [, whole = '', fraction = ''] =
    /^([0-9]{1,20})(?:\.([0-9]{1,6}))?$/.exec(text.trim().replaceAll(',', '')) ?? [];
  const micro = `${whole}${fraction.padEnd(6, '0')}`.replace(/^0+/, '');
  if (whole === '' || micro === '')
    throw new InputError(
      'usage',
      `amount: expected credits with at most six decimals, such as ${formatCredits('1234500000')}`,
    );
  return micro;
}
