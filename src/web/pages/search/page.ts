/**
 * `/search?q=`: one box that takes anything. One hit leads straight there; several are listed; none says why.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { renderCell } from '../../cells.ts';
import { html } from '../../html.ts';
import { definePage, type PageContext, type PageRequest } from '../../page.ts';
import type { ExplorerSource } from '../../source.ts';
import { speaker } from '../../words.ts';
import { type Hit, look, type Sought, understand } from './recognise.ts';

const TEXT = {
  title: { en: 'Search', ko: '찾기' },
  found: { en: 'That fits more than one thing', ko: '여러 항목이 맞습니다' },
  nothing: { en: 'Nothing was found', ko: '찾지 못했습니다' },
  tips: { en: 'What can be found', ko: '찾을 수 있는 것' },
  tipsText: {
    en: 'A record number (62), the name of an institution, a round, a model or a dataset, a SHA-256 of a statement, a model file or a key, or the first six digits of one.',
    ko: '기록 번호(62), 기관·라운드·모델·데이터셋의 이름, 진술·모델 파일·키의 SHA-256 또는 그 앞 여섯 자리를 찾을 수 있습니다.',
  },
} as const satisfies Record<string, Sentence>;

type SearchModel = {
  readonly text: string;
  readonly hits: readonly Hit[];
  /** Why there is no hit. */
  readonly why: Sentence | null;
};

/** Longest text that is looked up. */
const MOST_CHARACTERS = 200;

async function gather(source: ExplorerSource, { query }: PageRequest): Promise<SearchModel> {
  const text = (query['q'] ?? '').slice(0, MOST_CHARACTERS);
  const sought = understand(text);
  const hits = await look(source, sought);
  return { text, hits, why: hits.length > 0 ? null : explain(sought, source.sizes.published) };
}

function explain(sought: Sought, size: number): Sentence {
  switch (sought.type) {
    case 'nothing':
      return { en: 'The search box was empty.', ko: '찾을 내용이 없습니다.' };
    case 'index':
      return {
        en: `There is no record ${sought.index}: the published log has ${size} records, numbered from 0 to ${size - 1}.`,
        ko: `${sought.index}번 기록은 없습니다. 발행된 로그의 기록은 ${size}건이며 번호는 0부터 ${size - 1}까지입니다.`,
      };
    case 'digest':
      return {
        en: 'This is a SHA-256, and no statement, model file or key of this log has it. Perhaps the file was changed or saved anew since it was recorded, perhaps it stands in another log, or it was recorded and is not published yet. For a model file the log records the digest of the file and of its tensors.',
        ko: 'SHA-256 값이지만 이 로그의 진술, 모델 파일, 키 가운데 이 값을 가진 것이 없습니다. 기록한 뒤에 파일이 바뀌었거나 다시 저장되었을 수 있고, 다른 로그에 있거나, 기록되었지만 아직 발행되지 않았을 수 있습니다. 모델 파일은 파일과 텐서의 다이제스트가 기록됩니다.',
      };
    case 'prefix':
      return {
        en: 'These are hexadecimal digits, and no digest of this log begins with them.',
        ko: '16진수이지만 이 값으로 시작하는 다이제스트가 이 로그에 없습니다.',
      };
    case 'odd':
      return {
        en: `These are ${sought.digits} hexadecimal digits, and a SHA-256 has 64. The log knows no digests of other lengths (SHA-1 has 40, SHA-512 has 128).`,
        ko: `16진수 ${sought.digits}자리입니다. SHA-256은 64자리이며, 이 로그에는 다른 길이의 다이제스트(SHA-1은 40자리, SHA-512는 128자리)가 없습니다.`,
      };
    default:
      return {
        en: 'No institution, round, model, task, dataset or other thing with a name of this log begins with that. Names are written in small Latin letters, digits and "-". People are not named in the log.',
        ko: '그 이름으로 시작하는 기관, 라운드, 모델, 과제, 데이터셋이 이 로그에 없습니다. 이름은 영문 소문자, 숫자, "-"로 적습니다. 사람의 이름은 로그에 없습니다.',
      };
  }
}

function render({ text, hits, why }: SearchModel, context: PageContext) {
  const { language } = context;
  const t = speaker(TEXT, language);
  const list = html`<h2>${t('found')}</h2><ul>${hits.map(
    ({ what, name, page }) => html`<li>${what[language]}: ${renderCell({ page, text: name }, context)}</li>`,
  )}</ul>`;
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1>${text !== '' && html`<p class="sought"><code>${text}</code></p>`}
${why === null ? list : html`<h2>${t('nothing')}</h2><p class="lead">${why[language]}</p>`}
<h2>${t('tips')}</h2><p>${t('tipsText')}</p>`,
  };
}

export const searchPage = definePage<SearchModel>({
  path: '/search',
  gather,
  render,
  redirect: ({ hits: [first, ...others] }) => (others.length === 0 ? first?.page : undefined),
});
