/**
 * What rounds are valued and paid by: `/policies/:id`, `/plans/:id`, `/datasets/:id`, each by name or by digest.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import { STATE } from '../../../core/rules/state.ts';
import type { Cell, Table } from '../../../report/layout/blocks.ts';
import { groupedNumber } from '../../format.ts';
import { recordsOf } from '../../reading/placed.ts';
import { decimal } from '../../reading/ratio.ts';
import { word, wordAndCode } from '../../statements/vocabulary.ts';
import { policyInWords } from '../awards/policy-text.ts';
import { factsPage, findNamed } from './facts-page.ts';

const TEXT = {
  policy: { en: 'Credit policy', ko: '크레딧 정책' },
  policyLead: {
    en: 'How credit is shared out. Rounds name their policy when they open, and it never changes.',
    ko: '크레딧을 나누는 규칙입니다. 라운드는 열릴 때 정책을 정하며, 정책은 바뀌지 않습니다.',
  },
  budget: { en: 'Budget of a window', ko: '구간 예산' },
  norm: { en: 'Accepted size of an update (norm)', ko: '수락되는 업데이트 크기(노름)' },
  cosine: { en: 'Too similar to another from (cosine)', ko: '다른 업데이트와 너무 비슷한 값(코사인)' },
  stepCosine: { en: 'Too similar to the last step from (cosine)', ko: '직전 전역 변화량과 너무 비슷한 값(코사인)' },
  deadlines: { en: 'Deadlines, seconds', ko: '기한(초)' },
  plan: { en: 'Evaluation plan', ko: '평가 계획' },
  planLead: {
    en: 'How contributions are valued: by whom, on which held-out data, by which metric.',
    ko: '기여를 누가, 어떤 검증 데이터로, 어떤 지표로 평가하는지 정합니다.',
  },
  model: { en: 'Model', ko: '모델' },
  evaluators: { en: 'Evaluators', ko: '평가 기관' },
  metric: { en: 'Metric', ko: '지표' },
  scheme: { en: 'Coalitions valued', ko: '평가하는 조합' },
  split: { en: 'Test set split', ko: '검증 데이터 분할' },
  testSet: { en: 'Commitment to the test set', ko: '검증 데이터의 확약' },
  form: { en: 'Reports', ko: '보고 형식' },
  dataset: { en: 'Dataset', ko: '데이터셋' },
  datasetLead: {
    en: 'A declaration of data that stays where it lies. Counts and content are commitments.',
    ko: '기관 안에 머무는 데이터에 대한 신고입니다. 개수와 내용은 확약으로만 기록됩니다.',
  },
  owner: { en: 'Institution', ko: '기관' },
  status: { en: 'Status', ko: '상태' },
  live: { en: 'in use', ko: '사용 중' },
  superseded: { en: 'corrected by a later one', ko: '정정됨' },
  weight: { en: 'Weight that a contribution may claim', ko: '기여가 주장할 수 있는 가중치' },
  retainUntil: { en: 'May be used until', ko: '이용 기한' },
  legalBasis: { en: 'Legal basis', ko: '이용 근거' },
  riskTier: { en: 'Risk tier', ko: '위험 등급' },
  reproducibility: { en: 'Repeated measurements that agree', ko: '반복 측정 일치율' },
  tasks: { en: 'Tasks', ko: '과제' },
  task: { en: 'Task', ko: '과제' },
  band: { en: 'Band of samples', ko: '표본 구간' },
  quorum: { en: 'Quorum', ko: '최소 수' },
  unreadable: { en: 'The record cannot be read.', ko: '기록을 읽을 수 없습니다.' },
} as const satisfies Record<string, Sentence>;

const institutionCell = (id: string): Cell => ({ page: `/institutions/${id}`, text: id });
const both = (text: string): Sentence => ({ en: text, ko: text });

export const policyPage = factsPage('/policies/:id', async (source, request) => {
  const { value, record } = await findNamed(source, request, 'credit-policy', STATE.policy);
  const { normMinMicro, normMaxMicro, cosineMaxPpm, stepCosineMaxPpm } = value.limits;
  const deadlines = Object.entries(value.deadlines).map(([name, seconds]) => `${name} ${groupedNumber(seconds, 'en')}`);
  return {
    title: TEXT.policy,
    name: value.policy,
    lead: TEXT.policyLead,
    points: policyInWords(value),
    rows: [
      [TEXT.budget, { credits: value.budget }],
      [TEXT.norm, `${decimal(normMinMicro)} – ${decimal(normMaxMicro)}`],
      [TEXT.cosine, decimal(cosineMaxPpm)],
      [TEXT.stepCosine, decimal(stepCosineMaxPpm)],
      [TEXT.deadlines, both(deadlines.join(', '))],
      record,
    ],
  };
});

export const planPage = factsPage('/plans/:id', async (source, request) => {
  const { value, record } = await findNamed(source, request, 'evaluation-plan', STATE.plan);
  const { plan, model, evaluators, metric, scheme, permutations, split, testSet, form } = value;
  const counted = permutations === undefined ? '' : ` (${groupedNumber(permutations, 'en')})`;
  return {
    title: TEXT.plan,
    name: plan,
    lead: TEXT.planLead,
    rows: [
      [TEXT.model, { page: `/models/${model}`, text: model }],
      ...evaluators.map((id) => [TEXT.evaluators, institutionCell(id)] as const),
      [TEXT.metric, metric],
      [TEXT.scheme, { en: word(scheme).en + counted, ko: word(scheme).ko + counted }],
      [TEXT.split, wordAndCode(split)],
      [TEXT.form, wordAndCode(form)],
      [TEXT.testSet, { digest: testSet }],
      record,
    ],
  };
});

export const datasetPage = factsPage('/datasets/:id', async (source, request) => {
  const { id, value, record } = await findNamed(source, request, 'dataset', STATE.dataset);
  const { author, weight, status, retainUntil } = value;
  const body = (await recordsOf(source, 'dataset', [id])).get(id)?.statement.body;
  const tasks: Table = {
    id: 'tasks',
    caption: TEXT.tasks,
    columns: [
      { id: 'task', title: TEXT.task },
      { id: 'band', title: TEXT.band },
      { id: 'quorum', title: TEXT.quorum },
    ],
    rows: (body?.tasks ?? []).map(({ task, band, quorum }) => [task, band, word(quorum)]),
    empty: TEXT.unreadable,
  };
  return {
    title: TEXT.dataset,
    name: body?.dataset ?? id.slice(0, 8),
    lead: TEXT.datasetLead,
    rows: [
      [TEXT.owner, institutionCell(author)],
      [TEXT.status, status === 'live' ? TEXT.live : status === 'superseded' ? TEXT.superseded : word(status)],
      [TEXT.weight, { number: weight }],
      [TEXT.retainUntil, { instant: retainUntil }],
      ...(body === undefined
        ? []
        : [
            [TEXT.legalBasis, wordAndCode(body.legalBasis)] as const,
            [TEXT.riskTier, wordAndCode(body.riskTier)] as const,
            [TEXT.reproducibility, `${body.quality.reproducibilityPpm / 10_000}%`] as const,
          ]),
      record,
    ],
    tables: [tasks],
  };
});
