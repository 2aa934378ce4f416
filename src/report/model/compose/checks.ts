/**
 * What each check of a period report looks at, and how it is called.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';

interface CheckWords {
  readonly name: Sentence;
  /** What is counted as looked at. */
  readonly looks: Sentence;
}

const c = (en: string, ko: string, looksEn: string, looksKo: string): CheckWords => ({
  name: { en, ko },
  looks: { en: looksEn, ko: looksKo },
});

export const CHECK_WORDS: Readonly<Record<string, CheckWords>> = {
  'audit-finding': c('Findings of the audit', '감사에서 발견된 사항', 'records replayed', '재생한 기록'),
  witnesses: c('Cosignatures of witnesses', '증인의 공동 서명', 'witnesses of the policy', '정책의 증인'),
  'combined-roles': c('Roles held together by exception', '예외로 겸한 역할', 'institutions', '기관'),
  quorum: c('Approvals that are missing', '모자란 승인', 'statements waiting', '승인 대기 진술'),
  departure: c('Institutions that left', '기관의 탈퇴·승계', 'changes of institutions', '기관의 변경'),
  'doubtful-record': c('Records under compromised keys', '유출된 키로 서명된 기록', 'records', '기록'),
  'key-revocation': c('Revoked and compromised keys', '폐기·유출된 키', 'changes of keys', '키의 변경'),
  'late-entry': c('Late entries', '지연 기록', 'records', '기록'),
  'clock-ahead': c('Clocks that were ahead', '앞서 간 시계', 'records', '기록'),
  correction: c('Corrections', '정정', 'corrections', '정정'),
  withdrawal: c('Withdrawals', '철회', 'withdrawals', '철회'),
  erasure: c('Erasures', '파기', 'erasures', '파기'),
  refusal: c('Refused statements', '거절된 진술', 'lists of refusals', '거절 목록'),
  rejection: c('Rejected contributions', '반려된 기여', 'decisions', '심사 결정'),
  contribution: c('Undecided and excluded contributions', '미결정·제외된 기여', 'contributions', '기여'),
  'withheld-reveal': c('Commitments never revealed', '공개하지 않은 확약', 'commitments', '확약'),
  round: c('Aborted and overdue rounds', '중단·지연된 라운드', 'rounds', '라운드'),
  dispute: c('Disputes', '이의 제기', 'disputes', '이의'),
  award: c('Awards set aside, reopened or overdue', '무효·재개·지연된 배분안', 'awards', '배분안'),
  claim: c('Claims not settled in time', '기한을 넘긴 청구', 'claims', '청구'),
};
