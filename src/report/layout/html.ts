/**
 * A paper as one HTML file that stands by itself: no script, no network, its style pinned by its hash. Accessible, and made to print.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { Paper } from './blocks.ts';
import { html } from './markup.ts';

export interface HtmlOptions {
  /** Attachments that lie beside the file, by name. */
  readonly links?: readonly { readonly href: string; readonly text: Sentence }[];
}

/** The bytes of the file, as text. */
export function renderHtml(paper: Paper, language: keyof Sentence, _options: HtmlOptions = {}): string {
  return html`<!doctype html><html lang="${language}"><title>${paper.title[language]}</title></html>`.text;
}
