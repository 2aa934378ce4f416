/**
 * `/rounds/:id`: one round, by its name or by the digest that opened it. A sentence first; then who took part, what was refused and
 * why, what went into the new model, and what it was worth.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { Cell } from '../../../report/layout/blocks.ts';
import { renderFacts, renderTable } from '../../cells.ts';
import { renderChart } from '../../chart.ts';
import { type Html, html } from '../../html.ts';
import { definePage, type PageContext } from '../../page.ts';
import { word } from '../../statements/vocabulary.ts';
import { speaker } from '../../words.ts';
import { gatherRound, type RoundModel } from './gather.ts';
import { roundTables, weightsChart } from './tables.ts';
import { utilitiesChart } from './worth.ts';

const TEXT = {
  title: { en: 'Round', ko: '라운드' },
  facts: { en: 'The round', ko: '라운드 정보' },
  model: { en: 'Model', ko: '모델' },
  number: { en: 'Number in its lineage', ko: '계보 안의 회차' },
  status: { en: 'Status', ko: '상태' },
  opened: { en: 'Opened by record', ko: '개시 기록' },
  aggregator: { en: 'Aggregator', ko: '집계 기관' },
  commitBy: { en: 'Commit until', ko: '확약 기한' },
  contributeBy: { en: 'Contribute until', ko: '기여 기한' },
  decideBy: { en: 'Decide until', ko: '심사 기한' },
  closeBy: { en: 'Close until', ko: '종료 기한' },
  reportBy: { en: 'Evaluators report until', ko: '평가 보고 기한' },
  closedAt: { en: 'Closed', ko: '종료' },
  policy: { en: 'Paid by policy', ko: '크레딧 정책' },
  plan: { en: 'Valued by plan', ko: '평가 계획' },
  noCredit: { en: 'none: this round bears no credit', ko: '없음: 크레딧이 없는 라운드입니다' },
  took: { en: 'Who took part', ko: '참여 기관' },
  measured: {
    en: 'The aggregator measured every update before it decided. A cosine near 1 means that two updates are almost the same.',
    ko: '집계 기관은 결정하기 전에 모든 업데이트를 측정했습니다. 코사인이 1에 가까우면 두 업데이트가 거의 같다는 뜻입니다.',
  },
  aggregate: { en: 'The new model', ko: '새 모델' },
  aggregation: { en: 'Aggregation', ko: '집계 기록' },
  from: { en: 'Made from', ko: '기준 모델' },
  output: { en: 'New model', ko: '새 모델' },
  worth: { en: 'What it was worth', ko: '기여도' },
  worthLead: {
    en: 'Evaluators test the model on data that no contributor has seen, with and without each contribution. Below zero: the model was better without it.',
    ko: '평가 기관은 어느 기여 기관도 보지 못한 데이터로, 각 기여를 넣고 빼 가며 모델을 시험합니다. 0보다 작으면 그 기여가 없을 때 모델이 더 나았다는 뜻입니다.',
  },
  metric: { en: 'Metric', ko: '지표' },
  credit: { en: 'Credit', ko: '크레딧' },
  window: { en: 'Credit window', ko: '크레딧 구간' },
  award: { en: 'Award', ko: '배분안' },
  noAward: { en: 'not proposed yet', ko: '아직 제안되지 않음' },
  noWindow: { en: 'The round has not entered a credit window.', ko: '이 라운드는 아직 크레딧 구간에 들지 않았습니다.' },
} as const satisfies Record<string, Sentence>;

/** The round in one sentence. */
function sentenceOf({ state }: RoundModel): Sentence {
  const { round, model, status, invited, committed, contributed, accepted, credit } = state;
  const commits: Sentence =
    credit === undefined
      ? { en: '', ko: '' }
      : { en: `${committed.length} committed, `, ko: `${committed.length}곳이 확약, ` };
  return {
    en: `Round ${round} of ${model} is ${word(status).en}: ${invited.length} institutions were invited, ${commits.en}${contributed.length} contributed, ${accepted} contributions were accepted.`,
    ko: `${model} 모델의 ${round} 라운드 상태: ${word(status).ko}. ${invited.length}곳이 초대되어 ${commits.ko}${contributed.length}곳이 기여했고, 그중 ${accepted}건이 수락되었습니다.`,
  };
}

const instant = (text: string): Cell => ({ instant: text });

function factRows({ state, index, policy, plan }: RoundModel): (readonly [Sentence, Cell])[] {
  const { model, number, status, aggregator, credit, contributeBy, decideBy, closeBy, closedAt } = state;
  return [
    [TEXT.model, { page: `/models/${model}`, text: model }],
    [TEXT.number, { number }],
    [TEXT.status, word(status)],
    [TEXT.opened, { record: index }],
    [TEXT.aggregator, { page: `/institutions/${aggregator}`, text: aggregator }],
    [TEXT.policy, policy === undefined ? TEXT.noCredit : { page: `/policies/${policy.policy}`, text: policy.policy }],
    ...(plan === undefined ? [] : [[TEXT.plan, { page: `/plans/${plan.plan}`, text: plan.plan }] as const]),
    ...(credit === undefined ? [] : [[TEXT.commitBy, instant(credit.commitBy)] as const]),
    [TEXT.contributeBy, instant(contributeBy)],
    [TEXT.decideBy, instant(decideBy)],
    [TEXT.closeBy, instant(closeBy)],
    ...(credit === undefined ? [] : [[TEXT.reportBy, instant(credit.reportBy)] as const]),
    ...(closedAt === undefined ? [] : [[TEXT.closedAt, instant(closedAt)] as const]),
  ];
}

function renderAggregate(model: RoundModel, context: PageContext): Html {
  const t = speaker(TEXT, context.language);
  const { aggregation, state } = model;
  const { weights } = roundTables(model);
  return html`<h2>${t('aggregate')}</h2>
${
  aggregation !== undefined &&
  renderFacts(
    [
      [TEXT.aggregation, { record: aggregation.index }],
      [TEXT.from, { digest: state.parent }],
      [TEXT.output, { digest: aggregation.output }],
    ],
    context,
  )
}
${(state.players ?? []).length > 0 && renderChart(weightsChart(model), context)}
${renderTable(weights, context)}`;
}

function renderWorth(model: RoundModel, context: PageContext): Html | undefined {
  const { plan, reports } = model;
  if (plan === undefined) return undefined;
  const t = speaker(TEXT, context.language);
  const tables = roundTables(model);
  return html`<h2>${t('worth')}</h2><p>${t('worthLead')}</p>
${renderFacts([[TEXT.metric, plan.metric]], context)}
${reports.length > 0 && renderChart(utilitiesChart(model), context)}
${renderTable(tables.utilities, context)}
${renderTable(tables.reports, context)}`;
}

function renderCredit({ state, award }: RoundModel, context: PageContext): Html | undefined {
  if (state.credit === undefined) return undefined;
  const t = speaker(TEXT, context.language);
  if (state.window === undefined) return html`<h2>${t('credit')}</h2><p class="empty">${t('noWindow')}</p>`;
  const awarded: Cell =
    award === undefined ? TEXT.noAward : { page: `/awards/${award.id}`, text: word(award.state.status) };
  return html`<h2>${t('credit')}</h2>
${renderFacts(
  [
    [TEXT.window, { number: state.window }],
    [TEXT.award, awarded],
  ],
  context,
)}`;
}

function render(model: RoundModel, context: PageContext) {
  const t = speaker(TEXT, context.language);
  const { members, refused } = roundTables(model);
  return {
    title: `${t('title')} ${model.state.round}`,
    main: html`<h1>${t('title')} ${model.state.round}</h1>
<p class="lead sentence">${sentenceOf(model)[context.language]}</p>
<h2>${t('took')}</h2><p>${t('measured')}</p>
${renderTable(members, context)}
${renderTable(refused, context)}
${renderAggregate(model, context)}
${renderWorth(model, context)}
${renderCredit(model, context)}
<h2>${t('facts')}</h2>
${renderFacts(factRows(model), context)}`,
  };
}

export const roundPage = definePage({
  path: '/rounds/:id',
  gather: gatherRound,
  render,
  tables: (model: RoundModel) => Object.values(roundTables(model)),
});
