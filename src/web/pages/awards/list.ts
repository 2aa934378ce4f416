/**
 * `/awards`: all awards.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { AwardState } from '../../../core/rules/state-credit.ts';
import type { Table } from '../../../report/layout/blocks.ts';
import { renderTable } from '../../cells.ts';
import { html } from '../../html.ts';
import { definePage, type PageContext, type PageRequest } from '../../page.ts';
import { renderPager } from '../../pager.ts';
import { pageUnder } from '../../reading/keyset.ts';
import { placesOf } from '../../reading/placed.ts';
import type { ExplorerSource } from '../../source.ts';
import { word } from '../../statements/vocabulary.ts';
import { speaker } from '../../words.ts';

const TEXT = {
  title: { en: 'Awards', ko: '배분안' },
  lead: {
    en: 'An award shares out the credits of a window among the institutions that contributed. Each one can be computed again by anybody.',
    ko: '배분안은 한 구간의 크레딧을 기여한 기관들에 나눕니다. 누구나 다시 계산해 볼 수 있습니다.',
  },
  award: { en: 'Award', ko: '배분안' },
  model: { en: 'Model', ko: '모델' },
  window: { en: 'Credit window', ko: '크레딧 구간' },
  status: { en: 'Status', ko: '상태' },
  institutions: { en: 'Institutions paid', ko: '받는 기관' },
  amount: { en: 'Credits', ko: '크레딧' },
  disputes: { en: 'Open disputes', ko: '진행 중인 이의' },
  disputeBy: { en: 'Disputable until', ko: '이의 제기 기한' },
  record: { en: 'Record', ko: '기록' },
  empty: {
    en: 'No award has been proposed. A treasurer proposes one when a window is over: ledgerline award submit.',
    ko: '아직 제안된 배분안이 없습니다. 구간이 끝나면 회계 기관이 제안합니다: ledgerline award submit.',
  },
} as const satisfies Record<string, Sentence>;

interface AwardsModel {
  readonly awards: readonly { readonly id: string; readonly index: number; readonly state: AwardState }[];
  readonly next?: string;
}

async function gather(source: ExplorerSource, { query }: PageRequest): Promise<AwardsModel> {
  const { entries, ...rest } = await pageUnder(source, STATE.award(''), query);
  const ids = entries.map(({ name }) => name);
  const [states, places] = await Promise.all([source.state(ids.map(STATE.award)), placesOf(source, ids)]);
  const awards = ids.flatMap((id, i) => {
    const [state, index] = [states[i], places.get(id)];
    return state === undefined || index === undefined ? [] : [{ id, index, state }];
  });
  return { awards: awards.sort((a, b) => b.index - a.index), ...rest };
}

function awardsTable({ awards }: AwardsModel): Table {
  return {
    id: 'awards',
    caption: TEXT.title,
    columns: [
      { id: 'award', title: TEXT.award },
      { id: 'model', title: TEXT.model },
      { id: 'window', title: TEXT.window, align: 'end' },
      { id: 'status', title: TEXT.status },
      { id: 'institutions', title: TEXT.institutions, align: 'end' },
      { id: 'micro-credits', title: TEXT.amount, align: 'end' },
      { id: 'open-disputes', title: TEXT.disputes, align: 'end' },
      { id: 'dispute-by', title: TEXT.disputeBy },
      { id: 'record', title: TEXT.record, align: 'end' },
    ],
    rows: awards.map(({ id, index, state }) => [
      { page: `/awards/${id}`, text: `${id.slice(0, 8)}…` },
      { page: `/models/${state.model}`, text: state.model },
      { number: state.window },
      word(state.status),
      { number: state.lines.length },
      { credits: String(state.lines.reduce((sum, { amount }) => sum + BigInt(amount), 0n)) },
      { number: state.status === 'proposed' ? state.disputes.length : 0 },
      { instant: state.disputeBy },
      { record: index },
    ]),
    empty: TEXT.empty,
  };
}

function render(model: AwardsModel, context: PageContext) {
  const t = speaker(TEXT, context.language);
  const next = model.next === undefined ? undefined : `after=${model.next}`;
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>
${renderTable(awardsTable(model), context)}${renderPager('/awards', next, context)}`,
  };
}

export const awardsPage = definePage({
  path: '/awards',
  gather,
  render,
  tables: (model: AwardsModel) => [awardsTable(model)],
});
