/**
 * Words around a verdict, in both languages.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/catalogue.ts';
import type { Language } from '../../../verify/text.ts';
import type { FileKind } from '../judge/recognise.ts';

export const KINDS: Readonly<Record<FileKind, Sentence>> = {
  bundle: { en: 'Proof bundle', ko: '증명 묶음' },
  account: { en: 'Account statement', ko: '계정 명세서' },
  evidence: { en: 'Evidence against a ledger', ko: '원장에 대한 증거' },
  later: { en: 'Later evidence', ko: '후속 증거' },
  'tlog-proof': { en: 'Inclusion proof', ko: '포함 증명' },
  report: { en: 'Report', ko: '보고서' },
  record: { en: 'Record', ko: '기록' },
  policy: { en: 'Trust policy', ko: '신뢰 정책' },
  checkpoint: { en: 'Checkpoint', ko: '체크포인트' },
  unknown: { en: 'Unknown file', ko: '알 수 없는 파일' },
};

/** What the word of a verdict means, for who sees it first. */
export const MEANINGS = {
  VERIFIED: {
    en: 'Every check passed, for a reader who trusts the keys of this policy.',
    ko: '이 정책의 키를 신뢰하는 사람에게는 모든 확인 항목이 통과했습니다.',
  },
  FAILED: {
    en: 'The file is broken, or contradicts itself or a key of the policy.',
    ko: '파일이 손상되었거나, 자신 또는 정책의 키와 모순됩니다.',
  },
  'CANNOT TELL': {
    en: 'Nothing is wrong, but policy and file do not say enough to vouch for it.',
    ko: '잘못된 점은 없으나, 정책과 파일만으로는 보증하기에 부족합니다.',
  },
} as const satisfies Record<string, Sentence>;

export const VIEW = {
  checks: { en: 'What was checked', ko: '확인 항목' },
  passedOf: { en: '# of # passed', ko: '#개 중 #개 통과' },
  proven: { en: 'Proven', ko: '증명된 것' },
  committed: { en: 'Only committed or asserted, not proven', ko: '증명되지 않고 확정되었거나 주장일 뿐인 것' },
  warnings: { en: 'Mind this', ko: '주의' },
  ignored: {
    en: 'Signature lines of keys that the policy does not name; they count for nothing',
    ko: '정책에 없는 키의 서명 줄(계산에 넣지 않음)',
  },
  saved: { en: 'Compared with your saved checkpoint', ko: '보관하신 체크포인트와 비교' },
  parts: { en: 'Proofs in this report', ko: '보고서에 첨부된 증명' },
  says: { en: 'What the proof itself says', ko: '증명 자체의 내용' },
} as const satisfies Record<string, Sentence>;

/** `# of # passed`. */
export function passedOf(passed: number, all: number, language: Language): string {
  const [first, second] = language === 'ko' ? [all, passed] : [passed, all];
  return VIEW.passedOf[language].replace('#', String(first)).replace('#', String(second));
}
