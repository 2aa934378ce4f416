/**
 * `/`: where one has come to, how the log is, and where to go on.
 * @module
 */

import { encodeHex } from '../../core/bytes/hex.ts';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { STATE } from '../../core/rules/state.ts';
import { renderFacts } from '../cells.ts';
import { html } from '../html.ts';
import { definePage, type PageContext } from '../page.ts';
import type { ExplorerSource } from '../source.ts';
import { speaker } from '../words.ts';

const TEXT = {
  title: { en: 'Home', ko: '처음' },
  lead: {
    en: 'An append-only, witnessed ledger of model contributions for federated drug discovery.',
    ko: '연합 신약 개발의 모델 기여를 기록하는, 증인이 서명하고 덧붙이기만 하는 원장입니다.',
  },
  now: { en: 'As published', ko: '발행 상태' },
  size: { en: 'Records', ko: '기록 수' },
  root: { en: 'Root hash', ko: '루트 해시' },
  operator: { en: 'Operator institution', ko: '운영 기관' },
  time: { en: 'Time of the last record', ko: '마지막 기록의 시각' },
} as const satisfies Record<string, Sentence>;

type HomeModel = {
  readonly size: number;
  readonly root: string;
  readonly operator: string;
  readonly clock: string;
};

async function gather(source: ExplorerSource): Promise<HomeModel> {
  const [charter, clock] = await source.state<never>([STATE.ledger as never, STATE.clock as never]);
  const { published } = source;
  return {
    size: published?.size ?? 0,
    root: published === undefined ? '' : encodeHex(published.root),
    operator: (charter as { operator?: string } | undefined)?.operator ?? '',
    clock: clock ?? '',
  };
}

function render({ size, root, operator, clock }: HomeModel, context: PageContext) {
  const t = speaker(TEXT, context.language);
  return {
    title: t('title'),
    main: html`<h1>Ledgerline</h1><p class="lead">${t('lead')}</p>
<h2>${t('now')}</h2>
${renderFacts(
  [
    [TEXT.size, { number: size }],
    [TEXT.root, { digest: root }],
    [TEXT.operator, { page: `/institutions/${operator}`, text: operator }],
    [TEXT.time, { instant: clock }],
  ],
  context,
)}`,
  };
}

export const homePage = definePage({ path: '/', gather, render });
