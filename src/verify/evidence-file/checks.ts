/**
 * What is checked of evidence, as claims that hold where the check passed.
 * @module
 */
import type { Sentence } from '../../core/catalogue/catalogue.ts';
import type { LedgerEvidence } from './document.ts';

export const EVIDENCE_CHECKS = {
  file: {
    en: 'The file is evidence against a ledger, in its one spelling.',
    ko: '파일이 원장에 대한 증거이며 유일한 표기로 되어 있습니다.',
  },
  inclusion: {
    en: 'The record stands in the tree of its checkpoint, at the index stated.',
    ko: '기록이 적힌 인덱스에서 해당 체크포인트의 트리에 있습니다.',
  },
  signed: {
    en: 'A log of the trust policy signed every checkpoint shown.',
    ko: '제시된 모든 체크포인트에 신뢰 정책의 로그가 서명했습니다.',
  },
  fork: {
    en: 'No one log can have both trees: they differ where both reach.',
    ko: '한 로그가 두 트리를 모두 가질 수는 없습니다. 둘 다 포함하는 부분이 서로 다릅니다.',
  },
  rule: {
    en: 'The record breaks the rule named, or what must follow it at once is missing.',
    ko: '기록이 적힌 규칙을 어기거나, 바로 이어져야 할 것이 없습니다.',
  },
  omission: {
    en: 'Another record stands in the place that the receipt gives.',
    ko: '영수증이 말하는 자리에 다른 기록이 있습니다.',
  },
} as const satisfies Record<string, Sentence>;

export type EvidenceCheckId = keyof typeof EVIDENCE_CHECKS;

/** The checks of each kind, in their order. */
export const CHECKS_OF: Readonly<Record<LedgerEvidence['kind'], readonly EvidenceCheckId[]>> = {
  fork: ['file', 'signed', 'fork'],
  rule: ['file', 'inclusion', 'signed', 'rule'],
  omission: ['file', 'inclusion', 'signed', 'omission'],
};
