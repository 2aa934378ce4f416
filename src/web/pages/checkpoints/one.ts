/**
 * `/checkpoints/:ordinal`: one published checkpoint: its note as it is, and who signed it.
 * @module
 */
import { parseDecimal } from '../../../core/bytes/integers.ts';
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { InputError } from '../../../core/error.ts';
import type { Table } from '../../../report/layout/blocks.ts';
import { renderFacts, renderTable } from '../../cells.ts';
import { koreanTime } from '../../format.ts';
import { html } from '../../html.ts';
import { checkpointCount, readCheckpoint, type ShownCheckpoint } from '../../log/checkpoints.ts';
import { definePage, type PageContext, type PageRequest } from '../../page.ts';
import type { ExplorerSource } from '../../source.ts';
import { speaker } from '../../words.ts';

const TEXT = {
  title: { en: 'Checkpoint', ko: '체크포인트' },
  verdict: { en: 'Verdict', ko: '판정' },
  needsScript: {
    en: 'Your own browser checks the signatures, which needs JavaScript. Without it: save the note and check it with ledgerline or any C2SP tool.',
    ko: '서명은 브라우저가 직접 확인하므로 JavaScript가 필요합니다. 없으면 노트를 저장해 ledgerline이나 C2SP 도구로 확인하십시오.',
  },
  facts: { en: 'What it states', ko: '내용' },
  size: { en: 'Records', ko: '기록 수' },
  root: { en: 'Root hash', ko: '루트 해시' },
  last: { en: 'Its last record', ko: '마지막 기록' },
  caption: { en: 'Signatures, as the note states them', ko: '노트에 적힌 서명' },
  log: { en: 'log', ko: '로그' },
  witness: { en: 'witness', ko: '증인' },
  none: { en: 'No signature.', ko: '서명이 없습니다.' },
  note: { en: 'The note', ko: '노트 원문' },
  previous: { en: 'Checkpoint before', ko: '이전 체크포인트' },
  next: { en: 'Checkpoint after', ko: '다음 체크포인트' },
  compare: { en: 'What changed since the one before', ko: '이전 체크포인트와 비교' },
  neighbours: { en: 'Neighbouring checkpoints', ko: '앞뒤 체크포인트' },
} as const satisfies Record<string, Sentence>;

type CheckpointModel = ShownCheckpoint & { readonly count: number; readonly previousSize: number | null };

async function gather(source: ExplorerSource, { params }: PageRequest): Promise<CheckpointModel> {
  const ordinal = parseDecimal(params['ordinal'] ?? '', 'ordinal');
  const count = checkpointCount(source);
  const checkpoint = ordinal < count ? await readCheckpoint(source, ordinal) : undefined;
  if (checkpoint === undefined)
    throw new InputError('not-found', `there is no checkpoint ${ordinal}: ${count} are published, from 0 on`);
  const before = ordinal === 0 ? undefined : await readCheckpoint(source, ordinal - 1).catch(() => undefined);
  return { ...checkpoint, count, previousSize: before?.size ?? null };
}

function tableOf({ log, witnesses }: CheckpointModel): Table {
  const rows = [
    ...log.map((line) => ({ who: TEXT.log, line })),
    ...witnesses.map((line) => ({ who: TEXT.witness, line })),
  ];
  return {
    id: 'signatures',
    caption: TEXT.caption,
    columns: [
      { id: 'who', title: { en: 'Who', ko: '구분' } },
      { id: 'name', title: { en: 'Name of the key', ko: '키 이름' } },
      { id: 'key-id', title: { en: 'Key ID', ko: '키 ID' } },
      { id: 'time', title: { en: 'Time', ko: '시각' } },
    ],
    rows: rows.map(({ who, line: { name, keyId, at } }) => [who, name, keyId, at === undefined ? '' : { instant: at }]),
    empty: TEXT.none,
  };
}

function render(model: CheckpointModel, context: PageContext) {
  const { ordinal, size, root, note, witnesses, count, previousSize } = model;
  const { language, href } = context;
  const t = speaker(TEXT, language);
  return {
    title: `${t('title')} ${ordinal}`,
    main: html`<h1>${t('title')} ${ordinal}</h1>
<p class="lead sentence">${sentenceOf(size, witnesses)[language]}</p>
<section aria-labelledby="verdict-title"><h2 id="verdict-title">${t('verdict')}</h2>
<ll-checkpoint data-ordinal="${ordinal}" data-size="${size}" data-root="${root}" data-note="${note}"><p class="needs-script">${t('needsScript')}</p></ll-checkpoint></section>
<h2>${t('facts')}</h2>
${renderFacts(
  [
    [TEXT.size, { number: size }],
    [TEXT.root, { digest: root }],
    ...(size === 0 ? [] : [[TEXT.last, { record: size - 1 }] as const]),
  ],
  context,
)}
${renderTable(tableOf(model), context)}
<h2>${t('note')}</h2><pre tabindex="0">${note}</pre>
${previousSize !== null && html`<p><a href="${href(`/compare?from=${previousSize}&to=${size}`)}">${t('compare')}</a></p>`}
<nav class="pager" aria-label="${t('neighbours')}">${ordinal > 0 && html`<a rel="prev" href="${href(`/checkpoints/${ordinal - 1}`)}">← ${t('previous')} ${ordinal - 1}</a>`}
${ordinal + 1 < count && html`<a rel="next" href="${href(`/checkpoints/${ordinal + 1}`)}">${t('next')} ${ordinal + 1} →</a>`}</nav>`,
  };
}

function sentenceOf(size: number, witnesses: CheckpointModel['witnesses']): Sentence {
  const names = witnesses.map(({ name }) => name).join(', ');
  const [first] = witnesses.flatMap(({ at }) => at ?? []).sort();
  if (names === '')
    return {
      en: `The log had ${size} records. No witness has cosigned this.`,
      ko: `이때 로그의 기록은 ${size}건이었습니다. 공동 서명한 증인이 없습니다.`,
    };
  const when =
    first === undefined ? { en: '', ko: '' } : { en: ` at ${koreanTime(first)}`, ko: `${koreanTime(first)}에 ` };
  return {
    en: `The log had ${size} records, as cosigned by ${names}${when.en}.`,
    ko: `이때 로그의 기록은 ${size}건이었습니다. ${when.ko}다음 증인이 공동 서명했습니다: ${names}.`,
  };
}

export const checkpointPage = definePage<CheckpointModel>({
  path: '/checkpoints/:ordinal',
  gather,
  render,
  tables: (model) => [tableOf(model)],
});
