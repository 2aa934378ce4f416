import { describe, expect, it } from 'vitest';
import type { ResolutionBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { bodySubject } from '../../../../../src/core/statement/statement.ts';
import { digestOf, institutionBody } from '../../../../_util/bodies.ts';
import { disputeBody, disputeResponseBody } from '../../../../_util/credit-bodies.ts';
import { type Bench, HOSPITAL, INSTITUTE, PHARMA } from '../_bench.ts';
import {
  ARBITER,
  awardBodyOf,
  awarded,
  BIOTECH,
  changeOf,
  type Disputed,
  dispute,
  EVALUATOR,
  SECOND_ARBITER,
  TREASURER,
  upheldBody,
} from '../_credit.ts';

/** A dispute whose respondent answered. */
function answered(arbiters = 1): Disputed {
  const disputed = dispute(awarded({ arbiters }));
  disputed.bench.record('dispute-response', HOSPITAL, disputeResponseBody(disputed.dispute));
  return disputed;
}

const stage = answered();
const { bench: base, award, dispute: digest, contributions } = stage;
const about = contributions.get(HOSPITAL) ?? '';
const upheld = upheldBody(stage);
const rejected: ResolutionBody = { dispute: digest, finding: 'rejected' };
const refusal = (body: ResolutionBody, bench = base, author = ARBITER) => bench.refusal('resolution', author, body);

/** The institution joins a group. */
function joinGroup(bench: Bench, institution: string, group: string): void {
  const known = bench.get(STATE.institution(institution));
  const body = institutionBody(institution, { class: known?.class ?? 'biotech', group });
  bench.resolve('institution', INSTITUTE, PHARMA, body, { signing: { reason: { code: 'planned' } } });
}

describe('a resolution', () => {
  it('that upholds sets the award aside, and names what takes its place', () => {
    const bench = base.fork();
    const before = bench.get(STATE.award(award));
    const contribution = bench.get(STATE.contribution(about));
    const resolved = bench.record('resolution', ARBITER, upheld);
    expect(bench.get(STATE.dispute(digest))?.status).toBe('upheld');
    expect(bench.get(STATE.award(award))).toEqual({ ...before, status: 'set-aside', replacement: upheld.replacement });
    expect(bench.get(STATE.contribution(about))).toEqual({ ...contribution, excluded: resolved.digest });
    expect(bench.get(STATE.openAwards)).toBeUndefined();
    expect(bench.get(STATE.record(resolved.digest))?.account).toBe(ARBITER);
    expect(bodySubject('award', awardBodyOf(bench, 1, award)).sha256).toBe(upheld.replacement);
  });

  it('that rejects lets the award go on without the dispute', () => {
    const bench = base.fork();
    const before = bench.get(STATE.award(award));
    bench.record('resolution', ARBITER, rejected);
    expect(bench.get(STATE.dispute(digest))?.status).toBe('rejected');
    expect(bench.get(STATE.award(award))).toEqual({ ...before, disputes: [] });
    expect(bench.get(STATE.contribution(about))?.excluded).toBeUndefined();
  });

  it('can set a utility report aside', () => {
    const { bench, report, round, award: of } = awarded();
    const about = disputeBody(of, report, EVALUATOR, { remedy: 'exclude-report', grounds: 'evaluation' });
    const disputed = bench.record('dispute', PHARMA, about).digest;
    bench.record('dispute-response', EVALUATOR, disputeResponseBody(disputed));
    const key = STATE.utility(round, EVALUATOR);
    const replacement = awardBodyOf(bench, 1, of, key);
    const { sha256 } = bodySubject('award', replacement);
    bench.record('resolution', ARBITER, { dispute: disputed, finding: 'upheld', replacement: sha256 });
    expect(bench.get(key)?.excluded).toBeDefined();
    expect(awardBodyOf(bench, 1, of)).toEqual(replacement);
    expect(replacement.lines.every(({ utility }) => utility === '0')).toBe(true);
    expect(bench.refusal('award', TREASURER, replacement)).toBeUndefined();
  });

  it('I6: moves no credit', () => {
    const change = changeOf(base, base.stray('resolution', ARBITER, upheld));
    expect(change).toMatchObject({ issuedDelta: 0n, spentDelta: 0n });
  });

  it('dispute-unknown: is of a dispute', () => {
    expect(refusal({ ...rejected, dispute: digestOf('no dispute') })).toBe('dispute-unknown');
  });

  it('role-missing: is a matter for arbiters', () => {
    expect(refusal(rejected, base, INSTITUTE)).toBe('role-missing');
    expect(refusal(rejected, base, SECOND_ARBITER)).toBeUndefined();
  });

  it('party: is of neither the disputant nor the respondent', () => {
    const own = dispute(awarded(), BIOTECH, HOSPITAL);
    own.bench.record('dispute-response', HOSPITAL, disputeResponseBody(own.dispute));
    expect(refusal({ ...rejected, dispute: own.dispute }, own.bench, BIOTECH)).toBe('party');
    const against = dispute(awarded(), PHARMA, BIOTECH);
    against.bench.record('dispute-response', BIOTECH, disputeResponseBody(against.dispute));
    expect(refusal({ ...rejected, dispute: against.dispute }, against.bench, BIOTECH)).toBe('party');
    expect(refusal(rejected, base, BIOTECH)).toBeUndefined();
  });

  it.each([
    ['disputant', PHARMA],
    ['respondent', HOSPITAL],
  ])('party: is of nobody in the group of the %s', (_, party) => {
    const bench = base.fork();
    joinGroup(bench, ARBITER, 'house');
    expect(refusal(rejected, bench)).toBeUndefined();
    joinGroup(bench, party, 'other-house');
    expect(refusal(rejected, bench)).toBeUndefined();
    joinGroup(bench, party, 'house');
    expect(refusal(rejected, bench)).toBe('party');
  });

  it('dispute-not-open: comes once', () => {
    const bench = base.fork();
    bench.record('resolution', ARBITER, rejected);
    expect(refusal(rejected, bench, SECOND_ARBITER)).toBe('dispute-not-open');
  });

  it('dispute-window: hears the respondent first, or waits until respondBy', () => {
    const { bench, dispute: open } = dispute(awarded());
    const { respondBy = '' } = bench.get(STATE.dispute(open)) ?? {};
    const body = { ...rejected, dispute: open };
    expect(refusal(body, bench)).toBe('dispute-window');
    expect(refusal(body, bench.waitUntil(respondBy))).toBe('dispute-window');
    expect(refusal(body, bench.waitUntil(respondBy, 1))).toBeUndefined();
  });

  it('deadline-passed: comes up to and with resolveBy', () => {
    const bench = base.fork();
    const { resolveBy = '' } = bench.get(STATE.dispute(digest)) ?? {};
    expect(refusal(rejected, bench.waitUntil(resolveBy))).toBeUndefined();
    expect(refusal(rejected, bench.waitUntil(resolveBy, 1))).toBe('deadline-passed');
  });

  it('award-not-open: is of no award that another resolution set aside', () => {
    const bench = base.fork();
    const second = bench.record('dispute', TREASURER, disputeBody(award, about, HOSPITAL)).digest;
    bench.record('dispute-response', HOSPITAL, disputeResponseBody(second));
    bench.record('resolution', ARBITER, upheld);
    expect(refusal({ dispute: second, finding: 'rejected' }, bench)).toBe('award-not-open');
  });

  it('award-differs: names the very award that the remedy gives', () => {
    const without = awardBodyOf(base, 1, award);
    expect(refusal({ ...upheld, replacement: digestOf('any award') })).toBe('award-differs');
    expect(refusal({ ...upheld, replacement: bodySubject('award', without).sha256 })).toBe('award-differs');
    expect(refusal(upheld)).toBeUndefined();
  });
});

describe('a quorum of arbiters', () => {
  const two = answered(2);
  const proposal = upheldBody(two);
  const pending = (bench: Bench) => bench.record('resolution', ARBITER, proposal);

  it('sets the award aside when the second one approves', () => {
    const bench = two.bench.fork();
    const signed = pending(bench);
    expect(bench.get(STATE.dispute(two.dispute))?.status).toBe('answered');
    expect(bench.get(STATE.pending(signed.digest))).toMatchObject({ quorum: 2, approvals: [ARBITER] });
    bench.approve(SECOND_ARBITER, signed);
    expect(bench.get(STATE.dispute(two.dispute))?.status).toBe('upheld');
    expect(bench.get(STATE.contribution(two.contributions.get(HOSPITAL) ?? ''))?.excluded).toBe(signed.digest);
    expect(bench.get(STATE.pending(signed.digest))).toBeUndefined();
  });

  it('role-missing: counts arbiters only', () => {
    const bench = two.bench.fork();
    const signed = pending(bench);
    const approval = (by: string) => bench.judge(bench.consortium.endorsement(by, signed, 'approval', { stray: true }));
    expect(approval(INSTITUTE)).toBe('role-missing');
    expect(approval(BIOTECH)).toBeUndefined();
  });

  it('party: does not count who is a party, itself or by its group', () => {
    const against = dispute(awarded({ arbiters: 2 }), PHARMA, BIOTECH);
    const { bench } = against;
    bench.record('dispute-response', BIOTECH, disputeResponseBody(against.dispute));
    const signed = bench.record('resolution', ARBITER, upheldBody(against));
    const approval = (by: string) => bench.judge(bench.consortium.endorsement(by, signed, 'approval', { stray: true }));
    expect(approval(BIOTECH)).toBe('party');
    expect(approval(SECOND_ARBITER)).toBeUndefined();
    joinGroup(bench, SECOND_ARBITER, 'house');
    joinGroup(bench, PHARMA, 'house');
    expect(approval(SECOND_ARBITER)).toBe('party');
  });

  it('deadline-passed: is complete in time', () => {
    const bench = two.bench.fork();
    const signed = pending(bench);
    const { resolveBy = '' } = bench.get(STATE.dispute(two.dispute)) ?? {};
    const approval = () =>
      bench.judge(bench.consortium.endorsement(SECOND_ARBITER, signed, 'approval', { stray: true }));
    bench.waitUntil(resolveBy);
    expect(approval()).toBeUndefined();
    bench.waitUntil(resolveBy, 1);
    expect(approval()).toBe('deadline-passed');
  });
});
