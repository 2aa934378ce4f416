/**
 * The beginning: the charter, then the `key` and `role` records that it announced, in its order, by the operator alone.
 */
import { describe, expect, it } from 'vitest';
import type { SignedStatement } from '../../../../src/core/record/record.ts';
import { STATE } from '../../../../src/core/rules/state.ts';
import { digestOf, endorsementBody, institutionBody, keyEnrolBody, roleBody, taskBody } from '../../../_util/bodies.ts';
import { Consortium, ORIGIN } from '../../../_util/consortium.ts';
import { testKey } from '../../../_util/keys.ts';
import { altered, Bench, HOSPITAL, INSTITUTE, OPERATOR, PHARMA } from './_bench.ts';

const STATEMENTS = new Consortium().founding();

/** The ledger before each founding record. */
const BEGUN = (() => {
  const bench = Bench.empty();
  return bench.consortium.founding().map((signed) => {
    const before = bench.fork();
    bench.append(signed);
    return before;
  });
})();

/** What the rules say, after `count` founding records, of a statement in the operator's chain. */
function refusal(count: number, signed: (bench: Bench) => SignedStatement): string | undefined {
  const bench = BEGUN[count] as Bench;
  const chain = bench.get(STATE.chain(OPERATOR));
  return bench.judge(altered(signed(bench), (s) => (s.author === OPERATOR && chain ? { ...s, chain } : s)));
}

describe('the founding', () => {
  it('goes on in the order of the charter, and ends with its last step', () => {
    const bench = Bench.empty();
    for (const [i, signed] of STATEMENTS.entries()) {
      const expected = bench.get(STATE.founding)?.expected.length;
      expect(expected).toBe(i === 0 ? undefined : STATEMENTS.length - i);
      bench.append(signed);
    }
    expect(bench.get(STATE.founding)).toBeUndefined();
    expect(bench.get(STATE.institution(PHARMA))).toMatchObject({
      keys: { [testKey('hangang-pharma 1', 'ecdsa-p256').keyId]: { since: 5 } },
      roles: { steward: { since: 6 }, contributor: { since: 7 } },
    });
  });

  it('founding: skips no step and swaps none', () => {
    for (let count = 1; count + 1 < STATEMENTS.length; count++) {
      expect(refusal(count, () => STATEMENTS[count] as SignedStatement)).toBeUndefined();
      expect(refusal(count, () => STATEMENTS[count + 1] as SignedStatement)).toBe('founding');
    }
  });

  it('founding: enrols the key that was announced, not another of the same institution', () => {
    const other = keyEnrolBody(ORIGIN, INSTITUTE, testKey('not announced'));
    expect(refusal(2, (bench) => bench.stray('key', OPERATOR, other))).toBe('founding');
  });

  it('founding: changes nothing that was announced', () => {
    const asked = STATEMENTS[3]?.statement;
    expect(asked).toMatchObject({ kind: 'role', body: { institution: INSTITUTE, role: 'steward', change: 'grant' } });
    const role = (body: Parameters<typeof roleBody>) => (bench: Bench) =>
      bench.stray('role', OPERATOR, roleBody(...body));
    expect(refusal(3, role([INSTITUTE, 'steward']))).toBeUndefined();
    expect(refusal(3, role([INSTITUTE, 'auditor']))).toBe('founding');
    expect(refusal(3, role([PHARMA, 'steward']))).toBe('founding');
    expect(refusal(3, role([INSTITUTE, 'steward', { change: 'end' }]))).toBe('founding');
    const revoked = {
      institution: INSTITUTE,
      change: 'revoke',
      revokes: testKey('daejeon-institute 1').keyId,
    } as const;
    expect(refusal(2, (bench) => bench.stray('key', OPERATOR, revoked))).toBe('founding');
  });

  it('founding: accepts no other kind and no other author', () => {
    expect(refusal(3, (bench) => bench.stray('task', OPERATOR, taskBody()))).toBe('founding');
    expect(refusal(3, (bench) => bench.stray('institution', OPERATOR, institutionBody('new')))).toBe('founding');
    const endorsement = endorsementBody(digestOf('x'), 'system');
    expect(refusal(8, (bench) => bench.stray('endorsement', INSTITUTE, endorsement))).toBe('founding');
    const own = roleBody(HOSPITAL, 'steward');
    const lastButOne = STATEMENTS.length - 2;
    expect(refusal(lastButOne, (bench) => bench.stray('role', HOSPITAL, own))).toBe('founding');
  });

  it('founding: is signed with a key that the charter lists for the operator', () => {
    const body = roleBody(INSTITUTE, 'steward');
    const by = (key: ReturnType<typeof testKey>) => refusal(3, (bench) => bench.stray('role', OPERATOR, body, { key }));
    expect(by(testKey('platform 1'))).toBeUndefined();
    expect(by(testKey('nobody'))).toBe('founding');
    expect(by(testKey('daejeon-institute 1'))).toBe('founding');
  });

  it('meaning: is signed with the meaning responsibility', () => {
    const body = roleBody(INSTITUTE, 'steward');
    const meaning = (bench: Bench) => bench.stray('role', OPERATOR, body, { signing: { meaning: 'approval' } });
    expect(refusal(3, meaning)).toBe('meaning');
  });

  it('asks no quorum: what the founders signed is the charter', () => {
    const bench = Bench.founded();
    expect([...bench.ledger.state().keys()].filter((key) => key.startsWith('pending/'))).toEqual([]);
  });

  it('operator-writes: is the last that the operator writes by hand', () => {
    const bench = Bench.founded();
    const key = keyEnrolBody(ORIGIN, OPERATOR, testKey('platform 2'));
    expect(bench.refusal('key', OPERATOR, key)).toBe('operator-writes');
  });
});
