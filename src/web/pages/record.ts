/**
 * `/records/:index`: one record. A plain sentence first, then the verdict that the browser reaches, then what the record says.
 * @module
 */
import { parseDecimal } from '../../core/bytes/integers.ts';
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { InputError } from '../../core/error.ts';
import { parseRecord } from '../../core/record/record.ts';
import { renderFacts } from '../cells.ts';
import { koreanTime } from '../format.ts';
import { html } from '../html.ts';
import { definePage, type PageContext, type PageRequest } from '../page.ts';
import type { ExplorerSource } from '../source.ts';
import { speaker } from '../words.ts';

const TEXT = {
  title: { en: 'Record', ko: '기록' },
  verdict: { en: 'Verdict', ko: '판정' },
  needsScript: {
    en: 'A verdict is reached by your own browser, which needs JavaScript for it. Without it: ledgerline verify.',
    ko: '판정은 브라우저가 직접 내리므로 JavaScript가 필요합니다. 없으면 ledgerline verify를 쓰십시오.',
  },
  says: { en: 'What the record says', ko: '기록의 내용' },
  kind: { en: 'Kind', ko: '종류' },
  author: { en: 'Institution', ko: '기관' },
  digest: { en: 'Statement digest', ko: '진술 다이제스트' },
  recordedAt: { en: 'Recorded', ko: '기록 시각' },
  signedAt: { en: 'Signed', ko: '서명 시각' },
  meaning: { en: 'Meaning of the signature', ko: '서명의 의미' },
  key: { en: 'Key', ko: '키' },
} as const satisfies Record<string, Sentence>;

type RecordModel = {
  readonly index: number;
  readonly digest: string;
  readonly kind: string;
  readonly author: string;
  readonly keyId: string;
  readonly recordedAt: string;
  readonly signedAt: string;
  readonly meaning: string;
};

async function gather(source: ExplorerSource, { params }: PageRequest): Promise<RecordModel> {
  const index = parseDecimal(params['index'] ?? '', 'index');
  const bytes = index < source.sizes.published ? await source.record(index) : undefined;
  if (bytes === undefined) throw new InputError('not-found', `there is no published record ${index}`);
  const { digest, recordedAt, keyId, statement } = parseRecord(bytes);
  const { kind, author, signing } = statement;
  return { index, digest, kind, author, keyId, recordedAt, signedAt: signing.signedAt, meaning: signing.meaning };
}

function render(model: RecordModel, context: PageContext) {
  const { language, api } = context;
  const t = speaker(TEXT, language);
  const { index, kind, author, recordedAt } = model;
  const sentence: Sentence = {
    en: `On ${koreanTime(recordedAt)}, ${author} recorded this ${kind}.`,
    ko: `${author} 기관이 ${koreanTime(recordedAt)}에 이 ${kind} 진술을 기록했습니다.`,
  };
  return {
    title: `${t('title')} ${index}`,
    main: html`<h1>${t('title')} ${index}</h1>
<p class="lead">${sentence[language]}</p>
<section aria-labelledby="verdict-title"><h2 id="verdict-title">${t('verdict')}</h2>
<ll-verdict data-bundle="${api(`/api/v1/bundles/${index}`) ?? ''}" data-index="${index}"><p>${t('needsScript')}</p></ll-verdict></section>
<h2>${t('says')}</h2>
${renderFacts(
  [
    [TEXT.kind, kind],
    [TEXT.author, { page: `/institutions/${author}`, text: author }],
    [TEXT.digest, { digest: model.digest }],
    [TEXT.recordedAt, { instant: recordedAt }],
    [TEXT.signedAt, { instant: model.signedAt }],
    [TEXT.meaning, model.meaning],
    [TEXT.key, { digest: model.keyId }],
  ],
  context,
)}`,
  };
}

export const recordPage = definePage({ path: '/records/:index', gather, render });
