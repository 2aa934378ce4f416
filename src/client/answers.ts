/**
 * What a ledger answers about its state, as types, and the check that an answer has the form. That it is true, only the
 * records prove: these answers are the server's word, good for writing the next statement, which the rules then judge.
 * @module
 */
import { InputError } from '../core/error.ts';
import type { AwardBody, CreditPolicyBody, EvaluationPlanBody } from '../core/generated/bodies.ts';
import type { Json } from '../core/json/json.ts';
import type { InstitutionState, LedgerState } from '../core/rules/state.ts';
import type {
  AwardState,
  ClaimState,
  CreditState,
  DisputeState,
  UtilityState,
  WindowState,
} from '../core/rules/state-credit.ts';
import type {
  AggregationState,
  CommitState,
  ContributionState,
  DatasetState,
  ModelState,
  RoundState,
} from '../core/rules/state-round.ts';
import type { Statement } from '../core/statement/statement.ts';

/** The charter as amended, and how far the log reaches. */
export type LedgerAnswer = LedgerState & { readonly committed: number; readonly published: number };

/** An institution with the head of its chain: `chain` is what its next statement must carry. */
export type InstitutionAnswer = InstitutionState & { readonly id: string; readonly chain: Statement['chain'] };

export type ModelAnswer = ModelState & { readonly model: string };

/** Where a statement stands in the log. */
export interface PlacedAnswer {
  /** Statement digest. */
  readonly id: string;
  readonly index: number;
  /** Paths of record and proof, once they are published. */
  readonly links?: { readonly record: string; readonly bundle: string };
}

/** A page of a list. */
export interface PageAnswer<T> {
  /** What stands at or beyond this size is not listed. */
  readonly size: number;
  readonly items: readonly T[];
  /** Path of the next page. */
  readonly next?: string;
}

/** What an evaluator reported of a round, and in which statements. */
export type ReportAnswer = UtilityState & {
  readonly evaluator: string;
  readonly statements: readonly PlacedAnswer[];
};

export type PolicyAnswer = PlacedAnswer & { readonly policy: string; readonly body: CreditPolicyBody };
export type PlanAnswer = PlacedAnswer & { readonly plan: string; readonly body: EvaluationPlanBody };
export type DatasetAnswer = PlacedAnswer & DatasetState & { readonly dataset: string };
export type WindowAnswer = Omit<WindowState, 'award'> & {
  readonly model: string;
  readonly window: number;
  readonly award?: PlacedAnswer;
};
/** An award as lists show it. */
export type AwardItem = PlacedAnswer & AwardState;
export type AwardAnswer = AwardItem & { readonly body: AwardBody };
export type DisputeAnswer = PlacedAnswer & DisputeState;
export type CreditAnswer = PlacedAnswer & CreditState;
export type ClaimAnswer = PlacedAnswer & ClaimState;

export type RoundAnswer = Omit<RoundState, 'aggregation'> &
  PlacedAnswer & {
    readonly commits: readonly (PlacedAnswer & Pick<CommitState, 'commitment'> & { readonly institution: string })[];
    readonly contributions: readonly (Omit<ContributionState, 'round'> & PlacedAnswer)[];
    readonly aggregation?: Omit<AggregationState, 'round'> & PlacedAnswer;
    readonly reports: readonly ReportAnswer[];
    readonly award?: PlacedAnswer;
  };

/** Where a statement stands. */
export interface StandingAnswer {
  readonly id: string;
  readonly status: 'accepted' | 'committed' | 'published' | 'refused';
  readonly index?: number;
  readonly problem?: Json;
}

/** What became of a batch. */
export interface BatchAnswer {
  readonly items: readonly {
    readonly status: number;
    readonly id?: string;
    readonly index?: number;
    readonly problem?: Json;
  }[];
  readonly checkpoint?: string;
}

export interface ConsistencyAnswer {
  readonly from: number;
  readonly to: number;
  readonly hashes: readonly string[];
}

type Check = (value: unknown) => boolean;

const isText: Check = (value) => typeof value === 'string';
const isSize: Check = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const isDigest: Check = (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isOneOf = (words: readonly string[]): Check => {
  return (value) => typeof value === 'string' && words.includes(value);
};
const isListOf = (check: Check): Check => {
  return (value) => Array.isArray(value) && value.every(check);
};
const isOptional = (check: Check): Check => {
  return (value) => value === undefined || check(value);
};
const isMap: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
/** An object whose named members pass; it may have others, of later versions. */
const has = (members: Readonly<Record<string, Check>>): Check => {
  return (value) =>
    isMap(value) &&
    Object.entries(members).every(([name, check]) => check((value as Readonly<Record<string, unknown>>)[name]));
};

const isAmount: Check = (value) => typeof value === 'string' && /^(0|[1-9][0-9]{0,37})$/.test(value);
const PLACED = { id: isDigest, index: isSize };
const AWARD = {
  ...PLACED,
  policy: isDigest,
  model: isText,
  window: isSize,
  lines: isListOf(has({ line: isSize, beneficiary: isText, amount: isAmount })),
  status: isOneOf(['proposed', 'set-aside', 'final']),
  disputeBy: isText,
  finalBy: isText,
  disputes: isListOf(has({ dispute: isDigest, resolveBy: isText })),
};
const POLICY = {
  ...PLACED,
  policy: isText,
  body: has({ budget: isAmount, components: isListOf(isMap), limits: isMap }),
};
const PLAN = { ...PLACED, plan: isText, body: has({ evaluators: isListOf(isText), scheme: isText, form: isText }) };
const DATASET = { ...PLACED, dataset: isText, author: isText, weight: isSize, status: isText };
const WINDOW = { model: isText, window: isSize, rounds: isListOf(isDigest), award: isOptional(has(PLACED)) };
const CREDIT = { ...PLACED, beneficiary: isText, amount: isAmount, spent: isAmount, source: isDigest };
const isPageOf = (item: Readonly<Record<string, Check>>): Check =>
  has({ size: isSize, items: isListOf(has(item)), next: isOptional(isText) });

const CHECKS = {
  ledger: has({
    origin: isText,
    charter: isDigest,
    operator: isText,
    logKeys: isListOf(isText),
    vocabularies: has({ bands: isListOf(has({ code: isText, weight: isSize, atLeast: isSize })) }),
    committed: isSize,
    published: isSize,
  }),
  institution: has({
    id: isText,
    status: isText,
    keys: isMap,
    roles: isMap,
    chain: has({ sequence: isSize, previous: isDigest }),
  }),
  model: has({ model: isText, head: isDigest, zeroUpdate: isDigest, rounds: isSize }),
  round: has({
    id: isDigest,
    round: isText,
    number: isSize,
    model: isText,
    parent: isDigest,
    aggregator: isText,
    invited: isListOf(isText),
    status: isOneOf(['open', 'aggregated', 'completed', 'aborted']),
    contributeBy: isText,
    decideBy: isText,
    closeBy: isText,
    commits: isListOf(has({ ...PLACED, institution: isText, commitment: isDigest })),
    contributions: isListOf(has({ id: isDigest, institution: isText, weight: isSize, status: isText })),
    aggregation: isOptional(has({ id: isDigest, output: isDigest })),
    reports: isListOf(has({ evaluator: isText, status: isText, statements: isListOf(has(PLACED)) })),
    award: isOptional(has(PLACED)),
  }),
  policy: has(POLICY),
  policies: isPageOf(POLICY),
  plan: has(PLAN),
  plans: isPageOf(PLAN),
  dataset: has(DATASET),
  datasets: isPageOf(DATASET),
  window: has(WINDOW),
  windows: isPageOf(WINDOW),
  award: has({ ...AWARD, body: has({ lines: isListOf(isMap), budget: isAmount, reserve: isAmount }) }),
  awards: isPageOf(AWARD),
  dispute: has({ ...PLACED, award: isDigest, about: isDigest, respondent: isText, status: isText }),
  credit: has(CREDIT),
  credits: isPageOf(CREDIT),
  claim: has({ ...PLACED, credit: isDigest, institution: isText, amount: isAmount, settlement: isOptional(isDigest) }),
  standing: has({
    id: isDigest,
    status: isOneOf(['accepted', 'committed', 'published', 'refused']),
    index: isOptional(isSize),
  }),
  batch: has({
    items: isListOf(has({ status: isSize, id: isOptional(isDigest), index: isOptional(isSize) })),
    checkpoint: isOptional(isText),
  }),
  consistency: has({ from: isSize, to: isSize, hashes: isListOf(isText) }),
} as const satisfies Record<string, Check>;

interface Answers {
  readonly ledger: LedgerAnswer;
  readonly institution: InstitutionAnswer;
  readonly model: ModelAnswer;
  readonly round: RoundAnswer;
  readonly policy: PolicyAnswer;
  readonly policies: PageAnswer<PolicyAnswer>;
  readonly plan: PlanAnswer;
  readonly plans: PageAnswer<PlanAnswer>;
  readonly dataset: DatasetAnswer;
  readonly datasets: PageAnswer<DatasetAnswer>;
  readonly window: WindowAnswer;
  readonly windows: PageAnswer<WindowAnswer>;
  readonly award: AwardAnswer;
  readonly awards: PageAnswer<AwardItem>;
  readonly dispute: DisputeAnswer;
  readonly credit: CreditAnswer;
  readonly credits: PageAnswer<CreditAnswer>;
  readonly claim: ClaimAnswer;
  readonly standing: StandingAnswer;
  readonly batch: BatchAnswer;
  readonly consistency: ConsistencyAnswer;
}

/** The answer, typed, if what its readers rely on has the right form. @throws InputError `unexpected-answer` */
export function checkAnswer<K extends keyof Answers>(kind: K, value: Json): Answers[K] {
  if (CHECKS[kind](value)) return value as Answers[K];
  throw new InputError('unexpected-answer', `the answer is not the description of a ${kind}`);
}
