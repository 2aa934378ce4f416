/**
 * `/`: where one has come to, how the log is, and where to go on.
 * @module
 */

import { encodeHex } from '../../core/bytes/hex.ts';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { STATE } from '../../core/rules/state.ts';
import { renderFacts } from '../cells.ts';
import { koreanMinute } from '../format.ts';
import { type Html, html } from '../html.ts';
import { DAMAGED, type LogEntry, tellEntries } from '../log/entries.ts';
import { describeHealth, type Tile } from '../log/health.ts';
import { readTrail } from '../log/trail.ts';
import { definePage, type PageContext } from '../page.ts';
import type { ExplorerSource } from '../source.ts';
import { renderTiles } from '../tiles.ts';
import { speaker } from '../words.ts';

const TEXT = {
  title: { en: 'Home', ko: '처음' },
  lead: {
    en: 'An append-only ledger of model contributions for federated drug discovery. Institutions sign what they contributed; independent witnesses cosign the log; anybody can check both without trusting this server.',
    ko: '연합 신약 개발의 모델 기여를 기록하는 원장입니다. 기관이 기여한 내용에 서명하고, 독립된 증인이 로그에 공동 서명하며, 누구나 이 서버를 믿지 않고도 둘 다 확인할 수 있습니다.',
  },
  health: { en: 'How the log is', ko: '로그의 상태' },
  newest: { en: 'Newest records', ko: '최신 기록' },
  all: { en: 'The whole audit trail', ko: '점검 기록 전체' },
  published: { en: 'As published', ko: '발행 상태' },
  size: { en: 'Records', ko: '기록 수' },
  root: { en: 'Root hash', ko: '루트 해시' },
  operator: { en: 'Operator institution', ko: '운영 기관' },
  time: { en: 'Time of the last record', ko: '마지막 기록의 시각' },
  check: { en: 'Check a file', ko: '파일 확인' },
  drop: {
    en: 'Drop a model file, a proof bundle or a receipt here. It is hashed and judged in your browser and never sent.',
    ko: '모델 파일, 증명 묶음, 접수증을 여기에 놓으십시오. 브라우저 안에서 해시를 계산하고 판정하며 파일은 전송되지 않습니다.',
  },
  dropNeedsScript: {
    en: 'This needs JavaScript. Without it, take the offline verifier or run sha256sum and paste the digest into the search box.',
    ko: 'JavaScript가 필요합니다. 없으면 오프라인 검증기를 쓰거나 sha256sum으로 구한 다이제스트를 찾기 상자에 붙여 넣으십시오.',
  },
  verifier: { en: 'Offline verifier (one HTML file)', ko: '오프라인 검증기(HTML 파일 하나)' },
  policy: { en: 'Trust policy of this server', ko: '이 서버가 나눠 주는 신뢰 정책' },
  policyWarning: {
    en: 'A trust policy says whose signatures you believe. Take it from somebody you trust, such as your own institution or the regulator: one from this server is good for a first look only.',
    ko: '신뢰 정책은 누구의 서명을 믿을지 정합니다. 자기 기관이나 규제 기관처럼 믿는 곳에서 받으십시오. 이 서버가 준 정책은 처음 살펴볼 때에만 쓰십시오.',
  },
} as const satisfies Record<string, Sentence>;

type NewRecord = { readonly index: number; readonly at: string; readonly author: string; readonly what: Sentence };

type HomeModel = {
  readonly size: number;
  readonly root: string;
  readonly operator: string;
  readonly clock: string;
  readonly health: readonly Tile[];
  readonly newest: readonly NewRecord[];
};

const NEWEST = 8;

async function gather(source: ExplorerSource): Promise<HomeModel> {
  const { published } = source;
  const size = source.sizes.published;
  const [[charter], [clock], health, { entries }] = await Promise.all([
    source.state([STATE.ledger]),
    source.state([STATE.clock]),
    describeHealth(source),
    readTrail(source, { start: 0, end: size, cursor: size, limit: NEWEST }),
  ]);
  const told = await tellEntries(source, entries);
  return {
    size,
    root: published === undefined ? '' : encodeHex(published.root),
    operator: charter?.operator ?? '',
    clock: clock ?? '',
    health,
    newest: entries.map((entry, i) => newRecord(entry, told[i] ?? DAMAGED)),
  };
}

function newRecord(entry: LogEntry, what: Sentence): NewRecord {
  const { index } = entry;
  if (!('record' in entry)) return { index, at: '', author: '', what };
  return { index, at: entry.record.recordedAt, author: entry.record.statement.author, what };
}

function render(model: HomeModel, context: PageContext) {
  const { size, root, operator, clock, health, newest } = model;
  const { href, language } = context;
  const t = speaker(TEXT, language);
  return {
    title: t('title'),
    main: html`<h1>Ledgerline</h1><p class="lead">${t('lead')}</p>
<section aria-labelledby="health-title"><h2 id="health-title">${t('health')}</h2>${renderTiles(health, context)}</section>
${renderCheck(context)}
<section aria-labelledby="newest-title"><h2 id="newest-title">${t('newest')}</h2>
<ol class="newest">${newest.map((record) => renderNew(record, context))}</ol>
<p><a href="${href('/records')}">${t('all')}</a></p></section>
<section aria-labelledby="published-title"><h2 id="published-title">${t('published')}</h2>
${renderFacts(
  [
    [TEXT.size, { number: size }],
    [TEXT.root, { digest: root }],
    [TEXT.operator, { page: `/institutions/${operator}`, text: operator }],
    [TEXT.time, { instant: clock }],
  ],
  context,
)}</section>`,
  };
}

function renderNew({ index, at, author, what }: NewRecord, { language, href }: PageContext): Html {
  const who = language === 'ko' && author !== '' ? `${author} 기관이` : author;
  return html`<li><a href="${href(`/records/${index}`)}">${index}</a> <time datetime="${at}">${koreanMinute(at)}</time> <span>${who} ${what[language]}</span></li>`;
}

/** The region where files are dropped: an element of the browser makes it work. */
function renderCheck({ language, api }: PageContext): Html | false {
  if (api('/verifier.html') === undefined) return false;
  const t = speaker(TEXT, language);
  return html`<section aria-labelledby="check-title"><h2 id="check-title">${t('check')}</h2>
<ll-drop><p>${t('drop')}</p><noscript><p>${t('dropNeedsScript')}</p></noscript></ll-drop>
<p><a href="${api('/verifier.html') ?? ''}">${t('verifier')}</a> · <a href="${api('/trust.policy') ?? ''}">${t('policy')}</a></p>
<p class="note">${t('policyWarning')}</p></section>`;
}

export const homePage = definePage({ path: '/', gather, render });
