/**
 * `/operations`: how the ledger does, in tiles with words.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { html } from '../html.ts';
import { describeHealth, type Tile, type Tone, worstOf } from '../log/health.ts';
import { definePage, type PageContext } from '../page.ts';
import type { ExplorerSource } from '../source.ts';
import { renderTiles } from '../tiles.ts';
import { speaker } from '../words.ts';

const TEXT = {
  title: { en: 'Operations', ko: '운영' },
  reload: { en: 'Ask again', ko: '다시 확인' },
  metrics: { en: 'Metrics for Prometheus', ko: 'Prometheus 지표' },
} as const satisfies Record<string, Sentence>;

const SENTENCES: Readonly<Record<Tone, Sentence>> = {
  good: { en: 'Everything is well.', ko: '모두 정상입니다.' },
  watch: { en: 'Something needs a look.', ko: '확인이 필요한 항목이 있습니다.' },
  bad: { en: 'Something is wrong.', ko: '이상이 있습니다.' },
};

type OperationsModel = { readonly worst: Tone; readonly tiles: readonly Tile[] };

async function gather(source: ExplorerSource): Promise<OperationsModel> {
  const tiles = await describeHealth(source);
  return { worst: worstOf(tiles), tiles };
}

function render({ worst, tiles }: OperationsModel, context: PageContext) {
  const { language, href, api } = context;
  const t = speaker(TEXT, language);
  const metrics = api('/metrics');
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1><p class="lead sentence" data-tone="${worst}">${SENTENCES[worst][language]}</p>
${renderTiles(tiles, context)}
<p>${api('') !== undefined && html`<a href="${href('/operations')}">${t('reload')}</a>`}${metrics !== undefined && html` · <a href="${metrics}">${t('metrics')}</a>`}</p>`,
  };
}

export const operationsPage = definePage<OperationsModel>({ path: '/operations', gather, render });
