/**
 * The check sheet: what becomes public and what stays, before anything is signed.
 * @module
 */
import { html, type TemplateResult } from 'lit';
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { type Cell, inLanguage } from '../../../report/layout/blocks.ts';
import { plainCell } from '../../../report/layout/plain.ts';
import { credits } from '../../format.ts';
import type { Prepared } from './tasks.ts';
import { DESK_WORDS } from './words.ts';

export interface SheetActions {
  sign(event: SubmitEvent): void;
  handIn(event: SubmitEvent): void;
  saveDraft(): void;
  back(): void;
}

export function sheetView(prepared: Prepared, language: keyof Sentence, actions: SheetActions): TemplateResult {
  const t = (name: keyof typeof DESK_WORDS): string => DESK_WORDS[name][language];
  return html`<section class="sheet" aria-labelledby="sheet-title">
      <h2 id="sheet-title" tabindex="-1">${t('sheet')}</h2>
      <div class="two">
        <div><h3>${t('becomesPublic')}</h3>
          <dl class="facts">${prepared.becomesPublic.map(
            ([name, value]) => html`<dt>${name[language]}</dt><dd>${valueView(value, language)}</dd>`,
          )}</dl></div>
        <div><h3>${t('staysHere')}</h3>
          <ul>${prepared.staysHere.map((each) => html`<li>${each[language]}</li>`)}</ul></div>
      </div>
    </section>
    <form class="desk" @submit=${actions.sign}>
      <h2>${t('sign')}</h2>
      <p class="hint" id="key-hint">${t('keyHint')}</p>
      <div class="field"><label for="desk-key">${t('key')}</label>
        <input id="desk-key" name="key" type="file" required aria-describedby="key-hint"></div>
      <div class="field"><label for="desk-signer">${t('signer')}</label>
        <p class="hint" id="signer-hint">${t('signerHint')}</p>
        <input id="desk-signer" name="signer" type="file" required aria-describedby="signer-hint"></div>
      <p><button class="primary">${t('signAndSubmit')}</button> <button type="button" @click=${actions.back}>${t('again')}</button></p>
    </form>
    <details><summary>${t('elsewhere')}</summary>
      <p>${t('elsewhereHint')}</p>
      <p><button type="button" @click=${actions.saveDraft}>${t('download')}</button></p>
      <form class="desk" @submit=${actions.handIn}>
        <div class="field"><label for="desk-envelope">${t('envelope')}</label>
          <input id="desk-envelope" name="envelope" type="file" required></div>
        <p><button>${t('submitEnvelope')}</button></p>
      </form>
    </details>`;
}

function valueView(value: Cell, language: keyof Sentence): TemplateResult | string {
  if (typeof value !== 'string' && 'credits' in value) return credits(value.credits);
  if (typeof value !== 'string' && 'digest' in value) return html`<code>${value.digest}</code>`;
  // The apostrophe before what a spreadsheet would run is for files, not for a page.
  if (typeof value === 'string' || 'en' in value) return inLanguage(value, language);
  return String(plainCell(value, language));
}
