/**
 * Judging confidential values that somebody opens: they are the ones sealed, a statement names what they were sealed into, and the
 * statement stands in a log of the policy (I9). The first check alone proves nothing to others: anybody can seal anything.
 * @module
 */
import type { ErrorCode, Sentence } from '../core/catalogue/catalogue.ts';
import { InputError } from '../core/error.ts';
import type { Json } from '../core/json/json.ts';
import { placesIn } from '../core/statement/openings.ts';
import { parseBundle } from './bundle.ts';
import type { CheckOutcome, Facts, Verdict } from './verdict.ts';
import { type VerifyOptions, verifyBundle } from './verify-bundle.ts';
import { openRecord } from './version.ts';

/** The checks, in their order. */
export const OPENING_CHECKS = {
  values: {
    en: 'The values are the ones that were sealed.',
    ko: '값이 봉인된 값과 같습니다.',
  },
  named: {
    en: 'The recorded statement names what they were sealed into.',
    ko: '기록된 진술이 그 봉인을 담고 있습니다.',
  },
  proof: {
    en: 'The record is proven: signed, and in a log of the trust policy.',
    ko: '기록이 증명됩니다. 서명되었고 신뢰 정책의 로그에 있습니다.',
  },
} as const satisfies Record<string, Sentence>;

export interface OpeningCheck {
  readonly id: keyof typeof OPENING_CHECKS;
  readonly outcome: Exclude<CheckOutcome, 'ignored'>;
  readonly sentence: Sentence;
  readonly code?: ErrorCode;
  readonly detail?: string;
}

/** What was opened. */
export interface Opened {
  readonly values: { readonly [name: string]: Json };
  /** Digests and commitments, hex, that the statement must name. */
  readonly commitments: readonly string[];
}

/** The result of an opening. */
export interface OpeningVerification {
  readonly verdict: Verdict;
  readonly checks: readonly OpeningCheck[];
  /** Undefined where they failed. */
  readonly values: Opened['values'] | undefined;
  /** Where the statement names each: JSON Pointers into its predicate, in the order of the commitments. */
  readonly places: readonly string[];
  /** Facts of the record, as far as its verification established them. */
  readonly facts: Facts | undefined;
}

/** What the reader has beside the values. Each part that is missing leaves its check open. */
export interface OpeningEvidence {
  /** Proof bundle. */
  readonly bundle?: Uint8Array | undefined;
  readonly policy?: Uint8Array | undefined;
}

/** Codes with which nothing is wrong, but nobody here can tell. */
const UNDECIDABLE: readonly ErrorCode[] = ['unknown-version', 'unknown-kind', 'not-a-recipient'];

/**
 * Judges what `open` gives or why it cannot. Whatever values and bundle are, the answer is a verdict.
 * @throws InputError `bad-policy`, and whatever `open` throws that is none
 */
export async function verifyOpening(
  open: () => Opened | Promise<Opened>,
  { bundle, policy }: OpeningEvidence,
  options: VerifyOptions = {},
): Promise<OpeningVerification> {
  const values = await attempt('values', open);
  const named = await attempt('named', () =>
    values.result === undefined || bundle === undefined ? undefined : findPlaces(bundle, values.result.commitments),
  );
  const verification =
    bundle === undefined || policy === undefined ? undefined : await verifyBundle(bundle, policy, options);
  const proof = verification === undefined ? notReached('proof') : proofCheck(verification);
  const checks = [values.check, named.check, proof];
  const verdict = verdictOf(checks);
  return {
    verdict,
    checks,
    values: verdict === 'FAILED' ? undefined : values.result?.values,
    places: named.result ?? [],
    facts: verification?.facts,
  };
}

interface Attempt<T> {
  readonly check: OpeningCheck;
  readonly result: T | undefined;
}

/** Runs a check; undefined means that there was nothing to judge. */
async function attempt<T>(
  id: OpeningCheck['id'],
  run: () => T | undefined | Promise<T | undefined>,
): Promise<Attempt<T>> {
  try {
    const result = await run();
    const check = { id, outcome: 'passed', sentence: OPENING_CHECKS[id] } as const;
    return { check: result === undefined ? notReached(id) : check, result };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { code, message: detail } = error;
    const outcome = UNDECIDABLE.includes(code) ? 'unknown' : 'failed';
    return { check: { id, outcome, sentence: OPENING_CHECKS[id], code, detail }, result: undefined };
  }
}

function notReached(id: OpeningCheck['id']): OpeningCheck {
  return { id, outcome: 'not-reached', sentence: OPENING_CHECKS[id] };
}

/** @throws InputError `not-named`, and those of a bundle and a record */
function findPlaces(bundle: Uint8Array, commitments: readonly string[]): string[] {
  const { statement } = openRecord(parseBundle(bundle).record);
  return commitments.map((commitment) => {
    const [place] = placesIn(statement, commitment);
    if (place === undefined) throw new InputError('not-named', `the statement does not name ${commitment}`);
    return place;
  });
}

function proofCheck({ verdict, checks }: Awaited<ReturnType<typeof verifyBundle>>): OpeningCheck {
  const sentence = OPENING_CHECKS.proof;
  if (verdict === 'VERIFIED') return { id: 'proof', outcome: 'passed', sentence };
  const outcome = verdict === 'FAILED' ? 'failed' : 'unknown';
  const cause = checks.find((check) => check.outcome === outcome);
  const why = cause?.code === undefined ? {} : { code: cause.code, detail: cause.detail ?? '' };
  return { id: 'proof', outcome, sentence, ...why };
}

function verdictOf(checks: readonly OpeningCheck[]): Verdict {
  if (checks.some(({ outcome }) => outcome === 'failed')) return 'FAILED';
  return checks.every(({ outcome }) => outcome === 'passed') ? 'VERIFIED' : 'CANNOT TELL';
}
