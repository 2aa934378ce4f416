/**
 * The start page: where one has come to, in Korean or English, without scripts.
 * @module
 */
import { createHash } from 'node:crypto';
import type { Request, Response } from 'express';
import { encodeBase64 } from '../core/bytes/base64.ts';
import { STATE } from '../core/rules/state.ts';
import type { Ledger } from '../log/ledger.ts';
import { sendRevalidated } from './answer.ts';
import { type Language, languageOf } from './problem.ts';
import type { Route } from './route.ts';

const STYLE = `body{font:1rem/1.6 system-ui,sans-serif;max-width:46rem;margin:3rem auto;padding:0 1rem;color:#1a2027}
h1{font-size:1.5rem}h2{font-size:1.1rem;margin-top:2rem}dt{color:#5a6673}dd{margin:0 0 .6rem;overflow-wrap:anywhere}
pre{background:#f3f5f7;padding:.8rem 1rem;overflow-x:auto}a{color:#0b5394}nav{text-align:right}`;

/** The one style that the page may have, for its content security policy. */
export const STYLE_SOURCE = `'sha256-${createHash('sha256').update(STYLE).digest('base64')}'`;

const TEXT = {
  en: {
    other: ['ko', '한국어'],
    lead: 'An append-only, witnessed ledger of model contributions for federated drug discovery.',
    now: 'As published',
    origin: 'Name of the log (origin)',
    size: 'Records',
    root: 'Root hash',
    operator: 'Operator institution',
    keys: 'Keys of the log',
    verify: 'Do not take our word for it',
    how: 'Obtain the trust policy from somebody you trust, not from this page. Then a proof can be checked anywhere, offline:',
    links: 'To read on',
    checkpoint: 'newest checkpoint',
    facts: 'the charter as amended',
    api: 'description of the API (OpenAPI)',
  },
  ko: {
    other: ['en', 'English'],
    lead: '연합 신약 개발의 모델 기여를 기록하는, 증인이 서명하고 덧붙이기만 하는 원장입니다.',
    now: '발행 상태',
    origin: '원장 이름(origin)',
    size: '기록 수',
    root: '루트 해시',
    operator: '운영 기관',
    keys: '원장의 키',
    verify: '운영자의 말을 믿지 말고 확인하십시오',
    how: '신뢰 정책은 이 페이지가 아니라 신뢰하는 사람에게서 받으십시오. 그러면 증명은 어디서나 오프라인으로 확인할 수 있습니다:',
    links: '더 보기',
    checkpoint: '최신 체크포인트',
    facts: '개정을 반영한 헌장',
    api: 'API 설명(OpenAPI)',
  },
} as const;

/** `/`, in the language that `?lang=` or else the browser asks for. */
export function startPageRoute(ledger: Ledger): Route {
  const handle = async (request: Request, response: Response): Promise<void> => {
    const { lang } = request.query;
    const language = lang === 'ko' || lang === 'en' ? lang : languageOf(request);
    const page = await renderStartPage(ledger, language);
    response.set('Content-Language', language).vary('Accept-Language');
    sendRevalidated(response, Buffer.from(page), 'text/html; charset=utf-8');
  };
  return { method: 'get', path: '/', handle };
}

async function renderStartPage(ledger: Ledger, language: Language): Promise<string> {
  const [charter] = await ledger.state([STATE.ledger]);
  const { published } = ledger;
  const text = TEXT[language];
  const facts: readonly (readonly [string, string])[] = [
    [text.origin, ledger.origin],
    [text.size, String(published?.size ?? 0)],
    ...(published === undefined ? [] : [[text.root, encodeBase64(published.root)] as const]),
    ...(charter === undefined ? [] : [[text.operator, charter.operator] as const]),
    ...(charter?.logKeys ?? []).map((vkey) => [text.keys, vkey] as const),
  ];
  const [otherLanguage, otherName] = text.other;
  return `<!doctype html>
<html lang="${language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Ledgerline - ${escapeHtml(ledger.origin)}</title><style>${STYLE}</style></head>
<body><nav><a href="?lang=${otherLanguage}" hreflang="${otherLanguage}" lang="${otherLanguage}">${otherName}</a></nav>
<h1>Ledgerline</h1><p>${text.lead}</p>
<h2>${text.now}</h2><dl>${facts.map(([term, value]) => `<dt>${term}</dt><dd>${escapeHtml(value)}</dd>`).join('\n')}</dl>
<h2>${text.verify}</h2><p>${text.how}</p>
<pre>ledgerline verify FILE.proof.json --trust trust.policy</pre>
<h2>${text.links}</h2><ul>
<li><a href="/checkpoint">/checkpoint</a> - ${text.checkpoint}</li>
<li><a href="/api/v1/ledger">/api/v1/ledger</a> - ${text.facts}</li>
<li><a href="/openapi.json">/openapi.json</a> - ${text.api}</li></ul>
</body></html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
