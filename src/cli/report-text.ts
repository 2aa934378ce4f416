/**
 * What `report` and `verify` say of reports.
 * @module
 */
import type { Sentence } from '../core/catalogue/sentence.ts';

export const REPORT_FLAGS = {
  kind: {
    en: 'certificate, period, credit, dossier, inspection or incident',
    ko: 'certificate(기록 증명서), period(기간 감사), credit(크레딧), dossier(모델), inspection(실태조사), incident(사고)',
  },
  place: {
    en: 'ledger folder, a copy of its public files, or an address (or LEDGERLINE_LEDGER)',
    ko: '원장 폴더, 공개 파일의 사본, 또는 주소 (또는 LEDGERLINE_LEDGER)',
  },
  trust: { en: 'trust policy (or LEDGERLINE_TRUST)', ko: '신뢰 정책 (또는 LEDGERLINE_TRUST)' },
  token: { en: 'file with the reading token', ko: '읽기 토큰이 든 파일' },
  out: {
    en: 'file to make; its ending says the format: .pdf .html .json .csv .xlsx, or .zip of an inspection',
    ko: '만들 파일. 확장자가 형식을 정함: .pdf .html .json .csv .xlsx, 실태조사는 .zip도 가능',
  },
  from: {
    en: 'first record: an index, a day in Korea (2026-10-01), or an RFC 3339 time; the charter if absent',
    ko: '첫 기록: 인덱스, 한국 날짜(2026-10-01), 또는 RFC 3339 시각. 없으면 헌장부터',
  },
  to: {
    en: 'end: an index that is not in it, the last day, or a time; the newest checkpoint if absent',
    ko: '끝: 포함되지 않는 인덱스, 마지막 날짜, 또는 시각. 없으면 최신 체크포인트까지',
  },
  of: {
    en: 'record of a certificate: its index or its digest',
    ko: '기록 증명서의 대상 기록: 인덱스 또는 다이제스트',
  },
  institution: {
    en: 'institution of a credit statement, or of an inspection',
    ko: '크레딧 명세서 또는 실태조사 보고서의 대상 기관',
  },
  model: { en: 'model of a dossier', ko: '모델 자료집의 대상 모델' },
  evidence: {
    en: 'evidence file of an incident (*.evidence.json)',
    ko: '사고 보고서의 증거 파일 (*.evidence.json)',
  },
  table: { en: 'table of a CSV; the longest one if absent', ko: 'CSV에 담을 표. 없으면 가장 긴 표' },
  record: {
    en: 'also put the digest of the report on record, as the institution of --as; needs --key, and --ledger for a folder',
    ko: '--as 기관의 이름으로 보고서의 다이제스트를 원장에 기록. --key가 필요하고 폴더라면 --ledger도 필요',
  },
} as const satisfies Record<string, Sentence>;
