/**
 * `/compare?from=&to=`: two states of the log, by day or by size: that the later one continues the earlier one, which the reader's
 * browser proves, and what was recorded between.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { isKindName } from '../../../core/statement/validate.ts';
import type { Table } from '../../../report/layout/blocks.ts';
import { renderFacts, renderTable } from '../../cells.ts';
import { type Html, html } from '../../html.ts';
import { KIND_NAMES } from '../../kinds.ts';
import { definePage, type PageBody, type PageContext } from '../../page.ts';
import { speaker } from '../../words.ts';
import { renderCompareForm } from './form.ts';
import { type CompareModel, type Comparison, gatherComparison } from './gather.ts';

const TEXT = {
  title: { en: 'Compare', ko: '비교' },
  lead: {
    en: 'Between two published checkpoints: is the later log the earlier one with records added and nothing else, and what was added?',
    ko: '발행된 두 체크포인트 사이를 비교합니다. 나중 로그가 이전 로그에 기록을 덧붙이기만 한 것인지, 무엇이 덧붙었는지 보여 줍니다.',
  },
  none: {
    en: 'There is no published checkpoint as old as that. Choose a later day or a larger number of records.',
    ko: '그만큼 오래된 체크포인트가 없습니다. 더 나중 날짜나 더 큰 기록 수를 고르십시오.',
  },
  consistent: { en: 'Nothing was changed or removed', ko: '바뀌거나 지워진 기록이 없는지' },
  needsScript: {
    en: 'Your own browser checks the consistency proof, which needs JavaScript. Without it: ledgerline monitor, or audit.',
    ko: '일관성 증명은 브라우저가 직접 확인하므로 JavaScript가 필요합니다. 없으면 ledgerline monitor나 audit을 쓰십시오.',
  },
  states: { en: 'The two states', ko: '두 시점' },
  earlier: { en: 'Earlier checkpoint', ko: '이전 체크포인트' },
  later: { en: 'Later checkpoint', ko: '나중 체크포인트' },
  earlierRoot: { en: 'Its root hash', ko: '이전 루트 해시' },
  laterRoot: { en: 'Its root hash', ko: '나중 루트 해시' },
  added: { en: 'Records added', ko: '덧붙은 기록' },
  damaged: { en: 'Records that are damaged', ko: '손상된 기록' },
} as const satisfies Record<string, Sentence>;

function countsOf({ counts }: Comparison): Table {
  return {
    id: 'added',
    caption: { en: 'What was added, by kind', ko: '종류별로 덧붙은 기록' },
    columns: [
      { id: 'kind', title: { en: 'Kind', ko: '종류' } },
      { id: 'records', title: { en: 'Records', ko: '기록 수' }, align: 'end' },
    ],
    rows: counts.map(([kind, count]) => [nameOf(kind), { number: count }]),
    empty: { en: 'Nothing was added.', ko: '덧붙은 기록이 없습니다.' },
  };
}

function changesOf({ changes }: Comparison): Table {
  return {
    id: 'changes',
    caption: { en: 'Corrections, keys, roles, disputes, awards', ko: '정정, 키, 역할, 이의, 배분' },
    columns: [
      { id: 'record', title: { en: 'No.', ko: '번호' }, align: 'end' },
      { id: 'recorded-at', title: { en: 'When', ko: '언제' } },
      { id: 'institution', title: { en: 'Who', ko: '누가' } },
      { id: 'kind', title: { en: 'Kind', ko: '종류' } },
      { id: 'what', title: { en: 'What', ko: '무엇을' } },
    ],
    rows: changes.map(({ index, at, author, kind, what }) => [
      { record: index },
      at === '' ? '' : { instant: at },
      author === '' ? '' : { page: `/institutions/${author}`, text: author },
      nameOf(kind),
      what,
    ]),
    empty: {
      en: 'No correction, key event, dispute or award stands between them.',
      ko: '그 사이에 정정, 키 변경, 이의, 배분이 없습니다.',
    },
  };
}

function nameOf(kind: string) {
  return isKindName(kind) ? KIND_NAMES[kind] : kind;
}

function render({ asked, comparison }: CompareModel, context: PageContext): PageBody {
  const t = speaker(TEXT, context.language);
  const isAsked = Object.keys(asked).length > 0;
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>
${renderCompareForm(asked, context)}
${comparison === undefined ? isAsked && html`<p class="empty">${t('none')}</p>` : renderComparison(comparison, context)}`,
  };
}

function renderComparison(comparison: Comparison, context: PageContext): Html {
  const { from, to, looked, damaged, more } = comparison;
  const { language } = context;
  const t = speaker(TEXT, language);
  const added = to.size - from.size;
  const unseen = added - looked;
  const cut: Sentence = {
    en: `Only the first ${looked} of ${added} records are counted, and ${more} changes are not listed. Compare a shorter time for the rest.`,
    ko: `${added}건 가운데 처음 ${looked}건만 세었고 목록에서 ${more}건을 생략했습니다. 나머지는 더 짧은 기간을 비교하십시오.`,
  };
  return html`<section aria-labelledby="consistent-title"><h2 id="consistent-title">${t('consistent')}</h2>
<ll-consistency data-from="${from.size}" data-to="${to.size}" data-from-ordinal="${from.ordinal}" data-to-ordinal="${to.ordinal}"><p class="needs-script">${t('needsScript')}</p></ll-consistency></section>
<h2>${t('states')}</h2>
${renderFacts(
  [
    [TEXT.earlier, checkpointCell(from)],
    [TEXT.earlierRoot, { digest: from.root }],
    [TEXT.later, checkpointCell(to)],
    [TEXT.laterRoot, { digest: to.root }],
    [TEXT.added, { number: added }],
    ...(damaged === 0 ? [] : [[TEXT.damaged, { number: damaged }] as const]),
  ],
  context,
)}
${renderTable(countsOf(comparison), context)}
${renderTable(changesOf(comparison), context)}
${(unseen > 0 || more > 0) && html`<p class="note">${cut[language]}</p>`}`;
}

function checkpointCell({ ordinal, size }: Comparison['from']) {
  const text = { en: `No. ${ordinal}, ${size} records`, ko: `${ordinal}번, 기록 ${size}건` };
  return { page: `/checkpoints/${ordinal}`, text };
}

export const comparePage = definePage<CompareModel>({
  path: '/compare',
  gather: gatherComparison,
  render,
  tables: ({ comparison }) => (comparison === undefined ? [] : [countsOf(comparison), changesOf(comparison)]),
});
