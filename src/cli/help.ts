/**
 * Help pages in both languages: titles, columns for Hangul, and what stands below every page.
 * @module
 */
import type { HelpConfiguration } from 'commander';
import type { Sentence } from '../core/catalogue/catalogue.ts';
import { columnsOf } from '../verify/columns.ts';
import type { Language } from './output.ts';

/** How commander lays out a page. */
export function helpLayout(language: Language): HelpConfiguration {
  const translate = (text: string, words: Readonly<Record<string, string>>): string =>
    language === 'ko' ? Object.entries(words).reduce((done, [en, ko]) => done.replace(en, ko), text) : text;
  return {
    showGlobalOptions: true,
    displayWidth: columnsOf,
    styleTitle: (title) => translate(title, TITLES),
    styleOptionDescription: (description) => translate(description, NOTES),
  };
}

const TITLES: Readonly<Record<string, string>> = {
  'Usage:': '사용법:',
  'Arguments:': '인수:',
  'Global Options:': '공통 옵션:',
  'Options:': '옵션:',
  'Commands:': '명령:',
};

const NOTES: Readonly<Record<string, string>> = {
  '(default: ': '(기본값: ',
  '(choices: ': '(선택: ',
  ', default: ': ', 기본값: ',
};

/** Below every help page. */
export const EXIT_CODES: Sentence = {
  en: `Exit codes:
  0 verified or done   1 unexpected        2 usage
  3 FAILED             4 CANNOT TELL       5 not found
  6 not permitted      7 unreachable       8 conflict, or refused by a rule`,
  ko: `종료 코드:
  0 검증됨 또는 완료   1 예기치 않은 오류   2 사용법
  3 FAILED (실패)      4 CANNOT TELL        5 없음
  6 권한 없음          7 연결 불가          8 충돌, 또는 규칙에 의한 거절`,
};

/** Below the help page of the programme. */
export const ENVIRONMENT: Sentence = {
  en: `Environment (an option wins over its variable):
  LEDGERLINE_LEDGER       address of the ledger (--ledger)
  LEDGERLINE_TRUST        trust policy (--trust)
  LEDGERLINE_INSTITUTION  institution id (--as)
  LEDGERLINE_KEY          private key file of the institution (--key)
  DEBUG                   print the stack trace of an error`,
  ko: `환경 변수 (옵션이 변수보다 우선합니다):
  LEDGERLINE_LEDGER       원장 주소 (--ledger)
  LEDGERLINE_TRUST        신뢰 정책 (--trust)
  LEDGERLINE_INSTITUTION  기관 ID (--as)
  LEDGERLINE_KEY          기관의 개인키 파일 (--key)
  DEBUG                   오류의 스택 추적을 출력`,
};
