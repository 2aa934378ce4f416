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
