/**
 * Tiles: a sign, a word, a sentence. Read without colour.
 * @module
 */
import type { Sentence } from '../core/catalogue/sentence.ts';
import { type Html, html } from './html.ts';
import type { Tile, Tone } from './log/health.ts';
import type { PageContext } from './page.ts';

const TONES: Readonly<Record<Tone, Sentence & { readonly sign: string }>> = {
  good: { sign: '✓', en: 'well', ko: '정상' },
  watch: { sign: '⚠', en: 'needs a look', ko: '확인 필요' },
  bad: { sign: '✗', en: 'wrong', ko: '이상' },
};

export function renderTiles(tiles: readonly Tile[], { language }: PageContext): Html {
  return html`<ul class="tiles">${tiles.map(
    ({ tone, title, text }) =>
      html`<li data-tone="${tone}"><h3>${title[language]}</h3><p class="tone">${TONES[tone].sign} ${TONES[tone][language]}</p><p>${text[language]}</p></li>`,
  )}</ul>`;
}
