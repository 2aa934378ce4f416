/**
 * The kernel: what `apply` asks of every statement, whatever its kind.
 */
import { describe, expect, it } from 'vitest';
import { encodeHex } from '../../../../src/core/bytes/hex.ts';
import { canonicalize } from '../../../../src/core/json/jcs.ts';
import type { Json } from '../../../../src/core/json/json.ts';
import { accountOf, apply } from '../../../../src/core/rules/apply.ts';
import { STATE, type StateKey, type View } from '../../../../src/core/rules/state.ts';
import { CHAIN_START } from '../../../../src/core/statement/statement.ts';
import {
  contributionBody,
  digestOf,
  institutionBody,
  keyRotateBody,
  modelBody,
  roleBody,
  taskBody,
} from '../../../_util/bodies.ts';
import { Consortium, ORIGIN, type StatementOverrides } from '../../../_util/consortium.ts';
import { sampleHistory } from '../../../_util/history.ts';
import { testKey } from '../../../_util/keys.ts';
import { NaiveLedger } from '../../../_util/naive-ledger.ts';
import { Bench, HOSPITAL, INSTITUTE, OPERATOR, PHARMA } from './_bench.ts';

const founded = Bench.founded();
const NEWCOMER = 'seorak-biotech';
const task = (overrides?: StatementOverrides, bench = founded) => bench.refusal('task', PHARMA, taskBody(), overrides);

describe('the place of a record', () => {
  it('other-ledger: a statement is for one ledger', () => {
    expect(task({ ledger: 'log.example/other' })).toBe('other-ledger');
    expect(task({ ledger: `${ORIGIN}/` })).toBe('other-ledger');
  });

  it('duplicate: a statement is recorded once, and this is said before anything else', () => {
    const bench = founded.fork();
    const signed = bench.record('task', PHARMA, taskBody());
    expect(bench.judge(signed)).toBe('duplicate');
    bench.record(
      'key',
      PHARMA,
      keyRotateBody(ORIGIN, PHARMA, testKey('apply 2'), testKey('hangang-pharma 1', 'ecdsa-p256').keyId),
    );
    expect(bench.judge(signed)).toBe('duplicate');
  });

  it('clock-backwards: recordedAt never falls, and may stand still', () => {
    const bench = founded.fork();
    bench.record('task', PHARMA, taskBody());
    const next = (at: Bench) => at.refusal('task', PHARMA, taskBody({ task: 'next' }));
    expect(next(bench.wait(-1))).toBeUndefined();
    expect(next(bench.wait(-0.001))).toBe('clock-backwards');
  });
});

describe('the author', () => {
  it('author-unknown: is enrolled', () => {
    const bench = founded.fork();
    bench.consortium.useKey(NEWCOMER, testKey(`${NEWCOMER} 1`));
    expect(bench.refusal('task', NEWCOMER, taskBody())).toBe('author-unknown');
  });

  it('author-inactive: has not left', () => {
    const bench = founded.fork();
    const left = institutionBody(PHARMA, { class: 'pharma', status: 'left' });
    bench.resolve('institution', INSTITUTE, HOSPITAL, left, { signing: { reason: { code: 'left' } } });
    expect(task({}, bench)).toBe('author-inactive');
  });

  it('operator-writes: is not the operator, in whose name only the ledger writes', () => {
    expect(founded.refusal('task', OPERATOR, taskBody())).toBe('operator-writes');
  });

  it('role-missing: holds a role of the kind', () => {
    expect(founded.refusal('model', PHARMA, modelBody())).toBe('role-missing');
    const contribution = contributionBody(digestOf('round'), 'update');
    expect(founded.refusal('contribution', INSTITUTE, contribution)).toBe('role-missing');
  });

  it('I3: key-not-authors: signs with a key of its own', () => {
    expect(task({ key: testKey('daejeon-institute 1') })).toBe('key-not-authors');
    expect(task({ key: testKey('nobody') })).toBe('key-not-authors');
  });

  it('I3: key-revoked: signs with a key that is live at the index', () => {
    const bench = founded.fork();
    const [first, second] = [testKey('hangang-pharma 1', 'ecdsa-p256'), testKey('apply, the second key')];
    bench.record('key', PHARMA, keyRotateBody(ORIGIN, PHARMA, second, first.keyId));
    expect(task({ key: first }, bench)).toBe('key-revoked');
    expect(task({ key: second }, bench)).toBeUndefined();
  });
});

describe('the chain of an author', () => {
  it('chain: goes on where it ended, statement by statement', () => {
    const bench = founded.fork();
    expect(task({ chain: { sequence: 1, previous: CHAIN_START } }, bench)).toBe('chain');
    expect(task({ chain: { sequence: 0, previous: digestOf('x') } }, bench)).toBe('chain');
    const first = bench.record('task', PHARMA, taskBody());
    expect(bench.get(STATE.chain(PHARMA))).toEqual({ sequence: 1, previous: first.digest });
    const next = (chain: { sequence: number; previous: string }) =>
      bench.refusal('task', PHARMA, taskBody({ task: 'next' }), { chain });
    expect(next({ sequence: 1, previous: first.digest })).toBeUndefined();
    expect(next({ sequence: 1, previous: CHAIN_START })).toBe('chain');
    expect(next({ sequence: 0, previous: CHAIN_START })).toBe('chain');
    expect(next({ sequence: 2, previous: first.digest })).toBe('chain');
  });

  it('is its own: another author neither advances nor breaks it', () => {
    const bench = founded.fork();
    bench.record('task', HOSPITAL, taskBody());
    expect(bench.get(STATE.chain(PHARMA))).toBeUndefined();
    expect(bench.refusal('task', PHARMA, taskBody({ task: 'next' }))).toBeUndefined();
  });

  it('is not advanced by what is refused', () => {
    const bench = founded.fork();
    expect(bench.refusal('task', PHARMA, taskBody({ metric: 'none' }))).toBe('vocabulary');
    expect(bench.refusal('task', PHARMA, taskBody())).toBeUndefined();
  });
});

describe('what the author has seen', () => {
  const { size } = founded.ledger;
  const root = (at: number) => encodeHex(founded.ledger.root(at));

  it('is a root that the log had', () => {
    for (const at of [1, 2, size - 1, size]) expect(task({ seen: { size: at, root: root(at) } })).toBeUndefined();
  });

  it('seen-unknown: is neither another root nor a size to come', () => {
    expect(task({ seen: { size, root: root(size - 1) } })).toBe('seen-unknown');
    expect(task({ seen: { size: 1, root: digestOf('x') } })).toBe('seen-unknown');
    expect(task({ seen: { size: size + 1, root: root(size) } })).toBe('seen-unknown');
    expect(task({ seen: { size: 2 ** 53 - 1, root: root(size) } })).toBe('seen-unknown');
  });
});

describe('a reason', () => {
  it('vocabulary: is a word of the charter, given or needed', () => {
    expect(task({ signing: { reason: { code: 'planned' } } })).toBeUndefined();
    expect(task({ signing: { reason: { code: 'whim' } } })).toBe('vocabulary');
    const ended = roleBody(PHARMA, 'contributor', { change: 'end' });
    expect(founded.refusal('role', INSTITUTE, ended, { signing: { reason: { code: 'whim' } } })).toBe('vocabulary');
  });
});

describe('apply', () => {
  const consortium = new Consortium();
  const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
  ledger.appendAll(sampleHistory(consortium));

  /** The frozen state before record `index`: whoever writes to it throws. */
  function viewBefore(index: number): View {
    const state = new Map([...ledger.state(index)].map(([key, value]) => [key, frozen(value)]));
    return {
      get: <T extends Json>(key: StateKey<T>) => state.get(key) as T | undefined,
      rootAt: (size) => ledger.root(size),
    };
  }

  it('I4: gives the same answer every time and changes nothing that it is given', () => {
    for (let index = 0; index < ledger.size; index++) {
      const record = frozen(ledger.record(index));
      const outcomes = [1, 2].map(() => apply(viewBefore(index), record, index));
      const texts = outcomes.map((outcome) => (outcome.accepted ? canonicalize(outcome.change.changes) : outcome.code));
      expect(texts[0]).toBe(texts[1]);
      expect(outcomes[0]?.accepted).toBe(true);
    }
  });

  it('I4: replaying the bytes of the log gives the same state, byte for byte', () => {
    const again = new NaiveLedger(consortium.origin, consortium.logKey);
    for (const bytes of ledger.records) again.appendBytes(bytes);
    expect(again.stateText()).toBe(ledger.stateText());
  });

  it('I3: what was accepted once is accepted at its index for ever, whatever came later', () => {
    const rotated = ledger.records
      .map((_, index) => ledger.record(index))
      .find(({ statement }) => statement.kind === 'key' && statement.body.change === 'rotate');
    const before = ledger.records
      .map((_, index) => ledger.record(index))
      .filter(({ keyId }) => keyId === rotated?.keyId);
    expect(before.length).toBeGreaterThan(3);
    for (const record of before) {
      const index = ledger.records.findIndex((bytes) => Buffer.compare(bytes, record.bytes) === 0);
      expect(apply(viewBefore(index), record, index).accepted).toBe(true);
    }
  });

  it('I5: puts each record into one account, which the statement alone tells', () => {
    for (let index = 0; index < ledger.size; index++) {
      const record = ledger.record(index);
      const outcome = apply(viewBefore(index), record, index);
      expect(outcome.accepted && outcome.change.account).toBe(accountOf(record));
      expect(accountOf(record)).toMatch(/^(system|(keys\/)?[a-z0-9-]{1,64})$/);
    }
  });

  it('I6: no kind of this version issues or spends credit', () => {
    for (let index = 0; index < ledger.size; index++) {
      const outcome = apply(viewBefore(index), ledger.record(index), index);
      expect(outcome.accepted && [outcome.change.issuedDelta, outcome.change.spentDelta]).toEqual([0n, 0n]);
    }
  });

  it('names every record, its chain and the clock', () => {
    for (let index = 0; index < ledger.size; index++) {
      const { digest, statement, recordedAt } = ledger.record(index);
      const { author, kind, chain } = statement;
      const state = ledger.state(index + 1);
      expect(state.get(STATE.record(digest))).toMatchObject({ index, kind, author });
      expect(state.get(STATE.chain(author))).toEqual({ sequence: chain.sequence + 1, previous: digest });
      expect(state.get(STATE.clock)).toBe(recordedAt);
    }
  });
});

/** The value, frozen all the way down; bytes cannot be. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
