/**
 * A paper as one HTML file that stands by itself: no script, no network, its style pinned by its hash in the policy. Accessible, and
 * made to print: the twin of the PDF.
 * @module
 */
import { encodeBase64 } from '../../core/bytes/base64.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { Paper } from './blocks.ts';
import { renderBlocks, type Section } from './html-blocks.ts';
import { REPORT_STYLE } from './html-style.ts';
import { Html, html } from './markup.ts';

export interface HtmlOptions {
  /** Files that lie beside it, or, with the name under which they are saved, in it as `data:` addresses. */
  readonly links?: readonly { readonly href: string; readonly text: Sentence; readonly download?: string }[];
}

const CONTENTS: Sentence = { en: 'Contents', ko: '차례' };
const FILES: Sentence = { en: 'Files', ko: '파일' };

/** A report of as many sections has a list of contents. */
const LONG = 8;

/** The file, as text. The same paper gives the same text. */
export function renderHtml(paper: Paper, language: keyof Sentence, { links = [] }: HtmlOptions = {}): string {
  const { cover, body, sections } = renderBlocks(paper.blocks, language);
  const digest = encodeBase64(sha256(encodeUtf8(REPORT_STYLE)));
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="ledgerline">
<title>${paper.title[language]}</title>
<style>${new Html(REPORT_STYLE)}</style>
</head>
<body>
<div class="sheet${paper.isCompact === true && ' compact'}">
<header class="running"><span>${paper.header[language]}</span></header>
<main>
${cover}${sections.length < LONG ? undefined : renderContents(sections, language)}
${body}${
  links.length === 0
    ? undefined
    : html`<h2>${FILES[language]}</h2>\n<ul>${links.map(({ href, text, download }) =>
        download === undefined
          ? html`<li><a href="${href}">${text[language]}</a></li>`
          : html`<li><a download="${download}" href="${href}">${download}: ${text[language]}</a></li>`,
      )}</ul>\n`
}</main>
<footer class="running end"><span>${paper.footer[language]}</span></footer>
</div>
</body>
</html>
`.text;
}

function renderContents(sections: readonly Section[], language: keyof Sentence): Html {
  return html`<nav aria-labelledby="contents"><h2 id="contents">${CONTENTS[language]}</h2><ol>${sections.map(
    ({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`,
  )}</ol></nav>`;
}
