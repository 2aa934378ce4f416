/**
 * Who may write what: the normative table, and what the rules do with an institution that holds just one role.
 */
import { describe, expect, it } from 'vitest';
import type { Bodies, RoleBody } from '../../../../src/core/generated/bodies.ts';
import type { SignedStatement } from '../../../../src/core/record/record.ts';
import { KIND_NAMES } from '../../../../src/core/rules/book.ts';
import type { KindName } from '../../../../src/core/statement/validate.ts';
import {
  aggregationBody,
  amendmentBody,
  contributionBody,
  digestOf,
  endorsementBody,
  institutionBody,
  keyEnrolBody,
  modelBody,
  roleBody,
  roundAbortedBody,
  roundOpenBody,
  taskBody,
} from '../../../_util/bodies.ts';
import { ORIGIN } from '../../../_util/consortium.ts';
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

/** The table of design.md section 6, literally. `everybody` needs enrolment and a key, no role. */
const TABLE: Readonly<Record<Exclude<KindName, 'charter'>, readonly Role[] | 'everybody'>> = {
  amendment: ['steward'],
  institution: ['steward'],
  key: 'everybody',
  role: ['steward'],
  endorsement: 'everybody',
  task: ['steward'],
  model: ['aggregator'],
  'round-open': ['aggregator', 'steward'],
  contribution: ['contributor'],
  aggregation: ['aggregator'],
  'round-close': ['aggregator', 'steward'],
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
  charter: { quorums: { amendment: 1, institution: 1, key: 1, role: 1 } },
});
const nowhere = digestOf('no round');

/** A body of each kind that passes its schema. What it refers to need not exist: the author is looked at first. */
const BODIES: { readonly [K in Exclude<KindName, 'charter'>]: (author: string) => Bodies[K] } = {
  amendment: () => amendmentBody(),
  institution: () => institutionBody('newcomer'),
  key: (author) => keyEnrolBody(ORIGIN, author, testKey(`table, a new key of ${author}`)),
  role: () => roleBody(holderOf(undefined), 'auditor'),
  endorsement: () => endorsementBody(nowhere, 'system'),
  task: () => taskBody(),
  model: () => modelBody(),
  'round-open': () => roundOpenBody(),
  contribution: () => contributionBody(nowhere, 'update'),
  aggregation: () => aggregationBody(nowhere, [{ contribution: nowhere, weight: 1 }], 'model'),
  'round-close': () => roundAbortedBody(nowhere, 0),
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
    const writers = [...ROLES, undefined].filter((role) => bench.judge(sign(kind, holderOf(role))) !== 'role-missing');
    expect(writers).toEqual(allowed === 'everybody' ? [...ROLES, undefined] : ROLES.filter((r) => allowed.includes(r)));
  });

  it('key: that of another is for stewards', () => {
    const body = keyEnrolBody(ORIGIN, holderOf('auditor'), testKey('table, a key for the auditor'));
    const writers = ROLES.filter((role) => bench.refusal('key', holderOf(role), body) !== 'role-missing');
    expect(writers).toEqual(['steward', 'auditor']);
  });
});
