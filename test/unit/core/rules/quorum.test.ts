/**
 * Quorum kinds from their record to their effect, or to their lapse.
 */
import { describe, expect, it } from 'vitest';
import type { SignedStatement } from '../../../../src/core/record/record.ts';
import { STATE } from '../../../../src/core/rules/state.ts';
import {
  amendmentBody,
  institutionBody,
  keyEnrolBody,
  keyRevokeBody,
  QUORUMS,
  roleBody,
  taskBody,
} from '../../../_util/bodies.ts';
import { type ConsortiumOptions, FOUNDERS, ORIGIN } from '../../../_util/consortium.ts';
import { testKey } from '../../../_util/keys.ts';
import { Bench, HOSPITAL, INSTITUTE, PHARMA } from './_bench.ts';

const BIOTECH = 'seorak-biotech';
const DAY_SECONDS = 86_400;
const founded = Bench.founded();

/** A ledger whose institutions need another quorum. */
const withQuorum = (institution: number, options: ConsortiumOptions = {}) =>
  Bench.founded({ ...options, charter: { quorums: { ...QUORUMS, institution } } });

/** A bench with a pending enrolment by the institute. */
function pending(base = founded): { bench: Bench; signed: SignedStatement } {
  const bench = base.fork();
  return { bench, signed: bench.record('institution', INSTITUTE, institutionBody(BIOTECH)) };
}

const endorse = (bench: Bench, by: string, signed: SignedStatement, meaning: 'approval' | 'review' = 'approval') =>
  bench.judge(bench.fork().consortium.endorsement(by, signed, meaning));
const isEnrolled = (bench: Bench) => bench.get(STATE.institution(BIOTECH)) !== undefined;

describe('a pending statement', () => {
  it('has no effect; its author counts first', () => {
    const { bench, signed } = pending();
    expect(isEnrolled(bench)).toBe(false);
    expect(bench.get(STATE.pending(signed.digest))).toEqual({
      payload: Buffer.from(signed.payload).toString('base64'),
      index: bench.ledger.size - 1,
      quorum: 2,
      approvals: [INSTITUTE],
      until: bench.in(DAY_SECONDS - 1),
    });
  });

  it('takes effect at the index of the endorsement that completes the quorum', () => {
    const { bench, signed } = pending();
    bench.approve(PHARMA, signed);
    expect(isEnrolled(bench)).toBe(true);
    expect(bench.get(STATE.pending(signed.digest))).toBeUndefined();
    const granted = bench.record('role', INSTITUTE, roleBody(BIOTECH, 'auditor'));
    const completing = bench.approve(HOSPITAL, granted);
    expect(bench.get(STATE.institution(BIOTECH))?.roles['auditor']).toEqual({
      since: bench.get(STATE.record(completing.digest))?.index,
    });
  });

  it('is judged when it is recorded: what could have no effect is refused at once', () => {
    expect(founded.refusal('role', INSTITUTE, roleBody('nobody', 'auditor'))).toBe('institution-unknown');
  });

  it('role-missing: is for stewards to propose', () => {
    const bench = founded.fork();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(HOSPITAL, 'steward', { change: 'end' }));
    expect(bench.refusal('institution', HOSPITAL, institutionBody(BIOTECH))).toBe('role-missing');
  });

  it('with a quorum of one takes effect at once', () => {
    const { bench, signed } = pending(withQuorum(1));
    expect(isEnrolled(bench)).toBe(true);
    expect(bench.get(STATE.pending(signed.digest))).toBeUndefined();
  });

  it('with a quorum of three waits for two others', () => {
    const { bench, signed } = pending(withQuorum(3));
    bench.approve(HOSPITAL, signed);
    expect(isEnrolled(bench)).toBe(false);
    expect(bench.get(STATE.pending(signed.digest))?.approvals).toEqual([INSTITUTE, HOSPITAL]);
    bench.approve(PHARMA, signed);
    expect(isEnrolled(bench)).toBe(true);
  });

  it('keeps the quorum and the time of the charter under which it was recorded', () => {
    const { bench, signed } = pending(withQuorum(3));
    const quorums = { ...QUORUMS, institution: 1 };
    bench.resolve('amendment', PHARMA, HOSPITAL, amendmentBody({ quorums, endorseWithin: 1 }));
    bench.wait(100);
    bench.approve(HOSPITAL, signed);
    expect(isEnrolled(bench)).toBe(false);
    bench.approve(PHARMA, signed);
    expect(isEnrolled(bench)).toBe(true);
  });
});

describe('a quorum, while keys of those who stand behind it end', () => {
  const institutionKey = (id: string) => testKey(`${id} 1`, id === PHARMA ? 'ecdsa-p256' : 'ed25519');

  it('I3: counts what was signed with a key that was live then, of the author and of approvers', () => {
    const { bench, signed } = pending(withQuorum(3));
    bench.approve(PHARMA, signed);
    for (const id of [INSTITUTE, PHARMA]) {
      const next = testKey(`${id}, a spare`);
      bench.record('key', id, keyEnrolBody(ORIGIN, id, next));
      const flag = { compromisedSince: 0 };
      bench.record('key', id, keyRevokeBody(id, institutionKey(id).keyId, flag), { key: next });
      bench.consortium.useKey(id, next);
    }
    bench.approve(HOSPITAL, signed);
    expect(isEnrolled(bench)).toBe(true);
  });

  it('key-revoked: counts nothing that is signed with the key after its end', () => {
    const { bench, signed } = pending();
    bench.record('key', PHARMA, keyRevokeBody(PHARMA, institutionKey(PHARMA).keyId));
    expect(endorse(bench, PHARMA, signed)).toBe('key-revoked');
    expect(isEnrolled(bench)).toBe(false);
    bench.approve(HOSPITAL, signed);
    expect(isEnrolled(bench)).toBe(true);
  });

  it('key-not-live, key-not-new: judges a key event of a quorum once more where it would take effect', () => {
    const bench = founded.fork();
    const spare = testKey(`${PHARMA}, a spare`);
    const own = institutionKey(PHARMA);
    const ending = bench.record('key', INSTITUTE, keyRevokeBody(PHARMA, own.keyId));
    const coming = bench.record('key', INSTITUTE, keyEnrolBody(ORIGIN, PHARMA, spare));
    bench.record('key', PHARMA, keyEnrolBody(ORIGIN, PHARMA, spare));
    bench.record('key', PHARMA, keyRevokeBody(PHARMA, own.keyId));
    expect(endorse(bench, HOSPITAL, ending)).toBe('key-not-live');
    expect(endorse(bench, HOSPITAL, coming)).toBe('key-not-new');
  });
});

describe('an approval', () => {
  it('endorses-own: is not by the author, who counts already', () => {
    const { bench, signed } = pending();
    expect(endorse(bench, INSTITUTE, signed)).toBe('endorses-own');
  });

  it('already-endorsed: counts once for an institution', () => {
    const { bench, signed } = pending(withQuorum(3));
    bench.approve(HOSPITAL, signed);
    expect(endorse(bench, HOSPITAL, signed)).toBe('already-endorsed');
    expect(isEnrolled(bench)).toBe(false);
  });

  it('role-missing: counts for stewards alone', () => {
    const bench = founded.fork();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(HOSPITAL, 'steward', { change: 'end' }));
    const signed = bench.record('institution', INSTITUTE, institutionBody(BIOTECH));
    expect(endorse(bench, HOSPITAL, signed)).toBe('role-missing');
    expect(endorse(bench, HOSPITAL, signed, 'review')).toBeUndefined();
    expect(endorse(bench, PHARMA, signed)).toBeUndefined();
  });

  it('role-missing: counts while the role of steward lasts', () => {
    const bench = founded.fork();
    bench.resolve('role', INSTITUTE, PHARMA, roleBody(HOSPITAL, 'steward', { until: bench.in(100) }));
    const signed = bench.record('institution', INSTITUTE, institutionBody(BIOTECH));
    expect(endorse(bench, HOSPITAL, signed)).toBeUndefined();
    bench.wait(100);
    expect(endorse(bench, HOSPITAL, signed)).toBe('role-missing');
  });

  it('is no review: one by a steward is recorded and does not count', () => {
    const { bench, signed } = pending();
    const review = bench.consortium.endorsement(PHARMA, signed, 'review');
    bench.append(review);
    expect(isEnrolled(bench)).toBe(false);
    expect(bench.get(STATE.pending(signed.digest))?.approvals).toEqual([INSTITUTE]);
    bench.approve(HOSPITAL, signed);
    expect(isEnrolled(bench)).toBe(true);
  });

  it('counts as it was given, although its key ends and its steward goes', () => {
    const { bench, signed } = pending(withQuorum(3));
    const [first, second] = [testKey('hangang-pharma 1', 'ecdsa-p256'), testKey('quorum, the second key')];
    bench.approve(PHARMA, signed);
    bench.record('key', PHARMA, keyEnrolBody(ORIGIN, PHARMA, second));
    bench.record('key', PHARMA, keyRevokeBody(PHARMA, first.keyId), { key: second });
    bench.resolve('role', INSTITUTE, HOSPITAL, roleBody(PHARMA, 'steward', { change: 'end' }));
    bench.approve(HOSPITAL, signed);
    expect(isEnrolled(bench)).toBe(true);
  });

  it('I3: key-revoked: is signed with a key that is live at its own index', () => {
    const { bench, signed } = pending();
    const [first, second] = [testKey('hangang-pharma 1', 'ecdsa-p256'), testKey('quorum, the second key')];
    bench.record('key', PHARMA, keyEnrolBody(ORIGIN, PHARMA, second));
    bench.record('key', PHARMA, keyRevokeBody(PHARMA, first.keyId), { key: second });
    expect(endorse(bench, PHARMA, signed)).toBe('key-revoked');
  });

  it('after the effect, and of a kind without quorum, is recorded and changes nothing else', () => {
    const { bench, signed } = pending();
    bench.approve(PHARMA, signed);
    const before = bench.get(STATE.institution(BIOTECH));
    bench.approve(HOSPITAL, signed);
    expect(bench.get(STATE.institution(BIOTECH))).toEqual(before);
    const task = bench.record('task', PHARMA, taskBody());
    bench.approve(HOSPITAL, task);
    expect(bench.get(STATE.pending(task.digest))).toBeUndefined();
  });
});

describe('past endorseWithin', () => {
  it('pending-lapsed: no approval counts, to the millisecond', () => {
    const { bench, signed } = pending();
    bench.wait(DAY_SECONDS - 1);
    expect(bench.now).toBe(bench.get(STATE.pending(signed.digest))?.until);
    expect(endorse(bench, PHARMA, signed)).toBeUndefined();
    bench.wait(0.001);
    expect(endorse(bench, PHARMA, signed)).toBe('pending-lapsed');
  });

  it('a review is still recorded, and the author may propose again', () => {
    const { bench, signed } = pending();
    bench.wait(2 * DAY_SECONDS);
    expect(endorse(bench, PHARMA, signed, 'review')).toBeUndefined();
    bench.resolve('institution', INSTITUTE, PHARMA, institutionBody(BIOTECH));
    expect(isEnrolled(bench)).toBe(true);
  });
});

describe('at completion the statement is judged again', () => {
  it('key-not-new: of two that enrol one key, the first completed wins', () => {
    const bench = founded.fork();
    const key = testKey('quorum, a disputed key');
    const first = bench.record('key', INSTITUTE, keyEnrolBody(ORIGIN, PHARMA, key));
    const second = bench.record('key', PHARMA, keyEnrolBody(ORIGIN, HOSPITAL, key));
    bench.approve(HOSPITAL, first);
    expect(endorse(bench, INSTITUTE, second)).toBe('key-not-new');
    expect(bench.get(STATE.key(key.keyId))).toBe(PHARMA);
    expect(bench.get(STATE.pending(second.digest))?.approvals).toEqual([PHARMA]);
  });

  it('role-conflict: of two roles that do not go together, the first completed wins', () => {
    const bench = founded.fork();
    const evaluator = bench.record('role', INSTITUTE, roleBody(PHARMA, 'evaluator'));
    const arbiter = bench.record('role', HOSPITAL, roleBody(PHARMA, 'arbiter'));
    bench.approve(INSTITUTE, arbiter);
    expect(endorse(bench, HOSPITAL, evaluator)).toBe('role-conflict');
  });

  it('vocabulary: of two amendments, the second must not lose what the first added', () => {
    const bench = founded.fork();
    const { vocabularies } = bench.get(STATE.ledger) ?? {};
    if (vocabularies === undefined) throw new Error('the ledger is not founded');
    const bands = vocabularies.bands.map((band) => ({ ...band }));
    const grown = (metric: string) => ({
      ...vocabularies,
      bands,
      endpoints: [...vocabularies.endpoints],
      units: [...vocabularies.units],
      formats: [...vocabularies.formats],
      reasons: [...vocabularies.reasons],
      metrics: [...vocabularies.metrics, metric],
    });
    const a = bench.record('amendment', INSTITUTE, { amendment: 'a', vocabularies: grown('auprc') });
    const b = bench.record('amendment', PHARMA, { amendment: 'b', vocabularies: grown('mcc') });
    bench.approve(HOSPITAL, a);
    expect(endorse(bench, HOSPITAL, b)).toBe('vocabulary');
  });

  it('reason-missing: an enrolment that would now change an institution says no why', () => {
    const { bench, signed } = pending();
    bench.resolve('institution', HOSPITAL, PHARMA, institutionBody(BIOTECH, { class: 'university' }));
    expect(endorse(bench, PHARMA, signed)).toBe('reason-missing');
    expect(bench.get(STATE.institution(BIOTECH))?.class).toBe('university');
  });
});

describe('the steward of one institution', () => {
  it('is one vote, whatever keys it signs with', () => {
    const founders = FOUNDERS.map((f) =>
      f.id === PHARMA ? { ...f, keys: [...f.keys, testKey('hangang-pharma, another founding key')] } : f,
    );
    const { bench, signed } = pending(withQuorum(3, { founders }));
    bench.approve(PHARMA, signed);
    const again = bench.consortium.endorsement(PHARMA, signed, 'approval', {
      key: testKey('hangang-pharma, another founding key'),
      stray: true,
    });
    expect(bench.judge(again)).toBe('already-endorsed');
  });
});
