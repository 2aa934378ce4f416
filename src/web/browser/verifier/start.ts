/**
 * The life of the page: what readers do changes the desk, and the page shows the desk.
 * @module
 */
import type { Language } from '../../../verify/text.ts';
import { browserSignatures } from '../judge/signatures.ts';
import { Desk, type DeskChange } from './desk.ts';
import { renderExtras, renderPolicy, renderResults, statusText } from './desk-view.ts';
import { type PageParts, renderPage, signaturesText } from './page.ts';
import { TEXT } from './words.ts';

/** Shows the page, in the language of the browser. */
export function startPage(): void {
  new VerifierPage().listen();
}

class VerifierPage {
  readonly #signatures = browserSignatures();
  readonly #desk = new Desk(this.#signatures, (what) => this.#refresh(what));
  #language: Language = navigator.language.toLowerCase().startsWith('ko') ? 'ko' : 'en';
  #parts = this.#show();

  constructor() {
    this.#refresh();
  }

  /** Builds the page in the present language. */
  #show(): PageParts {
    const language = this.#language;
    document.documentElement.lang = language;
    document.title = TEXT.title[language];
    const { nodes, parts } = renderPage(language, {
      add: (files, role) => void this.#desk.add(files, role),
      print: () => print(),
      clear: () => this.#desk.clear(),
      switchLanguage: () => {
        this.#language = language === 'ko' ? 'en' : 'ko';
        this.#parts = this.#show();
        this.#refresh();
        document.querySelector<HTMLElement>('.language')?.focus();
      },
    });
    document.body.replaceChildren(...nodes);
    void this.#signatures.then((backend) => parts.signatures.replaceChildren(signaturesText(backend, language)));
    return parts;
  }

  /** Shows what the desk holds now. */
  #refresh(what: DeskChange = 'all'): void {
    const [desk, language, { policy, extras, results, status }] = [this.#desk, this.#language, this.#parts];
    extras.replaceChildren(...renderExtras(desk, language));
    if (what === 'progress') return;
    policy.replaceChildren(...renderPolicy(desk.policy, language));
    results.setAttribute('aria-busy', String(desk.isBusy));
    status.textContent = statusText(desk, language);
    if (desk.isBusy) return; // the verdicts of before stand until the new ones are there
    const onPolicy = (bytes: Uint8Array): void => {
      desk.usePolicy({ name: 'trust.policy', bytes }, true);
      void desk.judge();
    };
    results.replaceChildren(...renderResults(desk, language, onPolicy));
  }

  /** Takes what is dropped anywhere on the page; the zone only shows where. */
  listen(): void {
    const { classList } = document.body;
    addEventListener('dragover', (event) => {
      event.preventDefault();
      classList.add('dragging');
    });
    addEventListener('dragleave', ({ relatedTarget }) => {
      if (relatedTarget === null) classList.remove('dragging');
    });
    addEventListener('drop', (event) => {
      event.preventDefault();
      classList.remove('dragging');
      void this.#desk.add([...(event.dataTransfer?.files ?? [])]);
    });
  }
}
