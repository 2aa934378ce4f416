/**
 * The form that asks for two states of the log. It works without scripts.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { type Html, html } from '../../html.ts';
import type { PageContext } from '../../page.ts';
import { speaker } from '../../words.ts';

const TEXT = {
  title: { en: 'Compare two states of the log', ko: '로그의 두 시점 비교' },
  from: { en: 'From: day (2026-11-20) or number of records', ko: '시작: 날짜(2026-11-20) 또는 기록 수' },
  to: { en: 'To: day or number of records', ko: '끝: 날짜 또는 기록 수' },
  compare: { en: 'Compare', ko: '비교' },
} as const satisfies Record<string, Sentence>;

export function renderCompareForm(
  asked: { readonly from?: string; readonly to?: string },
  { language, href, api }: PageContext,
): Html | false {
  if (api('') === undefined) return false;
  const t = speaker(TEXT, language);
  return html`<h2 id="compare-title">${t('title')}</h2>
<form class="filters" action="${href('/compare')}" method="get" aria-labelledby="compare-title">
<p><label for="from">${t('from')}</label><input id="from" name="from" value="${asked.from ?? ''}" maxlength="20" autocomplete="off"></p>
<p><label for="to">${t('to')}</label><input id="to" name="to" value="${asked.to ?? ''}" maxlength="20" autocomplete="off"></p>
<p><button>${t('compare')}</button></p></form>`;
}
