/**
 * `/rounds`: all rounds, by name.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { RoundState } from '../../../core/rules/state-round.ts';
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
  title: { en: 'Rounds', ko: '라운드' },
  lead: {
    en: 'In a round, institutions train one model together: each at home, on its own data. Only the updates are recorded.',
    ko: '라운드에서 여러 기관이 하나의 모델을 함께 학습합니다. 데이터는 각 기관 안에 있고, 업데이트만 기록됩니다.',
  },
  round: { en: 'Round', ko: '라운드' },
  model: { en: 'Model', ko: '모델' },
  number: { en: 'No.', ko: '회차' },
  status: { en: 'Status', ko: '상태' },
  invited: { en: 'Invited', ko: '초대' },
  contributed: { en: 'Contributed', ko: '기여' },
  accepted: { en: 'Accepted', ko: '수락' },
  window: { en: 'Credit window', ko: '크레딧 구간' },
  closed: { en: 'Closed', ko: '종료' },
  opened: { en: 'Opened by record', ko: '개시 기록' },
  empty: {
    en: 'No round has been opened. An aggregator opens one: ledgerline round open.',
    ko: '아직 열린 라운드가 없습니다. 집계 기관이 라운드를 엽니다: ledgerline round open.',
  },
} as const satisfies Record<string, Sentence>;

interface RoundRow {
  readonly id: string;
  readonly index: number;
  readonly state: RoundState;
}

interface RoundsModel {
  readonly rounds: readonly RoundRow[];
  readonly next?: string;
}

async function gather(source: ExplorerSource, { query }: PageRequest): Promise<RoundsModel> {
  const { entries, ...rest } = await pageUnder(source, STATE.roundName(''), query);
  const ids = entries.map(({ value }) => String(value));
  const [states, places] = await Promise.all([source.state(ids.map(STATE.round)), placesOf(source, ids)]);
  const rounds = ids.flatMap((id, i) => {
    const [state, index] = [states[i], places.get(id)];
    return state === undefined || index === undefined ? [] : [{ id, index, state }];
  });
  return { rounds, ...rest };
}

function roundsTable({ rounds }: RoundsModel): Table {
  return {
    id: 'rounds',
    caption: TEXT.title,
    columns: [
      { id: 'round', title: TEXT.round },
      { id: 'model', title: TEXT.model },
      { id: 'number', title: TEXT.number, align: 'end' },
      { id: 'status', title: TEXT.status },
      { id: 'invited', title: TEXT.invited, align: 'end' },
      { id: 'contributed', title: TEXT.contributed, align: 'end' },
      { id: 'accepted', title: TEXT.accepted, align: 'end' },
      { id: 'window', title: TEXT.window, align: 'end' },
      { id: 'closed-at', title: TEXT.closed },
      { id: 'record', title: TEXT.opened, align: 'end' },
    ],
    rows: rounds.map(({ index, state }) => [
      { page: `/rounds/${state.round}`, text: state.round },
      { page: `/models/${state.model}`, text: state.model },
      { number: state.number },
      word(state.status),
      { number: state.invited.length },
      { number: state.contributed.length },
      { number: state.accepted },
      state.window === undefined ? '–' : { number: state.window },
      state.closedAt === undefined ? '–' : { instant: state.closedAt },
      { record: index },
    ]),
    empty: TEXT.empty,
  };
}

function render(model: RoundsModel, context: PageContext) {
  const t = speaker(TEXT, context.language);
  const next = model.next === undefined ? undefined : `after=${model.next}`;
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>
${renderTable(roundsTable(model), context)}${renderPager('/rounds', next, context)}`,
  };
}

export const roundsPage = definePage({
  path: '/rounds',
  gather,
  render,
  tables: (model: RoundsModel) => [roundsTable(model)],
});
