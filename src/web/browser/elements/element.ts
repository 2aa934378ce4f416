/**
 * What the explorer's elements have in common: they stand in the light DOM, speak the page's language, keep what the server put
 * inside until they have something better, and never fall silent.
 * @module
 */
import { CATALOGUE, type ErrorCode, type Sentence } from '../../../core/catalogue/catalogue.ts';
import { InputError } from '../../../core/error.ts';
import type { Language } from '../../../verify/text.ts';
import { el } from '../view/dom.ts';
import { renderBanner } from '../view/verdict-view.ts';

export function pageLanguage(): Language {
  return document.documentElement.lang === 'ko' ? 'ko' : 'en';
}

const WORKING: Sentence = { en: 'Your browser is checking…', ko: '브라우저가 확인하는 중입니다…' };

/** Shows that it works, then what `work` gives; where that cannot be had, says so as a verdict that nobody can tell. */
export async function showOutcome(
  element: HTMLElement,
  work: (language: Language) => Promise<readonly HTMLElement[]>,
): Promise<void> {
  const language = pageLanguage();
  element.setAttribute('aria-busy', 'true');
  element.replaceChildren(el('p', { role: 'status' }, WORKING[language]));
  const nodes = await work(language).catch((error: unknown) => renderProblem(error, language));
  const [first, ...rest] = nodes;
  // Only the verdict itself is read out; the rest waits to be read.
  element.replaceChildren(el('div', { role: 'status' }, first), ...rest);
  element.removeAttribute('aria-busy');
}

/** With these a server says itself that what it keeps is damaged or contradicts itself: that is no doubt, that is a failure. */
const DAMAGED: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'bad-checkpoint',
  'bad-consistency-proof',
  'bad-inclusion-proof',
  'bad-note',
  'bad-note-signature',
  'bad-tile',
  'checkpoint-inconsistent',
  'checkpoints-corrupt',
  'head-corrupt',
  'index-corrupt',
  'integrity',
  'object-differs',
  'staging-corrupt',
]);

/** What keeps the browser from judging. Errors that no answer can cause pass through. */
function renderProblem(error: unknown, language: Language): HTMLElement[] {
  if (!(error instanceof InputError)) throw error;
  const { code, message } = error;
  const judgement = {
    verdict: DAMAGED.has(code) ? ('FAILED' as const) : ('CANNOT TELL' as const),
    summary: CATALOGUE[code],
    checks: [],
    proven: [],
    committed: [],
    warnings: [],
    ignored: [],
  };
  return [
    renderBanner(judgement, language),
    el('p', { class: 'detail' }, el('code', {}, code), ' · ', el('span', { lang: 'en' }, message)),
  ];
}
