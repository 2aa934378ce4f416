/**
 * The dossier of a model for people: each line with what matters of it, and the number by which `prove` fetches its proof.
 * @module
 */
import type { Sentence } from '../core/catalogue/catalogue.ts';
import type { Bodies } from '../core/generated/bodies.ts';
import type { DossierDocument } from '../core/generated/documents.ts';
import type { KindName } from '../core/statement/validate.ts';
import type { Lineage } from '../verify/history/lineage.ts';
import type { Language } from './output.ts';

type Line = DossierDocument['registered'];

const TITLES: Readonly<Record<string, Sentence>> = {
  registered: { en: 'Model', ko: '모델' },
  tasks: { en: 'Tasks', ko: '예측 과제' },
  preparations: { en: 'Preparation of data', ko: '데이터 전처리' },
  datasets: { en: 'Datasets and legal basis', ko: '데이터셋과 법적 근거' },
  algorithms: { en: 'Algorithms and approvals', ko: '알고리즘과 승인' },
  policies: { en: 'Credit policies', ko: '크레딧 정책' },
  plans: { en: 'Evaluation plans', ko: '평가 계획' },
  corrections: { en: 'Corrections, withdrawals, erasures', ko: '정정, 철회, 파기' },
  refusals: {
    en: 'Refused statements of participants (a refusal does not say which model it was about)',
    ko: '참여 기관의 거절된 진술 (거절은 어느 모델에 관한 것인지 말하지 않음)',
  },
};

/** The dossier as text. */
export function renderDossier(dossier: DossierDocument, language: Language): string {
  const say = (en: string, ko: string): string => (language === 'ko' ? ko : en);
  const section = (name: keyof typeof TITLES, lines: readonly Line[]): string[] => [
    '',
    TITLES[name]?.[language] ?? name,
    ...(lines.length === 0 ? [`  ${say('none', '없음')}`] : lines.flatMap((line) => renderLine(line, language))),
  ];
  const { model, ledger, size, root, rounds, awards, participants } = dossier;
  return [
    say(`Dossier of ${model}, from ${ledger}`, `${ledger}의 ${model} 모델 자료집`),
    say(
      `  as of checkpoint ${size}, root ${root}\n  #N is record N; \`ledgerline prove N\` fetches its proof`,
      `  체크포인트 ${size} 기준, 루트 ${root}\n  #N은 N번 기록이며 증명은 \`ledgerline prove N\`으로 받습니다`,
    ),
    ...section('registered', [dossier.registered]),
    ...(['tasks', 'preparations', 'datasets', 'algorithms', 'policies', 'plans'] as const).flatMap((name) =>
      section(name, dossier[name]),
    ),
    ...rounds.flatMap(({ round, number, status, withheld, records }) => [
      '',
      say(`Round ${number}: ${round}, ${status}`, `라운드 ${number}: ${round}, ${status}`),
      ...(withheld.length === 0 ? [] : [`  ${say('withheld', '미공개')}: ${withheld.join(', ')}`]),
      ...records.flatMap((line) => renderLine(line, language)),
    ]),
    ...awards.flatMap(({ window, status, records }) => [
      '',
      say(`Award of window ${window}, ${status}`, `정산 구간 ${window}의 배분안, ${status}`),
      ...records.flatMap((line) => renderLine(line, language)),
    ]),
    ...section('corrections', dossier.corrections),
    ...section('refusals', dossier.refusals),
    ...participants.flatMap(({ institution, class: kind, status, records }) => [
      '',
      say(`Participant ${institution}: ${kind}, ${status}`, `참여 기관 ${institution}: ${kind}, ${status}`),
      ...records.flatMap((line) => renderLine(line, language)),
    ]),
  ].join('\n');
}

function renderLine(
  { index, kind, author, recordedAt, reason, body, status, doubtful, endorsements = [] }: Line,
  language: Language,
): string[] {
  const marks = [
    ...(status === undefined ? [] : [`[${status}]`]),
    ...(reason === undefined ? [] : [`(${reason})`]),
    ...(doubtful === undefined ? [] : [language === 'ko' ? '[유출된 키로 서명됨]' : '[signed with a compromised key]']),
  ];
  const head = [`#${index}`.padStart(7), recordedAt, kind, author, factsOf(kind, body), ...marks];
  const by = (meaning: string): string =>
    meaning === 'review' ? (language === 'ko' ? '검토' : 'reviewed') : language === 'ko' ? '승인' : 'approved';
  return [
    head.filter((part) => part !== '').join('  '),
    ...endorsements.map((each) => `${' '.repeat(9)}${by(each.meaning)}: ${each.author} #${each.index}`),
  ];
}

/** What matters of a statement, by kind. Codes and names are those of the record. */
const FACTS: { readonly [K in KindName]?: (body: Bodies[K]) => readonly (string | undefined)[] } = {
  model: ({ model, tasks, weights }) => [model, tasks.join(' '), `weights ${weights.tensorSet}`],
  task: ({ task, endpoint, form, metric }) => [task, endpoint, form, metric],
  preparation: ({ preparation, format, expected }) => [preparation, format, `expects ${expected}`],
  dataset: ({ dataset, legalBasis, riskTier, tasks, retainUntil }) => [
    dataset,
    `legal-basis=${legalBasis}`,
    `risk-tier=${riskTier}`,
    tasks.map(({ task, band }) => `${task}:${band}`).join(' '),
    `until ${retainUntil}`,
  ],
  algorithm: ({ algorithm, cut, mechanism, code }) => [algorithm, `cut=${cut}`, `privacy=${mechanism}`, `code ${code}`],
  'credit-policy': ({ policy, components, budget }) => [
    policy,
    components.map(({ method, basisPoints }) => `${method}:${basisPoints}`).join(' '),
    `budget ${budget}`,
  ],
  'evaluation-plan': ({ plan, evaluators, split, metric, scheme, form }) => [
    plan,
    `by ${evaluators.join(', ')}`,
    `split=${split}`,
    metric,
    scheme,
    form,
  ],
  'round-open': ({ aggregator, invited, rule, parent }) => [
    `aggregator ${aggregator}`,
    `invited ${invited.join(', ')}`,
    rule,
    `from ${parent}`,
  ],
  contribution: ({ band, privacy, update, datasets }) => [
    band,
    `privacy=${privacy.mechanism}`,
    `update ${update.tensorSet}`,
    datasets === undefined ? undefined : `${datasets.length} dataset(s)`,
  ],
  'contribution-decision': (body) => [
    body.institution,
    body.outcome === 'rejected' ? `rejected: ${body.cause}` : 'accepted',
    `norm ${body.measured.normMicro}`,
    body.measured.nearest === undefined ? undefined : `nearest ${body.measured.nearest.cosinePpm} ppm`,
  ],
  aggregation: ({ contributions, total, output }) => [
    `${contributions.length} contribution(s)`,
    `total ${total}`,
    `model ${output.tensorSet}`,
  ],
  'round-close': ({ outcome }) => [outcome],
  'utility-report': ({ form, empty, grand }) => [form, `${empty} -> ${grand} ppm`],
  award: ({ lines, budget, reserve }) => [
    lines.map(({ beneficiary, amount }) => `${beneficiary}:${amount}`).join(' '),
    `reserve ${reserve}`,
    `budget ${budget}`,
  ],
  dispute: ({ grounds, respondent, remedy }) => [grounds, `respondent ${respondent}`, remedy],
  'dispute-response': ({ position }) => [position],
  resolution: ({ finding }) => [finding],
  credit: ({ beneficiary, amount }) => [beneficiary, amount],
  correction: ({ supersedes, replacement }) => [`${supersedes} -> ${replacement}`],
  withdrawal: ({ subject }) => [subject],
  erasure: ({ erasure, openings }) => [erasure, openings.join(' ')],
  refusals: ({ refused, omitted }) => [
    refused.map(({ author, code }) => `${author}:${code}`).join(' '),
    omitted === 0 ? undefined : `+${omitted}`,
  ],
  institution: ({ status, group }) => [status, group === undefined ? undefined : `group ${group}`],
  key: (body) => [
    body.change,
    'compromisedSince' in body && body.compromisedSince !== undefined
      ? `compromised since #${body.compromisedSince}`
      : undefined,
  ],
  role: ({ change, role }) => [change, role],
};

function factsOf(kind: string, body: object): string {
  const facts = FACTS[kind as KindName] as ((body: object) => readonly (string | undefined)[]) | undefined;
  return facts === undefined
    ? ''
    : facts(body)
        .filter((fact) => fact !== undefined)
        .join('  ');
}

/** The lineage as text, oldest model first. */
export function renderLineage({ model, ledger, size, first, parents, steps }: Lineage, language: Language): string {
  const say = (en: string, ko: string): string => (language === 'ko' ? ko : en);
  return [
    say(`${model} in ${ledger}, as of checkpoint ${size}`, `${ledger}의 ${model}, 체크포인트 ${size} 기준`),
    ...parents.map(({ weights, index }) => `  ${say('made from', '출처')}  ${weights}  #${index}`),
    `  ${first.weights}  #${first.index}`,
    ...steps.flatMap(({ round, to, contributions }) => [
      `    ${round}: ${contributions.map(({ institution, weight, index }) => `${institution} (${weight}, #${index})`).join(', ')}`,
      `  ${to.weights}  #${to.index}`,
    ]),
  ].join('\n');
}
