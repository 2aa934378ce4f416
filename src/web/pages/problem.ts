/**
 * What stands where a page cannot: what was wrong, and what to do.
 * @module
 */
import { CATALOGUE, type ErrorCode } from '../../core/catalogue/catalogue.ts';
import { html } from '../html.ts';
import type { PageBody, PageContext } from '../page.ts';
import { speaker } from '../words.ts';

const TEXT = {
  title: { en: 'This page cannot be shown', ko: '페이지를 표시할 수 없습니다' },
  home: { en: 'Back to the first page', ko: '첫 페이지로' },
  code: { en: 'Code', ko: '코드' },
} as const;

/** @param detail what and where, in English; absent where it would tell about the inside of the server */
export function problemPage(code: ErrorCode, detail: string | undefined, context: PageContext): PageBody {
  const { language, href } = context;
  const t = speaker(TEXT, language);
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1>
<p class="lead">${CATALOGUE[code][language]}</p>
<p class="detail">${t('code')}: <code>${code}</code>${detail !== undefined && html` · <span lang="en">${detail}</span>`}</p>
<p><a href="${href('/')}">${t('home')}</a></p>`,
  };
}
