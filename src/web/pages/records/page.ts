/**
 * `/records`: the audit trail, newest first: who did what, when and why. `?author=`, `?kind=`, `?from=` and `?to=` (days of Korean
 * time) filter; `?only=changes` is the queue of what a reviewer looks at first; `?before=` goes on.
 * @module
 */

import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { InputError } from '../../../core/error.ts';
import { isKindName } from '../../../core/statement/validate.ts';
import type { Cell, Table } from '../../../report/layout/blocks.ts';
import { renderTable } from '../../cells.ts';
import { html } from '../../html.ts';
import { CHANGES, KIND_NAMES } from '../../kinds.ts';
import { firstSince, type LogEntry, tellEntries } from '../../log/entries.ts';
import { dayIn, given, nameIn, numberIn } from '../../log/query.ts';
import { readTrail } from '../../log/trail.ts';
import { definePage, type PageContext, type PageRequest } from '../../page.ts';
import type { ExplorerSource } from '../../source.ts';
import { word } from '../../statements/vocabulary.ts';
import { speaker } from '../../words.ts';
import { type Asked, renderFilters } from './filters.ts';

const TEXT = {
  title: { en: 'Audit trail', ko: '점검 기록' },
  lead: {
    en: 'Every record of the log, newest first: who did what, when and why. Nothing is ever changed or removed; a correction is a record of its own.',
    ko: '로그의 모든 기록을 최신순으로 보여 줍니다. 누가 무엇을 언제 왜 했는지 적혀 있습니다. 기록은 바뀌거나 지워지지 않으며, 정정도 별도의 기록입니다.',
  },
  caption: { en: 'Records', ko: '기록' },
  empty: { en: 'No record fits among those looked at.', ko: '살펴본 기록 가운데 조건에 맞는 것이 없습니다.' },
  older: { en: 'Older records', ko: '이전 기록' },
  newest: { en: 'Newest records', ko: '최신 기록' },
  pages: { en: 'Pages', ko: '쪽 이동' },
  damaged: { en: '✗ damaged', ko: '✗ 손상' },
} as const satisfies Record<string, Sentence>;

type Row = readonly Cell[];

type TrailModel = {
  readonly asked: Asked;
  readonly rows: readonly Row[];
  readonly scanned: number;
  readonly before?: number;
};

const LIMIT = 50;
const MOST_LIMIT = 256;

async function gather(source: ExplorerSource, { query }: PageRequest): Promise<TrailModel> {
  const { published } = source.sizes;
  const asked = readAsked(query);
  const [from, to] = [dayIn(query, 'from'), dayIn(query, 'to')];
  const before = numberIn(query, 'before', published) ?? published;
  const start = from === undefined ? 0 : await firstSince(source, from[0]);
  const end = to === undefined ? before : Math.min(before, await firstSince(source, to[1]));
  const kinds = asked.kind === undefined ? (asked.only === 'changes' ? CHANGES : undefined) : [asked.kind];
  const limit = Math.max(1, numberIn(query, 'limit', MOST_LIMIT) ?? LIMIT);
  const { author } = asked;
  const filter = {
    start,
    end,
    cursor: before,
    limit,
    ...(author === undefined ? {} : { author }),
    ...(kinds && { kinds }),
  };
  const { entries, ...trail } = await readTrail(source, filter);
  const told = await tellEntries(source, entries);
  return { asked, ...trail, rows: entries.map((entry, i) => rowOf(entry, told[i] ?? TEXT.damaged)) };
}

/** @throws InputError `bad-request` */
function readAsked(query: PageRequest['query']): Asked {
  const [author, kind, only] = [nameIn(query, 'author'), nameIn(query, 'kind'), given(query, 'only')];
  if (kind !== undefined && !isKindName(kind)) throw new InputError('bad-request', `there is no kind ${kind}`);
  if (only !== undefined && only !== 'changes') throw new InputError('bad-request', 'only: expected "changes"');
  const [from, to] = [given(query, 'from'), given(query, 'to')];
  return {
    ...(author === undefined ? {} : { author }),
    ...(kind === undefined ? {} : { kind }),
    ...(only === undefined ? {} : { only }),
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  };
}

function rowOf(entry: LogEntry, told: Sentence): Row {
  const { index } = entry;
  if (!('record' in entry)) return [{ record: index }, '', '', TEXT.damaged, told, '', '', '', ''];
  const { recordedAt, digest, statement } = entry.record;
  const { author, kind, signing } = statement;
  const { meaning, reason, signedAt } = signing;
  return [
    { record: index },
    { instant: recordedAt },
    { page: `/institutions/${author}`, text: author },
    KIND_NAMES[kind],
    told,
    word(meaning),
    reason?.code ?? '',
    { instant: signedAt },
    { digest },
  ];
}

/** Columns; the last two are in the CSV alone. */
const COLUMNS: Table['columns'] = [
  { id: 'record', title: { en: 'No.', ko: '번호' }, align: 'end' },
  { id: 'recorded-at', title: { en: 'When', ko: '언제' } },
  { id: 'institution', title: { en: 'Who', ko: '누가' } },
  { id: 'kind', title: { en: 'Kind', ko: '종류' } },
  { id: 'what', title: { en: 'What', ko: '무엇을' } },
  { id: 'meaning', title: { en: 'Meaning', ko: '서명의 의미' } },
  { id: 'reason', title: { en: 'Why', ko: '사유' } },
  { id: 'signed-at', title: { en: 'Signed', ko: '서명 시각' } },
  { id: 'statement', title: { en: 'Statement digest', ko: '진술 다이제스트' } },
];
const SHOWN_COLUMNS = COLUMNS.length - 2;

function tableOf({ rows }: TrailModel, columns = COLUMNS.length): Table {
  const cut = <T>(items: readonly T[]): readonly T[] => items.slice(0, columns);
  return { id: 'records', caption: TEXT.caption, columns: cut(COLUMNS), rows: rows.map(cut), empty: TEXT.empty };
}

function render(model: TrailModel, context: PageContext) {
  const { asked, before, scanned, rows } = model;
  const { language, href, path } = context;
  const t = speaker(TEXT, language);
  const search = new URLSearchParams(path.split('?')[1]);
  if (before !== undefined) search.set('before', String(before));
  const said: Sentence = {
    en: `Looked at ${scanned} records; ${rows.length} of them fit.`,
    ko: `기록 ${scanned}건을 살펴 ${rows.length}건을 찾았습니다.`,
  };
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>
${renderFilters(asked, context)}
${renderTable(tableOf(model, SHOWN_COLUMNS), context)}
<p class="note">${said[language]}</p>
<nav class="pager" aria-label="${t('pages')}">${search.has('before') && path.includes('before=') && html`<a href="${href('/records')}">${t('newest')}</a>`}
${before !== undefined && html`<a rel="next" href="${href(`/records?${search}`)}">${t('older')} →</a>`}</nav>`,
  };
}

export const recordsPage = definePage<TrailModel>({
  path: '/records',
  gather,
  render,
  tables: (model) => [tableOf(model)],
});
