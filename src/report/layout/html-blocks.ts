/**
 * Blocks of a paper as HTML.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { VERDICTS } from '../../verify/text.ts';
import type { Verdict } from '../../verify/verdict.ts';
import { type Block, type Cell, type Chart, inLanguage, type Table } from './blocks.ts';
import { chartSvg } from './chart-svg.ts';
import { credits, groupedNumber, koreanTime, shortDigest } from './format.ts';
import { Html, html } from './markup.ts';
import { renderQr } from './qr.ts';

type Language = keyof Sentence;

/** A heading that the list of contents names. */
export interface Section {
  readonly id: string;
  readonly title: string;
}

export const SIGNS: Readonly<Record<Verdict, string>> = { VERIFIED: '✓', FAILED: '✕', 'CANNOT TELL': '?' };

/** A paper, taken apart: what stands before its first section, the sections, and their names. */
interface RenderedBlocks {
  readonly cover: Html;
  readonly body: Html;
  readonly sections: readonly Section[];
}

export function renderBlocks(blocks: readonly Block[], language: Language): RenderedBlocks {
  const sections: Section[] = [];
  const parts = blocks.map((block) => {
    if (block.type !== 'heading' || block.level !== 2) return renderBlock(block, language);
    const section = { id: `section-${sections.length + 1}`, title: block.text[language] };
    sections.push(section);
    return html`<h2 id="${section.id}">${section.title}</h2>\n`;
  });
  const first = blocks.findIndex((block) => block.type === 'heading' && block.level === 2);
  const end = first === -1 ? blocks.length : first;
  return { cover: html`<div class="cover">${parts.slice(0, end)}</div>`, body: html`${parts.slice(end)}`, sections };
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
  if ('instant' in cell) return renderTime(cell.instant, digests);
  if ('credits' in cell) return html`${credits(cell.credits)}`;
  if ('record' in cell) return html`#${cell.record}`;
  if ('page' in cell) return html`${inLanguage(cell.text, language)}`;
  return html`<strong class="verdict" data-verdict="${cell.verdict}"><span aria-hidden="true">${SIGNS[cell.verdict]}</span> ${VERDICTS[cell.verdict][language]}</strong>`;
}

function renderTable({ id, caption, columns, rows, empty }: Table, language: Language): Html {
  if (rows.length === 0) return html`<p class="empty"><strong>${caption[language]}</strong> — ${empty[language]}</p>\n`;
  const align = (i: number): string => columns[i]?.align ?? 'start';
  const total = columns.reduce((sum, { width = 1 }) => sum + width, 0);
  const widths = columns.map(({ width = 1 }) => Math.round((1000 * width) / total) / 10);
  return html`<div class="table" role="region" tabindex="0" aria-labelledby="${id}-caption">
<table><caption id="${id}-caption">${caption[language]}</caption>
<colgroup>${widths.map((width) => html`<col width="${width}%">`)}</colgroup>
<thead><tr>${columns.map(({ title }, i) => html`<th scope="col" data-align="${align(i)}">${title[language]}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) =>
      html`<tr>${row.map((cell, i) => html`<td data-align="${align(i)}">${renderCell(cell, language, 'short')}</td>`)}</tr>\n`,
  )}</tbody></table></div>\n`;
}

/** The time in Korea; in a table, where there is little room, on two lines. */
function renderTime(instant: string, room: 'whole' | 'short'): Html {
  const text = koreanTime(instant);
  const [day, time] = text.split(' ');
  if (room === 'whole' || time === undefined) return html`<time datetime="${instant}">${text}</time>`;
  return html`<time datetime="${instant}"><span>${day}</span> <span>${time} +09:00</span></time>`;
}

/** A chart, with its values as a table beside it. */
function renderChart(chart: Chart, language: Language): Html {
  const { id, caption, labels, series, unit } = chart;
  const table: Table = {
    id: `${id}-values`,
    caption,
    columns: [
      { id: 'label', title: { en: 'Of', ko: '구분' } },
      ...series.map(({ name }, i) => ({
        id: `series-${i}`,
        title: { en: inLanguage(name, 'en'), ko: inLanguage(name, 'ko') },
        align: 'end' as const,
      })),
    ],
    rows: labels.map((label, i) => [label, ...series.map(({ values }) => ({ number: values[i] ?? 0 }))]),
    empty: { en: 'There are no values.', ko: '값이 없습니다.' },
  };
  return html`<figure class="chart" id="${id}"><figcaption>${caption[language]} (${unit[language]})</figcaption>
${new Html(chartSvg(chart, language))}
<details><summary>${VALUES[language]}</summary>${renderTable(table, language)}</details></figure>\n`;
}

const VALUES: Sentence = { en: 'The values as a table', ko: '값을 표로 보기' };
