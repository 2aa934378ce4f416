/**
 * What the author of a record can still take back: a dataset that is live, a contribution that is not decided. The link leads to
 * the desk, which asks for the reason (R09).
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { STATE } from '../../../core/rules/state.ts';
import { type Html, html } from '../../html.ts';
import type { PageContext } from '../../page.ts';
import type { ExplorerSource } from '../../source.ts';
import { speaker } from '../../words.ts';

const TEXT = {
  title: { en: 'For its author', ko: '작성 기관이 할 수 있는 일' },
  withdraw: { en: 'Withdraw this record', ko: '이 기록 철회하기' },
  lead: {
    en: 'Records are never edited. To correct one, its author withdraws it with a reason and records a new one; this record stays, with a mark.',
    ko: '기록은 고치지 않습니다. 바로잡으려면 작성 기관이 사유를 밝혀 철회하고 새로 기록합니다. 이 기록은 표시와 함께 남습니다.',
  },
} as const satisfies Record<string, Sentence>;

/** Whether the rules would let its author withdraw it. */
export async function isRevocable(
  source: ExplorerSource,
  { kind, digest }: { readonly kind: string; readonly digest: string },
): Promise<boolean> {
  if (kind === 'dataset') return (await source.state([STATE.dataset(digest)]))[0]?.status === 'live';
  if (kind !== 'contribution') return false;
  return (await source.state([STATE.contribution(digest)]))[0]?.status === 'submitted';
}

export function renderTakeBack(
  { author, digest, isRevocable }: { readonly author: string; readonly digest: string; readonly isRevocable: boolean },
  { language, href, api }: PageContext,
): Html | false {
  if (!isRevocable || api('') === undefined) return false;
  const t = speaker(TEXT, language);
  const desk = href(`/contribute?kind=withdrawal&institution=${author}&subject=${digest}`);
  return html`<section aria-labelledby="take-back-title"><h2 id="take-back-title">${t('title')}</h2>
<p>${t('lead')}</p><p><a href="${desk}">${t('withdraw')}</a></p></section>`;
}
