/**
 * `/reports`: asks for a report, and finds one on record by the SHA-256 that it carries.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { renderTable } from '../../cells.ts';
import { type Html, html } from '../../html.ts';
import { definePage, type PageBody, type PageContext, type PageRequest } from '../../page.ts';
import { renderPager } from '../../pager.ts';
import type { ExplorerSource } from '../../source.ts';
import { speaker } from '../../words.ts';
import { renderKinds } from './form.ts';
import { findRecorded, listRecorded, type RecordedReport, recordedTable } from './recorded.ts';

const TEXT = {
  title: { en: 'Reports', ko: '보고서' },
  lead: {
    en: 'A report is made from the public files alone: the whole log is replayed under the trust policy of this server, and whoever holds the same files and policy gets the same bytes.',
    ko: '보고서는 공개 파일만으로 만듭니다. 이 서버의 신뢰 정책에 따라 로그 전체를 재생하며, 같은 파일과 정책을 가진 사람은 누구나 같은 바이트를 얻습니다.',
  },
  supports: {
    en: 'A report supports whoever has to show something. Whether a rule is met, the software does not judge.',
    ko: '보고서는 입증 업무를 지원하는 자료입니다. 규정을 충족하는지는 소프트웨어가 판단하지 않습니다.',
  },
  noPolicy: {
    en: 'This server makes no reports, because it hands out no trust policy: nobody would know under whose keys the log was replayed. Make reports with the command and a policy that you trust.',
    ko: '이 서버는 신뢰 정책을 배포하지 않으므로 보고서를 만들지 않습니다. 누구의 키로 로그를 재생했는지 알 수 없기 때문입니다. 믿는 정책으로 명령을 써서 만드십시오.',
  },
  filesOnly: {
    en: 'Nobody runs this ledger here; its files are only shown, and no reports are made of them. The command makes a report of the same files, and where they are damaged the report says FAILED.',
    ko: '원장이 실행되지 않고 파일만 보여 주는 상태이므로 보고서를 만들지 않습니다. 명령으로 같은 파일의 보고서를 만들 수 있으며, 파일이 손상되었다면 보고서에 실패로 나타납니다.',
  },
  make: { en: 'Make a report', ko: '보고서 만들기' },
  wait: {
    en: 'It takes a few seconds, and longer the longer the log is. One report is made at a time.',
    ko: '몇 초가 걸리며 로그가 길수록 오래 걸립니다. 한 번에 하나씩 만듭니다.',
  },
  find: { en: 'Find a report on record', ko: '기록된 보고서 찾기' },
  findText: {
    en: 'A report names its own SHA-256, which is that of its data (report.json), on its pages; ledgerline verify prints it. If it is on record, the record tells who put it there and when.',
    ko: '보고서에는 데이터(report.json)의 SHA-256이 적혀 있고 ledgerline verify도 이 값을 출력합니다. 원장에 기록되어 있다면 누가 언제 기록했는지 알 수 있습니다.',
  },
  sought: { en: 'SHA-256 or name of the report', ko: '보고서의 SHA-256 또는 이름' },
  search: { en: 'Find', ko: '찾기' },
  all: { en: 'All reports on record', ko: '기록된 보고서 모두 보기' },
  nothing: {
    en: 'No report on record has this SHA-256 or name. It may never have been put on record, or it was changed.',
    ko: '이 SHA-256이나 이름을 가진 보고서가 기록되어 있지 않습니다. 기록한 적이 없거나 보고서가 바뀌었을 수 있습니다.',
  },
} as const satisfies Record<string, Sentence>;

type ReportsModel = {
  /** What was looked for; absent where all are listed. */
  readonly sought?: string;
  readonly reports: readonly RecordedReport[];
  readonly next?: string;
};

const MOST_CHARACTERS = 100;

async function gather(source: ExplorerSource, { query }: PageRequest): Promise<ReportsModel> {
  const sought = (query['report'] ?? '')
    .trim()
    .toLowerCase()
    .replace(/^sha-?256[:=]/, '')
    .slice(0, MOST_CHARACTERS);
  if (sought !== '') return { sought, reports: await findRecorded(source, sought) };
  return listRecorded(source, query);
}

function render(model: ReportsModel, context: PageContext): PageBody {
  const t = speaker(TEXT, context.language);
  return {
    title: t('title'),
    main: html`<h1>${t('title')}</h1><p class="lead">${t('lead')}</p><p>${t('supports')}</p>
<h2>${t('make')}</h2>
${renderWhether(context)}
${renderKinds(context)}
${renderRecorded(model, context)}`,
  };
}

/** Whether this server makes reports, and why not. */
function renderWhether({ language, api }: PageContext): Html {
  const t = speaker(TEXT, language);
  if (api('/reports/make') !== undefined) return html`<p class="note">${t('wait')}</p>`;
  return html`<p class="note no-reports">${api('/trust.policy') === undefined ? t('noPolicy') : t('filesOnly')}</p>`;
}

function renderRecorded({ sought, reports, next }: ReportsModel, context: PageContext): Html {
  const { language, href, api } = context;
  const t = speaker(TEXT, language);
  const form =
    api('') !== undefined &&
    html`<form class="filters report-search" action="${href('/reports')}" method="get" aria-labelledby="find-title">
<p><label for="report">${t('sought')}</label><input id="report" name="report" value="${sought ?? ''}" maxlength="${String(MOST_CHARACTERS)}" autocomplete="off" spellcheck="false"></p>
<p><button>${t('search')}</button></p></form>`;
  const isMissing = sought !== undefined && reports.length === 0;
  return html`<h2 id="find-title">${t('find')}</h2><p>${t('findText')}</p>
${form}
${isMissing ? html`<p class="empty">${t('nothing')}</p>` : renderTable(recordedTable(reports), context)}
${sought === undefined ? renderPager('/reports', next === undefined ? undefined : `after=${next}`, context) : html`<p><a href="${href('/reports')}">${t('all')}</a></p>`}`;
}

export const reportsPage = definePage<ReportsModel>({
  path: '/reports',
  gather,
  render,
  tables: ({ reports }) => [recordedTable(reports)],
});
