/**
 * The verifier page as elements: three steps, whom one trusts, what is to be checked, and what came of it.
 * @module
 */
import type { Language } from '../../../verify/text.ts';
import { speaker } from '../../words.ts';
import type { Role } from '../judge/intake.ts';
import type { BrowserSignatures } from '../judge/signatures.ts';
import { el, lines } from '../view/dom.ts';
import { TEXT } from './words.ts';

/** Parts of the page that change. */
export interface PageParts {
  readonly policy: HTMLElement;
  readonly extras: HTMLElement;
  readonly status: HTMLElement;
  readonly results: HTMLElement;
  readonly signatures: HTMLElement;
}

/** What readers do on it. */
export interface PageActions {
  add(files: readonly File[], role?: Role): void;
  print(): void;
  clear(): void;
  switchLanguage(): void;
}

/** The page in a language, and its parts. */
export function renderPage(language: Language, actions: PageActions): { nodes: HTMLElement[]; parts: PageParts } {
  const t = speaker(TEXT, language);
  const parts: PageParts = {
    policy: el('div', { id: 'policy-state' }),
    extras: el('div', { id: 'extras-state' }),
    status: el('p', { role: 'status', class: 'status' }),
    results: el('div', { id: 'results' }),
    signatures: el('span'),
  };
  const other = language === 'ko' ? 'en' : 'ko';
  const header = el(
    'header',
    { class: 'site' },
    el('p', { class: 'brand' }, 'Ledgerline'),
    button(t('other'), actions.switchLanguage, { class: 'language', lang: other }),
  );
  const main = el(
    'main',
    {},
    el('h1', {}, t('title')),
    el('p', { class: 'lead' }, t('lead')),
    el(
      'section',
      { class: 'step', 'aria-labelledby': 'step-1' },
      el('h2', { id: 'step-1' }, t('step1')),
      el('p', {}, t('step1Lead')),
      picker('policy', t('choosePolicy'), 'policy', actions),
      parts.policy,
    ),
    el(
      'section',
      { class: 'step', 'aria-labelledby': 'step-2' },
      el('h2', { id: 'step-2' }, t('step2')),
      el(
        'div',
        { class: 'zone', id: 'zone' },
        el('p', { class: 'big' }, t('drop')),
        el('p', {}, t('dropLead')),
        picker('files', t('chooseFiles'), undefined, actions),
      ),
      el('details', { class: 'extras' }, el('summary', {}, t('extras')), ...extras(language, actions)),
      parts.extras,
    ),
    el(
      'section',
      { class: 'step', 'aria-labelledby': 'step-3' },
      el('h2', { id: 'step-3' }, t('results')),
      parts.status,
      parts.results,
      el('p', { class: 'actions' }, button(t('print'), actions.print), ' ', button(t('clear'), actions.clear)),
    ),
  );
  return { nodes: [header, main, renderAbout(language, parts.signatures)], parts };
}

function extras(language: Language, actions: PageActions): HTMLElement[] {
  const t = speaker(TEXT, language);
  const extra = (role: 'artefact' | 'saved' | 'later', name: string, lead: string): HTMLElement =>
    el(
      'div',
      { class: 'extra' },
      el('h3', {}, name),
      el('p', {}, lead),
      picker(role, `${t('choose')}: ${name}`, role, actions),
    );
  return [
    extra('artefact', t('artefact'), t('artefactLead')),
    extra('saved', t('saved'), t('savedLead')),
    extra('later', t('later'), t('laterLead')),
  ];
}

function renderAbout(language: Language, signatures: HTMLElement): HTMLElement {
  const t = speaker(TEXT, language);
  return el(
    'footer',
    { class: 'site about' },
    el('h2', {}, t('about')),
    el('p', {}, t('aboutWords')),
    el('p', {}, t('aboutHash')),
    lines(['sha256sum verifier.html', 'shasum -a 256 verifier.html', 'certutil -hashfile verifier.html SHA256']),
    el('p', {}, t('aboutVersion').replace('#', LEDGERLINE_VERSION), ' · ', signatures),
  );
}

/** Who verifies signatures in this browser. */
export function signaturesText({ by }: BrowserSignatures, language: Language): string {
  return TEXT.aboutSignatures[language].replace('#', TEXT[by][language]);
}

/** A file input that looks like a button and is one for keyboards and screen readers. */
function picker(id: string, label: string, role: Role | undefined, { add }: PageActions): HTMLElement {
  const input = el('input', { type: 'file', id, class: 'picker' });
  input.multiple = role === undefined || role === 'artefact';
  input.addEventListener('change', () => {
    add([...(input.files ?? [])], role);
    input.value = ''; // the same file may come again
  });
  return el('div', { class: 'pick' }, input, el('label', { for: id }, label));
}

function button(text: string, action: () => void, attributes: Readonly<Record<string, string>> = {}): HTMLElement {
  const element = el('button', { type: 'button', ...attributes }, text);
  element.addEventListener('click', action);
  return element;
}
