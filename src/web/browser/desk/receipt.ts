/**
 * The end of the work at the desk: where the record stands, the receipt to keep, and the verdict on it.
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { save } from './save.ts';
import { DESK_WORDS } from './words.ts';

export interface Receipt {
  readonly index: number;
  readonly digest: string;
  /** The proof bundle. */
  readonly bundle: Uint8Array;
  /** Name of the file that it is kept under. */
  readonly name: string;
  /** Name of the secret file that was saved before. */
  readonly secret?: string;
}

export function receiptView(receipt: Receipt, language: keyof Sentence, again: () => void): TemplateResult {
  const { index, digest, bundle, name, secret } = receipt;
  const t = (word: keyof typeof DESK_WORDS): string => DESK_WORDS[word][language];
  return html`<section class="receipt" role="status" aria-labelledby="receipt-title">
    <h2 id="receipt-title">${t('done')}</h2>
    <p class="lead"><a href=${`/${language}/records/${index}`}>${t('openRecord')} ${index}</a></p>
    <p><code>${digest}</code></p>
    <p>${t('receiptHint')}</p>
    <p><button type="button" class="primary" @click=${() => save(name, bundle)}>${t('receipt')} (${name})</button></p>
    ${secret === undefined ? nothing : html`<p><code>${secret}</code> ${t('secretKept')}</p>`}
    <ll-verdict data-bundle=${`/api/v1/bundles/${digest}`} data-index=${index}></ll-verdict>
    <p><button type="button" @click=${again}>${t('again')}</button></p>
  </section>`;
}
