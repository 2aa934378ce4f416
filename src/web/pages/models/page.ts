/**
 * `/models/:id`: a lineage: where it stands, how it came about as a graph, what it predicts, its credit windows.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { Cell, Table } from '../../../report/layout/blocks.ts';
import { renderFacts, renderTable } from '../../cells.ts';
import { html } from '../../html.ts';
import { definePage, type PageContext } from '../../page.ts';
import { speaker } from '../../words.ts';
import { gatherModel, type LineageModel } from './gather.ts';
import { renderGraph } from './graph.ts';

const TEXT = {
  title: { en: 'Model', ko: '모델' },
  lineage: { en: 'How it came about', ko: '만들어진 과정' },
  reading: {
    en: 'Down the left: the models. Each round made the next one from the updates of the institutions at its right.',
    ko: '왼쪽이 모델입니다. 라운드마다 오른쪽 기관들의 업데이트로 다음 모델이 만들어졌습니다.',
  },
  steps: { en: 'Completed rounds', ko: '완료된 라운드' },
  number: { en: 'No.', ko: '회차' },
  round: { en: 'Round', ko: '라운드' },
  contributors: { en: 'Contributors', ko: '기여 기관' },
  from: { en: 'From weights', ko: '기준 가중치' },
  to: { en: 'To weights', ko: '결과 가중치' },
  aggregation: { en: 'Aggregation', ko: '집계 기록' },
  noSteps: { en: '0 rounds have been completed.', ko: '완료된 라운드 0개.' },
  earlier: { en: 'Earlier rounds', ko: '이전 라운드' },
  newest: { en: 'Back to the newest', ko: '최신으로' },
  facts: { en: 'The lineage', ko: '계보 정보' },
  registered: { en: 'Registered by record', ko: '등록 기록' },
  by: { en: 'Registered by', ko: '등록 기관' },
  at: { en: 'Registered', ko: '등록 시각' },
  tasks: { en: 'Predicts', ko: '예측 과제' },
  architecture: { en: 'Architecture', ko: '구조' },
  parents: { en: 'Made from', ko: '바탕 모델' },
  head: { en: 'Newest weights', ko: '최신 가중치' },
  zero: { en: 'Update that changes nothing', ko: '아무것도 바꾸지 않는 업데이트' },
  open: { en: 'Open round', ko: '진행 중인 라운드' },
  none: { en: 'none', ko: '없음' },
  windows: { en: 'Credit windows', ko: '크레딧 구간' },
  window: { en: 'Window', ko: '구간' },
  rounds: { en: 'Rounds', ko: '라운드' },
  award: { en: 'Award', ko: '배분안' },
  noWindows: {
    en: '0 credit windows: no round with credit has been completed.',
    ko: '크레딧 구간 0개: 크레딧이 있는 라운드가 아직 완료되지 않았습니다.',
  },
  dossier: { en: 'Dossier', ko: '모델 이력서' },
  dossierLead: {
    en: 'All records of this lineage in one file, from your own replay of the log:',
    ko: '이 계보의 모든 기록을 로그를 직접 재생해 한 파일로 만들려면 다음을 실행하십시오.',
  },
} as const satisfies Record<string, Sentence>;

function stepsTable({ steps }: LineageModel): Table {
  return {
    id: 'rounds',
    caption: TEXT.steps,
    columns: [
      { id: 'number', title: TEXT.number, align: 'end' },
      { id: 'round', title: TEXT.round },
      { id: 'contributors', title: TEXT.contributors, width: 3 },
      { id: 'from', title: TEXT.from },
      { id: 'to', title: TEXT.to },
      { id: 'record', title: TEXT.aggregation, align: 'end' },
    ],
    rows: steps.map(({ number, round, players, from, to, index }) => [
      { number },
      { page: `/rounds/${round}`, text: round },
      players
        .map(({ institution }) => institution)
        .sort()
        .join(', '),
      { digest: from },
      { digest: to },
      { record: index },
    ]),
    empty: TEXT.noSteps,
  };
}

function windowsTable({ windows }: LineageModel): Table {
  return {
    id: 'windows',
    caption: TEXT.windows,
    columns: [
      { id: 'window', title: TEXT.window, align: 'end' },
      { id: 'rounds', title: TEXT.rounds, width: 3 },
      { id: 'award', title: TEXT.award },
    ],
    rows: windows.map(({ window, rounds, award }) => [
      { number: window },
      rounds.join(', '),
      award === undefined ? '–' : { page: `/awards/${award}`, text: `${award.slice(0, 8)}…` },
    ]),
    empty: TEXT.noWindows,
  };
}

function factRows({ state, registration, open }: LineageModel): (readonly [Sentence, Cell])[] {
  return [
    [TEXT.head, { digest: state.head }],
    [TEXT.open, open === undefined ? TEXT.none : { page: `/rounds/${open}`, text: open }],
    ...(registration === undefined
      ? []
      : ([
          [TEXT.tasks, registration.body.tasks.join(', ')],
          [TEXT.by, { page: `/institutions/${registration.author}`, text: registration.author }],
          [TEXT.at, { instant: registration.recordedAt }],
          [TEXT.registered, { record: registration.index }],
          [TEXT.architecture, { digest: registration.body.architecture }],
          ...registration.body.parents.map((parent) => [TEXT.parents, { digest: parent }] as const),
        ] as const)),
    [TEXT.zero, { digest: state.zeroUpdate }],
  ];
}

function sentenceOf({ model, state }: LineageModel): Sentence {
  return {
    en: `Rounds opened on ${model} so far: ${state.rounds}. Credit windows: ${state.windows}.`,
    ko: `${model} 모델에서 지금까지 라운드 ${state.rounds}개가 열렸고, 크레딧 구간은 ${state.windows}개입니다.`,
  };
}

function render(lineage: LineageModel, context: PageContext) {
  const { language, href } = context;
  const { model, first, from, registration, steps } = lineage;
  const t = speaker(TEXT, language);
  const hasEarlier = registration === undefined && steps.length > 0;
  return {
    title: `${t('title')} ${model}`,
    main: html`<h1>${t('title')} ${model}</h1>
<p class="lead sentence">${sentenceOf(lineage)[language]}</p>
<h2>${t('lineage')}</h2><p>${t('reading')}</p>
<div class="graph" role="region" tabindex="0" aria-label="${t('lineage')}">${renderGraph(lineage, context)}</div>
<nav class="pager" aria-label="${t('steps')}">${from !== undefined && html`<a href="${href(`/models/${model}`)}">${t('newest')}</a>`}
${hasEarlier && html`<a rel="next" href="${href(`/models/${model}?from=${first}`)}">${t('earlier')}</a>`}</nav>
${renderTable(stepsTable(lineage), context)}
<h2>${t('windows')}</h2>
${renderTable(windowsTable(lineage), context)}
<h2>${t('facts')}</h2>
${renderFacts(factRows(lineage), context)}
<h2>${t('dossier')}</h2><p>${t('dossierLead')}</p>
<pre><code>ledgerline dossier ${model} --trust trust.policy</code></pre>`,
  };
}

export const modelPage = definePage({
  path: '/models/:id',
  gather: gatherModel,
  render,
  tables: (model: LineageModel) => [stepsTable(model), windowsTable(model)],
});
