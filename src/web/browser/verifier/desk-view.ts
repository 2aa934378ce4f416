/**
 * The desk as elements: the policy loaded, what lies beside, and the verdicts.
 * @module
 */
import { NO_QUORUM, type PolicyGroup, type TrustPolicy } from '../../../core/note/trust-policy.ts';
import { formatVkey } from '../../../core/note/vkey.ts';
import { type Language, reasonOf, VERDICTS } from '../../../verify/text.ts';
import type { Verdict } from '../../../verify/verdict.ts';
import { speaker } from '../../words.ts';
import type { Judged, NamedFile } from '../judge/judged.ts';
import { el, lines } from '../view/dom.ts';
import { renderJudged, renderLine } from '../view/verdict-view.ts';
import { KINDS } from '../view/words.ts';
import type { Desk, HeldArtefact, LoadedPolicy } from './desk.ts';
import { TEXT } from './words.ts';

export function renderPolicy(policy: LoadedPolicy | undefined, language: Language): HTMLElement[] {
  const t = speaker(TEXT, language);
  if (policy === undefined) return [el('p', { class: 'empty' }, t('noPolicy'))];
  const { name, parsed, problem, isOfReport } = policy;
  if (parsed === undefined) {
    const reason = reasonOf(problem?.code)?.[language] ?? '';
    return [
      renderLine('CANNOT TELL', `${name}: ${reason}`, language),
      el('p', { class: 'code' }, el('code', {}, `${problem?.code}: ${problem?.message}`)),
    ];
  }
  const witnesses = parsed.witnesses.map((witness) => witness.name).join(', ');
  const rows: [string, string][] = [
    [t('policyFile'), name],
    [t('policyLog'), [...new Set(parsed.logs.map(({ key }) => key.name))].join(', ')],
    [t('policyWitnesses'), witnesses === '' ? t('noWitness') : witnesses],
    ...(parsed.quorum === NO_QUORUM ? [] : [[t('policyQuorum'), quorumText(parsed, language)] as [string, string]]),
  ];
  const keys = [...parsed.logs, ...parsed.witnesses].map(({ key }) => formatVkey(key));
  return [
    isOfReport ? [el('p', { class: 'told warnings' }, t('policyOfReport'))] : [],
    el('dl', { class: 'facts' }, ...rows.flatMap(([title, value]) => [el('dt', {}, title), el('dd', {}, value)])),
    el('details', {}, el('summary', {}, t('policyKeys')), lines(keys)),
  ].flat();
}

/** `2 of a, b, c`: the quorum in words. */
function quorumText({ quorum, groups }: TrustPolicy, language: Language): string {
  const group = groups.find(({ name }) => name === quorum);
  if (group === undefined) return quorum;
  const told = ({ threshold, members }: PolicyGroup): string =>
    language === 'ko'
      ? `${members.join(', ')} 중 ${threshold}곳 이상`
      : `at least ${threshold} of ${members.join(', ')}`;
  return told(group);
}

/** What lies beside the proofs. */
export function renderExtras({ saved, later, record, artefacts }: Desk, language: Language): HTMLElement[] {
  const loaded = ({ name }: NamedFile, kind: 'checkpoint' | 'later' | 'record'): HTMLElement =>
    el('p', { class: 'loaded' }, `${KINDS[kind][language]}. ${TEXT.loaded[language].replace('#', name)}`);
  return [
    saved === undefined ? [] : loaded(saved, 'checkpoint'),
    later === undefined ? [] : loaded(later, 'later'),
    record === undefined ? [] : loaded(record, 'record'),
    artefacts.map((artefact) => renderArtefactState(artefact, language)),
  ].flat();
}

function renderArtefactState({ name, sizeBytes, doneBytes, digests, problem }: HeldArtefact, language: Language) {
  const t = speaker(TEXT, language);
  if (problem !== undefined) return renderLine('CANNOT TELL', t('unreadable').replace('#', name), language);
  if (digests !== undefined) return el('p', { class: 'loaded' }, `${t('artefact')}. ${t('loaded').replace('#', name)}`);
  const percent = String(sizeBytes === 0 ? 0 : Math.floor((100 * doneBytes) / sizeBytes));
  return el(
    'p',
    { class: 'loaded' },
    `${t('hashing')}: ${name} `,
    el('progress', { max: '100', value: percent, 'aria-label': `${t('hashing')}: ${name}` }),
    ` ${percent} %`,
  );
}

/** One line for screen readers, and for who has dropped many files. */
export function statusText({ isBusy, results }: Desk, language: Language): string {
  if (isBusy) return TEXT.working[language];
  if (results.length === 0) return TEXT.nothingYet[language];
  const count = (verdict: Verdict): number => results.filter(({ judgement }) => judgement.verdict === verdict).length;
  return (['VERIFIED', 'FAILED', 'CANNOT TELL'] as const)
    .filter((verdict) => count(verdict) > 0)
    .map((verdict) => `${VERDICTS[verdict][language]}: ${count(verdict)}`)
    .join(' · ');
}

export function renderResults(
  { results, artefacts, proofs }: Desk,
  language: Language,
  onPolicy: (policy: Uint8Array) => void,
): HTMLElement[] {
  return [
    ...artefacts.flatMap((artefact) => renderArtefact(artefact, proofs.length > 0, language)),
    ...results.map((judged) => renderResult(judged, language, onPolicy)),
  ];
}

function renderResult(judged: Judged, language: Language, onPolicy: (policy: Uint8Array) => void): HTMLElement {
  const { name, kind, judgement, policyInside } = judged;
  const offer: HTMLElement[] = [];
  if (policyInside !== undefined && judgement.verdict === 'CANNOT TELL') {
    const use = el('button', { type: 'button' }, TEXT.usePolicyOfReport[language]);
    use.addEventListener('click', () => onPolicy(policyInside));
    offer.push(el('p', {}, use));
  }
  const [banner, ...rest] = renderJudged(judged, language);
  return el(
    'article',
    { class: 'judged', 'data-file': name, 'data-kind': kind, 'data-judged': judgement.verdict },
    el('h3', { class: 'file' }, name, ' ', el('span', { class: 'kind' }, KINDS[kind][language])),
    banner,
    offer,
    rest,
  );
}

/** A file whose digest is known, and which proofs are about it. */
function renderArtefact({ name, digests, fits }: HeldArtefact, hasProofs: boolean, language: Language): HTMLElement[] {
  if (digests === undefined) return [];
  const t = speaker(TEXT, language);
  const told = fits.length > 0 ? t('fits').replace('#', fits.join(', ')) : t(hasProofs ? 'fitsNone' : 'fitsNothingYet');
  const rows: [string, string][] = [
    ['SHA-256', digests.sha256],
    ...(digests.tensorSet === undefined ? [] : [['tensor set', digests.tensorSet] as [string, string]]),
  ];
  return [
    el(
      'article',
      { class: 'judged', 'data-artefact': name },
      el('h3', { class: 'file' }, name, ' ', el('span', { class: 'kind' }, t('artefact'))),
      el('p', {}, told),
      el(
        'dl',
        { class: 'facts' },
        ...rows.flatMap(([title, value]) => [el('dt', {}, title), el('dd', {}, el('code', {}, value))]),
      ),
    ),
  ];
}
