/**
 * The document around every page: head, navigation, search, footer. Reads without scripts and without styles.
 * @module
 */
import { renderDamage } from './damage.ts';
import { Html, html } from './html.ts';
import type { PageBody, PageContext } from './page.ts';
import { otherLanguage, speaker, WORDS } from './words.ts';

/** Menu entries, in their order. */
const MENU = [
  ['home', '/'],
  ['records', '/records'],
  ['rounds', '/rounds'],
  ['models', '/models'],
  ['institutions', '/institutions'],
  ['awards', '/awards'],
  ['checkpoints', '/checkpoints'],
  ['reports', '/reports'],
  ['contribute', '/contribute'],
  ['operations', '/operations'],
] as const;

/** The mark: a note on its ledger line. */
const ICON =
  'data:image/svg+xml,%3Csvg xmlns=%22http://www.w3.org/2000/svg%22 viewBox=%220 0 16 16%22%3E%3Cpath d=%22M1 11h14v1H1z%22/%3E%3Cellipse cx=%227%22 cy=%2211.5%22 rx=%223.4%22 ry=%222.6%22/%3E%3Cpath d=%22M9.6 2h1v9h-1z%22/%3E%3C/svg%3E';

/** Addresses of what the page loads; without them it is a page for paper or for an archive. */
export interface Assets {
  readonly script?: string;
  readonly style: string;
  /** The content security policy, where no server says it. */
  readonly policy?: string;
  /** Stands above what the page shows. */
  readonly notice?: Html;
}

/** The whole document. */
export function renderDocument({ title, main }: PageBody, context: PageContext, assets: Assets): string {
  const { language, origin, href, path, damage = [] } = context;
  const t = speaker(WORDS, language);
  const other = otherLanguage(language);
  const policy =
    assets.policy === undefined
      ? undefined
      : html`<meta http-equiv="Content-Security-Policy" content="${assets.policy}">\n`;
  const script = assets.script === undefined ? undefined : html`<script type="module" src="${assets.script}"></script>`;
  const document = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
${policy}<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="same-origin">
<title>${title} · ${origin} · Ledgerline</title>
<link rel="icon" href="${ICON}">
<link rel="stylesheet" href="${assets.style}">
<link rel="alternate" hreflang="${other}" href="${href(path, other)}">
${script}
</head>
<body data-origin="${origin}" data-language="${language}">
<a class="skip" href="#main">${t('skip')}</a>
<header class="site">
<p class="brand"><a href="${href('/')}">Ledgerline <span class="origin">${origin}</span></a></p>
${searchBox(context)}
<a class="language" href="${href(path, other)}" hreflang="${other}" lang="${other}">${t('otherLanguage')}</a>
</header>
<nav class="menu" aria-label="${t('mainNavigation')}"><ul>${menu(context)}</ul></nav>
<main id="main" tabindex="-1">
${assets.notice}${renderDamage(damage, context)}
${main}
</main>
<footer class="site"><p><a href="${href('/help')}">${t('help')}</a></p>${signOut(context)}</footer>
</body>
</html>
`;
  return document.text;
}

function signOut({ language, isSignedIn, href }: PageContext): Html | undefined {
  if (isSignedIn !== true) return undefined;
  return html`<form method="post" action="/sign-out"><input type="hidden" name="to" value="${href('/')}"><button>${speaker(WORDS, language)('signOut')}</button></form>`;
}

function searchBox({ language, href, api }: PageContext): Html | undefined {
  if (api('') === undefined) return undefined;
  const t = speaker(WORDS, language);
  return html`<form class="search" role="search" action="${href('/search')}" method="get">
<label for="q">${t('searchLabel')}</label>
<input id="q" name="q" type="search" maxlength="200" placeholder="${t('searchLabel')}" autocomplete="off" spellcheck="false">
<button>${t('search')}</button>
</form>`;
}

function menu({ language, href, path, holds = () => true }: PageContext): Html[] {
  const t = speaker(WORDS, language);
  return MENU.filter(([, to]) => holds(to)).map(([name, to]) => {
    const isHere = to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`) || path.startsWith(`${to}?`);
    return html`<li><a href="${href(to)}"${isHere && new Html(' aria-current="page"')}>${t(name)}</a></li>`;
  });
}
