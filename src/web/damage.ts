/**
 * A damaged ledger in words: which records, which files, what to do. Stands above every page, because what a page says may miss
 * what could not be read.
 * @module
 */
import { CATALOGUE, isErrorCode } from '../core/catalogue/catalogue.ts';
import type { Sentence } from '../core/catalogue/sentence.ts';
import { type Html, html } from './html.ts';
import type { PageContext } from './page.ts';
import type { Damage } from './source.ts';
import { speaker } from './words.ts';

/** Places listed; the audit lists them all. */
const MOST = 5;

const TEXT = {
  title: { en: 'This ledger is damaged', ko: '이 원장은 손상되었습니다' },
  what: {
    en: 'What is stored is not what was recorded and witnessed. What cannot be relied on is not shown; what is derived from the records (rounds, credits, roles) ends before the first damaged record.',
    ko: '저장된 내용이 기록되고 증인이 확인한 내용과 다릅니다. 믿을 수 없는 것은 표시하지 않으며, 기록에서 계산한 내용(라운드, 크레딧, 역할)은 첫 손상 기록 앞까지입니다.',
  },
  beside: {
    en: 'A file beside the records is damaged. The records themselves were read and replayed; those that a published checkpoint confirms are shown.',
    ko: '기록이 아닌 파일이 손상되었습니다. 기록은 모두 읽고 재생했으며, 발행된 체크포인트가 확인하는 기록을 표시합니다.',
  },
  record: { en: 'Record', ko: '기록' },
  more: { en: 'and more', ko: '그 밖에' },
  repairTitle: { en: 'What to do', ko: '해야 할 일' },
  repair: {
    en: 'Do not repair the file by hand. Keep a copy of the folder as evidence. Restore the ledger from a backup (ledgerline restore) and bring it up to what was published from a mirror (ledgerline hydrate); then run ledgerline audit.',
    ko: '파일을 직접 고치지 마십시오. 폴더 사본을 증거로 보관하십시오. 백업에서 원장을 복원하고(ledgerline restore) 미러에서 발행된 상태까지 되살린 다음(ledgerline hydrate) ledgerline audit을 실행하십시오.',
  },
} as const satisfies Record<string, Sentence>;

/** What is wrong with files that say nothing new: of the records everything can be computed again. */
const BESIDE_RECORDS = new Set(['bad-note-signature', 'head-corrupt', 'tile-differs']);

export function renderDamage(damage: readonly Damage[], context: PageContext): Html | false {
  if (damage.length === 0) return false;
  const { language, href } = context;
  const t = speaker(TEXT, language);
  return html`<div class="alert" role="alert" data-tone="bad"><p class="alert-title">✗ ${t('title')}</p>
<p>${t(damage.every(({ code }) => BESIDE_RECORDS.has(code)) ? 'beside' : 'what')}</p>
<ul>${damage.slice(0, MOST).map(({ code, message, index, path }) => {
    const where = index !== undefined && html`<a href="${href(`/records/${index}`)}">${t('record')} ${index}</a> `;
    const file = path !== undefined && html`<code>${path}</code> `;
    const meaning = isErrorCode(code) ? CATALOGUE[code][language] : message;
    return html`<li>${where}${file}${meaning} <span class="detail">(${code})</span></li>`;
  })}${damage.length > MOST && html`<li>${t('more')} ${damage.length - MOST}</li>`}</ul>
${renderRepair(context)}</div>`;
}

/** What somebody does who finds it. */
export function renderRepair({ language }: PageContext): Html {
  const t = speaker(TEXT, language);
  return html`<p><strong>${t('repairTitle')}</strong> ${t('repair')}</p>`;
}
