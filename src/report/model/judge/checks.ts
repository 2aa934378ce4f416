/**
 * The checks of a report file, in their order, and what is said of their outcome.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';

export const REPORT_CHECKS = {
  report: {
    en: 'The file carries one report as data, in its one spelling.',
    ko: '파일에 정해진 표기를 따르는 보고서 데이터가 하나 들어 있습니다.',
  },
  digest: {
    en: 'The digest that the file names is that of the report.',
    ko: '파일에 적힌 다이제스트가 보고서의 다이제스트와 같습니다.',
  },
  checkpoint: {
    en: 'A log of the trust policy signed the checkpoint of the report.',
    ko: '신뢰 정책의 로그가 보고서의 체크포인트에 서명했습니다.',
  },
  witnesses: {
    en: 'As many witnesses as the policy asks for cosigned it.',
    ko: '정책이 요구하는 수의 증인이 공동 서명했습니다.',
  },
  attachments: {
    en: 'Exactly the files that belong to such a report are attached.',
    ko: '이런 보고서에 속하는 파일만 빠짐없이 첨부되어 있습니다.',
  },
  proofs: {
    en: 'Every attached proof is verified.',
    ko: '첨부된 모든 증명이 확인됩니다.',
  },
  agreement: {
    en: 'The report says of these records what their proofs say.',
    ko: '보고서가 이 기록들에 대해 말하는 내용이 증명과 같습니다.',
  },
  pages: {
    en: 'The pages are byte for byte those that this program makes of the report.',
    ko: '인쇄된 페이지가 이 프로그램이 보고서로 만드는 것과 바이트까지 같습니다.',
  },
} as const satisfies Record<string, Sentence>;

export type ReportCheckId = keyof typeof REPORT_CHECKS;

export const REPORT_WORDS = {
  verified: {
    en: 'This report is what it claims to be, and its proofs hold.',
    ko: '이 보고서는 표시된 그대로이며 첨부된 증명이 모두 확인되었습니다.',
  },
  failed: { en: 'Do not rely on this report.', ko: '이 보고서를 신뢰하지 마십시오.' },
  unsure: {
    en: 'Nothing wrong was found in this report, but nobody can tell from it alone.',
    ko: '이 보고서에서 잘못된 점은 발견되지 않았으나 이것만으로는 판단할 수 없습니다.',
  },
  bare: {
    en: 'A report as data alone carries no proofs; the PDF does.',
    ko: '데이터만 있는 보고서에는 증명이 없습니다. 증명은 PDF에 첨부됩니다.',
  },
  noProofs: { en: 'No proof belongs to this report.', ko: '이 보고서에 속하는 증명이 없습니다.' },
  noDigest: { en: 'The file names no digest.', ko: '파일에 다이제스트가 적혀 있지 않습니다.' },
  noPages: { en: 'The file has no pages that could be compared.', ko: '비교할 페이지가 없는 파일입니다.' },
  pagesNotCompared: {
    en: 'That the pages show what report.json says: this program does not compare them here. Read report.json, or run ledgerline verify.',
    ko: '페이지의 내용이 report.json과 같다는 것. 여기서는 비교하지 않으므로 report.json을 읽거나 ledgerline verify를 실행하십시오.',
  },
  rest: {
    en: 'All numbers and lists beyond the attached proofs: they were computed from the whole ledger. Make the report again from its public files with ledgerline report, and compare the digest.',
    ko: '첨부된 증명 밖의 모든 수치와 목록. 원장 전체에서 계산한 값이므로, ledgerline report로 공개 파일에서 보고서를 다시 만들어 다이제스트를 비교하십시오.',
  },
  date: {
    en: 'When the report was made: its time is that of the checkpoint. A report statement in the ledger with this digest would date it.',
    ko: '보고서를 만든 시각. 기준 시각은 체크포인트의 시각이며, 원장에 이 다이제스트의 보고서 진술이 있으면 시점을 알 수 있습니다.',
  },
} as const satisfies Record<string, Sentence>;
