/**
 * The form that filters the audit trail. It works without scripts.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { Html, html } from '../../html.ts';
import { CHANGES, KIND_NAMES } from '../../kinds.ts';
import type { PageContext } from '../../page.ts';
import { speaker } from '../../words.ts';

/** What was asked for, as it was written. */
export type Asked = {
  readonly author?: string;
  readonly kind?: string;
  readonly only?: string;
  readonly from?: string;
  readonly to?: string;
};

const TEXT = {
  title: { en: 'Filter', ko: '거르기' },
  author: { en: 'Institution', ko: '기관' },
  kind: { en: 'Kind', ko: '종류' },
  all: { en: 'all kinds', ko: '모든 종류' },
  from: { en: 'From (day, KST)', ko: '시작일(KST)' },
  to: { en: 'To (day, KST)', ko: '종료일(KST)' },
  apply: { en: 'Apply', ko: '적용' },
  clear: { en: 'Show all', ko: '모두 보기' },
  changes: { en: 'Only changes and trouble', ko: '변경과 문제만 보기' },
  changesNote: { en: 'Shown are only', ko: '다음 종류만 표시합니다' },
} as const satisfies Record<string, Sentence>;

export function renderFilters(asked: Asked, context: PageContext): Html | false {
  const { language, href, api } = context;
  if (api('') === undefined) return false;
  const t = speaker(TEXT, language);
  const field = (name: 'author' | 'from' | 'to', type: string, more: Html): Html =>
    html`<p><label for="f-${name}">${t(name)}</label><input id="f-${name}" name="${name}" type="${type}" value="${asked[name] ?? ''}" ${more}></p>`;
  return html`<form class="filters" action="${href('/records')}" method="get" aria-label="${t('title')}">
${field('author', 'text', new Html('maxlength="64" pattern="[a-z0-9\\-]+" autocomplete="off" spellcheck="false"'))}
<p><label for="f-kind">${t('kind')}</label><select id="f-kind" name="kind"><option value="">${t('all')}</option>${Object.entries(
    KIND_NAMES,
  ).map(
    ([kind, name]) =>
      html`<option value="${kind}"${kind === asked.kind && new Html(' selected')}>${name[language]}</option>`,
  )}</select></p>
${field('from', 'date', new Html(''))}
${field('to', 'date', new Html(''))}
<p><button>${t('apply')}</button></p>
</form>
<p><a href="${href('/records?only=changes')}"${asked.only === 'changes' && new Html(' aria-current="page"')}>${t('changes')}</a>${
    Object.keys(asked).length > 0 && html` · <a href="${href('/records')}">${t('clear')}</a>`
  }</p>
${asked.only === 'changes' && html`<p class="note">${t('changesNote')}: ${CHANGES.map((kind) => KIND_NAMES[kind][language]).join(', ')}</p>`}`;
}
