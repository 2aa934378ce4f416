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
} as const satisfies Record<string, Sentence>;
