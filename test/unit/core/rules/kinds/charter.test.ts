import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../../../../src/core/bytes/base64.ts';
import type { CharterBody } from '../../../../../src/core/generated/bodies.ts';
import type { SignedStatement } from '../../../../../src/core/record/record.ts';
import { STATE } from '../../../../../src/core/rules/state.ts';
import { charterBody, digestOf, QUORUMS_OF_ONE, taskBody, VOCABULARIES } from '../../../../_util/bodies.ts';
import { Consortium, FOUNDERS, ORIGIN, type StatementOverrides } from '../../../../_util/consortium.ts';
import { testKey, testLogKey, testWitnessKey } from '../../../../_util/keys.ts';
import { altered, Bench, OPERATOR } from '../_bench.ts';

const LOG_VKEY = testLogKey(ORIGIN).vkey;
type Founders = CharterBody['founders'];

/** What the rules say of a charter with other members. */
function refusal(body: Partial<CharterBody>, overrides?: StatementOverrides): string | undefined {
  return Bench.empty().refusal('charter', OPERATOR, charterBody(ORIGIN, LOG_VKEY, FOUNDERS, body), overrides);
}

/** The founders, with one of them changed. */
function founders(at: number, change: Partial<Founders[number]>): Founders {
  return charterBody(ORIGIN, LOG_VKEY, FOUNDERS).founders.map((f, i) => (i === at ? { ...f, ...change } : f));
}

describe('a charter', () => {
  it('is accepted as the first record, and founds the ledger', () => {
    const bench = Bench.empty();
    const [charter] = bench.consortium.founding();
    bench.append(charter as SignedStatement);
    expect(bench.get(STATE.ledger)).toMatchObject({
      origin: ORIGIN,
      charter: charter?.digest,
      operator: OPERATOR,
      logKeys: [LOG_VKEY],
      rules: 1,
    });
    expect(bench.get(STATE.institution(OPERATOR))).toEqual({
      class: 'platform-operator',
      status: 'active',
      keys: {},
      roles: {},
    });
    expect(bench.get(STATE.founding)?.expected.map(({ kind }) => kind)).toEqual([
      'key', // of the operator
      'key',
      'role',
      'role',
      'key',
      'role',
      'role',
      'key',
      'role',
      'role',
    ]);
    expect(bench.ledger.record(0).statement.author).toBe(OPERATOR);
  });

  it('belongs to the account system', () => {
    const bench = Bench.founded();
    const { digest } = bench.ledger.record(0);
    expect(bench.get(STATE.record(digest))).toEqual({ index: 0, kind: 'charter', account: 'system', author: OPERATOR });
  });

  it('charter-first: is refused later, and nothing is accepted before it', () => {
    const second = new Consortium({ charter: { endorseWithin: 1 } }).founding()[0] as SignedStatement;
    expect(Bench.founded().judge(second)).toBe('charter-first');
    const early = Bench.empty();
    expect(early.refusal('task', 'hangang-pharma', taskBody())).toBe('charter-first');
  });

  it('duplicate: the same charter comes once', () => {
    const bench = Bench.founded();
    expect(bench.judge(bench.ledger.record(0))).toBe('duplicate');
  });

  it('charter-operator: is signed by the operator, its first founder, with a key that it lists', () => {
    expect(refusal({ operator: 'daejeon-institute' })).toBe('charter-operator');
    const author = Bench.empty().stray('charter', 'hangang-pharma', charterBody(ORIGIN, LOG_VKEY, FOUNDERS));
    expect(Bench.empty().judge(author)).toBe('charter-operator');
    const body = charterBody(ORIGIN, LOG_VKEY, FOUNDERS);
    const reversed = { ...body, founders: body.founders.toReversed() };
    expect(Bench.empty().refusal('charter', OPERATOR, reversed)).toBe('charter-operator');
    expect(refusal({}, { key: testKey('nobody') })).toBe('charter-operator');
    expect(refusal({}, { key: testKey('daejeon-institute 1') })).toBe('charter-operator');
  });

  it('chain: starts the chain of the operator', () => {
    expect(refusal({}, { chain: { sequence: 1, previous: '0'.repeat(64) } })).toBe('chain');
    expect(refusal({}, { chain: { sequence: 0, previous: digestOf('x') } })).toBe('chain');
  });

  it('meaning: is signed with the meaning responsibility', () => {
    expect(refusal({}, { signing: { meaning: 'author' } })).toBe('meaning');
  });

  it('log-key-name: names an Ed25519 note key of the origin', () => {
    expect(refusal({ log: { vkey: testLogKey('log.example/other').vkey } })).toBe('log-key-name');
    expect(refusal({ log: { vkey: testWitnessKey(ORIGIN).vkey } })).toBe('log-key-name');
    expect(refusal({ log: { vkey: LOG_VKEY.replace(/\+[0-9a-f]{8}\+/, '+00000000+') } })).toBe('bad-vkey');
    expect(refusal({}, { ledger: 'log.example/other' })).toBe('log-key-name');
  });

  it('charter-founders: names each founder once', () => {
    expect(refusal({ founders: founders(2, { institution: 'daejeon-institute' }) })).toBe('charter-founders');
  });

  it('key-not-new: names each key once', () => {
    const [key] = founders(0, {})[0]?.keys ?? [];
    expect(refusal({ founders: founders(1, { keys: key === undefined ? [] : [key] }) })).toBe('key-not-new');
  });

  it('bad-possession, bad-public-key: proves the possession of each key', () => {
    const key = testKey('charter, a key');
    const other = { keys: [key.proven(ORIGIN, 'somebody-else')] };
    expect(refusal({ founders: founders(1, other) })).toBe('bad-possession');
    const { possession } = key.proven(ORIGIN, 'daejeon-institute');
    const point = encodeBase64(key.publicKey.point);
    expect(refusal({ founders: founders(1, { keys: [{ spki: point, possession }] }) })).toBe('bad-public-key');
    expect(refusal({ founders: founders(1, { keys: [{ spki: key.spki, possession: '' }] }) })).toBe('bad-possession');
  });

  it('vocabulary: names each band once', () => {
    const bands = [...VOCABULARIES.bands, { code: 'small', weight: 2, atLeast: 5 }];
    expect(refusal({ vocabularies: { ...VOCABULARIES, bands } })).toBe('vocabulary');
  });

  it('vocabulary: gives a reason only in its own words', () => {
    expect(refusal({}, { signing: { reason: { code: 'planned' } } })).toBeUndefined();
    expect(refusal({}, { signing: { reason: { code: 'whim' } } })).toBe('vocabulary');
  });

  it('operator-role: gives the operator no role', () => {
    expect(refusal({ founders: founders(0, { roles: ['auditor'] }) })).toBe('operator-role');
  });

  it('role-conflict: keeps evaluator, treasurer and arbiter apart', () => {
    expect(refusal({ founders: founders(1, { roles: ['steward', 'evaluator', 'treasurer'] }) })).toBe('role-conflict');
    expect(refusal({ founders: founders(1, { roles: ['steward', 'evaluator'] }) })).toBeUndefined();
  });

  it('role-conflict: but may say which of them go together', () => {
    const both = founders(1, { roles: ['steward', 'evaluator', 'treasurer'] });
    const three = founders(1, { roles: ['steward', 'evaluator', 'treasurer', 'arbiter'] });
    expect(refusal({ founders: both, mayCombine: ['evaluator-treasurer'] })).toBeUndefined();
    expect(refusal({ founders: both, mayCombine: ['arbiter-evaluator', 'arbiter-treasurer'] })).toBe('role-conflict');
    expect(refusal({ founders: three, mayCombine: ['evaluator-treasurer', 'arbiter-treasurer'] })).toBe(
      'role-conflict',
    );
    const all = ['evaluator-treasurer', 'arbiter-treasurer', 'arbiter-evaluator'] as const;
    expect(refusal({ founders: three, mayCombine: [...all] })).toBeUndefined();
  });

  it('quorum-unreachable: has as many stewards as its highest quorum', () => {
    for (const of of ['role', 'algorithm', 'policy'] as const) {
      expect(refusal({ quorums: { ...QUORUMS_OF_ONE, [of]: 3 } })).toBeUndefined();
      expect(refusal({ quorums: { ...QUORUMS_OF_ONE, [of]: 4 } })).toBe('quorum-unreachable');
    }
  });

  it('leaves the quorum of resolutions to the arbiters, whom it may name later', () => {
    expect(refusal({ quorums: { ...QUORUMS_OF_ONE, resolution: 9 } })).toBeUndefined();
  });

  it('seen-unknown: has seen nothing, for there was no log', () => {
    expect(refusal({}, { seen: { size: 1, root: digestOf('root') } })).toBe('seen-unknown');
  });

  it('is judged the same whatever its signature: the caller verifies that', () => {
    const [charter] = new Consortium().founding();
    expect(Bench.empty().judge(altered(charter as SignedStatement, (s) => s))).toBeUndefined();
  });
});
