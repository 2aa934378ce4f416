/**
 * Fields of the desk's forms, and what was filled in.
 * @module
 */
import { html, nothing, type TemplateResult } from 'lit';
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { inLanguage } from '../../../report/layout/blocks.ts';
import type { Field, Filled } from './tasks.ts';

/** Longest text that a field takes. */
const MAX_TEXT = 4096;

/** A field with its label, its hint, and what was typed before. */
export function fieldOf(field: Field, value: string, language: keyof Sentence): TemplateResult {
  const { name, label, hint, required } = field;
  const id = `desk-${name}`;
  const describedBy = hint === undefined ? nothing : `${id}-hint`;
  return html`<div class="field">
    <label for=${id}>${label[language]}${required ? html` <span class="required" aria-hidden="true">*</span>` : nothing}</label>
    ${hint === undefined ? nothing : html`<p class="hint" id=${`${id}-hint`}>${hint[language]}</p>`}
    ${control(field, id, value, language, describedBy)}
  </div>`;
}

function control(
  { name, type, required, options = [] }: Field,
  id: string,
  value: string,
  language: keyof Sentence,
  describedBy: string | typeof nothing,
): TemplateResult {
  if (type === 'select')
    return html`<select id=${id} name=${name} ?required=${required} aria-describedby=${describedBy}>
      ${options.map(([word, label]) => html`<option value=${word} ?selected=${word === value}>${inLanguage(label, language)}</option>`)}
    </select>`;
  if (type === 'file')
    return html`<input id=${id} name=${name} type="file" ?required=${required} aria-describedby=${describedBy}>`;
  return html`<input id=${id} name=${name} type="text" inputmode=${type === 'number' ? 'numeric' : nothing} maxlength=${MAX_TEXT}
    .value=${value} ?required=${required} autocomplete="off" spellcheck="false" aria-describedby=${describedBy}>`;
}

/** What a form holds. */
export function filledIn(form: FormData): Filled {
  return {
    text: (name) => {
      const value = form.get(name);
      return typeof value === 'string' ? value.trim() : '';
    },
    file: (name) => {
      const value = form.get(name);
      return value instanceof File && value.name !== '' ? value : undefined;
    },
  };
}
