/**
 * The fixed words of the reference pages, and how a page is put together.
 * @module
 */
import type { Role } from '../../src/core/rules/state.ts';
import { type Language, type Said, said } from './kind-text.ts';

export const ROLE_NAMES: Readonly<Record<Role, Said>> = {
  contributor: said('contributor', '기여 기관'),
  aggregator: said('aggregator', '집계 기관'),
  evaluator: said('evaluator', '평가 기관'),
  steward: said('steward', '관리 기관'),
  treasurer: said('treasurer', '회계 기관'),
  arbiter: said('arbiter', '중재 기관'),
  auditor: said('auditor', '감사 기관'),
  regulator: said('regulator', '규제 기관'),
};

export const UNITS: Readonly<Record<string, Said>> = {
  ppm: said('ppm', 'ppm'),
  'basis points': said('basis points', '베이시스 포인트'),
  millionths: said('millionths', '백만분의 일'),
  seconds: said('seconds', '초'),
  bytes: said('bytes', '바이트'),
  'micro-credits': said('micro-credits', '마이크로크레딧'),
  records: said('records', '기록'),
  UTC: said('UTC', 'UTC'),
};

/** How common definitions are called in the column of forms. */
export const FORMS: Readonly<Record<string, Said>> = {
  statementDigest: said('statement digest', '진술 다이제스트'),
  sha256: said('SHA-256', 'SHA-256'),
  commitment: said('commitment', '확약'),
  keyId: said('key id', '키 식별자'),
  institutionId: said('institution id', '기관 식별자'),
  accountId: said('account', '계정'),
  id: said('name', '이름'),
  code: said('word', '용어'),
  instant: said('instant', '시각'),
  base64: said('base64', 'base64'),
  vkey: said('verifier key (C2SP)', '검증 키(C2SP)'),
  amount: said('integer of 0 or more, as a string', '0 이상의 정수 문자열'),
  positiveAmount: said('integer above 0, as a string', '0보다 큰 정수 문자열'),
  signedInteger: said('integer, as a string', '정수 문자열'),
};

/** Written on top of each generated page. */
export const BANNER: Said = said(
  '<!-- Written by `npm run docs` from schemas, rules and scripts/reference/. Do not edit. -->',
  '<!-- `npm run docs`가 스키마, 규칙, scripts/reference/에서 만듭니다. 고치지 마십시오. -->',
);

/** A Markdown table; a vertical bar inside a cell is escaped. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${head.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** A page: its banner, then its blocks, each a paragraph, table, list or heading. */
export function page(language: Language, blocks: readonly string[]): string {
  return `${[BANNER[language], ...blocks.filter((block) => block !== '')].join('\n\n')}\n`;
}
