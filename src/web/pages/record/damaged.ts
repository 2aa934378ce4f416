/**
 * The page of a record that cannot be shown as it was recorded: which, where, and what to do.
 * @module
 */
import { CATALOGUE, isErrorCode } from '../../../core/catalogue/catalogue.ts';
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { renderRepair } from '../../damage.ts';
import { type Html, html } from '../../html.ts';
import type { PageContext } from '../../page.ts';
import { speaker } from '../../words.ts';
import type { DamagedRecord } from './gather.ts';

const TEXT = {
  title: { en: 'This record is damaged', ko: '이 기록은 손상되었습니다' },
  what: {
    en: 'What is stored in its place is not what was recorded. It is not shown, because nobody may rely on it. The proofs of the other records still hold.',
    ko: '그 자리에 저장된 내용이 기록되었던 내용과 다릅니다. 믿을 수 없는 내용이므로 표시하지 않습니다. 다른 기록의 증명은 그대로 유효합니다.',
  },
  where: { en: 'Found', ko: '발견된 문제' },
} as const satisfies Record<string, Sentence>;

export function renderDamagedRecord({ index, damage }: DamagedRecord, context: PageContext): Html {
  const { language } = context;
  const t = speaker(TEXT, language);
  const meaning = isErrorCode(damage.code) ? CATALOGUE[damage.code][language] : damage.code;
  return html`<h1>${language === 'ko' ? `기록 ${index}` : `Record ${index}`}</h1>
<div class="alert" role="alert" data-tone="bad" data-record="${index}"><h2>✗ ${t('title')}</h2>
<p>${t('what')}</p>
<p>${t('where')}: <span lang="en">${damage.message}</span> (<code>${damage.code}</code>)</p>
${(context.damage ?? []).length === 0 && html`<p>${meaning}</p>${renderRepair(context)}`}</div>`;
}
