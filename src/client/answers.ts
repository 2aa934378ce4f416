/**
 * What a ledger answers about its state, as types, and the check that an answer has the form. That it is true, only the
 * records prove: these answers are the server's word, good for writing the next statement, which the rules then judge.
 * @module
 */
import { InputError } from '../core/error.ts';
import type { Json } from '../core/json/json.ts';
import type { InstitutionState, LedgerState } from '../core/rules/state.ts';
import type { AggregationState, ContributionState, ModelState, RoundState } from '../core/rules/state-round.ts';
import type { Statement } from '../core/statement/statement.ts';

/** The charter as amended, and how far the log reaches. */
export type LedgerAnswer = LedgerState & { readonly committed: number; readonly published: number };

/** An institution with the head of its chain: `chain` is what its next statement must carry. */
export type InstitutionAnswer = InstitutionState & { readonly id: string; readonly chain: Statement['chain'] };

export type ModelAnswer = ModelState & { readonly model: string };

/** Where a record of a round stands. */
interface RecordAnswer {
  readonly id: string;
  readonly index: number;
}

export type RoundAnswer = Omit<RoundState, 'aggregation'> &
  RecordAnswer & {
    readonly contributions: readonly (Omit<ContributionState, 'round'> & RecordAnswer)[];
    readonly aggregation?: AggregationState & RecordAnswer;
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
    contributions: isListOf(has({ id: isDigest, institution: isText, weight: isSize, status: isText })),
    aggregation: isOptional(has({ id: isDigest, output: isDigest })),
  }),
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
  readonly standing: StandingAnswer;
  readonly batch: BatchAnswer;
  readonly consistency: ConsistencyAnswer;
}

/** The answer, typed, if what its readers rely on has the right form. @throws InputError `unexpected-answer` */
export function checkAnswer<K extends keyof Answers>(kind: K, value: Json): Answers[K] {
  if (CHECKS[kind](value)) return value as Answers[K];
  throw new InputError('unexpected-answer', `the answer is not the description of a ${kind}`);
}
