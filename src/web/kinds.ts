/**
 * What the kinds of statements are called.
 * @module
 */
import type { Sentence } from '../core/catalogue/sentence.ts';
import type { KindName } from '../core/statement/validate.ts';

export const KIND_NAMES: Readonly<Record<KindName, Sentence>> = {
  aggregation: { en: 'Aggregation', ko: '집계' },
  algorithm: { en: 'Algorithm', ko: '알고리즘 등록' },
  amendment: { en: 'Amendment of the charter', ko: '헌장 개정' },
  award: { en: 'Award', ko: '배분안' },
  'award-final': { en: 'Final award', ko: '배분 확정' },
  charter: { en: 'Charter', ko: '헌장' },
  claim: { en: 'Claim', ko: '크레딧 청구' },
  contribution: { en: 'Contribution', ko: '기여' },
  'contribution-commit': { en: 'Commitment to an update', ko: '업데이트 확약' },
  'contribution-decision': { en: 'Decision on a contribution', ko: '기여 심사 결정' },
  correction: { en: 'Correction', ko: '정정' },
  credit: { en: 'Credit', ko: '크레딧' },
  'credit-policy': { en: 'Credit policy', ko: '크레딧 정책' },
  dataset: { en: 'Dataset', ko: '데이터셋 신고' },
  dispute: { en: 'Dispute', ko: '이의 제기' },
  'dispute-response': { en: 'Answer to a dispute', ko: '이의에 대한 답변' },
  endorsement: { en: 'Endorsement', ko: '동의·검토' },
  erasure: { en: 'Erasure', ko: '파기' },
  'evaluation-plan': { en: 'Evaluation plan', ko: '평가 계획' },
  institution: { en: 'Institution', ko: '기관 등록·변경' },
  key: { en: 'Key', ko: '키 등록·변경' },
  model: { en: 'Model', ko: '모델 등록' },
  preparation: { en: 'Preparation of data', ko: '전처리 기준' },
  refusals: { en: 'Refusals', ko: '거절 목록' },
  report: { en: 'Report', ko: '보고서' },
  resolution: { en: 'Resolution of a dispute', ko: '분쟁 결정' },
  role: { en: 'Role', ko: '역할 부여·종료' },
  'round-close': { en: 'Closing of a round', ko: '라운드 종료' },
  'round-open': { en: 'Opening of a round', ko: '라운드 개시' },
  settlement: { en: 'Settlement', ko: '정산' },
  task: { en: 'Task', ko: '과제 등록' },
  transfer: { en: 'Transfer of credit', ko: '크레딧 이전' },
  'utility-report': { en: 'Utility report', ko: '평가 보고' },
  withdrawal: { en: 'Withdrawal', ko: '철회' },
};

/** Kinds that change what stood before, or tell of trouble: what a reviewer looks at first. */
export const CHANGES: readonly KindName[] = [
  'amendment',
  'correction',
  'dispute',
  'erasure',
  'institution',
  'key',
  'refusals',
  'resolution',
  'role',
  'withdrawal',
];
