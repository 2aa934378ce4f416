/**
 * Blocks of a paper as HTML.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { VERDICTS } from '../../verify/text.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { type Block, type Cell, type Chart, inLanguage, type Table } from './blocks.ts';
import { credits, groupedNumber, koreanTime, shortDigest } from './format.ts';
import { type Html, html } from './markup.ts';
import { renderQr } from './qr.ts';

type Language = keyof Sentence;

/** A heading that the list of contents names. */
export interface Section {
  readonly id: string;
  readonly title: string;
}

export const SIGNS: Readonly<Record<Verdict, string>> = { VERIFIED: '✓', FAILED: '✕', 'CANNOT TELL': '?' };

/** All blocks, and the sections that they open. */
export function renderBlocks(
  blocks: readonly Block[],
  language: Language,
): { readonly body: Html; readonly sections: Section[] } {
  const sections: Section[] = [];
  const body = blocks.map((block) => {
    if (block.type !== 'heading' || block.level !== 2) return renderBlock(block, language);
    const section = { id: `section-${sections.length + 1}`, title: block.text[language] };
    sections.push(section);
    return html`<h2 id="${section.id}">${section.title}</h2>\n`;
  });
  return { body: html`${body}`, sections };
}

function renderBlock(block: Block, language: Language): Html {
  switch (block.type) {
    case 'heading':
      return block.level === 1 ? html`<h1>${block.text[language]}</h1>\n` : html`<h3>${block.text[language]}</h3>\n`;
    case 'paragraph':
      return html`<p>${block.text[language]}</p>\n`;
    case 'verdict':
      return html`<p class="verdict-box" data-verdict="${block.verdict}"><strong><span aria-hidden="true">${SIGNS[block.verdict]}</span> ${VERDICTS[block.verdict][language]}</strong> ${block.text[language]}</p>\n`;
    case 'facts':
      return html`<dl>${block.rows.map(
        ([name, value]) => html`<div><dt>${name[language]}</dt><dd>${renderCell(value, language, 'whole')}</dd></div>`,
      )}</dl>\n`;
    case 'table':
      return renderTable(block.table, language);
    case 'chart':
      return renderChart(block.chart, language);
    case 'list': {
      const items = block.items.map((item) => html`<li>${item[language]}</li>`);
      return block.ordered ? html`<ol>${items}</ol>\n` : html`<ul>${items}</ul>\n`;
    }
    case 'code':
      return html`<pre tabindex="0"><code>${block.lines.join('\n')}</code></pre>\n`;
    case 'qr':
      return html`<figure class="qr">${renderQr(block.content, block.content)}<figcaption>${block.caption[language]}</figcaption></figure>\n`;
    case 'page-break':
      return html`<div class="page-break"></div>\n`;
  }
}

/** @param digests whole where there is room; short in tables, whose whole digests stand in report.json and the CSV */
function renderCell(cell: Cell, language: Language, digests: 'whole' | 'short'): Html {
  if (typeof cell === 'string') return html`${cell}`;
  if ('en' in cell) return html`${cell[language]}`;
  if ('number' in cell) return html`${groupedNumber(cell.number, language)}`;
  if ('digest' in cell) {
    const text = digests === 'whole' ? cell.digest : shortDigest(cell.digest);
    return html`<code title="${cell.digest}">${text}</code>`;
  }
  if ('instant' in cell) return html`<time datetime="${cell.instant}">${koreanTime(cell.instant)}</time>`;
  if ('credits' in cell) return html`${credits(cell.credits)}`;
  if ('record' in cell) return html`#${cell.record}`;
  if ('page' in cell) return html`${inLanguage(cell.text, language)}`;
  return html`<strong class="verdict" data-verdict="${cell.verdict}"><span aria-hidden="true">${SIGNS[cell.verdict]}</span> ${VERDICTS[cell.verdict][language]}</strong>`;
}

function renderTable({ id, caption, columns, rows, empty }: Table, language: Language): Html {
  if (rows.length === 0) return html`<p class="empty"><strong>${caption[language]}</strong> — ${empty[language]}</p>\n`;
  const align = (i: number): string => columns[i]?.align ?? 'start';
  return html`<div class="table" role="region" tabindex="0" aria-labelledby="${id}-caption">
<table><caption id="${id}-caption">${caption[language]}</caption>
<thead><tr>${columns.map(({ title }, i) => html`<th scope="col" data-align="${align(i)}">${title[language]}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, i) => html`<td data-align="${align(i)}">${renderCell(cell, language, 'short')}</td>`)}</tr>\n`,
  )}</tbody></table></div>\n`;
}

/** A chart, with its values as a table beside it. */
function renderChart(chart: Chart, language: Language): Html {
  return html`<figure id="${chart.id}"><figcaption>${chart.caption[language]}</figcaption></figure>\n`;
}
