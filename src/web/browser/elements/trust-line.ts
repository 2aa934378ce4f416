/**
 * The line under a verdict that says whose trust policy it was reached under, and lets the reader bring another.
 * @module
 */

import { decodeUtf8 } from '../../../core/bytes/utf8.ts';
import { CATALOGUE, type Sentence } from '../../../core/catalogue/catalogue.ts';
import { InputError } from '../../../core/error.ts';
import type { Language } from '../../../verify/text.ts';
import { speaker } from '../../words.ts';
import { forgetPolicy, keepPolicy, type ReadersTrust } from '../trust/policy.ts';
import { el } from '../view/dom.ts';

const TEXT = {
  own: { en: 'Under the trust policy that you loaded.', ko: '직접 불러온 신뢰 정책에 따른 판정입니다.' },
  server: {
    en: 'Under the trust policy that this server hands out: good against mistakes, not against a server that lies. Load one that you got elsewhere.',
    ko: '이 서버가 내주는 신뢰 정책에 따른 판정입니다. 실수는 찾아내지만 거짓말하는 서버는 막지 못합니다. 다른 경로로 받은 정책을 불러오십시오.',
  },
  none: {
    en: 'No trust policy could be read: nobody can vouch.',
    ko: '읽을 수 있는 신뢰 정책이 없어 보증할 수 없습니다.',
  },
  load: { en: 'Load my trust policy', ko: '내 신뢰 정책 불러오기' },
  forget: { en: "Use the server's again", ko: '서버의 정책 다시 사용' },
} as const satisfies Record<string, Sentence>;

let count = 0;

export function renderTrustLine({ policy, from, problem }: ReadersTrust, language: Language): HTMLElement {
  const t = speaker(TEXT, language);
  const id = `trust-${++count}`;
  const input = el('input', { type: 'file', id, class: 'picker' });
  const said = el('span', { role: 'status' });
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (file !== undefined) void loadPolicy(file, said, language);
  });
  const words =
    policy === undefined ? `${t('none')} ${problem === undefined ? '' : CATALOGUE[problem.code][language]}` : t(from);
  const forget = el('button', { type: 'button' }, t('forget'));
  forget.addEventListener('click', () => {
    forgetPolicy();
    location.reload();
  });
  return el(
    'p',
    { class: 'trust', 'data-trust': from },
    words,
    ' ',
    el('span', { class: 'pick' }, input, el('label', { for: id }, t('load'))),
    from === 'own' ? [' ', forget] : undefined,
    ' ',
    said,
  );
}

async function loadPolicy(file: File, said: HTMLElement, language: Language): Promise<void> {
  try {
    keepPolicy(decodeUtf8(new Uint8Array(await file.slice(0, 1 << 20).arrayBuffer()), 'policy'));
    location.reload();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    said.textContent = `${CATALOGUE[error.code][language]} (${error.message})`;
  }
}
