/**
 * What stands where a page needs the reading token.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { html } from '../html.ts';
import type { PageBody, PageContext } from '../page.ts';
import { speaker } from '../words.ts';

const TEXT = {
  title: { en: 'Sign in to read', ko: '읽기 인증' },
  lead: {
    en: 'Reading this ledger needs its reading token. The operator gives it to those who may read.',
    ko: '이 원장을 읽으려면 읽기 토큰이 필요합니다. 토큰은 운영 기관이 읽을 수 있는 사람에게 줍니다.',
  },
  token: { en: 'Reading token', ko: '읽기 토큰' },
  send: { en: 'Sign in', ko: '확인' },
  wrong: { en: 'That is not the reading token of this ledger.', ko: '이 원장의 읽기 토큰이 아닙니다.' },
  note: {
    en: 'The browser keeps a cookie for twelve hours. Proofs and files that you have saved need no token: they are checked offline.',
    ko: '브라우저가 열두 시간 동안 쿠키를 보관합니다. 저장해 둔 증명과 파일은 토큰 없이 오프라인으로 확인할 수 있습니다.',
  },
} as const satisfies Record<string, Sentence>;

/** @param asked.to the page that was asked for, as a path */
export function signInPage(
  { to, isWrong }: { readonly to: string; readonly isWrong: boolean },
  { language }: PageContext,
): PageBody {
  const t = speaker(TEXT, language);
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>
${isWrong && html`<p class="wrong" role="alert" id="wrong">✗ ${t('wrong')}</p>`}
<form class="filters" method="post" action="/sign-in">
<input type="hidden" name="to" value="${to}">
<p><label for="token">${t('token')}</label><input id="token" name="token" type="password" required maxlength="4096" autocomplete="current-password"></p>
<p><button>${t('send')}</button></p></form>
<p class="note">${t('note')}</p>`,
  };
}
