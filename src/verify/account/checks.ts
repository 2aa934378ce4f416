/**
 * The checks of an account statement, in their order; each rests on the ones before it.
 * @module
 */
import type { Sentence } from '../../core/catalogue/catalogue.ts';

export const ACCOUNT_CHECKS = {
  statement: {
    en: 'The file is an account statement, in its one spelling.',
    ko: '파일이 정해진 표기를 따르는 계정 명세서입니다.',
  },
  inclusion: {
    en: 'Every record shown stands in the tree of the checkpoint.',
    ko: '제시된 모든 기록이 체크포인트의 트리에 들어 있습니다.',
  },
  checkpoint: {
    en: 'A log of the trust policy signed the checkpoint.',
    ko: '신뢰 정책의 로그가 체크포인트에 서명했습니다.',
  },
  witnesses: {
    en: 'As many witnesses as the policy asks for cosigned it.',
    ko: '정책이 요구하는 수의 증인이 공동 서명했습니다.',
  },
  records: {
    en: 'The records are well-formed, of this log, and in order; the last one under the checkpoint is among them.',
    ko: '기록들이 형식에 맞고, 이 로그의 것이며, 순서가 맞습니다. 체크포인트의 마지막 기록도 있습니다.',
  },
  fresh: {
    en: 'The checkpoint is not older than you asked for.',
    ko: '체크포인트가 요청한 것보다 오래되지 않았습니다.',
  },
  account: {
    en: 'The records shown of the account, and their sums, are exactly those that the last record commits to.',
    ko: '제시된 계정의 기록과 합계가 마지막 기록이 확정한 것과 정확히 같습니다.',
  },
  keys: {
    en: 'The key and role events shown of every author are exactly those that the last record commits to.',
    ko: '제시된 모든 작성 기관의 키·역할 이력이 마지막 기록이 확정한 이력과 정확히 같습니다.',
  },
  evidence: {
    en: 'What the credit rests on is all shown, and nothing else is.',
    ko: '크레딧의 근거가 모두 제시되었고 다른 것은 없습니다.',
  },
  signatures: {
    en: 'Every record is signed by its author, with a key that was live and a role that was held.',
    ko: '모든 기록을 작성 기관이 유효한 키와 보유한 역할로 서명했습니다.',
  },
  credits: {
    en: 'Each credit follows from its source, and none was spent beyond its amount.',
    ko: '각 크레딧은 그 근거에서 나왔으며 금액을 넘어 사용되지 않았습니다.',
  },
  awards: {
    en: 'Each award is what the records give, recomputed to the last micro-credit.',
    ko: '각 배분은 기록에서 다시 계산한 값과 마지막 마이크로크레딧까지 같습니다.',
  },
} as const satisfies Record<string, Sentence>;

export type AccountCheckId = keyof typeof ACCOUNT_CHECKS;
