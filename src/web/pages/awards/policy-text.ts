/**
 * A credit policy in words.
 * @module
 */
import type { Sentence } from '../../../core/catalogue/sentence.ts';
import type { PolicyState } from '../../../core/rules/state-credit.ts';
import { credits } from '../../format.ts';
import { percent } from '../../reading/ratio.ts';

const METHODS: Readonly<Record<string, Sentence>> = {
  equal: {
    en: 'in equal parts: in every round, each group that contributed counts one',
    ko: '균등 배분: 라운드마다 기여한 그룹을 하나씩 똑같이 셉니다',
  },
  samples: {
    en: 'by the amount of data: each contribution counts with the weight of its sample band',
    ko: '데이터 양에 비례: 기여마다 표본 구간의 가중치로 셉니다',
  },
  'leave-one-out': {
    en: 'by leave-one-out: how much worse the model is without the contribution',
    ko: '하나 빼기: 그 기여가 빠지면 모델이 얼마나 나빠지는지로 셉니다',
  },
  'shapley-exact': {
    en: 'by Shapley value: how much the contribution improves the model, averaged over all orders of joining',
    ko: '샤플리 값: 참여 순서를 모두 따져, 그 기여가 모델을 평균 얼마나 개선하는지로 셉니다',
  },
  'shapley-permutation': {
    en: 'by Shapley value over drawn orders of joining, which nobody could choose',
    ko: '샤플리 값: 누구도 고를 수 없게 뽑은 참여 순서들로, 그 기여가 모델을 평균 얼마나 개선하는지로 셉니다',
  },
};

const FALLBACKS: Readonly<Record<PolicyState['fallback'], Sentence>> = {
  equal: { en: 'equal parts stand in', ko: '균등 배분으로 대신합니다' },
  samples: { en: 'the amount of data stands in', ko: '데이터 양으로 대신합니다' },
  reserve: { en: 'that part goes to the reserve', ko: '그 몫은 유보됩니다' },
};

/** One sentence a rule, in the order in which they apply. */
export function policyInWords(policy: PolicyState): Sentence[] {
  const { budget, components, fallback, groupCapBasisPoints, quality, reputation, window } = policy;
  const { withheldBasisPoints, floorBasisPoints } = reputation;
  return [
    {
      en: `${credits(budget)} credits are shared out for a window of up to ${window.rounds} rounds.`,
      ko: `최대 ${window.rounds}개 라운드로 이루어진 한 구간에 ${credits(budget)} 크레딧을 나눕니다.`,
    },
    ...components.map(({ method, basisPoints }) => ({
      en: `${percent(basisPoints)} ${METHODS[method]?.en ?? method}.`,
      ko: `${percent(basisPoints)}: ${METHODS[method]?.ko ?? method}.`,
    })),
    {
      en: `Where no evaluator reported, ${FALLBACKS[fallback].en}. A negative worth is shown, and paid as zero.`,
      ko: `평가 보고가 없으면 ${FALLBACKS[fallback].ko}. 음수인 기여도는 그대로 보여 주되 0으로 지급합니다.`,
    },
    ...(quality === 'multiplied'
      ? [
          {
            en: 'The amount of data is multiplied by the quality that evaluators measured.',
            ko: '데이터 양에는 평가 기관이 측정한 품질을 곱합니다.',
          },
        ]
      : []),
    ...(withheldBasisPoints === 0
      ? []
      : [
          {
            en: `Whoever commits to an update and never reveals it loses ${percent(withheldBasisPoints)} each time, down to ${percent(floorBasisPoints)}.`,
            ko: `업데이트를 확약하고 공개하지 않으면 한 번에 ${percent(withheldBasisPoints)}씩, 최저 ${percent(floorBasisPoints)}까지 줄어듭니다.`,
          },
        ]),
    groupCapBasisPoints === 10_000
      ? { en: 'There is no cap for a group.', ko: '그룹별 상한은 없습니다.' }
      : {
          en: `One group of institutions gets at most ${percent(groupCapBasisPoints)} of the budget; what is above it is shared again among the others.`,
          ko: `한 그룹이 받는 몫은 예산의 ${percent(groupCapBasisPoints)}를 넘지 못하며, 넘는 몫은 나머지에게 다시 나눕니다.`,
        },
    {
      en: 'Shares are rounded down to a millionth of a credit; what is left goes, one millionth each, to the largest remainders.',
      ko: '몫은 크레딧의 100만분의 1 단위로 내림하고, 남은 것은 나머지가 큰 순서로 100만분의 1씩 더합니다.',
    },
  ];
}
