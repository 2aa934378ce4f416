import { describe, expect, it } from 'vitest';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, institutionBody, keyRevokeBody } from '../../../../_util/bodies.ts';
import { claimBody } from '../../../../_util/credit-bodies.ts';
import { testKey } from '../../../../_util/keys.ts';
import { HOSPITAL, INSTITUTE, PHARMA } from '../_bench.ts';
import { awarded, BIOTECH, changeOf, DEADLINES, finalise } from '../_credit.ts';

const stage = finalise(awarded());
const { bench: base, credits } = stage;
const credit = credits.get(BIOTECH) ?? '';
const { amount = '' } = base.get(STATE.credit(credit)) ?? {};
const most = BigInt(amount);
const refusal = (claimed: bigint | string, bench = base, author = BIOTECH, of = credit) =>
  bench.refusal('claim', author, claimBody(of, String(claimed)));
const left = { signing: { reason: { code: 'left' } } };

describe('a claim', () => {
  it('I6: spends a credit of its own, all of it', () => {
    const bench = base.fork();
    const before = bench.get(STATE.credit(credit));
    const settleBy = bench.in(DEADLINES.settle);
    const signed = bench.stray('claim', BIOTECH, claimBody(credit, amount));
    expect(changeOf(bench, signed)).toMatchObject({ account: BIOTECH, issuedDelta: 0n, spentDelta: most });
    const { digest } = bench.record('claim', BIOTECH, claimBody(credit, amount));
    expect(bench.get(STATE.credit(credit))).toEqual({ ...before, spent: amount });
    expect(bench.get(STATE.claim(digest))).toEqual({ credit, institution: BIOTECH, amount, settleBy });
    expect(bench.get(STATE.record(digest))?.account).toBe(BIOTECH);
  });

  it('I6, credit-spent: or a part, and then no more than the rest', () => {
    const bench = base.fork();
    bench.record('claim', BIOTECH, claimBody(credit, '100'));
    expect(bench.get(STATE.credit(credit))?.spent).toBe('100');
    expect(refusal(most - 99n, bench)).toBe('credit-spent');
    expect(refusal(most - 100n, bench)).toBeUndefined();
    bench.record('claim', BIOTECH, claimBody(credit, String(most - 100n)));
    expect(bench.get(STATE.credit(credit))?.spent).toBe(amount);
    expect(refusal(1n, bench)).toBe('credit-spent');
  });

  it('I6, credit-spent: never more than the credit, even where the account has more', () => {
    expect(refusal(most + 1n)).toBe('credit-spent');
    expect(refusal('9'.repeat(38))).toBe('credit-spent');
    expect(refusal(most)).toBeUndefined();
  });

  it('I6, credit-spent: the same credit is not claimed twice', () => {
    const bench = base.fork();
    const signed = bench.record('claim', BIOTECH, claimBody(credit, amount));
    expect(bench.judge(signed)).toBe('duplicate');
    expect(refusal(amount, bench)).toBe('credit-spent');
  });

  it('credit-unknown: is of a credit that the ledger wrote', () => {
    expect(refusal('1', base, BIOTECH, digestOf('no credit'))).toBe('credit-unknown');
    expect(refusal('1', base, BIOTECH, stage.award)).toBe('credit-unknown');
    expect(refusal('1', base, BIOTECH, stage.final)).toBe('credit-unknown');
  });

  it('not-beneficiary: is of who earned it', () => {
    expect(refusal('1', base, PHARMA)).toBe('not-beneficiary');
    expect(refusal('1', base, HOSPITAL)).toBe('not-beneficiary');
  });

  it('is possible after leaving: what was earned stays earned', () => {
    const bench = base.fork();
    bench.resolve('institution', INSTITUTE, PHARMA, institutionBody(BIOTECH, { status: 'left' }), left);
    expect(refusal(amount, bench)).toBeUndefined();
    expect(refusal(most + 1n, bench)).toBe('credit-spent');
  });

  it('is possible after being succeeded, by the institution itself', () => {
    const bench = base.fork();
    const body = institutionBody(BIOTECH, { status: 'succeeded', successor: HOSPITAL });
    bench.resolve('institution', INSTITUTE, PHARMA, body, left);
    expect(refusal(amount, bench)).toBeUndefined();
    expect(refusal(amount, bench, HOSPITAL)).toBe('not-beneficiary');
  });

  it('key-revoked: needs a live key, after leaving too', () => {
    const bench = base.fork();
    const { keyId } = testKey(`${BIOTECH} ed25519`);
    bench.record('key', BIOTECH, keyRevokeBody(BIOTECH, keyId));
    expect(refusal('1', bench)).toBe('key-revoked');
  });
});
