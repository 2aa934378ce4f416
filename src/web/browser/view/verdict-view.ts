/**
 * A judgement on the screen: the verdict in word, sign and colour with one sentence, then what it rests on. The explorer and the
 * verifier show the same.
 * @module
 */
import { type Judgement, type Language, OUTCOMES, reasonOf, VERDICTS } from '../../../verify/text.ts';
import type { Check, Verdict } from '../../../verify/verdict.ts';
import { koreanTime } from '../../format.ts';
import type { Judged, Section } from '../judge/judged.ts';
import { el, icon } from './dom.ts';
import { HOW } from './explain.ts';
import { OUTCOME_SIGNS, VERDICT_SIGNS } from './signs.ts';
import { MEANINGS, passedOf, VIEW } from './words.ts';

/** Where a page says itself what the file is about, what the file says of it may stand folded. */
export interface ViewOptions {
  readonly foldsFacts?: boolean;
}

/** Everything there is to say of a file. */
export function renderJudged(
  judged: Judged,
  language: Language,
  { foldsFacts = false }: ViewOptions = {},
): HTMLElement[] {
  const { judgement, saved, parts = [] } = judged;
  const { proven, committed, warnings, ignored } = judgement;
  const sentences = (items: readonly { readonly en: string; readonly ko: string }[]): string[] =>
    items.map((item) => item[language]);
  return [
    renderBanner(judgement, language),
    saved === undefined
      ? []
      : renderLine(saved.verdict, `${VIEW.saved[language]}: ${saved.sentence[language]}`, language),
    renderSection(
      { title: VIEW.warnings[language], items: sentences(warnings.map(({ sentence }) => sentence)) },
      'warnings',
    ),
    parts.length > 0 ? [] : renderChecks(judgement, language),
    renderSection({ title: VIEW.proven[language], items: sentences(proven) }, 'proven'),
    renderSection({ title: VIEW.committed[language], items: sentences(committed) }, 'committed'),
    folded(
      judged.sections(language).flatMap((section) => renderSection(section, 'claims')),
      foldsFacts,
      language,
    ),
    renderSection(
      {
        title: VIEW.ignored[language],
        items: ignored.map(({ where, name, keyId }) => `${where}: ${name}+${keyId}`),
      },
      'ignored',
    ),
    parts.map((part) => renderPart(part, language)),
  ].flat(2);
}

/** The verdict: sign, word, sentence, and why if it is not VERIFIED. */
export function renderBanner({ verdict, summary, checks }: Judgement, language: Language): HTMLElement {
  const cause = checks.find(({ outcome }) => outcome === (verdict === 'FAILED' ? 'failed' : 'unknown'));
  const reason = cause === undefined ? undefined : reasonOf(cause.code);
  return el(
    'div',
    { class: 'banner verdict', 'data-verdict': verdict },
    icon(VERDICT_SIGNS[verdict], 'icon large tone'),
    el(
      'div',
      {},
      el('p', { class: 'word tone', title: MEANINGS[verdict][language] }, VERDICTS[verdict][language]),
      el('p', { class: 'summary' }, summary[language]),
      reason === undefined ? undefined : el('p', { class: 'reason' }, reason[language]),
    ),
  );
}

/** A verdict in one line. */
export function renderLine(verdict: Verdict, text: string, language: Language): HTMLElement {
  const word = el('strong', { class: 'tone' }, VERDICTS[verdict][language]);
  return el(
    'p',
    { class: 'line', 'data-verdict': verdict },
    icon(VERDICT_SIGNS[verdict]),
    el('span', {}, word, ' ', text),
  );
}

/** The checks, each with how it is made and, where it did not pass, why. What failed stands open. */
function renderChecks({ verdict, checks }: Judgement, language: Language): HTMLElement {
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
  return el(
    'details',
    { class: 'checks', open: verdict === 'VERIFIED' ? undefined : '' },
    el(
      'summary',
      {},
      VIEW.checks[language],
      ' ',
      el('span', { class: 'count' }, passedOf(passed, checks.length, language)),
    ),
    el('ol', {}, ...checks.map((check) => renderCheck(check, language))),
  );
}

function renderCheck(
  { id, outcome, sentence, code, detail, reason = reasonOf(code) }: Check<string>,
  language: Language,
) {
  const how = Object.hasOwn(HOW, id) ? HOW[id as keyof typeof HOW] : undefined;
  const more = [
    reason === undefined ? [] : el('p', {}, reason[language]),
    how === undefined ? [] : el('p', { class: 'how' }, how[language]),
    code === undefined ? [] : el('p', { class: 'code' }, el('code', {}, `${code}: ${detail ?? ''}`)),
  ].flat();
  const line = [
    icon(OUTCOME_SIGNS[outcome]),
    el('span', {}, el('span', { class: 'outcome tone' }, OUTCOMES[outcome][language]), ' ', sentence[language]),
  ];
  const isOpen = outcome === 'failed' || outcome === 'unknown';
  return el(
    'li',
    { 'data-outcome': outcome },
    more.length === 0
      ? el('div', { class: 'check' }, ...line)
      : el('details', { open: isOpen ? '' : undefined }, el('summary', { class: 'check' }, ...line), ...more),
  );
}

function folded(sections: readonly HTMLElement[], folds: boolean, language: Language): readonly HTMLElement[] {
  if (!folds || sections.length === 0) return sections;
  return [el('details', { class: 'fold' }, el('summary', {}, VIEW.says[language]), ...sections)];
}

/** Names and values, or a list; nothing where there is nothing to say. */
function renderSection({ title, rows = [], items = [] }: Section, kind: string): HTMLElement[] {
  if (rows.length + items.length === 0) return [];
  return [
    el(
      'section',
      { class: `told ${kind}` },
      el('h3', {}, title),
      rows.length === 0
        ? undefined
        : el(
            'dl',
            { class: 'facts' },
            ...rows.flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, ...marked(value))]),
          ),
      items.length === 0 ? undefined : el('ul', {}, ...items.map((item) => el('li', {}, ...marked(item)))),
    ),
  ];
}

const MARKED = /(\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)|\b[0-9a-f]{64}\b)/;

/** A text with its times in Korean time and its digests in one width. */
function marked(text: string): (HTMLElement | string)[] {
  return text.split(MARKED).map((part, i) => {
    if (i % 2 === 0) return part;
    return part.includes('T') ? el('time', { datetime: part, title: part }, koreanTime(part)) : el('code', {}, part);
  });
}

/** One proof of a report: its verdict in a line, the rest behind it. */
function renderPart(part: Judged, language: Language): HTMLElement {
  const { verdict, summary } = part.judgement;
  return el(
    'details',
    { class: 'part', 'data-part': part.name, 'data-verdict': verdict, open: verdict === 'VERIFIED' ? undefined : '' },
    el(
      'summary',
      {},
      icon(VERDICT_SIGNS[verdict]),
      el(
        'span',
        {},
        el('strong', { class: 'tone' }, VERDICTS[verdict][language]),
        ' ',
        part.name,
        el('br'),
        summary[language],
      ),
    ),
    ...renderJudged(part, language),
  );
}
