/**
 * Tables, facts and their cells as HTML. Digests are short with the whole beside them for whoever copies; times say their zone.
 * @module
 */
import { type Cell, inLanguage, type Table } from '../report/layout/blocks.ts';
import { VERDICTS } from '../verify/text.ts';
import { credits, groupedNumber, koreanTime, shortDigest } from './format.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page.ts';
import { speaker, WORDS } from './words.ts';

/** One value. */
export function renderCell(cell: Cell, { language, href }: PageContext): Html {
  if (typeof cell === 'string') return html`${cell}`;
  if ('en' in cell) return html`${inLanguage(cell, language)}`;
  if ('number' in cell) return html`${groupedNumber(cell.number, language)}`;
  if ('digest' in cell)
    return html`<ll-digest><code title="${cell.digest}" data-value="${cell.digest}">${shortDigest(cell.digest)}</code></ll-digest>`;
  if ('instant' in cell)
    return html`<time datetime="${cell.instant}" title="${cell.instant}">${koreanTime(cell.instant)}</time>`;
  if ('credits' in cell) return html`${credits(cell.credits)}`;
  if ('record' in cell) return html`<a href="${href(`/records/${cell.record}`)}">${cell.record}</a>`;
  if ('page' in cell) return html`<a href="${href(cell.page)}">${inLanguage(cell.text, language)}</a>`;
  return html`<strong class="verdict" data-verdict="${cell.verdict}">${VERDICTS[cell.verdict][language]}</strong>`;
}

/** Names and values. */
export function renderFacts(rows: readonly (readonly [name: Cell, value: Cell])[], context: PageContext): Html {
  return html`<dl class="facts">${rows.map(
    ([name, value]) => html`<dt>${renderCell(name, context)}</dt><dd>${renderCell(value, context)}</dd>`,
  )}</dl>`;
}

/** A table with its caption and its CSV; what it says when it is empty. */
export function renderTable(table: Table, context: PageContext): Html {
  const { language, path, href, api } = context;
  const t = speaker(WORDS, language);
  const query = `${path.includes('?') ? '&' : '?'}format=csv&table=${table.id}`;
  const csv = api('') === undefined ? undefined : html` <a class="csv" href="${href(path + query)}">${t('csv')}</a>`;
  if (table.rows.length === 0) return html`<p class="empty">${table.empty[language]}</p>`;
  const align = (i: number): string => table.columns[i]?.align ?? 'start';
  return html`<div class="table" role="region" tabindex="0" aria-labelledby="${table.id}-caption">
<table id="${table.id}"><caption id="${table.id}-caption">${table.caption[language]}${csv}</caption>
<thead><tr>${table.columns.map(({ title }, i) => html`<th scope="col" data-align="${align(i)}">${title[language]}</th>`)}</tr></thead>
<tbody>${table.rows.map(
    (row) =>
      html`<tr>${row.map((cell, i) => html`<td data-align="${align(i)}">${renderCell(cell, context)}</td>`)}</tr>\n`,
  )}</tbody></table></div>`;
}
