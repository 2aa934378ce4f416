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
} as const satisfies Record<string, Sentence>;
