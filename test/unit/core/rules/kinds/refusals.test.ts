import { describe, expect, it } from 'vitest';
import type { RefusalsBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf } from '../../../../_util/bodies.ts';
import { refusalsBody } from '../../../../_util/credit-bodies.ts';
import { Bench, HOSPITAL, INSTITUTE, OPERATOR, PHARMA } from '../_bench.ts';
import { changeOf } from '../_credit.ts';

const base = Bench.founded();
const [earlier, later] = [base.now, base.in(1)];
base.wait(5);
type Refused = RefusalsBody['refused'][number];
const one = (label: string, at: string, author = PHARMA): Refused => ({
  statement: digestOf(label),
  author,
  code: 'chain',
  at,
});
const refusal = (refused: Refused[], change: Partial<RefusalsBody> = {}, bench = base, author = OPERATOR) =>
  bench.refusal('refusals', author, { ...refusalsBody(refused), ...change });
const two = [one('a', earlier), one('b', later, HOSPITAL)];

describe('a list of refusals', () => {
  it('is recorded in the account of the system, so that no refusal can be denied', () => {
    const bench = base.fork();
    const at = bench.now;
    const { digest } = bench.record('refusals', OPERATOR, refusalsBody(two, 7));
    expect(bench.get(STATE.refusals)).toBe(at);
    expect(bench.get(STATE.record(digest))).toMatchObject({ account: 'system', author: OPERATOR });
  });

  it('I6: moves no credit', () => {
    const change = changeOf(base, base.stray('refusals', OPERATOR, refusalsBody(two)));
    expect(change).toMatchObject({ account: 'system', issuedDelta: 0n, spentDelta: 0n });
  });

  it('operator-writes: is written by the ledger itself', () => {
    expect(refusal(two)).toBeUndefined();
    expect(refusal(two, {}, base, INSTITUTE)).toBe('operator-writes');
  });

  it('refusals-rate: comes at most once a second', () => {
    const bench = base.fork();
    const at = bench.now;
    bench.record('refusals', OPERATOR, refusalsBody(two));
    const next = [one('c', later)];
    expect(refusal(next, {}, bench.waitUntil(at, 999))).toBe('refusals-rate');
    expect(refusal(next, {}, bench.waitUntil(at, 1000))).toBeUndefined();
  });

  it('refusals-list: names each statement once, and the first one first', () => {
    expect(refusal([one('a', earlier), one('a', later)])).toBe('refusals-list');
    expect(refusal(two, { first: digestOf('b') })).toBe('refusals-list');
  });

  it('refusals-list: is in the order of their times, none of them ahead of the record', () => {
    expect(refusal([one('a', later), one('b', earlier)])).toBe('refusals-list');
    expect(refusal([one('a', earlier), one('b', earlier)])).toBeUndefined();
    expect(refusal([one('a', base.now)])).toBeUndefined();
    expect(refusal([one('a', base.in(0.001))])).toBe('refusals-list');
  });

  it('author-unknown: is of authenticated statements, whose authors are enrolled', () => {
    expect(refusal([one('a', earlier, 'nobody')])).toBe('author-unknown');
  });

  it('bad-time: has times that there are', () => {
    expect(refusal([one('a', '2026-02-30T00:00:00.000Z')])).toBe('bad-time');
  });
});
