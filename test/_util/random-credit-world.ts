/**
 * Where random histories of credit begin: a founded consortium with everybody that the credit process knows, two lineages
 * whose rounds interleave, and policies and plans of every method and scheme.
 * @module
 */
import type { CreditPolicyBody, EvaluationPlanBody } from '../../src/core/generated/bodies.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { formatInstant } from '../../src/core/statement/instant.ts';
import { type Founder, modelBody, QUORUMS, taskBody, tensors } from './bodies.ts';
import { Consortium } from './consortium.ts';
import { creditPolicyBody, datasetBody, evaluationPlanBody, preparationBody } from './credit-bodies.ts';
import { type TestKey, testKey } from './keys.ts';
import { QuickLedger } from './quick-ledger.ts';

export const OPERATOR = 'platform';
export const AGGREGATOR = 'daejeon-institute';
export const STEWARDS = [AGGREGATOR, 'hangang-pharma', 'namsan-hospital'] as const;
/** The first two are stewards too, the last two one group. */
export const CONTRIBUTORS = ['hangang-pharma', 'namsan-hospital', 'seorak-biotech', 'naju-chem', 'naju-bio'] as const;
export const EVALUATORS = ['gwanak-university', 'hallym-university'] as const;
export const TREASURER = 'sejong-secretariat';
/** The last one contributes: a party at times. */
export const ARBITERS = ['mapo-arbiter', 'jeju-arbiter', 'seorak-biotech'] as const;
export const AUDITOR = 'mfds-auditor';
export const EVERYBODY: readonly string[] = [
  ...new Set([...STEWARDS, ...CONTRIBUTORS, ...EVALUATORS, TREASURER, ...ARBITERS, AUDITOR]),
];
export const LINEAGES = ['safety-net', 'solubility-net'] as const;

/** Key number `generation` of an institution, from 1. */
export function keyOf(institution: string, generation: number): TestKey {
  return testKey(`${institution} credit world ${generation}`);
}

type Role = Founder['roles'][number];

function rolesOf(id: string): Role[] {
  const has = (role: Role, holders: readonly string[]): Role[] => (holders.includes(id) ? [role] : []);
  return [
    ...has('steward', STEWARDS),
    ...has('aggregator', [AGGREGATOR]),
    ...has('contributor', CONTRIBUTORS),
    ...has('evaluator', EVALUATORS),
    ...has('treasurer', [TREASURER]),
    ...has('arbiter', ARBITERS),
    ...has('auditor', [AUDITOR]),
  ];
}

const FOUNDERS: readonly Founder[] = [OPERATOR, ...EVERYBODY].map((id) => ({
  id,
  class: id === OPERATOR ? 'platform-operator' : 'biotech',
  roles: rolesOf(id),
  keys: [keyOf(id, 1)],
}));

const DEADLINES = { award: 30, dispute: 15, respond: 6, resolve: 12, final: 15, settle: 20 };

/** Policies: every method, fallback and way to treat quality occurs; and the schemes that serve each. */
const POLICIES: readonly { readonly body: Partial<CreditPolicyBody>; readonly schemes: readonly string[] }[] = [
  { body: {}, schemes: ['exact', 'sealed'] },
  {
    body: {
      components: [
        { method: 'equal', basisPoints: 3000 },
        { method: 'leave-one-out', basisPoints: 7000 },
      ],
      budget: '99999999999999999999999999999999999999',
      window: { rounds: 2, seconds: 300 },
      fallback: 'samples',
      groupCapBasisPoints: 6000,
    },
    schemes: ['exact', 'leave-one-out'],
  },
  {
    body: {
      components: [{ method: 'shapley-permutation', basisPoints: 10_000 }],
      budget: '7',
      window: { rounds: 2, seconds: 300 },
      fallback: 'reserve',
      groupCapBasisPoints: 4000,
    },
    schemes: ['permutation'],
  },
  {
    body: {
      components: [{ method: 'samples', basisPoints: 10_000 }],
      budget: '1000000',
      quality: 'multiplied',
      reputation: { withheldBasisPoints: 6000, floorBasisPoints: 0 },
    },
    schemes: ['exact', 'sealed', 'permutation', 'leave-one-out'],
  },
];

const PLANS: readonly {
  readonly name: string;
  readonly evaluators: number;
  readonly body: Partial<EvaluationPlanBody>;
}[] = [
  { name: 'exact', evaluators: 2, body: {} },
  { name: 'sealed', evaluators: 1, body: { form: 'sealed' } },
  { name: 'permutation', evaluators: 2, body: { scheme: 'permutation', permutations: 5, truncationPpm: 0 } },
  { name: 'leave-one-out', evaluators: 1, body: { scheme: 'leave-one-out' } },
];

/** A policy and a plan that a round may be opened with. */
export interface CreditTerms {
  readonly model: string;
  readonly policy: string;
  readonly plan: string;
}

/** Everything before the first round, signed and recorded. */
export interface CreditWorld {
  readonly consortium: Consortium;
  readonly ledger: QuickLedger;
  /** When the last record was recorded, Unix milliseconds. */
  readonly nowUnixMs: number;
  readonly terms: readonly CreditTerms[];
}

const START_UNIX_MS = Date.UTC(2026, 10, 23, 8, 30);

/** Records one statement a second. */
class Recorder {
  readonly consortium = new Consortium({ founders: FOUNDERS, charter: { quorums: { ...QUORUMS, resolution: 2 } } });
  readonly ledger = new QuickLedger();
  nowUnixMs = START_UNIX_MS;

  accept(signed: SignedStatement): string {
    this.nowUnixMs += 1000;
    this.ledger.accept(signed, formatInstant(this.nowUnixMs));
    return signed.digest;
  }

  approve(by: string, signed: SignedStatement): string {
    this.accept(signed);
    this.accept(this.consortium.endorsement(by, signed));
    return signed.digest;
  }
}

/** The same every time. */
export function createCreditWorld(): CreditWorld {
  const recorder = new Recorder();
  const { consortium, ledger } = recorder;
  for (const signed of consortium.founding()) recorder.accept(signed);
  const [, pharma, hospital] = STEWARDS;
  recorder.accept(consortium.statement('task', pharma, taskBody()));
  for (const id of CONTRIBUTORS.slice(-2)) recorder.approve(hospital, joinGroup(consortium, id));
  const preparation = recorder.accept(consortium.statement('preparation', pharma, preparationBody()));
  for (const id of CONTRIBUTORS)
    recorder.accept(consortium.statement('dataset', id, datasetBody(`${id}-data`, preparation)));
  const policies = POLICIES.map(({ body, schemes }, i) => {
    const policy = creditPolicyBody({ policy: `policy-${i}`, deadlines: DEADLINES, ...body });
    return { schemes, digest: recorder.approve(hospital, consortium.statement('credit-policy', pharma, policy)) };
  });
  const terms: CreditTerms[] = [];
  for (const model of LINEAGES) {
    const weights = tensors(`${model} 0`);
    recorder.accept(consortium.statement('model', AGGREGATOR, modelBody({ model, weights })));
    for (const { name, evaluators, body } of PLANS) {
      const plan = evaluationPlanBody(EVALUATORS.slice(0, evaluators), { ...body, plan: `${name}-${model}`, model });
      const digest = recorder.accept(consortium.statement('evaluation-plan', EVALUATORS[0], plan));
      const fitting = policies.filter(({ schemes }) => schemes.includes(name));
      terms.push(...fitting.map((policy) => ({ model, policy: policy.digest, plan: digest })));
    }
  }
  return { consortium, ledger, nowUnixMs: recorder.nowUnixMs, terms };
}

function joinGroup(consortium: Consortium, institution: string): SignedStatement {
  const body = { institution, class: 'biotech', status: 'active', group: 'naju' } as const;
  return consortium.statement('institution', AGGREGATOR, body, { signing: { reason: { code: 'planned' } } });
}
