/**
 * `<ll-digest><code data-value="…">8f3a…</code></ll-digest>`: a digest, short on the screen; copied whole, or shown whole and as a QR
 * code to be read by a telephone.
 * @module
 */
import { speaker } from '../../words.ts';
import { el, icon } from '../view/dom.ts';
import { pageLanguage } from './element.ts';
import { renderQr } from './qr.ts';

const TEXT = {
  copy: { en: 'Copy #', ko: '# 복사' },
  copied: { en: 'Copied', ko: '복사됨' },
  show: { en: 'Show # whole, with QR code', ko: '# 전체와 QR 코드 보기' },
  title: { en: 'The whole value', ko: '전체 값' },
  close: { en: 'Close', ko: '닫기' },
} as const;

const COPY = 'M8 2h12v14h-3v6H4V7h4zM10 4v3h7v7h1V4zM6 9v11h9V9z';
const QR =
  'M3 3h8v8H3zM5 5v4h4V5zM13 3h8v8h-8zM15 5v4h4V5zM3 13h8v8H3zM5 15v4h4v-4zM13 13h3v3h-3zM18 13h3v3h-3zM15.5 16h3v3h-3zM13 19h3v2h-3zM18 19h3v2h-3z';

class DigestElement extends HTMLElement {
  connectedCallback(): void {
    const code = this.querySelector('code');
    const value = code?.dataset['value'] ?? '';
    if (code === null || value === '' || this.querySelector('button') !== null) return;
    const t = speaker(TEXT, pageLanguage());
    const name = (word: 'copy' | 'show'): string => t(word).replace('#', code.textContent);
    const said = el('span', { role: 'status', class: 'said' });
    const copy = small(name('copy'), COPY, async () => {
      await copyText(value);
      said.textContent = t('copied');
    });
    const show = small(name('show'), QR, () => showWhole(value, this));
    this.append(copy, show, said);
  }
}

function small(name: string, sign: string, action: () => unknown): HTMLButtonElement {
  const button = el('button', { type: 'button', class: 'small', title: name, 'aria-label': name }, icon(sign, 'icon'));
  button.addEventListener('click', () => void action());
  return button;
}

/** Where the page is no secure context there is no clipboard: the dialog shows the value to be marked. */
async function copyText(value: string): Promise<void> {
  if (navigator.clipboard === undefined) return showWhole(value, document.body);
  await navigator.clipboard.writeText(value);
}

function showWhole(value: string, beside: HTMLElement): void {
  const t = speaker(TEXT, pageLanguage());
  const close = el('button', { type: 'button' }, t('close'));
  const qr = el('div', { class: 'qr' });
  const dialog = el(
    'dialog',
    { class: 'whole', 'aria-label': t('title') },
    el('h2', {}, t('title')),
    el('p', {}, el('code', {}, value)),
    qr,
    el('p', {}, close),
  );
  close.addEventListener('click', () => dialog.close());
  dialog.addEventListener('close', () => dialog.remove());
  beside.append(dialog);
  dialog.showModal();
  void renderQr(value, t('title')).then((picture) => qr.append(picture));
}

customElements.define('ll-digest', DigestElement);
