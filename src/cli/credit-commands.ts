/**
 * The commands about credit, from the shares of a window to what is passed on: part of the list in `command-list.ts`.
 * @module
 */
import type { ListedCommand } from './command.ts';

export const CREDIT_COMMANDS: readonly ListedCommand[] = [
  {
    name: 'award',
    description: {
      en: 'the shares of a credit window, the same bytes whoever computes them',
      ko: '정산 구간의 배분안. 누가 계산해도 같은 바이트입니다',
    },
    load: async () => (await import('./commands/award.ts')).defineAward,
  },
  {
    name: 'dispute',
    description: {
      en: 'dispute an award over a contribution or a utility report',
      ko: '기여나 평가 보고를 들어 배분안에 이의를 제기합니다',
    },
    load: async () => (await import('./commands/dispute.ts')).defineDispute,
  },
  {
    name: 'respond',
    description: {
      en: 'answer a dispute',
      ko: '이의에 답변합니다',
    },
    load: async () => (await import('./commands/dispute.ts')).defineRespond,
  },
  {
    name: 'resolve',
    description: {
      en: 'as an arbiter: decide a dispute',
      ko: '중재 기관으로서 이의를 결정합니다',
    },
    load: async () => (await import('./commands/dispute.ts')).defineResolve,
  },
  {
    name: 'claim',
    description: {
      en: 'claim credit, all or part of it',
      ko: '크레딧의 전부 또는 일부를 청구합니다',
    },
    load: async () => (await import('./commands/claim.ts')).defineClaim,
  },
  {
    name: 'settle',
    description: {
      en: 'as the treasurer: say how a claim was settled',
      ko: '회계 기관으로서 청구를 어떻게 정산했는지 기록합니다',
    },
    load: async () => (await import('./commands/claim.ts')).defineSettle,
  },
  {
    name: 'transfer',
    description: {
      en: 'pass credit on to another institution',
      ko: '크레딧을 다른 기관에 이전합니다',
    },
    load: async () => (await import('./commands/claim.ts')).defineTransfer,
  },
];
