/**
 * Who plays in the demonstration. The names are invented; the classes are those of a K-MELLODDY consortium.
 * @module
 */
import type { Sentence } from '../core/catalogue/catalogue.ts';
import type { InstitutionClass, Role } from '../core/rules/state.ts';

export interface Institution {
  readonly id: string;
  readonly class: InstitutionClass;
  readonly name: Sentence;
  readonly roles: readonly Role[];
  /** Share of the molecules, in parts of the sum; 0 for institutions that do not train. */
  readonly share: number;
  /** How it joins: named in the charter, or enrolled later by the stewards' quorum. */
  readonly joins: 'founding' | 'later';
}

/** In whose name the ledger process writes. */
export const OPERATOR_ID = 'ledger-operator';

/** Aggregates, opens and closes the rounds. */
export const AGGREGATOR_ID = 'federation-office';

/** Enrolled, but without the role that a contribution needs. */
export const ROLELESS_ID = 'borim-labs';

/** Values the rounds on molecules that no member holds. */
export const EVALUATOR_ID = 'evaluation-centre';

/** Submits and finalises awards, and settles claims. */
export const TREASURER_ID = 'credit-treasury';

/** Resolves disputes. */
export const ARBITER_ID = 'arbitration-panel';

/** Hands in the work of another. */
export const COPYCAT_ID = 'mirae-analytics';

/** Hands in nothing, and claims many samples for it. */
export const RIDER_ID = 'nari-cro';

/** Half of its labels are wrong. */
export const FLIPPED_ID = 'sol-biotech';

/** Whose work the copy-cat hands in. */
export const COPIED_ID = 'saebyeok-pharma';

/** Claims three times its samples once. */
export const INFLATED_ID = 'gaon-institute';

/** Reveals too late once. */
export const LATE_ID = 'dasan-pharma';

/** Passes part of its credit on. */
export const HOSPITAL_ID = 'hangang-hospital';

/** Where the hospital's patients have a share. */
export const POOL_ID = 'patient-fund';

/** Stewards must agree two and two. */
export const STEWARD_QUORUM = 2;

/** Stewards agree two and two; one arbiter resolves a dispute. */
export const QUORUMS = {
  amendment: STEWARD_QUORUM,
  institution: STEWARD_QUORUM,
  key: STEWARD_QUORUM,
  role: STEWARD_QUORUM,
  algorithm: STEWARD_QUORUM,
  policy: STEWARD_QUORUM,
  resolution: 1,
};

export const CAST: readonly Institution[] = [
  {
    id: AGGREGATOR_ID,
    class: 'secretariat',
    name: { en: 'Federation Office', ko: '연합 사무국' },
    roles: ['steward', 'aggregator'],
    share: 0,
    joins: 'founding',
  },
  {
    id: 'hanul-pharma',
    class: 'pharma',
    name: { en: 'Hanul Pharma', ko: '한울제약' },
    roles: ['contributor'],
    share: 22,
    joins: 'founding',
  },
  {
    id: 'dasan-pharma',
    class: 'pharma',
    name: { en: 'Dasan Pharma', ko: '다산제약' },
    roles: ['contributor'],
    share: 19,
    joins: 'founding',
  },
  {
    id: 'saebyeok-pharma',
    class: 'pharma',
    name: { en: 'Saebyeok Pharma', ko: '새벽제약' },
    roles: ['contributor'],
    share: 17,
    joins: 'founding',
  },
  {
    id: 'hangang-hospital',
    class: 'hospital',
    name: { en: 'Hangang Hospital', ko: '한강병원' },
    roles: ['contributor', 'steward'],
    share: 16,
    joins: 'founding',
  },
  {
    id: 'gaon-institute',
    class: 'research-institute',
    name: { en: 'Gaon Institute', ko: '가온연구원' },
    roles: ['contributor', 'steward'],
    share: 14,
    joins: 'founding',
  },
  {
    id: 'sol-biotech',
    class: 'biotech',
    name: { en: 'Sol Biotech', ko: '솔바이오' },
    roles: ['contributor'],
    share: 12,
    joins: 'later',
  },
  {
    id: EVALUATOR_ID,
    class: 'research-institute',
    name: { en: 'Evaluation Centre', ko: '평가센터' },
    roles: ['evaluator'],
    share: 0,
    joins: 'founding',
  },
  {
    id: TREASURER_ID,
    class: 'secretariat',
    name: { en: 'Credit Treasury', ko: '크레딧 회계처' },
    roles: ['treasurer'],
    share: 0,
    joins: 'founding',
  },
  {
    id: ARBITER_ID,
    class: 'university',
    name: { en: 'Arbitration Panel', ko: '중재위원회' },
    roles: ['arbiter'],
    share: 0,
    joins: 'founding',
  },
  {
    id: COPYCAT_ID,
    class: 'biotech',
    name: { en: 'Mirae Analytics', ko: '미래분석' },
    roles: ['contributor'],
    share: 0,
    joins: 'founding',
  },
  {
    id: RIDER_ID,
    class: 'biotech',
    name: { en: 'Nari CRO', ko: '나리씨알오' },
    roles: ['contributor'],
    share: 0,
    joins: 'founding',
  },
  {
    id: POOL_ID,
    class: 'pool',
    name: { en: 'Patient Benefit Fund', ko: '환자기여기금' },
    roles: [],
    share: 0,
    joins: 'founding',
  },
  { id: ROLELESS_ID, class: 'biotech', name: { en: 'Borim Labs', ko: '보림랩' }, roles: [], share: 0, joins: 'later' },
];

/** The six that train. */
export const MEMBERS: readonly Institution[] = CAST.filter(({ share }) => share > 0);

/** The inspector's witness key: it cosigns checkpoints, and is no institution of the ledger. */
export const WITNESS_NAME = 'inspector.demo/witness';

/** Display name of an institution id. */
export function nameOf(id: string, language: keyof Sentence): string {
  return CAST.find((institution) => institution.id === id)?.name[language] ?? id;
}
