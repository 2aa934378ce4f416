/**
 * `/operations`: how the ledger does, in tiles with words.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { html } from '../html.ts';
import { describeHealth, type Tile, type Tone, worstOf } from '../log/health.ts';
import { definePage, type PageContext } from '../page.ts';
import type { ExplorerSource } from '../source.ts';
import { renderTiles } from '../tiles.ts';
import { speaker } from '../words.ts';

const TEXT = {
  title: { en: 'Operations', ko: '운영' },
  reload: { en: 'Ask again', ko: '다시 확인' },
  routines: { en: 'What to run', ko: '정기 작업' },
  routinesLead: {
    en: 'These run on the command line, where the keys are. Each says what it does with --help.',
    ko: '키가 있는 곳의 명령줄에서 실행합니다. 자세한 설명은 각 명령의 --help에 있습니다.',
  },
  metrics: { en: 'Metrics for Prometheus', ko: 'Prometheus 지표' },
} as const satisfies Record<string, Sentence>;

const SENTENCES: Readonly<Record<Tone, Sentence>> = {
  good: { en: 'Everything is well.', ko: '모두 정상입니다.' },
  watch: { en: 'Something needs a look.', ko: '확인이 필요한 항목이 있습니다.' },
  bad: { en: 'Something is wrong.', ko: '이상이 있습니다.' },
};

/** What an operator does on a command line: when, and the commands. */
const ROUTINES: readonly (readonly [when: Sentence, commands: string])[] = [
  [{ en: 'Every morning: how the ledger stands', ko: '매일 아침: 원장의 상태' }, 'ledgerline status LEDGER'],
  [
    {
      en: 'Every week: a backup, and a restore test against what witnesses cosigned',
      ko: '매주: 백업, 그리고 증인이 공동 서명한 것과 대조하는 복원 시험',
    },
    'ledgerline backup LEDGER --to BACKUP\nledgerline restore BACKUP --into SCRATCH --verify --trust trust.policy',
  ],
  [
    {
      en: 'Once a year, or after a leak at once: a new key of the institution',
      ko: '매년, 유출되었을 때는 즉시: 기관 키 교체',
    },
    'ledgerline key new NEW.pem\nledgerline key rotate NEW.pem --key OLD.pem',
  ],
  [
    { en: 'Before an inspection: replay the whole ledger', ko: '점검 전: 원장 전체 재실행' },
    'ledgerline audit LEDGER --trust trust.policy',
  ],
];

type OperationsModel = { readonly worst: Tone; readonly tiles: readonly Tile[] };

async function gather(source: ExplorerSource): Promise<OperationsModel> {
  const tiles = await describeHealth(source);
  return { worst: worstOf(tiles), tiles };
}

function render({ worst, tiles }: OperationsModel, context: PageContext) {
  const { language, href, api } = context;
  const t = speaker(TEXT, language);
  const metrics = api('/metrics');
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1><p class="lead sentence" data-tone="${worst}">${SENTENCES[worst][language]}</p>
${renderTiles(tiles, context)}
<p>${api('') !== undefined && html`<a href="${href('/operations')}">${t('reload')}</a>`}${metrics !== undefined && html` · <a href="${metrics}">${t('metrics')}</a>`}</p>
<section aria-labelledby="routines-title"><h2 id="routines-title">${t('routines')}</h2><p>${t('routinesLead')}</p>
<dl class="routines">${ROUTINES.map(([when, commands]) => html`<dt>${when[language]}</dt><dd><pre tabindex="0">${commands}</pre></dd>`)}</dl></section>`,
  };
}

export const operationsPage = definePage<OperationsModel>({ path: '/operations', gather, render });
