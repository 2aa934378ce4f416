/**
 * Bodies of every statement kind with sensible defaults, for tests to override. Digests are those of labels.
 * @module
 */
import { createHash } from 'node:crypto';
import type {
  AggregationBody,
  AmendmentBody,
  CharterBody,
  ContributionAcceptedBody,
  ContributionBody,
  EndorsementBody,
  InstitutionBody,
  KeyEnrolBody,
  KeyRevokeBody,
  KeyRotateBody,
  ModelBody,
  Quorums,
  RoleBody,
  RoundAbortedBody,
  RoundCompletedBody,
  RoundOpenBody,
  TaskBody,
  Tensors,
  Vocabularies,
} from '../../src/core/generated/bodies.ts';
import type { TestKey } from './keys.ts';

/** A digest that stands for something named `label`. */
export function digestOf(label: string): string {
  return createHash('sha256').update(label).digest('hex');
}

export const VOCABULARIES: Vocabularies = {
  bands: [
    { code: 'small', weight: 1, atLeast: 100 },
    { code: 'medium', weight: 3, atLeast: 1000 },
    { code: 'large', weight: 9, atLeast: 10000 },
  ],
  endpoints: ['herg', 'solubility'],
  metrics: ['auroc', 'rmse'],
  units: ['micromolar', 'log-mol-per-litre'],
  formats: ['k-melloddy-4-6'],
  reasons: ['planned', 'key-lost', 'key-compromised', 'left'],
};

export const QUORUMS: Quorums = {
  amendment: 2,
  institution: 2,
  key: 2,
  role: 2,
  algorithm: 2,
  policy: 2,
  resolution: 1,
};

/** Where nobody waits for anybody. */
export const QUORUMS_OF_ONE: Quorums = {
  amendment: 1,
  institution: 1,
  key: 1,
  role: 1,
  algorithm: 1,
  policy: 1,
  resolution: 1,
};

/** A founder as the charter lists it. */
export interface Founder {
  readonly id: string;
  readonly class: InstitutionBody['class'];
  readonly roles: readonly RoleBody['role'][];
  readonly keys: readonly TestKey[];
}

export function charterBody(
  origin: string,
  logVkey: string,
  founders: readonly Founder[],
  overrides: Partial<CharterBody> = {},
): CharterBody {
  return {
    rules: 1,
    operator: founders[0]?.id ?? '',
    log: { vkey: logVkey },
    founders: founders.map(({ id, class: institutionClass, roles, keys }) => ({
      institution: id,
      class: institutionClass,
      keys: keys.map((key) => key.proven(origin, id)),
      roles: [...roles],
    })),
    quorums: QUORUMS,
    endorseWithin: 86_400,
    vocabularies: VOCABULARIES,
    reading: 'public',
    ...overrides,
  };
}

export function amendmentBody(overrides: Partial<AmendmentBody> = {}): AmendmentBody {
  return { amendment: 'shorter-window', endorseWithin: 3600, ...overrides };
}

export function institutionBody(institution: string, overrides: Partial<InstitutionBody> = {}): InstitutionBody {
  return { institution, class: 'biotech', status: 'active', ...overrides };
}

export function keyEnrolBody(origin: string, institution: string, key: TestKey): KeyEnrolBody {
  return { institution, change: 'enrol', key: key.proven(origin, institution) };
}

export function keyRotateBody(origin: string, institution: string, key: TestKey, replaces: string): KeyRotateBody {
  return { institution, change: 'rotate', key: key.proven(origin, institution), replaces };
}

export function keyRevokeBody(
  institution: string,
  revokes: string,
  overrides: Partial<KeyRevokeBody> = {},
): KeyRevokeBody {
  return { institution, change: 'revoke', revokes, ...overrides };
}

export function roleBody(institution: string, role: RoleBody['role'], overrides: Partial<RoleBody> = {}): RoleBody {
  return { institution, role, change: 'grant', ...overrides };
}

export function endorsementBody(
  subject: string,
  account: string,
  meaning: EndorsementBody['meaning'] = 'approval',
): EndorsementBody {
  return { subject, account, meaning };
}

export function taskBody(overrides: Partial<TaskBody> = {}): TaskBody {
  return {
    task: 'herg-10um',
    endpoint: 'herg',
    assay: 'panel',
    form: 'classification',
    unit: 'micromolar',
    direction: 'low',
    thresholdMicro: 10_000_000,
    metric: 'auroc',
    quorum: { active: 25, inactive: 25 },
    weight: 1,
    ...overrides,
  };
}

export function tensors(label: string): Tensors {
  return { tensorSet: digestOf(`${label} tensors`), format: 'safetensors', sizeBytes: 4096 };
}

/** Models are named by the label of their tensors, updates too: `tensors(label).tensorSet`. */
export function modelBody(overrides: Partial<ModelBody> = {}): ModelBody {
  return {
    model: 'safety-net',
    tasks: ['herg-10um'],
    weights: tensors('model 0'),
    architecture: digestOf('architecture'),
    zeroUpdate: digestOf('zero update'),
    parents: [],
    ...overrides,
  };
}

export function roundOpenBody(overrides: Partial<RoundOpenBody> = {}): RoundOpenBody {
  return {
    round: 'round-1',
    number: 1,
    model: 'safety-net',
    parent: tensors('model 0').tensorSet,
    aggregator: 'daejeon-institute',
    invited: ['hangang-pharma', 'namsan-hospital'],
    rule: 'fedavg-v1',
    contributeBy: '2026-12-31T00:00:00.000Z',
    decideBy: '2027-01-15T00:00:00.000Z',
    closeBy: '2027-01-31T00:00:00.000Z',
    ...overrides,
  };
}

export function contributionBody(
  round: string,
  label: string,
  overrides: Partial<ContributionBody> = {},
): ContributionBody {
  return {
    round,
    parent: tensors('model 0').tensorSet,
    update: tensors(label),
    form: 'delta',
    band: 'medium',
    samples: digestOf(`${label} samples`),
    privacy: { mechanism: 'none' },
    ...overrides,
  };
}

/** The aggregator accepts a contribution of `institution`, in a round that asks for no comparison. */
export function acceptedBody(
  contribution: string,
  institution: string,
  measured: Partial<ContributionAcceptedBody['measured']> = {},
): ContributionAcceptedBody {
  return {
    contribution,
    institution,
    outcome: 'accepted',
    measured: { normMicro: 1_000_000, nonFinite: 0, ...measured },
  };
}

export function aggregationBody(
  round: string,
  contributions: AggregationBody['contributions'],
  label: string,
  overrides: Partial<AggregationBody> = {},
): AggregationBody {
  return {
    round,
    parent: tensors('model 0').tensorSet,
    contributions,
    total: contributions.reduce((sum, { weight }) => sum + weight, 0),
    rule: 'fedavg-v1',
    output: tensors(label),
    step: digestOf(`${label} step`),
    ...overrides,
  };
}

export function roundCompletedBody(round: string, aggregation: string, contributions: number): RoundCompletedBody {
  return { round, outcome: 'completed', aggregation, contributions };
}

export function roundAbortedBody(round: string, contributions: number): RoundAbortedBody {
  return { round, outcome: 'aborted', contributions };
}
