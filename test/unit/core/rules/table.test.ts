/**
 * Who may write what: the normative table, and what the rules do with an institution that holds just one role.
 */
import { describe, expect, it } from 'vitest';
import type { Bodies, RoleBody } from '../../../../src/core/generated/bodies.ts';
import type { SignedStatement } from '../../../../src/core/record/record.ts';
import { KIND_NAMES } from '../../../../src/core/rules/book.ts';
import type { KindName } from '../../../../src/core/statement/validate.ts';
import {
  acceptedBody,
  aggregationBody,
  amendmentBody,
  contributionBody,
  digestOf,
  endorsementBody,
  institutionBody,
  keyEnrolBody,
  modelBody,
  QUORUMS_OF_ONE,
  roleBody,
  roundAbortedBody,
  roundOpenBody,
  taskBody,
} from '../../../_util/bodies.ts';
import { ORIGIN } from '../../../_util/consortium.ts';
import {
  algorithmBody,
  awardFinalBody,
  claimBody,
  contributionCommitBody,
  correctionBody,
  creditBody,
  creditPolicyBody,
  datasetBody,
  disputeBody,
  disputeResponseBody,
  erasureBody,
  evaluationPlanBody,
  preparationBody,
  refusalsBody,
  reportBody,
  settlementBody,
  transferBody,
  utilityReportBody,
  withdrawalBody,
} from '../../../_util/credit-bodies.ts';
import { testKey } from '../../../_util/keys.ts';
import { Bench } from './_bench.ts';

type Role = RoleBody['role'];
const ROLES: readonly Role[] = [
  'contributor',
  'aggregator',
  'evaluator',
  'steward',
  'treasurer',
  'arbiter',
  'auditor',
  'regulator',
];

/**
 * The table of design.md section 6, literally. `everybody` needs enrolment and a key, no role; what else some kinds ask of
 * everybody (a turn, a deadline) is for their own tests. What `ledger` writes, no institution does.
 */
const TABLE: Readonly<Record<Exclude<KindName, 'charter'>, readonly Role[] | 'everybody' | 'ledger'>> = {
  amendment: ['steward'],
  institution: ['steward'],
  key: 'everybody',
  role: ['steward'],
  endorsement: 'everybody',
  task: ['steward'],
  preparation: ['steward'],
  dataset: ['contributor'],
  algorithm: ['steward'],
  model: ['aggregator'],
  'round-open': ['aggregator', 'steward'],
  'contribution-commit': ['contributor'],
  contribution: ['contributor'],
  'contribution-decision': ['aggregator'],
  aggregation: ['aggregator'],
  'round-close': ['aggregator', 'steward'],
  'evaluation-plan': ['evaluator'],
  'utility-report': ['evaluator'],
  'credit-policy': ['steward'],
  award: 'everybody',
  dispute: 'everybody',
  'dispute-response': 'everybody',
  resolution: ['arbiter'],
  'award-final': 'everybody',
  credit: 'ledger',
  claim: 'everybody',
  settlement: ['treasurer', 'steward'],
  transfer: 'everybody',
  correction: 'everybody',
  withdrawal: 'everybody',
  erasure: 'everybody',
  report: ['steward', 'auditor', 'regulator'],
  refusals: 'ledger',
};

const holderOf = (role: Role | undefined): string => `holder-${role ?? 'of-none'}`;

/** One institution for each role, and one without. */
const bench = Bench.founded({
  founders: [
    { id: 'platform', class: 'platform-operator', roles: [], keys: [testKey('platform 1')] },
    ...[...ROLES, undefined].map((role) => ({
      id: holderOf(role),
      class: 'pharma' as const,
      roles: role === undefined ? [] : [role],
      keys: [testKey(`table ${holderOf(role)}`)],
    })),
  ],
  charter: { quorums: QUORUMS_OF_ONE },
});
const nowhere = digestOf('no round');

/** No award of any window. */
const AWARD: Bodies['award'] = {
  policy: nowhere,
  model: 'safety-net',
  window: 1,
  rounds: [nowhere],
  budget: '1',
  lines: [],
  reserve: '1',
};

const EVERYBODY = [...ROLES, undefined];

/** A body of each kind that passes its schema. What it refers to need not exist: the author is looked at first. */
const BODIES: { readonly [K in Exclude<KindName, 'charter'>]: (author: string) => Bodies[K] } = {
  amendment: () => amendmentBody(),
  institution: () => institutionBody('newcomer'),
  key: (author) => keyEnrolBody(ORIGIN, author, testKey(`table, a new key of ${author}`)),
  role: () => roleBody(holderOf(undefined), 'auditor'),
  endorsement: () => endorsementBody(nowhere, 'system'),
  task: () => taskBody(),
  preparation: () => preparationBody(),
  dataset: () => datasetBody('dataset', nowhere),
  algorithm: () => algorithmBody(),
  model: () => modelBody(),
  'round-open': () => roundOpenBody(),
  'contribution-commit': (author) => contributionCommitBody(ORIGIN, author, nowhere, 'update'),
  contribution: () => contributionBody(nowhere, 'update'),
  'contribution-decision': (author) => acceptedBody(nowhere, author),
  aggregation: () => aggregationBody(nowhere, [{ contribution: nowhere, weight: 1 }], 'model'),
  'round-close': () => roundAbortedBody(nowhere, 0),
  'evaluation-plan': (author) => evaluationPlanBody([author]),
  'utility-report': () => utilityReportBody(nowhere, nowhere, [nowhere], [0, 1]),
  'credit-policy': () => creditPolicyBody(),
  award: () => AWARD,
  dispute: (author) => disputeBody(nowhere, nowhere, author),
  'dispute-response': () => disputeResponseBody(nowhere),
  resolution: () => ({ dispute: nowhere, finding: 'rejected' }),
  'award-final': () => awardFinalBody(nowhere),
  credit: (author) => creditBody(nowhere, 0, author, '1'),
  claim: () => claimBody(nowhere, '1'),
  settlement: (author) => settlementBody(nowhere, author),
  transfer: () => transferBody(nowhere, holderOf(undefined), '1'),
  correction: () => correctionBody(nowhere, nowhere),
  withdrawal: () => withdrawalBody(nowhere),
  erasure: () => erasureBody([nowhere]),
  report: () => reportBody('report'),
  refusals: (author) => refusalsBody([{ statement: nowhere, author, code: 'weight', at: bench.now }]),
};

const sign = <K extends Exclude<KindName, 'charter'>>(kind: K, author: string): SignedStatement =>
  bench.stray(kind, author, BODIES[kind](author), kind === 'endorsement' ? { signing: { meaning: 'approval' } } : {});

describe('the table of kinds and roles', () => {
  it('has a row for every kind but the charter, which founds the ledger', () => {
    expect(Object.keys(TABLE).sort()).toEqual(KIND_NAMES.filter((kind) => kind !== 'charter').toSorted());
  });

  const kinds = Object.keys(TABLE) as (keyof typeof TABLE)[];
  it.each(kinds)('%s', (kind) => {
    const allowed = TABLE[kind];
    const isRefused = (role: Role | undefined): boolean => {
      const code = bench.judge(sign(kind, holderOf(role)));
      return code === 'role-missing' || code === 'operator-writes';
    };
    const writers = EVERYBODY.filter((role) => !isRefused(role));
    if (allowed === 'ledger') expect(writers).toEqual([]);
    else expect(writers).toEqual(allowed === 'everybody' ? EVERYBODY : ROLES.filter((r) => allowed.includes(r)));
  });

  it.each(kinds)('operator-writes: %s in the name of the operator is by the ledger, or by nobody', (kind) => {
    const isRefused = bench.judge(sign(kind, 'platform')) === 'operator-writes';
    expect(isRefused).toBe(TABLE[kind] !== 'ledger');
  });

  it('key: that of another is for stewards', () => {
    const body = keyEnrolBody(ORIGIN, holderOf('auditor'), testKey('table, a key for the auditor'));
    const writers = ROLES.filter((role) => bench.refusal('key', holderOf(role), body) !== 'role-missing');
    expect(writers).toEqual(['steward', 'auditor']);
  });
});
