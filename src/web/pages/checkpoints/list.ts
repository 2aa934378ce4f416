/**
 * `/checkpoints`: the published checkpoints, newest first; `?before=` goes on.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { InputError } from '../../../core/error.ts';
import type { Cell, Table } from '../../../report/layout/blocks.ts';
import { renderTable } from '../../cells.ts';
import { html } from '../../html.ts';
import { checkpointCount, readCheckpoint, type ShownCheckpoint } from '../../log/checkpoints.ts';
import { numberIn } from '../../log/query.ts';
import { definePage, type PageContext, type PageRequest } from '../../page.ts';
import type { ExplorerSource } from '../../source.ts';
import { speaker } from '../../words.ts';
import { renderCompareForm } from '../compare/form.ts';

const TEXT = {
  title: { en: 'Checkpoints', ko: '체크포인트' },
  lead: {
    en: 'A checkpoint is the signed state of the whole log: how many records, and one hash over all of them. Witnesses cosign it only if it continues what they have seen before.',
    ko: '체크포인트는 로그 전체의 상태에 서명한 것입니다. 기록의 수와 모든 기록에 대한 해시 하나가 들어 있습니다. 증인은 전에 본 것을 그대로 잇는 경우에만 공동 서명합니다.',
  },
  caption: { en: 'Published checkpoints', ko: '발행된 체크포인트' },
  empty: { en: 'Nothing is published yet.', ko: '아직 발행된 것이 없습니다.' },
  damaged: { en: '✗ damaged', ko: '✗ 손상' },
  nobody: { en: 'nobody', ko: '없음' },
  older: { en: 'Older checkpoints', ko: '이전 체크포인트' },
  pages: { en: 'Pages', ko: '쪽 이동' },
} as const satisfies Record<string, Sentence>;

const LIMIT = 25;

type CheckpointsModel = { readonly rows: readonly (readonly Cell[])[]; readonly before: number };

async function gather(source: ExplorerSource, { query }: PageRequest): Promise<CheckpointsModel> {
  const count = checkpointCount(source);
  const end = numberIn(query, 'before', count) ?? count;
  const start = Math.max(0, end - LIMIT);
  const ordinals = Array.from({ length: end - start }, (_, i) => end - 1 - i);
  const rows = await Promise.all(ordinals.map((ordinal) => readRow(source, ordinal)));
  return { rows, before: start };
}

async function readRow(source: ExplorerSource, ordinal: number): Promise<readonly Cell[]> {
  const link: Cell = { page: `/checkpoints/${ordinal}`, text: String(ordinal) };
  try {
    const checkpoint = await readCheckpoint(source, ordinal);
    if (checkpoint !== undefined) return rowOf(checkpoint, link);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
  }
  return [link, '', TEXT.damaged, '', ''];
}

function rowOf({ size, root, witnesses }: ShownCheckpoint, link: Cell): readonly Cell[] {
  const times = witnesses.flatMap(({ at }) => at ?? []).sort();
  const names = witnesses.map(({ name }) => name).join(', ');
  return [link, { number: size }, { digest: root }, names === '' ? TEXT.nobody : names, instant(times.at(0))];
}

function instant(text: string | undefined): Cell {
  return text === undefined ? '' : { instant: text };
}

function tableOf({ rows }: CheckpointsModel): Table {
  return {
    id: 'checkpoints',
    caption: TEXT.caption,
    columns: [
      { id: 'checkpoint', title: { en: 'No.', ko: '번호' }, align: 'end' },
      { id: 'size', title: { en: 'Records', ko: '기록 수' }, align: 'end' },
      { id: 'root', title: { en: 'Root hash', ko: '루트 해시' } },
      { id: 'cosigners', title: { en: 'Cosigned by', ko: '공동 서명한 증인' } },
      { id: 'not-after', title: { en: 'First cosigned (not after)', ko: '첫 공동 서명(상한)' } },
    ],
    rows,
    empty: TEXT.empty,
  };
}

function render(model: CheckpointsModel, context: PageContext) {
  const { language, href } = context;
  const t = speaker(TEXT, language);
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1><p class="lead">${t('lead')}</p>
${renderTable(tableOf(model), context)}
<nav class="pager" aria-label="${t('pages')}">${model.before > 0 && html`<a rel="next" href="${href(`/checkpoints?before=${model.before}`)}">${t('older')} →</a>`}</nav>
${renderCompareForm({}, context)}`,
  };
}

export const checkpointsPage = definePage<CheckpointsModel>({
  path: '/checkpoints',
  gather,
  render,
  tables: (model) => [tableOf(model)],
});
