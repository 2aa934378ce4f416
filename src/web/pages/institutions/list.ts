/**
 * `/institutions`: all institutions, by id.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { InstitutionState } from '../../../core/rules/state.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { Table } from '../../../report/layout/blocks.ts';
import { renderTable } from '../../cells.ts';
import { html } from '../../html.ts';
import { definePage, type PageContext, type PageRequest } from '../../page.ts';
import { renderPager } from '../../pager.ts';
import { pageUnder } from '../../reading/keyset.ts';
import type { ExplorerSource } from '../../source.ts';
import { word } from '../../statements/vocabulary.ts';
import { speaker } from '../../words.ts';
import { wordsOf } from './words.ts';

const TEXT = {
  title: { en: 'Institutions', ko: '기관' },
  lead: {
    en: 'Who may sign in this ledger. Institutions appear by their id; their legal names stay off the log.',
    ko: '이 원장에 서명할 수 있는 기관입니다. 기관은 식별자로 표시되며 법적 명칭은 원장 밖에 있습니다.',
  },
  institution: { en: 'Institution', ko: '기관' },
  kind: { en: 'Kind', ko: '종류' },
  status: { en: 'Status', ko: '상태' },
  roles: { en: 'Roles', ko: '역할' },
  keys: { en: 'Keys in force', ko: '유효한 키' },
  group: { en: 'Group', ko: '그룹' },
  empty: { en: 'The ledger has not been founded.', ko: '아직 설립되지 않은 원장입니다.' },
} as const satisfies Record<string, Sentence>;

interface InstitutionsModel {
  readonly institutions: readonly { readonly id: string; readonly state: InstitutionState }[];
  readonly next?: string;
}

async function gather(source: ExplorerSource, { query }: PageRequest): Promise<InstitutionsModel> {
  const { entries, ...rest } = await pageUnder(source, STATE.institution(''), query);
  const ids = entries.map(({ name }) => name);
  const states = await source.state(ids.map(STATE.institution));
  return {
    institutions: ids.flatMap((id, i) => {
      const state = states[i];
      return state === undefined ? [] : [{ id, state }];
    }),
    ...rest,
  };
}

function institutionsTable({ institutions }: InstitutionsModel): Table {
  return {
    id: 'institutions',
    caption: TEXT.title,
    columns: [
      { id: 'institution', title: TEXT.institution },
      { id: 'class', title: TEXT.kind },
      { id: 'status', title: TEXT.status },
      { id: 'roles', title: TEXT.roles },
      { id: 'keys', title: TEXT.keys, align: 'end' },
      { id: 'group', title: TEXT.group },
    ],
    rows: institutions.map(({ id, state }) => [
      { page: `/institutions/${id}`, text: id },
      word(state.class),
      word(state.status),
      wordsOf(Object.entries(state.roles).flatMap(([role, { until }]) => (until === undefined ? [role] : []))),
      { number: Object.values(state.keys).filter(({ until }) => until === undefined).length },
      state.group ?? '–',
    ]),
    empty: TEXT.empty,
  };
}

function render(model: InstitutionsModel, context: PageContext) {
  const t = speaker(TEXT, context.language);
  const next = model.next === undefined ? undefined : `after=${model.next}`;
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>
${renderTable(institutionsTable(model), context)}${renderPager('/institutions', next, context)}`,
  };
}

export const institutionsPage = definePage({
  path: '/institutions',
  gather,
  render,
  tables: (model: InstitutionsModel) => [institutionsTable(model)],
});
