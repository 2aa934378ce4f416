import { describe, expect, it } from 'vitest';
import type { CreditPolicyBody } from '../../../../../src/core/generated/bodies.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { QUORUMS } from '../../../../_util/bodies.ts';
import { ED25519_FOUNDERS } from '../../../../_util/consortium.ts';
import { creditPolicyBody } from '../../../../_util/credit-bodies.ts';
import { Bench, HOSPITAL, INSTITUTE, PHARMA } from '../_bench.ts';

const founded = Bench.founded({ founders: ED25519_FOUNDERS });
const refusal = (change: Partial<CreditPolicyBody>, bench = founded) =>
  bench.refusal('credit-policy', PHARMA, creditPolicyBody(change));

type Component = CreditPolicyBody['components'][number];
const component = (method: Component['method'], basisPoints: number): Component => ({ method, basisPoints });

describe('a credit policy', () => {
  it('is in force once the stewards agree, whole, and not before', () => {
    const bench = founded.fork();
    const signed = bench.record('credit-policy', PHARMA, creditPolicyBody());
    expect(bench.get(STATE.policy(signed.digest))).toBeUndefined();
    expect(bench.get(STATE.pending(signed.digest))).toMatchObject({ quorum: 2, approvals: [PHARMA] });
    expect(bench.get(STATE.record(signed.digest))?.account).toBe(PHARMA);
    bench.approve(HOSPITAL, signed);
    expect(bench.get(STATE.policy(signed.digest))).toEqual(creditPolicyBody());
    expect(bench.get(STATE.name('credit-policy', 'policy-1'))).toBe(signed.digest);
  });

  it('I6: issues nothing by itself', () => {
    const bench = Bench.founded({ founders: ED25519_FOUNDERS, charter: { quorums: { ...QUORUMS, policy: 1 } } });
    const { digest, ...effect } = bench.effect('credit-policy', PHARMA, creditPolicyBody());
    expect(effect).toEqual({
      account: PHARMA,
      issuedDelta: 0n,
      spentDelta: 0n,
      changes: {
        [STATE.name('credit-policy', 'policy-1')]: digest,
        [STATE.policy(digest)]: creditPolicyBody(),
      },
    });
  });

  it('name-taken: never changes: a new version has a new name', () => {
    const bench = founded.fork();
    bench.resolve('credit-policy', PHARMA, HOSPITAL, creditPolicyBody());
    expect(refusal({ budget: '2' }, bench)).toBe('name-taken');
    expect(bench.refusal('credit-policy', INSTITUTE, creditPolicyBody())).toBe('name-taken');
    expect(refusal({ policy: 'policy-2' }, bench)).toBeUndefined();
  });

  it('policy-components: its parts make a whole', () => {
    const parts = (...basisPoints: number[]) =>
      refusal({
        components: basisPoints.map((points, i) => component(i === 0 ? 'equal' : 'samples', points)),
      });
    expect(parts(10_000)).toBeUndefined();
    expect(parts(1, 9999)).toBeUndefined();
    expect(parts(9999)).toBe('policy-components');
    expect(parts(1, 9998)).toBe('policy-components');
    expect(parts(1, 10_000)).toBe('policy-components');
  });

  it('policy-components: it names each method once', () => {
    const components = [component('samples', 5000), component('samples', 5000)];
    expect(refusal({ components })).toBe('policy-components');
  });

  it('policy-limits: some norm is allowed', () => {
    const { limits } = creditPolicyBody();
    const norms = (normMinMicro: number, normMaxMicro: number) =>
      refusal({ limits: { ...limits, normMinMicro, normMaxMicro } });
    expect(norms(5, 5)).toBeUndefined();
    expect(norms(6, 5)).toBe('policy-limits');
  });
});
