/**
 * A round in tables and charts: who took part and how it was decided, by which weights the updates went in.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { Chart, Table } from '../../../report/layout/blocks.ts';
import { decimal } from '../../reading/ratio.ts';
import { word } from '../../statements/vocabulary.ts';
import type { Member, RoundModel } from './gather.ts';
import { byInstitution, institutionCell, recordCell } from './rows.ts';
import { reportsTable, utilitiesTable } from './worth.ts';

const TEXT = {
  members: { en: 'Who took part', ko: '참여 기관' },
  institution: { en: 'Institution', ko: '기관' },
  committed: { en: 'Commitment', ko: '확약' },
  contribution: { en: 'Contribution', ko: '기여' },
  outcome: { en: 'Outcome', ko: '결과' },
  decision: { en: 'Decision', ko: '심사 결정' },
  norm: { en: 'Size of the update (norm)', ko: '업데이트 크기(노름)' },
  nearest: { en: 'Most similar other (cosine)', ko: '가장 비슷한 다른 업데이트(코사인)' },
  step: { en: 'Likeness to the last step (cosine)', ko: '직전 전역 변화량과의 유사도(코사인)' },
  nobody: { en: 'Nobody was invited.', ko: '초대된 기관이 없습니다.' },
  refused: { en: 'Refused, and why', ko: '거절과 그 이유' },
  cause: { en: 'Code', ko: '코드' },
  reason: { en: 'Reason', ko: '이유' },
  noneRefused: { en: '0 contributions were refused.', ko: '거절된 기여 0건.' },
  weights: { en: 'Weights in the aggregate', ko: '집계 가중치' },
  weight: { en: 'Weight', ko: '가중치' },
  share: { en: 'Share', ko: '비율' },
  group: { en: 'Group', ko: '그룹' },
  notAggregated: { en: 'Nothing has been aggregated.', ko: '아직 집계되지 않았습니다.' },
  shareUnit: { en: 'percent of the total weight', ko: '전체 가중치에 대한 비율(%)' },
} as const satisfies Record<string, Sentence>;

/** Why a decision refused a contribution. */
const CAUSES: Readonly<Record<string, Sentence>> = {
  norm: {
    en: 'The update is smaller or larger than the credit policy allows.',
    ko: '업데이트가 크레딧 정책이 허용하는 크기를 벗어났습니다.',
  },
  'not-finite': {
    en: 'The update holds values that are not numbers, or infinite.',
    ko: '업데이트에 숫자가 아니거나 무한한 값이 있습니다.',
  },
  'near-duplicate': {
    en: 'The update is nearly the same as one that was committed to earlier.',
    ko: '먼저 확약된 다른 업데이트와 거의 같습니다.',
  },
  'stale-step': {
    en: 'The update is nearly the last global step: nothing new was trained.',
    ko: '직전 전역 변화량과 거의 같습니다. 새로 학습한 것이 없습니다.',
  },
  shape: {
    en: 'The update does not have the shape of the model.',
    ko: '업데이트의 형태가 모델과 다릅니다.',
  },
};

const OUTCOMES = {
  withheld: { en: '✗ committed, never revealed', ko: '✗ 확약 후 미공개' },
  absent: { en: 'did not contribute', ko: '기여하지 않음' },
  waiting: { en: 'committed', ko: '확약함' },
  excluded: { en: '✗ accepted, later excluded from credit', ko: '✗ 수락 후 크레딧에서 제외됨' },
  accepted: { en: '✓ accepted', ko: '✓ 수락' },
  rejected: { en: '✗ refused', ko: '✗ 거절' },
} as const satisfies Record<string, Sentence>;

/** How it ended for an institution. */
function outcomeOf({ contribution, commit, isWithheld }: Member): Sentence {
  if (contribution === undefined) {
    if (isWithheld) return OUTCOMES.withheld;
    return commit === undefined ? OUTCOMES.absent : OUTCOMES.waiting;
  }
  const { status, excluded } = contribution.state;
  if (excluded !== undefined) return OUTCOMES.excluded;
  return status === 'accepted' || status === 'rejected' ? OUTCOMES[status] : word(status);
}

function membersTable({ members }: RoundModel): Table {
  const nameOf = (contribution: string): string =>
    members.find((member) => member.contribution?.id === contribution)?.institution ?? contribution.slice(0, 8);
  return {
    id: 'members',
    caption: TEXT.members,
    columns: [
      { id: 'institution', title: TEXT.institution },
      { id: 'commit', title: TEXT.committed, align: 'end' },
      { id: 'contribution', title: TEXT.contribution, align: 'end' },
      { id: 'outcome', title: TEXT.outcome },
      { id: 'decision', title: TEXT.decision, align: 'end' },
      { id: 'norm', title: TEXT.norm, align: 'end' },
      { id: 'nearest-cosine', title: TEXT.nearest, align: 'end' },
      { id: 'step-cosine', title: TEXT.step, align: 'end' },
    ],
    rows: members.map((member) => {
      const { institution, commit, contribution } = member;
      const { normMicro, nearest, stepCosinePpm } = contribution?.decision?.body.measured ?? {};
      return [
        institutionCell(institution),
        recordCell(commit),
        recordCell(contribution?.index),
        outcomeOf(member),
        recordCell(contribution?.decision?.index),
        normMicro === undefined ? '–' : decimal(normMicro),
        nearest === undefined ? '–' : `${decimal(nearest.cosinePpm)} (${nameOf(nearest.contribution)})`,
        stepCosinePpm === undefined ? '–' : decimal(stepCosinePpm),
      ];
    }),
    empty: TEXT.nobody,
  };
}

function refusedTable({ members }: RoundModel): Table {
  const refused = members.flatMap(({ institution, contribution }) => {
    const body = contribution?.decision?.body;
    return contribution === undefined || body?.outcome !== 'rejected' ? [] : [{ institution, contribution, body }];
  });
  return {
    id: 'refused',
    caption: TEXT.refused,
    columns: [
      { id: 'institution', title: TEXT.institution },
      { id: 'cause', title: TEXT.cause },
      { id: 'reason', title: TEXT.reason, width: 3 },
      { id: 'decision', title: TEXT.decision, align: 'end' },
    ],
    rows: refused.map(({ institution, contribution, body }) => [
      institutionCell(institution),
      body.cause,
      CAUSES[body.cause] ?? body.cause,
      recordCell(contribution.decision?.index),
    ]),
    empty: TEXT.noneRefused,
  };
}

function weightsTable(model: RoundModel): Table {
  const { members } = model;
  const players = byInstitution(model);
  const total = totalWeight(players);
  const indexOf = new Map(
    members.flatMap(({ contribution: c }) => (c === undefined ? [] : [[c.id, c.index] as const])),
  );
  return {
    id: 'weights',
    caption: TEXT.weights,
    columns: [
      { id: 'institution', title: TEXT.institution },
      { id: 'group', title: TEXT.group },
      { id: 'weight', title: TEXT.weight, align: 'end' },
      { id: 'share-percent', title: TEXT.share, align: 'end' },
      { id: 'contribution', title: TEXT.contribution, align: 'end' },
    ],
    rows: players.map(({ institution, group, weight, contribution }) => [
      institutionCell(institution),
      group ?? '–',
      { number: weight },
      `${shareOf(weight, total)} %`,
      recordCell(indexOf.get(contribution)),
    ]),
    empty: TEXT.notAggregated,
  };
}

function totalWeight(players: readonly { readonly weight: number }[]): number {
  return players.reduce((sum, { weight }) => sum + weight, 0);
}

function shareOf(weight: number, total: number): number {
  return total === 0 ? 0 : Math.round((1000 * weight) / total) / 10;
}

export function roundTables(model: RoundModel) {
  return {
    members: membersTable(model),
    refused: refusedTable(model),
    weights: weightsTable(model),
    reports: reportsTable(model),
    utilities: utilitiesTable(model),
  } as const;
}

export function weightsChart(model: RoundModel): Chart {
  const players = byInstitution(model);
  const total = totalWeight(players);
  return {
    id: 'weights',
    caption: TEXT.weights,
    kind: 'bars',
    unit: TEXT.shareUnit,
    labels: players.map(({ institution }) => institution),
    series: [{ name: TEXT.share, values: players.map(({ weight }) => shareOf(weight, total)) }],
  };
}
