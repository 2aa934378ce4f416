/**
 * Links from one page of a list to the next.
 * @module
 */
import { type Html, html } from './html.ts';
import type { PageContext } from './page.ts';
import { speaker, WORDS } from './words.ts';

/**
 * @param path of the list without a query
 * @param next the query of the next page, `after=r-50`; absent on the last
 */
export function renderPager(path: string, next: string | undefined, context: PageContext): Html | undefined {
  const { language, href } = context;
  const t = speaker(WORDS, language);
  const isFirst = !context.path.includes('?');
  if (isFirst && next === undefined) return undefined;
  return html`<nav class="pager" aria-label="${t('pages')}">${!isFirst && html`<a href="${href(path)}">${t('first')}</a>`}
${next !== undefined && html`<a rel="next" href="${href(`${path}?${next}`)}">${t('next')}</a>`}</nav>`;
}
