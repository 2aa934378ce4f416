/**
 * `/contribute?kind=…`: the participant's desk. The page says what a task is and how the command line does it; the element does it.
 * @module
 */
import type { Sentence } from '../../core/catalogue/sentence.ts';
import { STATE } from '../../core/rules/state.ts';
import { Html, html } from '../html.ts';
import { definePage, type PageContext, type PageRequest } from '../page.ts';
import type { ExplorerSource } from '../source.ts';
import { speaker } from '../words.ts';

const KINDS = ['commit', 'contribution', 'claim', 'dispute', 'withdrawal'] as const;
type TaskKind = (typeof KINDS)[number];

const TEXT = {
  title: { en: "Participant's desk", ko: '참여 기관 창구' },
  tasks: { en: 'Tasks', ko: '업무' },
  noScript: {
    en: 'The desk works in your browser and needs JavaScript. The command line does the same:',
    ko: '창구는 브라우저 안에서 작동하므로 JavaScript가 필요합니다. 명령줄로도 똑같이 할 수 있습니다.',
  },
  commit: { en: 'Commit to an update', ko: '업데이트 확약' },
  contribution: { en: 'Contribute an update', ko: '업데이트 기여' },
  claim: { en: 'Claim a credit', ko: '크레딧 청구' },
  dispute: { en: 'Dispute an award', ko: '이의 제기' },
  withdrawal: { en: 'Withdraw', ko: '철회' },
} as const satisfies Record<string, Sentence>;

const LEADS: Readonly<Record<TaskKind, Sentence>> = {
  commit: {
    en: 'Fix your update before anybody can see another. Rounds that bear credit ask for it.',
    ko: '다른 기관의 업데이트를 보기 전에 자기 업데이트를 고정합니다. 크레딧 라운드에서 필요합니다.',
  },
  contribution: {
    en: 'Record the digest of your update in a round, signed by your institution. The model stays with you.',
    ko: '업데이트의 다이제스트를 기관의 서명과 함께 라운드에 기록합니다. 모델은 기관 안에 남습니다.',
  },
  claim: {
    en: 'Claim a credit of your institution, all that is left of it or a part.',
    ko: '기관의 크레딧에서 남은 금액 전부 또는 일부를 청구합니다.',
  },
  dispute: {
    en: 'Say which contribution or report of an award that is not final should not count, and why.',
    ko: '확정 전 배분안에서 인정하지 말아야 할 기여나 평가 보고를 이유와 함께 밝힙니다.',
  },
  withdrawal: {
    en: 'Take back a dataset for the future, or a contribution that is not yet decided. The record stays, with a mark.',
    ko: '데이터셋을 앞으로 쓰지 못하게 하거나 아직 결정되지 않은 기여를 거둡니다. 기록은 표시와 함께 남습니다.',
  },
};

const COMMANDS: Readonly<Record<TaskKind, string>> = {
  commit: 'ledgerline commit MODEL.safetensors --round NAME',
  contribution: 'ledgerline contribute MODEL.safetensors --round NAME --samples N',
  claim: 'ledgerline claim --credit DIGEST',
  dispute: 'ledgerline dispute AWARD --about DIGEST --grounds copied',
  withdrawal: 'ledgerline sign DRAFT.json --out ENVELOPE.json && ledgerline submit ENVELOPE.json',
};

/** What a link to the desk may fill in. */
const PREFILLED = ['institution', 'round', 'credit', 'amount', 'award', 'about', 'subject'] as const;

type DeskModel = {
  readonly kind: TaskKind;
  readonly prefilled: Readonly<Record<string, string>>;
  /** Words of the charter. */
  readonly reasons: readonly string[];
};

async function gather(source: ExplorerSource, { query }: PageRequest): Promise<DeskModel> {
  const [charter] = await source.state([STATE.ledger]);
  const kind = KINDS.find((each) => each === query['kind']) ?? 'contribution';
  const given = PREFILLED.flatMap((name) => {
    const value = query[name];
    return value !== undefined && /^[a-z0-9.-]{1,64}$/.test(value) ? [[name, value] as const] : [];
  });
  return { kind, prefilled: Object.fromEntries(given), reasons: charter?.vocabularies.reasons ?? [] };
}

function render({ kind, prefilled, reasons }: DeskModel, { language, href }: PageContext) {
  const t = speaker(TEXT, language);
  const data = Object.entries(prefilled).map(([name, value]) => html` data-${new Html(name)}="${value}"`);
  return {
    title: `${t(kind)} · ${t('title')}`,
    main: html`<h1>${t('title')}</h1>
<nav aria-label="${t('tasks')}"><ul class="tabs">${KINDS.map(
      (each) =>
        html`<li><a href="${href(`/contribute?kind=${each}`)}"${each === kind && new Html(' aria-current="page"')}>${t(each)}</a></li>`,
    )}</ul></nav>
<h2>${t(kind)}</h2>
<p class="lead">${LEADS[kind][language]}</p>
<ll-desk data-kind="${kind}" data-reason-options="${reasons.join(' ')}"${data}>
<p>${t('noScript')}</p>
<pre>${COMMANDS[kind]}</pre>
</ll-desk>`,
  };
}

export const contributePage = definePage({ path: '/contribute', gather, render });
