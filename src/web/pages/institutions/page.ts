/**
 * `/institutions/:id`: an institution, its keys and roles, and its account: credits, claims, disputes, records, and whether the
 * account is complete, which the reader's browser finds out.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { Cell } from '../../../report/layout/blocks.ts';
import { renderFacts, renderTable } from '../../cells.ts';
import { credits } from '../../format.ts';
import { type Html, html } from '../../html.ts';
import { definePage, type PageContext } from '../../page.ts';
import { word } from '../../statements/vocabulary.ts';
import { speaker, WORDS } from '../../words.ts';
import { MOST_CREDITS, MOST_SCANNED } from './account.ts';
import { gatherInstitution, type InstitutionModel } from './gather.ts';
import { institutionTables } from './tables.ts';
import { wordsOf } from './words.ts';

const TEXT = {
  kind: { en: 'Kind', ko: '종류' },
  status: { en: 'Status', ko: '상태' },
  group: { en: 'Group', ko: '그룹' },
  successor: { en: 'Successor', ko: '승계 기관' },
  alone: { en: 'none', ko: '없음' },
  account: { en: 'Account', ko: '계정' },
  complete: { en: 'Is the account complete?', ko: '계정이 빠짐없는가' },
  needsScript: {
    en: 'Your own browser finds that out from the account statement, which needs JavaScript. Without it: ledgerline verify STATEMENT.',
    ko: '브라우저가 계정 명세서로 직접 확인하며, JavaScript가 필요합니다. 없으면 ledgerline verify STATEMENT를 쓰십시오.',
  },
  statement: { en: 'Download the account statement', ko: '계정 명세서 내려받기' },
  credited: { en: 'Credited', ko: '받은 크레딧' },
  spent: { en: 'Claimed or transferred', ko: '청구·이전한 크레딧' },
  claimed: { en: 'Claimed', ko: '청구한 크레딧' },
  transferred: { en: 'Transferred', ko: '이전한 크레딧' },
  available: { en: 'Available', ko: '사용 가능' },
  inCredits: { en: 'credits', ko: '크레딧' },
  claimNow: { en: 'Claim', ko: '청구하기' },
  history: { en: 'Records', ko: '기록' },
  keys: { en: 'Keys and roles', ko: '키와 역할' },
  older: { en: 'Older records', ko: '이전 기록' },
  more: { en: 'More credits', ko: '크레딧 더 보기' },
} as const satisfies Record<string, Sentence>;

/** The institution in one sentence. */
function sentenceOf({ id, state, account }: InstitutionModel): Sentence {
  const roles = wordsOf(
    Object.entries(state.roles).flatMap(([role, { until }]) => (until === undefined ? [role] : [])),
  );
  const left = credits(String(BigInt(account.balance.credited) - BigInt(account.balance.spent)));
  return {
    en: `${id} is a ${word(state.class).en} (${word(state.status).en}); roles: ${roles.en}. Its account has ${account.count} records and ${left} credits available.`,
    ko: `${id}: ${word(state.class).ko}(${word(state.status).ko}). 역할: ${roles.ko}. 계정에는 기록이 ${account.count}건 있고, 사용 가능한 크레딧은 ${left}입니다.`,
  };
}

function renderBalance({ account }: InstitutionModel, context: PageContext): Html {
  const t = speaker(TEXT, context.language);
  const { credited, spent, isPartial } = account.balance;
  const tile = (name: keyof typeof TEXT, amount: string): Html =>
    html`<li><span class="name">${t(name)}</span> <span class="amount">${credits(amount)}</span> <span class="unit">${t('inCredits')}</span></li>`;
  const partial: Sentence = {
    en: `Added up are the first ${MOST_CREDITS} credits; the account statement has all.`,
    ko: `처음 ${MOST_CREDITS}건만 더한 값입니다. 전체는 계정 명세서에 있습니다.`,
  };
  const claimed = account.claims.reduce((sum, { state }) => sum + BigInt(state.amount), 0n);
  const transferred = account.transfers.reduce((sum, { amount }) => sum + BigInt(amount), 0n);
  const isWhole = claimed + transferred === BigInt(spent);
  const used = isWhole
    ? [tile('claimed', String(claimed)), tile('transferred', String(transferred))]
    : [tile('spent', spent)];
  return html`<ul class="balance">${tile('credited', credited)}${used}${tile('available', String(BigInt(credited) - BigInt(spent)))}</ul>
${isPartial && html`<p class="detail">${partial[context.language]}</p>`}`;
}

function renderAccount(model: InstitutionModel, context: PageContext): Html {
  const { language, href, api } = context;
  const { id, account } = model;
  const t = speaker(TEXT, language);
  const tables = institutionTables(model);
  const statement = api(`/api/v1/accounts/${id}/statement`);
  const claimable = account.credits.filter(({ state }) => state.amount !== state.spent);
  const cut: Sentence = {
    en: `Claims, transfers and disputes are those among the newest ${MOST_SCANNED} records; the account statement has all.`,
    ko: `청구·이전·이의는 최신 기록 ${MOST_SCANNED}건에서 찾은 것입니다. 전체는 계정 명세서에 있습니다.`,
  };
  return html`<h2>${t('account')}</h2>
${renderBalance(model, context)}
${renderTable(tables.credits, context)}
${account.nextCredit !== undefined && html`<p><a href="${href(`/institutions/${id}?credits=${account.nextCredit}`)}">${t('more')}</a></p>`}
${
  api('') !== undefined &&
  claimable.length > 0 &&
  html`<ul class="actions">${claimable.map(
    ({ id: credit, state }) =>
      html`<li><a href="${href(`/contribute?kind=claim&institution=${id}&credit=${credit}`)}">${t('claimNow')}: ${credit.slice(0, 8)}… (${credits(String(BigInt(state.amount) - BigInt(state.spent)))})</a></li>`,
  )}</ul>`
}
${renderTable(tables.claims, context)}
${renderTable(tables.transfers, context)}
${renderTable(tables.disputes, context)}
${account.isCut && html`<p class="detail">${cut[language]}</p>`}
<section aria-labelledby="complete"><h2 id="complete">${t('complete')}</h2>
<ll-account data-account="${id}" data-records="${account.count}"><p>${t('needsScript')}</p></ll-account>
${statement !== undefined && html`<p><a href="${statement}" download="${id}.account.json">${t('statement')}</a></p>`}</section>`;
}

function factRows({ state }: InstitutionModel): (readonly [Sentence, Cell])[] {
  const { successor, group } = state;
  return [
    [TEXT.kind, word(state.class)],
    [TEXT.status, word(state.status)],
    [TEXT.group, group ?? TEXT.alone],
    ...(successor === undefined
      ? []
      : [[TEXT.successor, { page: `/institutions/${successor}`, text: successor }] as const]),
  ];
}

function render(model: InstitutionModel, context: PageContext) {
  const { language, href } = context;
  const { id, account } = model;
  const t = speaker(TEXT, language);
  const tables = institutionTables(model);
  const first = speaker(WORDS, language)('first');
  return {
    title: id,
    main: html`<h1>${id}</h1>
<p class="lead sentence">${sentenceOf(model)[language]}</p>
${renderFacts(factRows(model), context)}
${renderAccount(model, context)}
<h2>${t('keys')}</h2>
${renderTable(tables.keys, context)}
${renderTable(tables.roles, context)}
<h2>${t('history')}</h2>
${renderTable(tables.records, context)}
<nav class="pager" aria-label="${t('history')}">${context.path.includes('?') && html`<a href="${href(`/institutions/${id}`)}">${first}</a>`}
${account.olderBefore !== undefined && html`<a rel="next" href="${href(`/institutions/${id}?records=${account.olderBefore}`)}">${t('older')}</a>`}</nav>`,
  };
}

export const institutionPage = definePage({
  path: '/institutions/:id',
  gather: gatherInstitution,
  render,
  tables: (model: InstitutionModel) => Object.values(institutionTables(model)),
});
