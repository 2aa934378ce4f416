/**
 * Words that many pages share, in both languages. A page's own words stand with the page; a message that lacks a language
 * does not compile.
 * @module
 */
import type { Sentence } from '../core/catalogue/sentence.ts';
import type { Language } from '../verify/text.ts';

export const WORDS = {
  ledger: { en: 'Ledger', ko: '원장' },
  home: { en: 'Home', ko: '처음' },
  records: { en: 'Audit trail', ko: '점검 기록' },
  rounds: { en: 'Rounds', ko: '라운드' },
  models: { en: 'Models', ko: '모델' },
  institutions: { en: 'Institutions', ko: '기관' },
  awards: { en: 'Awards', ko: '배분안' },
  checkpoints: { en: 'Checkpoints', ko: '체크포인트' },
  reports: { en: 'Reports', ko: '보고서' },
  contribute: { en: 'Contribute', ko: '기여하기' },
  operations: { en: 'Operations', ko: '운영' },
  help: { en: 'Verify offline', ko: '오프라인 검증' },
  search: { en: 'Search', ko: '찾기' },
  searchLabel: {
    en: 'Digest, record number, institution, round or model',
    ko: '다이제스트, 기록 번호, 기관, 라운드 또는 모델',
  },
  skip: { en: 'Skip to content', ko: '본문으로 건너뛰기' },
  mainNavigation: { en: 'Main navigation', ko: '주 메뉴' },
  otherLanguage: { en: '한국어', ko: 'English' },
  next: { en: 'Next', ko: '다음' },
  first: { en: 'First page', ko: '첫 페이지' },
  pages: { en: 'Pages of this list', ko: '목록의 페이지' },
  csv: { en: 'CSV', ko: 'CSV' },
  json: { en: 'JSON', ko: 'JSON' },
  record: { en: 'Record', ko: '기록' },
  signOut: { en: 'Sign out', ko: '로그아웃' },
} as const satisfies Record<string, Sentence>;

/** A speaker of one language: `t('home')`. */
export function speaker<T extends Readonly<Record<string, Sentence>>>(
  words: T,
  language: Language,
): (name: keyof T) => string {
  return (name) => (words[name] as Sentence)[language];
}

export function otherLanguage(language: Language): Language {
  return language === 'ko' ? 'en' : 'ko';
}
