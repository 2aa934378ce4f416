/**
 * The forms that ask for reports, one a kind, and the command that makes the same file. They work without scripts.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { type Html, html } from '../../html.ts';
import type { PageContext } from '../../page.ts';
import { otherLanguage, speaker } from '../../words.ts';
import { isPageForm, REPORT_KINDS, type ReportKind } from './kinds.ts';

const TEXT = {
  from: { en: 'From: day (KST) or record number', ko: '시작: 날짜(KST) 또는 기록 번호' },
  to: { en: 'To: last day, or first number left out', ko: '끝: 마지막 날짜 또는 제외할 첫 번호' },
  language: { en: 'Language', ko: '언어' },
  format: { en: 'Format', ko: '형식' },
  make: { en: 'Make', ko: '만들기' },
  command: { en: 'The same file by a command', ko: '같은 파일을 만드는 명령' },
  place: { en: 'ADDRESS', ko: '주소' },
} as const satisfies Record<string, Sentence>;

const LANGUAGES = { ko: '한국어', en: 'English' } as const;

const FORMATS: Readonly<Record<string, Sentence>> = {
  pdf: { en: 'PDF/A with proofs inside', ko: 'PDF/A(증명 첨부)' },
  html: { en: 'HTML, one file', ko: 'HTML 파일 하나' },
  json: { en: 'JSON: the report as data', ko: 'JSON(보고서 데이터)' },
  csv: { en: 'CSV: its longest table', ko: 'CSV(가장 긴 표)' },
  xlsx: { en: 'Excel: all tables', ko: 'Excel(모든 표)' },
  zip: { en: 'zip: the whole package', ko: 'zip(자료 묶음 전체)' },
};

/** All forms; without `canMake`, what each kind is and its command. */
export function renderKinds(context: PageContext): Html[] {
  const make = context.api('/reports/make') !== undefined;
  return Object.entries(REPORT_KINDS).map(([form, kind]) => {
    const { language } = context;
    return html`<section class="report-kind" aria-labelledby="kind-${form}"><h3 id="kind-${form}">${kind.name[language]}</h3>
<p>${kind.about[language]}</p>
${make && renderForm(form, kind, context)}
${renderCommand(form, kind, context)}</section>`;
  });
}

function renderForm(form: string, kind: ReportKind, { language, href }: PageContext): Html {
  const t = speaker(TEXT, language);
  const { subject, hasPeriod, formats } = kind;
  const bound = (side: 'from' | 'to'): Html =>
    html`<p><label for="${form}-${side}">${t(side)}</label><input id="${form}-${side}" name="${side}" maxlength="40" placeholder="${side === 'from' ? '2026-10-01' : '2026-10-31'}" autocomplete="off" spellcheck="false"></p>`;
  const required = subject?.isOptional === true ? html`` : html` required`;
  return html`<form class="filters" action="${href('/reports/make')}" method="get" aria-labelledby="kind-${form}">
<input type="hidden" name="kind" value="${form}">
${
  subject !== undefined &&
  html`<p><label for="${form}-subject">${subject.label[language]}</label><input id="${form}-subject" name="subject" maxlength="64" placeholder="${subject.example}" autocomplete="off" spellcheck="false"${required}></p>`
}
${hasPeriod && [bound('from'), bound('to')]}
<p><label for="${form}-language">${t('language')}</label><select id="${form}-language" name="language">${[
    language,
    otherLanguage(language),
  ].map((each) => html`<option value="${each}" lang="${each}">${LANGUAGES[each]}</option>`)}</select></p>
<p><label for="${form}-format">${t('format')}</label><select id="${form}-format" name="format">${formats.map(
    (each) => html`<option value="${each}">${FORMATS[each]?.[language] ?? each}</option>`,
  )}</select></p>
<p><button>${t('make')}</button></p></form>`;
}

function renderCommand(form: string, { subject, hasPeriod, formats }: ReportKind, { language }: PageContext): Html {
  const t = speaker(TEXT, language);
  const words = [
    `ledgerline report ${form} ${t('place')} --trust trust.policy --lang ${language}`,
    ...(subject === undefined ? [] : [`--${subject.flag} ${subject.example}`]),
    ...(hasPeriod ? ['--from 2026-10-01 --to 2026-10-31'] : []),
    `--out ${isPageForm(form) ? form : 'report'}.${formats[0] ?? 'pdf'}`,
  ];
  return html`<details><summary>${t('command')}</summary><pre tabindex="0"><code>${words.join(' ')}</code></pre></details>`;
}
