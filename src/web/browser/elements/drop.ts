/**
 * `<ll-drop>`: whatever file a reader has. A proof is judged in place; a trust policy is kept; a model file is digested here, never
 * sent, and looked up by its digest.
 * @module
 */
import { decodeUtf8 } from '../../../core/bytes/utf8.ts';
import type { Sentence } from '../../../core/catalogue/catalogue.ts';
import type { Language } from '../../../verify/text.ts';
import { speaker } from '../../words.ts';
import { hashFile } from '../hash/hash-file.ts';
import { type TakenFile, take } from '../judge/intake.ts';
import { keepPolicy } from '../trust/policy.ts';
import { el } from '../view/dom.ts';
import { pageLanguage, showOutcome } from './element.ts';
import { judgeAndShow } from './verdict.ts';

const TEXT = {
  choose: { en: 'Choose a file', ko: '파일 선택' },
  kept: { en: 'This trust policy is kept in this browser: #', ko: '이 신뢰 정책을 브라우저에 보관했습니다: #' },
  hashing: {
    en: 'Computing the digest in this browser; the file stays here',
    ko: '브라우저에서 다이제스트를 계산합니다. 파일은 전송되지 않습니다',
  },
  digests: { en: 'Digests of #, computed in this browser', ko: '브라우저에서 계산한 #의 다이제스트' },
  lookUp: { en: 'Look it up in this ledger', ko: '이 원장에서 찾기' },
  file: { en: 'File (SHA-256)', ko: '파일 (SHA-256)' },
  tensors: { en: 'Weights, however saved (tensor set)', ko: '저장 방식과 무관한 가중치 (텐서 집합)' },
  saved: {
    en: 'A checkpoint or later evidence is compared in the offline verifier.',
    ko: '체크포인트와 후속 증거는 오프라인 검증기에서 대조합니다.',
  },
} as const satisfies Record<string, Sentence>;

class DropElement extends HTMLElement {
  readonly #outcome = el('div', { class: 'outcomes' });

  connectedCallback(): void {
    if (this.querySelector('input') !== null) return;
    const t = speaker(TEXT, pageLanguage());
    const input = el('input', { type: 'file', id: 'drop-input', class: 'picker' });
    input.multiple = true;
    input.addEventListener('change', () => {
      this.#take([...(input.files ?? [])]);
      input.value = '';
    });
    this.append(el('div', { class: 'pick' }, input, el('label', { for: 'drop-input' }, t('choose'))));
    this.after(this.#outcome);
    this.addEventListener('dragover', (event) => {
      event.preventDefault();
      this.classList.add('dragging');
    });
    this.addEventListener('dragleave', () => this.classList.remove('dragging'));
    this.addEventListener('drop', (event) => {
      event.preventDefault();
      this.classList.remove('dragging');
      this.#take([...(event.dataTransfer?.files ?? [])]);
    });
  }

  #take(files: readonly File[]): void {
    this.#outcome.replaceChildren(
      ...files.map((file) => {
        const body = el('div');
        const title = el('h3', { class: 'file' }, file.name);
        void showOutcome(body, async (language) => outcomeOf(await take(file), language, body));
        return el('article', { class: 'judged', 'data-file': file.name }, title, body);
      }),
    );
  }
}

async function outcomeOf(
  { role, file, bytes }: TakenFile,
  language: Language,
  body: HTMLElement,
): Promise<HTMLElement[]> {
  const t = speaker(TEXT, language);
  switch (role) {
    case 'policy':
      keepPolicy(decodeUtf8(bytes, 'policy'));
      return [el('p', {}, t('kept').replace('#', file.name))];
    case 'artefact':
      return digestsOf(file, language, body);
    case 'saved':
    case 'later':
      return [el('p', {}, t('saved'))];
    default:
      return judgeAndShow(file.name, bytes, language, () => undefined);
  }
}

async function digestsOf(file: File, language: Language, body: HTMLElement): Promise<HTMLElement[]> {
  const t = speaker(TEXT, language);
  const bar = el('progress', { max: '100', value: '0', 'aria-label': t('hashing') });
  body.replaceChildren(el('p', { role: 'status' }, t('hashing')), bar);
  const { sha256, tensorSet } = await hashFile(file, (done, total) => {
    bar.value = total === 0 ? 100 : Math.floor((100 * done) / total);
  });
  const row = (name: string, digest: string): HTMLElement[] => [
    el('dt', {}, name),
    el('dd', {}, el('code', {}, digest), el('br'), el('a', { href: `/${language}/search?q=${digest}` }, t('lookUp'))),
  ];
  return [
    el('p', {}, t('digests').replace('#', file.name)),
    el(
      'dl',
      { class: 'facts' },
      ...row(t('file'), sha256),
      ...(tensorSet === undefined ? [] : row(t('tensors'), tensorSet)),
    ),
  ];
}

customElements.define('ll-drop', DropElement);
