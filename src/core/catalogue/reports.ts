/**
 * Codes of reports.
 * @module
 */
import type { Sentence } from './sentence.ts';

export const REPORT_CODES = {
  'bad-report': {
    en: 'The file is not a report of this program, or was changed after it was made.',
    ko: '이 프로그램이 만든 보고서가 아니거나 만든 뒤에 변경되었습니다.',
  },
  'report-differs': {
    en: 'The report contradicts its own proofs, or the file that carries it. Do not rely on it; keep it as evidence.',
    ko: '보고서가 첨부된 증명이나 보고서가 담긴 파일과 어긋납니다. 신뢰하지 말고 증거로 보관하십시오.',
  },
  'report-pages': {
    en: 'The pages are not those that this program makes of the report inside: they were changed, or another build made them. Rely on report.json only, or make the report again.',
    ko: '이 프로그램이 첨부된 보고서로 만드는 페이지와 다릅니다. 변경되었거나 다른 빌드로 만든 것입니다. report.json만 신뢰하거나 보고서를 다시 만드십시오.',
  },
} as const satisfies Record<string, Sentence>;
