/**
 * `/awards/:id`: one award. Who gets how much, the policy in words, and the arithmetic laid open until the last millionth.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { Cell } from '../../../report/layout/blocks.ts';
import { renderFacts, renderTable } from '../../cells.ts';
import { renderChart } from '../../chart.ts';
import { credits, koreanTime } from '../../format.ts';
import { type Html, html } from '../../html.ts';
import { definePage, type PageContext } from '../../page.ts';
import { word } from '../../statements/vocabulary.ts';
import { speaker } from '../../words.ts';
import { type AwardModel, gatherAward } from './gather.ts';
import { policyInWords } from './policy-text.ts';
import {
  amountsChart,
  awardTables,
  disputesTable,
  inputsTable,
  linesTable,
  partsTable,
  roundingTable,
  termsTable,
} from './tables.ts';

const TEXT = {
  title: { en: 'Award', ko: '배분안' },
  lines: { en: 'Who gets how much', ko: '누가 얼마를 받는가' },
  policy: { en: 'The policy in words', ko: '크레딧 정책' },
  work: { en: 'The arithmetic, step by step', ko: '계산 과정' },
  formula: {
    en: 'Share of an institution = sum over the parts of the policy of: budget of the part × own number ÷ sum of all numbers.',
    ko: '기관의 몫 = 정책의 각 부분에 대해 (부분 예산 × 자기 수치 ÷ 전체 수치의 합)을 모두 더한 값입니다.',
  },
  whole: {
    en: 'The lines and the reserve together are exactly the budget; nothing is lost and nothing is made (I6).',
    ko: '기관별 배분과 유보를 더하면 예산과 정확히 같습니다. 사라지거나 생겨난 크레딧은 없습니다(I6).',
  },
  notWhole: {
    en: 'The lines and the reserve together are NOT the budget.',
    ko: '기관별 배분과 유보를 더한 값이 예산과 다릅니다.',
  },
  check: { en: 'Recomputation', ko: '재계산' },
  same: {
    en: '✓ Computed again from the data of the ledger, by the code of its rules, the award comes out the same to the last digit.',
    ko: '✓ 원장의 데이터로 원장 규칙의 코드에 따라 다시 계산한 결과가 마지막 자리까지 같습니다.',
  },
  differs: {
    en: '✗ Computed again from the data of the ledger, the award does not come out as signed:',
    ko: '✗ 원장의 데이터로 다시 계산한 결과가 서명된 배분안과 다릅니다.',
  },
  self: {
    en: 'This server computed it. To have it from your own machine, over a copy of the log:',
    ko: '이 계산은 이 서버가 했습니다. 로그의 사본으로 직접 계산하려면 다음을 실행하십시오.',
  },
  asOfThen: {
    en: 'A resolution excluded something later. What is laid open here is the state at the time of this award.',
    ko: '나중에 분쟁 결정으로 제외된 것이 있습니다. 여기서는 이 배분안 당시의 상태로 계산합니다.',
  },
  facts: { en: 'Status', ko: '상태' },
  status: { en: 'Status', ko: '상태' },
  model: { en: 'Model', ko: '모델' },
  window: { en: 'Credit window', ko: '크레딧 구간' },
  record: { en: 'Record', ko: '기록' },
  by: { en: 'Proposed by', ko: '제안 기관' },
  at: { en: 'Proposed', ko: '제안 시각' },
  policyName: { en: 'Policy', ko: '정책' },
  plan: { en: 'Evaluation plan', ko: '평가 계획' },
  disputeBy: { en: 'May be disputed until', ko: '이의 제기 기한' },
  finalBy: { en: 'Treasurer finalises until', ko: '회계 기관의 확정 기한' },
  replaces: { en: 'Takes the place of', ko: '대체한 배분안' },
  replacedBy: { en: 'Replaced by', ko: '대체된 배분안' },
  lapsed: { en: 'Lapsed disputes', ko: '시효가 지난 이의' },
  yes: { en: 'yes: a dispute ended without a resolution', ko: '있음: 결정 없이 끝난 이의가 있습니다' },
  damaged: {
    en: 'The record of this award cannot be read; its own page says why. The arithmetic below is the recomputation.',
    ko: '이 배분안의 기록을 읽을 수 없습니다. 이유는 기록 화면에 있습니다. 아래는 다시 계산한 값입니다.',
  },
  doDispute: { en: 'Dispute this award', ko: '이의 제기하기' },
  integers: { en: 'The whole numbers', ko: '정수 값 보기' },
} as const satisfies Record<string, Sentence>;

/** The award in one sentence. */
function sentenceOf({ state, policy, recorded, sheet }: AwardModel): Sentence {
  const { model, window, disputeBy } = state;
  const count = recorded?.body.lines.length ?? sheet.lines.length;
  const amount = credits(policy.budget);
  const ending: Readonly<Record<typeof state.status, Sentence>> = {
    proposed: {
      en: `It is proposed, and may be disputed until ${koreanTime(disputeBy)}.`,
      ko: `현재 제안 상태이며 ${koreanTime(disputeBy)}까지 이의를 제기할 수 있습니다.`,
    },
    final: { en: 'It is final.', ko: '확정되었습니다.' },
    'set-aside': {
      en: 'It was set aside: a dispute over it was upheld.',
      ko: '이의가 인용되어 취소되었습니다.',
    },
  };
  return {
    en: `For window ${window} of ${model}, ${amount} credits are shared out among ${count} institutions. ${ending[state.status].en}`,
    ko: `${model} 모델의 ${window}번째 크레딧 구간에 대해 ${amount} 크레딧을 ${count}개 기관에 나눕니다. ${ending[state.status].ko}`,
  };
}

const awardCell = (id: string): Cell => ({ page: `/awards/${id}`, text: `${id.slice(0, 8)}…` });

function factRows(model: AwardModel): (readonly [Sentence, Cell])[] {
  const { state, index, policy, plan, recorded, replacedBy } = model;
  const replaces = recorded?.body.replaces;
  return [
    [TEXT.status, word(state.status)],
    ...(replacedBy === undefined ? [] : [[TEXT.replacedBy, awardCell(replacedBy)] as const]),
    ...(replaces === undefined ? [] : [[TEXT.replaces, awardCell(replaces)] as const]),
    [TEXT.model, { page: `/models/${state.model}`, text: state.model }],
    [TEXT.window, { number: state.window }],
    [TEXT.policyName, { page: `/policies/${policy.policy}`, text: policy.policy }],
    ...(plan === undefined ? [] : [[TEXT.plan, { page: `/plans/${plan}`, text: plan }] as const]),
    ...(recorded === undefined
      ? []
      : [
          [TEXT.by, { page: `/institutions/${recorded.author}`, text: recorded.author }] as const,
          [TEXT.at, { instant: recorded.recordedAt }] as const,
        ]),
    [TEXT.disputeBy, { instant: state.disputeBy }],
    [TEXT.finalBy, { instant: state.finalBy }],
    ...(state.lapsed === undefined ? [] : [[TEXT.lapsed, TEXT.yes] as const]),
    [TEXT.record, { record: index }],
  ];
}

/** True where lines and reserve, as signed, are the budget of the policy. */
function isWhole({ recorded, policy }: AwardModel): boolean {
  const { lines = [], reserve = '0' } = recorded?.body ?? {};
  return lines.reduce((sum, { amount }) => sum + BigInt(amount), BigInt(reserve)) === BigInt(policy.budget);
}

function renderCheck({ difference, recorded, state }: AwardModel, context: PageContext): Html {
  const t = speaker(TEXT, context.language);
  const command = `ledgerline award compute ${state.model} --window ${state.window} --trust trust.policy`;
  return html`<h2>${t('check')}</h2>
${
  recorded === undefined
    ? html`<p class="problem">${t('damaged')}</p>`
    : difference === undefined
      ? html`<p class="agrees">${t('same')}</p>`
      : html`<p class="problem">${t('differs')} <span lang="en">${difference}</span></p>`
}
${state.status === 'set-aside' && html`<p>${t('asOfThen')}</p>`}
<p>${t('self')}</p><pre><code>${command}</code></pre>`;
}

function render(model: AwardModel, context: PageContext) {
  const { language, href } = context;
  const t = speaker(TEXT, language);
  const { state, id, policy } = model;
  const dispute = `/contribute?kind=dispute&award=${id}`;
  return {
    title: `${t('title')} ${state.model} ${state.window}`,
    main: html`<h1>${t('title')} ${state.model}, ${t('window')} ${state.window}</h1>
<p class="lead sentence">${sentenceOf(model)[language]}</p>
<h2>${t('lines')}</h2>
${model.recorded !== undefined && renderChart(amountsChart(model), context)}
${renderTable(linesTable(model), context)}
${model.recorded !== undefined && (isWhole(model) ? html`<p class="agrees">✓ ${t('whole')}</p>` : html`<p class="problem">✗ ${t('notWhole')}</p>`)}
${state.status === 'proposed' && html`<p><a href="${href(dispute)}">${t('doDispute')}</a></p>`}
<h2>${t('policy')}</h2>
<ul>${policyInWords(policy).map((sentence) => html`<li>${sentence[language]}</li>`)}</ul>
<h2>${t('work')}</h2><p>${t('formula')}</p>
${renderTable(inputsTable(model), context)}
${renderTable(partsTable(model), context)}
${renderTable(roundingTable(model), context)}
<details><summary>${t('integers')}</summary>${renderTable(termsTable(model), context)}</details>
${renderCheck(model, context)}
<h2>${disputesTable(model).caption[language]}</h2>
${renderTable(disputesTable(model), context)}
<h2>${t('facts')}</h2>
${renderFacts(factRows(model), context)}`,
  };
}

export const awardPage = definePage({ path: '/awards/:id', gather: gatherAward, render, tables: awardTables });
