import { describe, expect, it } from 'vitest';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf } from '../../../../_util/bodies.ts';
import { disputeResponseBody } from '../../../../_util/credit-bodies.ts';
import { HOSPITAL, PHARMA } from '../_bench.ts';
import { ARBITER, awarded, BIOTECH, dispute } from '../_credit.ts';

const { bench: base, dispute: digest } = dispute(awarded());
const refusal = (bench = base, author = HOSPITAL, of = digest) =>
  bench.refusal('dispute-response', author, disputeResponseBody(of));

describe('the response to a dispute', () => {
  it('answers it', () => {
    const bench = base.fork();
    const before = bench.get(STATE.dispute(digest));
    const response = bench.record('dispute-response', HOSPITAL, disputeResponseBody(digest));
    expect(bench.get(STATE.dispute(digest))).toEqual({ ...before, status: 'answered' });
    expect(bench.get(STATE.record(response.digest))?.account).toBe(HOSPITAL);
  });

  it('dispute-unknown: is to a dispute', () => {
    expect(refusal(base, HOSPITAL, digestOf('no dispute'))).toBe('dispute-unknown');
  });

  it('respondent: is of the respondent alone', () => {
    expect(refusal(base, PHARMA)).toBe('respondent');
    expect(refusal(base, BIOTECH)).toBe('respondent');
  });

  it('dispute-not-open: comes once', () => {
    const bench = base.fork();
    bench.record('dispute-response', HOSPITAL, disputeResponseBody(digest, 'accepts'));
    expect(refusal(bench)).toBe('dispute-not-open');
  });

  it('dispute-not-open: comes before the resolution', () => {
    const bench = base.fork();
    const { respondBy = '' } = bench.get(STATE.dispute(digest)) ?? {};
    bench.waitUntil(respondBy, 1);
    bench.record('resolution', ARBITER, { dispute: digest, finding: 'rejected' });
    expect(refusal(bench)).toBe('dispute-not-open');
  });

  it('deadline-passed: comes up to and with respondBy', () => {
    const bench = base.fork();
    const { respondBy = '' } = bench.get(STATE.dispute(digest)) ?? {};
    expect(refusal(bench.waitUntil(respondBy))).toBeUndefined();
    expect(refusal(bench.waitUntil(respondBy, 1))).toBe('deadline-passed');
  });
});
