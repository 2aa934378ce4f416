/**
 * Codes of the explorer and of what is made for browsers.
 * @module
 */
import type { Sentence } from './sentence.ts';

export const PAGE_CODES = {
  'no-web-build': {
    en: 'The pages for browsers are missing from this installation. Build the program (npm run build) or install it again.',
    ko: '이 설치본에 브라우저용 페이지가 없습니다. 프로그램을 빌드(npm run build)하거나 다시 설치하십시오.',
  },
  'no-reports': {
    en: 'Reports are not made here. Make them with ledgerline report and a trust policy that you trust.',
    ko: '이곳에서는 보고서를 만들지 않습니다. 믿는 신뢰 정책으로 ledgerline report를 사용해 만드십시오.',
  },
  'report-limit': {
    en: 'The report needs more time or memory than this server gives. Ask for a shorter period, or make it with ledgerline report.',
    ko: '이 서버가 허용하는 시간이나 메모리를 넘는 보고서입니다. 기간을 줄이거나 ledgerline report로 만드십시오.',
  },
} as const satisfies Record<string, Sentence>;
