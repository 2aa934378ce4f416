import { describe, expect, it } from 'vitest';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { digestOf, QUORUMS } from '../../../../_util/bodies.ts';
import { ED25519_FOUNDERS } from '../../../../_util/consortium.ts';
import { algorithmBody } from '../../../../_util/credit-bodies.ts';
import { Bench, HOSPITAL, INSTITUTE, PHARMA } from '../_bench.ts';

const founded = Bench.founded({ founders: ED25519_FOUNDERS });

describe('an algorithm', () => {
  it('is in force once the stewards agree, not before', () => {
    const bench = founded.fork();
    const signed = bench.record('algorithm', PHARMA, algorithmBody());
    expect(bench.get(STATE.algorithm(signed.digest))).toBeUndefined();
    expect(bench.get(STATE.pending(signed.digest))).toMatchObject({ quorum: 2, approvals: [PHARMA] });
    expect(bench.get(STATE.record(signed.digest))?.account).toBe(PHARMA);
    bench.approve(HOSPITAL, signed);
    expect(bench.get(STATE.algorithm(signed.digest))).toBe('trunk-1');
    expect(bench.get(STATE.name('algorithm', 'trunk-1'))).toBe(signed.digest);
  });

  it('is in force at once where the charter asks for one steward', () => {
    const bench = Bench.founded({
      founders: ED25519_FOUNDERS,
      charter: { quorums: { ...QUORUMS, algorithm: 1 } },
    });
    const { digest, ...effect } = bench.effect('algorithm', PHARMA, algorithmBody());
    expect(effect).toEqual({
      account: PHARMA,
      issuedDelta: 0n,
      spentDelta: 0n,
      changes: { [STATE.name('algorithm', 'trunk-1')]: digest, [STATE.algorithm(digest)]: 'trunk-1' },
    });
  });

  it('name-taken: has a name of its own, for ever', () => {
    const bench = founded.fork();
    bench.resolve('algorithm', PHARMA, HOSPITAL, algorithmBody());
    for (const author of [PHARMA, INSTITUTE])
      expect(bench.refusal('algorithm', author, algorithmBody({ code: digestOf('other') }))).toBe('name-taken');
  });

  it('name-taken: of two of one name, the first to be agreed on has it', () => {
    const bench = founded.fork();
    const [first, second] = [PHARMA, INSTITUTE].map((author) => bench.record('algorithm', author, algorithmBody()));
    if (first === undefined || second === undefined) throw new Error('two were recorded');
    bench.approve(HOSPITAL, second);
    expect(bench.judge(bench.fork().consortium.endorsement(HOSPITAL, first))).toBe('name-taken');
    expect(bench.get(STATE.name('algorithm', 'trunk-1'))).toBe(second.digest);
  });
});
