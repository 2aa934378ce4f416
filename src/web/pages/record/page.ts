/**
 * `/records/:index`, also by statement digest: one record. A plain sentence first, then the verdict that the reader's own
 * browser reaches, then what the record says, how it was signed, and what became of it.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { renderCell, renderTable } from '../../cells.ts';
import { type Html, html } from '../../html.ts';
import { KIND_NAMES } from '../../kinds.ts';
import { definePage, type PageBody, type PageContext } from '../../page.ts';
import type { Fact } from '../../statements/facts.ts';
import { wordAndCode } from '../../statements/vocabulary.ts';
import { speaker } from '../../words.ts';
import { renderDamagedRecord } from './damaged.ts';
import { gatherRecord, type ReadRecord, type RecordModel } from './gather.ts';
import { renderSignature } from './signature.ts';
import { renderTakeBack } from './take-back.ts';

const TEXT = {
  title: { en: 'Record', ko: '기록' },
  verdict: { en: 'Verdict', ko: '판정' },
  needsScript: {
    en: 'Your own browser reaches the verdict, which needs JavaScript. Without it: download the proof bundle and run ledgerline verify.',
    ko: '판정은 브라우저가 직접 내리므로 JavaScript가 필요합니다. 없으면 증명 묶음을 내려받아 ledgerline verify를 실행하십시오.',
  },
  since: { en: 'What happened since', ko: '이후의 변화' },
  seeRecord: { en: 'record', ko: '기록' },
  endorsed: { en: 'Who stands behind it', ko: '동의와 검토' },
  says: { en: 'What the record says', ko: '기록의 내용' },
  kind: { en: 'Kind', ko: '종류' },
  digest: { en: 'Statement digest', ko: '진술 다이제스트' },
  ownPage: { en: 'What became of it', ko: '현재 상태 화면' },
  artefact: { en: 'File it is about', ko: '대상 파일' },
  downloads: { en: 'Take away', ko: '내려받기' },
  bundle: { en: 'Proof bundle', ko: '증명 묶음' },
  record: { en: 'Record as stored', ko: '저장된 기록' },
  later: { en: 'Later evidence', ko: '이후 증거' },
  verifier: { en: 'Offline verifier', ko: '오프라인 검증기' },
  raw: { en: 'Raw record (JSON)', ko: '기록 원문(JSON)' },
  payload: { en: 'Signed payload', ko: '서명된 페이로드' },
  envelope: { en: 'Record', ko: '기록' },
  previous: { en: 'Record before', ko: '이전 기록' },
  next: { en: 'Record after', ko: '다음 기록' },
  neighbours: { en: 'Neighbouring records', ko: '앞뒤 기록' },
} as const satisfies Record<string, Sentence>;

function render(model: RecordModel, context: PageContext): PageBody {
  const t = speaker(TEXT, context.language);
  const title = `${t('title')} ${model.index}`;
  const main =
    'damage' in model
      ? html`${renderDamagedRecord(model, context)}${neighbours(model, context)}`
      : renderSound(model, title, context);
  return { title, main };
}

function renderSound(model: ReadRecord, title: string, context: PageContext): Html {
  const { digest, kind, sentence, subject, body } = model;
  const { language } = context;
  const t = speaker(TEXT, language);
  const own: readonly Fact[] = [
    { name: TEXT.kind, values: [wordAndCodeOfKind(kind)] },
    { name: TEXT.digest, values: [{ digest }] },
    ...ownPage(kind, digest),
    ...(subject.name.includes('/') ? [] : [{ name: TEXT.artefact, values: [{ digest: subject.sha256 }] }]),
  ];
  return html`<h1>${title} <span class="kind">${KIND_NAMES[kind][language]}</span></h1>
<p class="lead sentence">${sentence[language]}</p>
${renderSince(model, context)}
<section aria-labelledby="verdict-title"><h2 id="verdict-title">${t('verdict')}</h2>
${renderVerdict(model, context)}</section>
<section aria-labelledby="says-title"><h2 id="says-title">${t('says')}</h2>
<dl class="facts">${[...own, ...body.facts].map(
    ({ name, values }) =>
      html`<dt>${name[language]}</dt><dd>${values.map((value, i) => html`${i > 0 && ', '}${renderCell(value, context)}`)}</dd>`,
  )}</dl>
${body.tables.map((table) => renderTable(table, context))}</section>
${renderSignature(model, context)}
${renderEndorsements(model, context)}
${renderDownloads(model, context)}
${renderTakeBack(model, context)}
<details><summary>${t('raw')}</summary><h3>${t('payload')}</h3><pre tabindex="0">${JSON.stringify(model.raw.payload, null, 2)}</pre>
<h3>${t('envelope')}</h3><pre tabindex="0">${JSON.stringify(model.raw.record, null, 2)}</pre></details>
${neighbours(model, context)}`;
}

/** Kinds whose statements have a page of their own, which says where they stand today. */
const OWN_PAGES: Partial<Record<ReadRecord['kind'], string>> = {
  dataset: '/datasets',
  award: '/awards',
  credit: '/credits',
  claim: '/claims',
  dispute: '/disputes',
};

function ownPage(kind: ReadRecord['kind'], digest: string): readonly Fact[] {
  const folder = OWN_PAGES[kind];
  if (folder === undefined) return [];
  return [{ name: TEXT.ownPage, values: [{ page: `${folder}/${digest}`, text: KIND_NAMES[kind] }] }];
}

/** The element that judges in the browser; words where there is no proof bundle for it to fetch. */
function renderVerdict({ index, digest, size }: ReadRecord, { language, api }: PageContext): Html {
  const t = speaker(TEXT, language);
  const bundle = api(`/api/v1/bundles/${index}`);
  if (bundle !== undefined)
    return html`<ll-verdict data-bundle="${bundle}" data-index="${index}" data-digest="${digest}"><p class="needs-script">${t('needsScript')}</p></ll-verdict>`;
  const audited: Sentence = {
    en: `These pages are read from files. The audit before them found the bytes of this record in the tree of ${size} records. For a proof that you can check yourself, take the proof bundle from a running ledger.`,
    ko: `이 화면은 파일에서 읽은 것입니다. 먼저 실행한 감사에서 이 기록의 바이트가 기록 ${size}건의 트리에 있음을 확인했습니다. 직접 확인할 수 있는 증명은 실행 중인 원장에서 증명 묶음으로 받으십시오.`,
  };
  return html`<p class="note">${audited[language]}</p>`;
}

function wordAndCodeOfKind(kind: ReadRecord['kind']): Sentence {
  const { en, ko } = KIND_NAMES[kind];
  return { en: `${en} (${kind})`, ko: `${ko} (${kind})` };
}

function renderSince({ markers }: ReadRecord, context: PageContext): Html | false {
  if (markers.length === 0) return false;
  const t = speaker(TEXT, context.language);
  return html`<section class="since" aria-labelledby="since-title"><h2 id="since-title">${t('since')}</h2><ul>${markers.map(
    ({ tone, text, record }) =>
      html`<li data-tone="${tone}">${text[context.language]}${
        record !== undefined && html` <a href="${context.href(`/records/${record}`)}">${t('seeRecord')} ${record}</a>`
      }</li>`,
  )}</ul></section>`;
}

function renderEndorsements({ endorsements }: ReadRecord, context: PageContext): Html | false {
  if (endorsements.length === 0) return false;
  const t = speaker(TEXT, context.language);
  return html`<section aria-labelledby="endorsed-title"><h2 id="endorsed-title">${t('endorsed')}</h2><ul>${endorsements.map(
    ({ by, meaning, record }) =>
      html`<li><a href="${context.href(`/institutions/${by}`)}">${by}</a>: ${wordAndCode(meaning)[context.language]}, <a href="${context.href(`/records/${record}`)}">${t('seeRecord')} ${record}</a></li>`,
  )}</ul></section>`;
}

function renderDownloads({ index }: ReadRecord, { language, api }: PageContext): Html | false {
  const t = speaker(TEXT, language);
  const files = [
    ['bundle', api(`/api/v1/bundles/${index}`), `record-${index}.bundle.json`],
    ['record', api(`/api/v1/records/${index}`), `record-${index}.json`],
    ['later', api(`/api/v1/later/${index + 1}`), `later-${index + 1}.json`],
    ['verifier', api('/verifier.html'), 'verifier.html'],
  ] as const;
  if (files.every(([, address]) => address === undefined)) return false;
  return html`<section class="downloads" aria-labelledby="downloads-title"><h2 id="downloads-title">${t('downloads')}</h2><ul>${files.map(
    ([name, address, file]) =>
      address !== undefined && html`<li><a href="${address}" download="${file}">${t(name)}</a></li>`,
  )}</ul></section>`;
}

function neighbours({ index, size }: RecordModel, { language, href }: PageContext): Html {
  const t = speaker(TEXT, language);
  return html`<nav class="pager" aria-label="${t('neighbours')}">
${index > 0 && html`<a rel="prev" href="${href(`/records/${index - 1}`)}">← ${t('previous')} ${index - 1}</a>`}
${index + 1 < size && html`<a rel="next" href="${href(`/records/${index + 1}`)}">${t('next')} ${index + 1} →</a>`}
</nav>`;
}

export const recordPage = definePage<RecordModel>({
  path: '/records/:index',
  gather: gatherRecord,
  render,
  tables: (model) => ('damage' in model ? [] : model.body.tables),
});
