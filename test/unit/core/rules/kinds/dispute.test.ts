import { describe, expect, it } from 'vitest';
import type { DisputeBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { addSeconds } from '../../../../../src/core/statement/instant.ts';
import { digestOf } from '../../../../_util/bodies.ts';
import { disputeBody } from '../../../../_util/credit-bodies.ts';
import { HOSPITAL, PHARMA } from '../_bench.ts';
import {
  ARBITER,
  type award,
  awardBodyOf,
  awarded,
  BIOTECH,
  changeOf,
  DEADLINES,
  dispute,
  EVALUATOR,
  finalise,
  MODEL,
  playRound,
  reportOn,
  TREASURER,
  upheldBody,
} from '../_credit.ts';

const stage = awarded();
const { bench: base, award: awardDigest, contributions, report } = stage;
const about = contributions.get(HOSPITAL) ?? '';
const body = disputeBody(awardDigest, about, HOSPITAL);
const refusal = (change: Partial<DisputeBody> = {}, bench = base, author = PHARMA) =>
  bench.refusal('dispute', author, { ...body, ...change });

describe('a dispute', () => {
  it('is about a contribution of the window, and sets its deadlines', () => {
    const bench = base.fork();
    const respondBy = bench.in(DEADLINES.respond);
    const resolveBy = bench.in(DEADLINES.respond + DEADLINES.resolve);
    const before = bench.get(STATE.award(awardDigest));
    const { digest } = bench.record('dispute', PHARMA, body);
    expect(bench.get(STATE.dispute(digest))).toEqual({
      award: awardDigest,
      model: MODEL,
      window: 1,
      about,
      disputant: PHARMA,
      respondent: HOSPITAL,
      remedy: 'exclude-contribution',
      respondBy,
      resolveBy,
      status: 'open',
    });
    expect(bench.get(STATE.award(awardDigest))).toEqual({ ...before, disputes: [{ dispute: digest, resolveBy }] });
    expect(bench.get(STATE.disputed(awardDigest, PHARMA))).toBe(digest);
    expect(bench.get(STATE.record(digest))?.account).toBe(PHARMA);
  });

  it('is about a utility report of the window, whose evaluator responds', () => {
    expect(refusal({ about: report, respondent: EVALUATOR, remedy: 'exclude-report' })).toBeUndefined();
  });

  it('needs enrolment and a key, and no role', () => {
    expect(refusal({}, base, TREASURER)).toBeUndefined();
    expect(refusal({}, base, ARBITER)).toBeUndefined();
  });

  it('I6: moves no credit', () => {
    const change = changeOf(base, base.stray('dispute', PHARMA, body));
    expect(change).toMatchObject({ account: PHARMA, issuedDelta: 0n, spentDelta: 0n });
  });

  it('award-unknown: is about an award', () => {
    expect(refusal({ award: digestOf('no award') })).toBe('award-unknown');
    expect(refusal({ award: about })).toBe('award-unknown');
  });

  it('award-not-open: final credit stands', () => {
    expect(refusal({}, finalise(stage).bench)).toBe('award-not-open');
  });

  it('award-not-open: is not about an award that was set aside, but about the one in its place', () => {
    const disputed = dispute(stage, BIOTECH);
    const { bench } = disputed;
    bench.waitUntil(bench.get(STATE.dispute(disputed.dispute))?.respondBy ?? '', 1);
    bench.record('resolution', ARBITER, upheldBody(disputed));
    expect(refusal({}, bench)).toBe('award-not-open');
    const { digest } = bench.record('award', TREASURER, awardBodyOf(bench, 1, awardDigest));
    const other = contributions.get(BIOTECH) ?? '';
    expect(refusal({ award: digest, about: other, respondent: BIOTECH }, bench)).toBeUndefined();
  });

  it('deadline-passed: comes up to and with disputeBy', () => {
    const bench = base.fork();
    const { disputeBy = '' } = bench.get(STATE.award(awardDigest)) ?? {};
    expect(refusal({}, bench.waitUntil(disputeBy))).toBeUndefined();
    expect(refusal({}, bench.waitUntil(disputeBy, 1))).toBe('deadline-passed');
  });

  it('already-disputed: comes once from an institution', () => {
    const { bench } = dispute(stage);
    const other = contributions.get(BIOTECH) ?? '';
    expect(refusal({ about: other, respondent: BIOTECH }, bench)).toBe('already-disputed');
    expect(refusal({}, bench, TREASURER)).toBeUndefined();
  });

  it('disputed-unknown: is about a record that the remedy fits', () => {
    expect(refusal({ about: digestOf('nothing') })).toBe('disputed-unknown');
    expect(refusal({ remedy: 'exclude-report' })).toBe('disputed-unknown');
    expect(refusal({ about: report, respondent: EVALUATOR })).toBe('disputed-unknown');
  });

  it('disputed-unknown: is about the window of the award', () => {
    const second = reportOn(playRound(stage, { number: 2 }));
    const { bench } = second;
    const later = { about: second.contributions.get(HOSPITAL) ?? '' };
    expect(refusal({}, bench)).toBeUndefined();
    expect(refusal(later, bench)).toBe('disputed-unknown');
    expect(refusal({ ...later, award: awardOfSecond(second) }, second.bench)).toBeUndefined();
  });

  it('respondent: names whose record it is, and never the disputant', () => {
    expect(refusal({ respondent: BIOTECH })).toBe('respondent');
    expect(refusal({}, base, HOSPITAL)).toBe('respondent');
  });

  it('lapses past its deadlines: nobody can block', () => {
    const { bench, dispute: digest } = dispute(stage);
    const { respondBy, resolveBy } = bench.get(STATE.dispute(digest)) ?? {};
    expect(resolveBy).toBe(addSeconds(respondBy ?? '', DEADLINES.resolve));
    bench.waitUntil(bench.get(STATE.award(awardDigest))?.disputeBy ?? '', 1);
    bench.record('award-final', TREASURER, { award: awardDigest });
    expect(bench.get(STATE.award(awardDigest))).toMatchObject({ status: 'final', lapsed: true });
  });
});

/** Awards the second window, on the same bench. */
function awardOfSecond(from: Parameters<typeof award>[0]): string {
  return from.bench.record('award', TREASURER, awardBodyOf(from.bench, 2)).digest;
}
