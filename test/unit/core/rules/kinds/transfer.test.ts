import { describe, expect, it } from 'vitest';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, institutionBody, keyRevokeBody, taskBody } from '../../../../_util/bodies.ts';
import { claimBody, creditBody, transferBody } from '../../../../_util/credit-bodies.ts';
import { testKey } from '../../../../_util/keys.ts';
import { HOSPITAL, INSTITUTE, OPERATOR, PHARMA } from '../_bench.ts';
import { awarded, BIOTECH, changeOf, drain, EVALUATOR, finalise } from '../_credit.ts';

const stage = finalise(awarded());
const { bench: base, credits, policy } = stage;
const credit = credits.get(BIOTECH) ?? '';
const { amount = '' } = base.get(STATE.credit(credit)) ?? {};
const most = BigInt(amount);
const refusal = (beneficiary: string, passed: bigint | string = '10', bench = base, author = BIOTECH, of = credit) =>
  bench.refusal('transfer', author, transferBody(of, beneficiary, String(passed)));
const left = { signing: { reason: { code: 'left' } } };

describe('a transfer', () => {
  it('I6: spends here what its one credit issues there', () => {
    const bench = base.fork();
    const signed = bench.stray('transfer', BIOTECH, transferBody(credit, PHARMA, '10'));
    expect(changeOf(bench, signed)).toMatchObject({ account: BIOTECH, issuedDelta: 0n, spentDelta: 10n });
    const { digest } = bench.record('transfer', BIOTECH, transferBody(credit, PHARMA, '10'));
    expect(bench.get(STATE.credit(credit))?.spent).toBe('10');
    expect(bench.get(STATE.drain)).toEqual({
      source: digest,
      policy,
      lines: [{ line: 0, beneficiary: PHARMA, amount: '10' }],
    });
    expect(bench.refusal('task', PHARMA, taskBody({ task: 'x' }))).toBe('credits-first');
    expect(bench.refusal('credit', OPERATOR, creditBody(digest, 0, PHARMA, '11'))).toBe('credit-unfounded');
    const passed = drain(bench).get(PHARMA) ?? '';
    expect(bench.get(STATE.credit(passed))).toEqual({
      beneficiary: PHARMA,
      amount: '10',
      spent: '0',
      source: digest,
      policy,
    });
    expect(bench.get(STATE.drain)).toBeUndefined();
  });

  it('passes credit on that can be passed on and claimed', () => {
    const bench = base.fork();
    bench.record('transfer', BIOTECH, transferBody(credit, EVALUATOR, '10'));
    const passed = drain(bench).get(EVALUATOR) ?? '';
    bench.record('transfer', EVALUATOR, transferBody(passed, HOSPITAL, '4'));
    drain(bench);
    expect(bench.refusal('claim', EVALUATOR, claimBody(passed, '7'))).toBe('credit-spent');
    expect(bench.refusal('claim', EVALUATOR, claimBody(passed, '6'))).toBeUndefined();
  });

  it('I6, credit-spent: spends at most what is left of the credit', () => {
    expect(refusal(PHARMA, most + 1n)).toBe('credit-spent');
    expect(refusal(PHARMA, most)).toBeUndefined();
    const bench = base.fork();
    bench.record('claim', BIOTECH, claimBody(credit, '1'));
    expect(refusal(PHARMA, most, bench)).toBe('credit-spent');
    expect(refusal(PHARMA, most - 1n, bench)).toBeUndefined();
  });

  it('credit-unknown: is of a credit', () => {
    expect(refusal(PHARMA, '10', base, BIOTECH, digestOf('no credit'))).toBe('credit-unknown');
  });

  it('not-beneficiary: is of own credit', () => {
    expect(refusal(HOSPITAL, '10', base, PHARMA)).toBe('not-beneficiary');
  });

  it('beneficiary: goes to another active institution', () => {
    const bench = base.fork();
    expect(refusal(BIOTECH)).toBe('beneficiary');
    expect(refusal(OPERATOR)).toBe('beneficiary');
    expect(refusal('nobody')).toBe('beneficiary');
    bench.resolve('institution', INSTITUTE, PHARMA, institutionBody(EVALUATOR, { status: 'left' }), left);
    expect(refusal(EVALUATOR, '10', bench)).toBe('beneficiary');
    expect(refusal(EVALUATOR)).toBeUndefined();
  });

  it('is possible after leaving', () => {
    const bench = base.fork();
    bench.resolve('institution', INSTITUTE, PHARMA, institutionBody(BIOTECH, { status: 'left' }), left);
    expect(refusal(PHARMA, amount, bench)).toBeUndefined();
  });

  it('operator-key: waits while the ledger has no key to write the credit with', () => {
    const bench = base.fork();
    const { keyId } = testKey(`${OPERATOR} ed25519`);
    const lost = { signing: { reason: { code: 'key-lost' } } };
    bench.resolve('key', INSTITUTE, PHARMA, keyRevokeBody(OPERATOR, keyId), lost);
    expect(refusal(PHARMA, '10', bench)).toBe('operator-key');
    expect(bench.refusal('claim', BIOTECH, claimBody(credit, '10'))).toBeUndefined();
  });
});
