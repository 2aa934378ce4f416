import { describe, expect, it } from 'vitest';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, roleBody } from '../../../../_util/bodies.ts';
import { claimBody, settlementBody } from '../../../../_util/credit-bodies.ts';
import { INSTITUTE, PHARMA } from '../_bench.ts';
import { awarded, BIOTECH, changeOf, finalise, TREASURER } from '../_credit.ts';

const { bench: base, credits } = finalise(awarded());
const claimed = base.record('claim', BIOTECH, claimBody(credits.get(BIOTECH) ?? '', '100'));
const claim = claimed.digest;
const refusal = (bench = base, author = TREASURER, of = claim, institution = BIOTECH) =>
  bench.refusal('settlement', author, settlementBody(of, institution));

describe('a settlement', () => {
  it('closes a claim, in the account of the claimant', () => {
    const bench = base.fork();
    const before = bench.get(STATE.claim(claim));
    const { digest } = bench.record('settlement', TREASURER, settlementBody(claim, BIOTECH));
    expect(bench.get(STATE.claim(claim))).toEqual({ ...before, settlement: digest });
    expect(bench.get(STATE.record(digest))?.account).toBe(BIOTECH);
  });

  it('I6: moves no credit: the claim did', () => {
    const signed = base.stray('settlement', TREASURER, settlementBody(claim, BIOTECH));
    expect(changeOf(base, signed)).toMatchObject({ account: BIOTECH, issuedDelta: 0n, spentDelta: 0n });
  });

  it('is countersigned by the claimant', () => {
    const bench = base.fork();
    const signed = bench.record('settlement', TREASURER, settlementBody(claim, BIOTECH));
    bench.approve(BIOTECH, signed);
    expect(bench.get(STATE.endorsed(signed.digest, BIOTECH, 'approval'))).toBeDefined();
  });

  it('claim-unknown: is of a claim', () => {
    expect(refusal(base, TREASURER, digestOf('no claim'))).toBe('claim-unknown');
  });

  it('subject-account: names the claimant', () => {
    expect(refusal(base, TREASURER, claim, PHARMA)).toBe('subject-account');
  });

  it('settles-own: is never of the own claim', () => {
    const bench = base.fork();
    const reason = { signing: { reason: { code: 'planned' } } };
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(BIOTECH, 'arbiter', { change: 'end' }), reason);
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(BIOTECH, 'treasurer'));
    expect(refusal(bench, BIOTECH)).toBe('settles-own');
    expect(refusal(bench, TREASURER)).toBeUndefined();
  });

  it('already-settled: comes once', () => {
    const bench = base.fork();
    bench.record('settlement', TREASURER, settlementBody(claim, BIOTECH));
    expect(refusal(bench)).toBe('already-settled');
  });

  it('role-missing: is of the treasurer; past settleBy of any steward', () => {
    const bench = base.fork();
    const { settleBy = '' } = bench.get(STATE.claim(claim)) ?? {};
    expect(refusal(bench, INSTITUTE)).toBe('role-missing');
    expect(refusal(bench.waitUntil(settleBy), INSTITUTE)).toBe('role-missing');
    expect(refusal(bench.waitUntil(settleBy, 1), INSTITUTE)).toBeUndefined();
    expect(refusal(bench, BIOTECH)).toBe('role-missing');
    expect(refusal(bench, TREASURER)).toBeUndefined();
  });
});
