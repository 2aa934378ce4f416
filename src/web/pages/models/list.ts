/**
 * `/models`: all lineages, by name.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { ModelState } from '../../../core/rules/state-round.ts';
import type { Table } from '../../../report/layout/blocks.ts';
import { renderTable } from '../../cells.ts';
import { html } from '../../html.ts';
import { definePage, type PageContext, type PageRequest } from '../../page.ts';
import { renderPager } from '../../pager.ts';
import { pageUnder } from '../../reading/keyset.ts';
import type { ExplorerSource } from '../../source.ts';
import { speaker } from '../../words.ts';

const TEXT = {
  title: { en: 'Models', ko: '모델' },
  lead: {
    en: 'A lineage begins with a registered model; every completed round makes its next model from the one before.',
    ko: '계보는 등록된 첫 모델에서 시작하며, 완료된 라운드마다 직전 모델에서 다음 모델이 만들어집니다.',
  },
  model: { en: 'Model', ko: '모델' },
  rounds: { en: 'Rounds opened', ko: '개시된 라운드' },
  windows: { en: 'Credit windows', ko: '크레딧 구간' },
  head: { en: 'Newest weights', ko: '최신 가중치' },
  now: { en: 'Now', ko: '현재' },
  training: { en: 'a round is open', ko: '라운드 진행 중' },
  idle: { en: 'no open round', ko: '진행 중인 라운드 없음' },
  empty: {
    en: 'No model has been registered. An aggregator registers the first.',
    ko: '아직 등록된 모델이 없습니다. 집계 기관이 첫 모델을 등록합니다.',
  },
} as const satisfies Record<string, Sentence>;

interface ModelsModel {
  readonly models: readonly { readonly model: string; readonly state: ModelState }[];
  readonly next?: string;
}

async function gather(source: ExplorerSource, { query }: PageRequest): Promise<ModelsModel> {
  const { entries, ...rest } = await pageUnder(source, STATE.model(''), query);
  const names = entries.map(({ name }) => name);
  const states = await source.state(names.map(STATE.model));
  return {
    models: names.flatMap((model, i) => {
      const state = states[i];
      return state === undefined ? [] : [{ model, state }];
    }),
    ...rest,
  };
}

function modelsTable({ models }: ModelsModel): Table {
  return {
    id: 'models',
    caption: TEXT.title,
    columns: [
      { id: 'model', title: TEXT.model },
      { id: 'rounds', title: TEXT.rounds, align: 'end' },
      { id: 'windows', title: TEXT.windows, align: 'end' },
      { id: 'head', title: TEXT.head },
      { id: 'open', title: TEXT.now },
    ],
    rows: models.map(({ model, state }) => [
      { page: `/models/${model}`, text: model },
      { number: state.rounds },
      { number: state.windows },
      { digest: state.head },
      state.open === undefined ? TEXT.idle : { page: `/rounds/${state.open}`, text: TEXT.training },
    ]),
    empty: TEXT.empty,
  };
}

function render(model: ModelsModel, context: PageContext) {
  const t = speaker(TEXT, context.language);
  const next = model.next === undefined ? undefined : `after=${model.next}`;
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>
${renderTable(modelsTable(model), context)}${renderPager('/models', next, context)}`,
  };
}

export const modelsPage = definePage({
  path: '/models',
  gather,
  render,
  tables: (model: ModelsModel) => [modelsTable(model)],
});
