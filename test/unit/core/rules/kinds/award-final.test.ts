import { describe, expect, it } from 'vitest';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, keyEnrolBody, keyRevokeBody } from '../../../../_util/bodies.ts';
import { ORIGIN } from '../../../../_util/consortium.ts';
import { awardFinalBody } from '../../../../_util/credit-bodies.ts';
import { testKey } from '../../../../_util/keys.ts';
import { type Bench, HOSPITAL, INSTITUTE, OPERATOR, PHARMA } from '../_bench.ts';
import {
  ARBITER,
  awardBodyOf,
  awarded,
  BIOTECH,
  changeOf,
  dispute,
  MODEL,
  playRound,
  prepare,
  TREASURER,
  upheldBody,
} from '../_credit.ts';

const stage = awarded();
const { bench: base, award } = stage;
const { disputeBy = '', finalBy = '' } = base.get(STATE.award(award)) ?? {};
const due = base.fork().waitUntil(disputeBy, 1);
const refusal = (bench = due, author = TREASURER, of = award) =>
  bench.refusal('award-final', author, awardFinalBody(of));
const KEY_LOST = { signing: { reason: { code: 'key-lost' } } };

/** Stewards revoke the only key of the operator institution. */
function revokeOperatorKey(bench: Bench): void {
  const { keyId } = testKey(`${OPERATOR} ed25519`);
  bench.resolve('key', INSTITUTE, PHARMA, keyRevokeBody(OPERATOR, keyId), KEY_LOST);
}

describe('a final award', () => {
  it('stands, and its credits follow', () => {
    const bench = due.fork();
    const before = bench.get(STATE.award(award));
    const { digest } = bench.record('award-final', TREASURER, awardFinalBody(award));
    expect(bench.get(STATE.award(award))).toEqual({ ...before, status: 'final' });
    expect(bench.get(STATE.openAwards)).toBeUndefined();
    expect(bench.get(STATE.drain)).toEqual({ source: digest, policy: stage.policy, lines: before?.lines });
    expect(bench.get(STATE.record(digest))?.account).toBe(TREASURER);
  });

  it('I6: issues nothing by itself: its credits do', () => {
    const change = changeOf(due, due.stray('award-final', TREASURER, awardFinalBody(award)));
    expect(change).toMatchObject({ issuedDelta: 0n, spentDelta: 0n });
  });

  it('without a line above 0 leaves nothing to write', () => {
    const components = [{ method: 'shapley-exact' as const, basisPoints: 10_000 }];
    const { bench } = playRound(prepare({ policy: { components, fallback: 'reserve' } }));
    bench.waitUntil(bench.get(STATE.window(MODEL, 1))?.reportsBy ?? '', 1);
    const { digest } = bench.record('award', TREASURER, awardBodyOf(bench));
    bench.waitUntil(bench.get(STATE.award(digest))?.disputeBy ?? '', 1);
    bench.record('award-final', TREASURER, awardFinalBody(digest));
    expect(bench.get(STATE.award(digest))?.status).toBe('final');
    expect(bench.get(STATE.drain)).toBeUndefined();
  });

  it('award-unknown: is one that was submitted', () => {
    expect(refusal(due, TREASURER, digestOf('no award'))).toBe('award-unknown');
  });

  it('award-not-open: becomes final once, and not after it was set aside', () => {
    const bench = due.fork();
    bench.record('award-final', TREASURER, awardFinalBody(award));
    for (const { line, beneficiary, amount } of bench.get(STATE.drain)?.lines ?? []) {
      const { source = '' } = bench.get(STATE.drain) ?? {};
      bench.record('credit', OPERATOR, { source, line, beneficiary, amount });
    }
    expect(refusal(bench)).toBe('award-not-open');

    const disputed = dispute(stage);
    disputed.bench.waitUntil(disputed.bench.get(STATE.dispute(disputed.dispute))?.respondBy ?? '', 1);
    disputed.bench.record('resolution', ARBITER, upheldBody(disputed));
    expect(refusal(disputed.bench.waitUntil(disputeBy, 1))).toBe('award-not-open');
  });

  it('dispute-window: waits until nobody can dispute it any more', () => {
    const bench = base.fork();
    expect(refusal(bench)).toBe('dispute-window');
    expect(refusal(bench.waitUntil(disputeBy))).toBe('dispute-window');
    expect(refusal(bench.waitUntil(disputeBy, 1))).toBeUndefined();
  });

  it('dispute-open: waits until its disputes are resolved, or lapse; and shows that one lapsed', () => {
    const late = base.fork().waitUntil(disputeBy, -1000);
    const { bench, dispute: digest } = dispute({ ...stage, bench: late });
    const { resolveBy = '' } = bench.get(STATE.dispute(digest)) ?? {};
    expect(refusal(bench.waitUntil(disputeBy, 1))).toBe('dispute-open');
    expect(refusal(bench.waitUntil(resolveBy))).toBe('dispute-open');
    bench.waitUntil(resolveBy, 1).record('award-final', TREASURER, awardFinalBody(award));
    expect(bench.get(STATE.award(award))).toMatchObject({ status: 'final', lapsed: true });
  });

  it('has no flag where its disputes were rejected', () => {
    const { bench, dispute: digest } = dispute(stage);
    bench.waitUntil(bench.get(STATE.dispute(digest))?.respondBy ?? '', 1);
    bench.record('resolution', ARBITER, { dispute: digest, finding: 'rejected' });
    bench.waitUntil(disputeBy, 1).record('award-final', TREASURER, awardFinalBody(award));
    expect(bench.get(STATE.award(award))).toMatchObject({ status: 'final', disputes: [] });
    expect(bench.get(STATE.award(award))?.lapsed).toBeUndefined();
  });

  it('role-missing: is declared by the treasurer; once overdue by anyone', () => {
    const bench = due.fork();
    expect(refusal(bench, BIOTECH)).toBe('role-missing');
    expect(refusal(bench.waitUntil(finalBy), BIOTECH)).toBe('role-missing');
    expect(refusal(bench.waitUntil(finalBy, 1), BIOTECH)).toBeUndefined();
  });

  it('operator-key: waits while the ledger has no key to write the credits with', () => {
    const bench = due.fork();
    revokeOperatorKey(bench);
    expect(refusal(bench)).toBe('operator-key');
    const next = testKey(`${OPERATOR} second`);
    bench.resolve('key', INSTITUTE, HOSPITAL, keyEnrolBody(ORIGIN, OPERATOR, next));
    expect(refusal(bench)).toBeUndefined();
  });
});
