/**
 * The first page of an archive, in both languages: what it is, and what was left out. And the line above each of its pages.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import type { Language } from '../../verify/text.ts';
import { groupedNumber } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { ExplorerSource } from '../source.ts';
import { speaker } from '../words.ts';
import type { Collected, Scope } from './collect.ts';

/** Nothing but this style: no script, no address outside. `'self'` is for who serves the files; a file's origin has no name. */
export const ARCHIVE_POLICY =
  "default-src 'none'; style-src 'self' file:; font-src 'self' file:; img-src data:; base-uri 'none'; form-action 'none'";

const TEXT = {
  title: { en: 'Pages of the ledger, as files', ko: '파일로 보는 원장 화면' },
  open: { en: 'Open the pages', ko: '화면 열기' },
  what: {
    en: 'Each page stands as it was at the checkpoint. No server, script or network is needed. The pages show and explain; they judge nothing. To check for yourself, use verifier.html and the proofs of the package, or replay the folder ledger/.',
    ko: '모든 화면은 체크포인트 시점의 내용입니다. 서버, 스크립트, 네트워크가 필요 없습니다. 이 화면은 보여 주고 설명할 뿐 판정하지 않습니다. 직접 확인하려면 묶음의 verifier.html과 증명을 사용하거나 ledger/ 폴더를 재생하십시오.',
  },
  leftOut: { en: 'What is not here', ko: '들어 있지 않은 것' },
  server: {
    en: 'Search, filters, the comparison of checkpoints, signing, reports and the state of operation need a server or a command.',
    ko: '찾기, 거르기, 체크포인트 비교, 서명, 보고서, 운영 상태는 서버나 명령줄이 필요합니다.',
  },
  nothing: {
    en: 'Every record of the scope has its page.',
    ko: '대상 범위의 모든 기록에 화면이 있습니다.',
  },
  notice: { en: 'A page of an archive', ko: '보관용 화면' },
  about: { en: 'about this archive', ko: '이 자료에 대하여' },
} as const satisfies Record<string, Sentence>;

export function renderFront(source: ExplorerSource, scope: Scope, collected: Collected): string {
  const page = html`<!doctype html>
<html lang="ko">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${ARCHIVE_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${TEXT.title.ko} · ${source.origin} · Ledgerline</title>
<link rel="stylesheet" href="style.css">
</head>
<body>
<main>
<h1>${TEXT.title.ko} <span lang="en">(${TEXT.title.en})</span></h1>
${(['ko', 'en'] as const).map((language) => renderPart(source, scope, collected, language))}
</main>
</body>
</html>
`;
  return page.text;
}

function renderPart(source: ExplorerSource, scope: Scope, collected: Collected, language: Language): Html {
  const t = speaker(TEXT, language);
  const number = (value: number): string => groupedNumber(value, language);
  const { size } = source.published ?? { size: source.sizes.published };
  const of: Sentence = {
    en: `${source.origin}, checkpoint of ${number(size)} records. Records in scope: ${number(scope.end - scope.start)}.`,
    ko: `${source.origin}, 기록 ${number(size)}건의 체크포인트. 대상 기록 ${number(scope.end - scope.start)}건.`,
  };
  return html`<section lang="${language}"><p class="lead"><a href="${language}/index.html">${t('open')}</a></p>
<p>${of[language]}</p>
<p>${t('what')}</p>
<h2>${t('leftOut')}</h2>
<ul><li>${t('server')}</li>
<li>${recordsLeftOut(collected, number)?.[language] ?? t('nothing')}</li>
${pagesLeftOut(collected, number, language)}</ul></section>`;
}

function recordsLeftOut({ recordsLeftOut: count }: Collected, number: (value: number) => string): Sentence | undefined {
  if (count === 0) return undefined;
  return {
    en: `${number(count)} records of the scope have no page, the oldest ones; the report's tables and ledger/ have them all.`,
    ko: `대상 범위의 오래된 기록 ${number(count)}건은 화면이 없습니다. 보고서의 표와 ledger/에는 모두 있습니다.`,
  };
}

function pagesLeftOut(
  { pagesLeftOut: count }: Collected,
  number: (value: number) => string,
  language: Language,
): Html | false {
  if (count === 0) return false;
  const said: Sentence = {
    en: `${number(count)} other pages (of lists, rounds, credits and the like) are left out. Links to them are plain text.`,
    ko: `그 밖의 화면(목록, 라운드, 크레딧 등) ${number(count)}개를 뺐습니다. 그 화면으로 가는 링크는 글자로만 표시됩니다.`,
  };
  return html`<li>${said[language]}</li>`;
}

/** The line above each page. */
export function renderNotice({ sizes }: ExplorerSource, language: Language): Html {
  const t = speaker(TEXT, language);
  const at: Sentence = {
    en: `as of the checkpoint of ${groupedNumber(sizes.published, language)} records`,
    ko: `기록 ${groupedNumber(sizes.published, language)}건의 체크포인트 기준`,
  };
  return html`<p class="note">${t('notice')}, ${at[language]} · <a href="../index.html">${t('about')}</a></p>`;
}
