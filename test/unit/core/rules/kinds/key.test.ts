import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../../../../src/core/bytes/base64.ts';
import type { Json } from '../../../../../src/core/json/json.ts';
import type { SignedStatement } from '../../../../../src/core/record/record.ts';
import { apply } from '../../../../../src/core/rules/apply.ts';
import { STATE, type StateKey } from '../../../../../src/core/rules/state.ts';
import { addSeconds } from '../../../../../src/core/statement/instant.ts';
import { digestOf, keyEnrolBody, keyRevokeBody, keyRotateBody, taskBody } from '../../../../_util/bodies.ts';
import { ORIGIN } from '../../../../_util/consortium.ts';
import { awardFinalBody, claimBody, disputeBody } from '../../../../_util/credit-bodies.ts';
import { type TestKey, testKey } from '../../../../_util/keys.ts';
import { Bench, HOSPITAL, INSTITUTE, OPERATOR, PHARMA, unreasoned } from '../_bench.ts';
import { awardBodyOf, awarded, BIOTECH, DEADLINES, finalise, playRound, reportOn, TREASURER } from '../_credit.ts';
import { LogEnd } from '../_named-view.ts';

const founded = Bench.founded();
const FIRST = testKey('hangang-pharma 1', 'ecdsa-p256');
const SECOND = testKey('hangang-pharma, the second key');
const KEY_LOST = { signing: { reason: { code: 'key-lost' } } };

const keyOf = (bench: Bench, key: TestKey) => bench.get(STATE.institution(PHARMA))?.keys[key.keyId];
const indexOf = (bench: Bench, digest: string) => bench.get(STATE.record(digest))?.index;
const enrol = (key: TestKey) => keyEnrolBody(ORIGIN, PHARMA, key);

describe('a key', () => {
  it('is enrolled by its institution, and signs from the next record on', () => {
    const bench = founded.fork();
    expect(bench.refusal('task', PHARMA, taskBody(), { key: SECOND })).toBe('key-not-authors');
    const { digest } = bench.record('key', PHARMA, enrol(SECOND));
    expect(keyOf(bench, SECOND)).toEqual({ spki: SECOND.spki, since: indexOf(bench, digest) });
    expect(bench.get(STATE.key(SECOND.keyId))).toBe(PHARMA);
    expect(bench.get(STATE.record(digest))?.account).toBe(`keys/${PHARMA}`);
    expect(bench.refusal('task', PHARMA, taskBody(), { key: SECOND })).toBeUndefined();
    expect(bench.refusal('task', PHARMA, taskBody(), { key: FIRST })).toBeUndefined();
  });

  it('key-not-authors: signs nothing before it is enrolled, its own enrolment included', () => {
    expect(founded.refusal('key', PHARMA, enrol(SECOND), { key: SECOND })).toBe('key-not-authors');
  });

  it('is rotated: the old key signs its successor in, and then ends', () => {
    const bench = founded.fork();
    const { digest } = bench.record('key', PHARMA, keyRotateBody(ORIGIN, PHARMA, SECOND, FIRST.keyId));
    const index = indexOf(bench, digest);
    expect(keyOf(bench, FIRST)).toMatchObject({ until: index });
    expect(keyOf(bench, SECOND)).toMatchObject({ since: index });
    expect(bench.refusal('task', PHARMA, taskBody(), { key: FIRST })).toBe('key-revoked');
    expect(bench.refusal('task', PHARMA, taskBody(), { key: SECOND })).toBeUndefined();
  });

  it('is revoked forward only: what it signed before stands', () => {
    const bench = founded.fork();
    const before = bench.record('task', PHARMA, taskBody());
    bench.record('key', PHARMA, enrol(SECOND));
    const { digest } = bench.record('key', PHARMA, keyRevokeBody(PHARMA, FIRST.keyId), { key: SECOND });
    expect(keyOf(bench, FIRST)?.until).toBe(indexOf(bench, digest));
    expect(bench.get(STATE.task('herg-10um'))).toBe(before.digest);
    expect(bench.refusal('task', PHARMA, taskBody({ task: 'x' }), { key: FIRST })).toBe('key-revoked');
  });

  it('may revoke itself, with the last record that it signs', () => {
    const bench = founded.fork();
    bench.record('key', PHARMA, keyRevokeBody(PHARMA, FIRST.keyId));
    expect(bench.refusal('task', PHARMA, taskBody())).toBe('key-revoked');
  });

  it('is flagged from the index since which it is compromised', () => {
    const bench = founded.fork();
    const body = keyRevokeBody(PHARMA, FIRST.keyId, { compromisedSince: 3 });
    bench.record('key', PHARMA, body, { signing: { reason: { code: 'key-compromised' } } });
    expect(keyOf(bench, FIRST)).toMatchObject({ compromisedSince: 3 });
  });

  it('compromised-since: at most since its own record', () => {
    const at = (compromisedSince: number) =>
      founded.refusal('key', PHARMA, keyRevokeBody(PHARMA, FIRST.keyId, { compromisedSince }));
    expect(at(founded.ledger.size)).toBeUndefined();
    expect(at(founded.ledger.size + 1)).toBe('compromised-since');
  });

  describe('that has ended', () => {
    /** FIRST ended with this record; SECOND signs. */
    function rotated(): { bench: Bench; until: number } {
      const bench = founded.fork();
      bench.record('task', PHARMA, taskBody());
      const { digest } = bench.record('key', PHARMA, keyRotateBody(ORIGIN, PHARMA, SECOND, FIRST.keyId));
      bench.consortium.useKey(PHARMA, SECOND);
      return { bench, until: indexOf(bench, digest) ?? 0 };
    }
    const flagged = (compromisedSince: number) => keyRevokeBody(PHARMA, FIRST.keyId, { compromisedSince });

    it('is flagged all the same, where a theft came to light late; when it ended stays', () => {
      const { bench, until } = rotated();
      bench.record('key', PHARMA, flagged(until - 1));
      expect(keyOf(bench, FIRST)).toMatchObject({ until, compromisedSince: until - 1 });
    });

    it('is flagged by quorum too', () => {
      const { bench, until } = rotated();
      bench.resolve('key', INSTITUTE, HOSPITAL, flagged(3));
      expect(keyOf(bench, FIRST)).toMatchObject({ until, compromisedSince: 3 });
    });

    it('compromised-since: from before its end on, and each time from further back', () => {
      const { bench, until } = rotated();
      expect(bench.refusal('key', PHARMA, flagged(until))).toBe('compromised-since');
      bench.record('key', PHARMA, flagged(until - 1));
      expect(bench.refusal('key', PHARMA, flagged(until - 1))).toBe('compromised-since');
      bench.record('key', PHARMA, flagged(0));
      expect(keyOf(bench, FIRST)).toMatchObject({ until, compromisedSince: 0 });
      expect(bench.refusal('key', PHARMA, flagged(0))).toBe('compromised-since');
    });

    it('key-not-live: is not ended again, and comes back by nothing', () => {
      const { bench } = rotated();
      expect(bench.refusal('key', PHARMA, keyRevokeBody(PHARMA, FIRST.keyId))).toBe('key-not-live');
      bench.record('key', PHARMA, flagged(0));
      expect(bench.refusal('task', PHARMA, taskBody({ task: 'x' }), { key: FIRST })).toBe('key-revoked');
    });
  });

  it('too-many-keys: an institution enrols 256 itself; then the stewards do, by quorum', () => {
    const judge = (signed: SignedStatement, count: number) => {
      const end = new LogEnd(founded.ledger);
      const key: StateKey = STATE.institution(PHARMA);
      const { keys = {}, ...institution } = end.get(STATE.institution(PHARMA)) ?? {};
      const more = Array.from({ length: count - 1 }, (_, i) => [
        digestOf(`key ${i}`),
        { spki: '', since: 0, until: 1 },
      ]);
      const crowded = { ...institution, keys: { ...keys, ...Object.fromEntries(more) } };
      const get = <T extends Json>(named: StateKey<T>) => (named === key ? (crowded as Json as T) : end.get(named));
      const view = { get, rootAt: () => undefined };
      return apply(view, { ...signed, recordedAt: founded.now }, end.size);
    };
    const own = founded.stray('key', PHARMA, enrol(SECOND));
    const rotated = founded.stray('key', PHARMA, keyRotateBody(ORIGIN, PHARMA, SECOND, FIRST.keyId));
    for (const signed of [own, rotated]) {
      expect(judge(signed, 255).accepted).toBe(true);
      expect(judge(signed, 256)).toMatchObject({ accepted: false, code: 'too-many-keys' });
    }
    expect(judge(founded.stray('key', PHARMA, keyRevokeBody(PHARMA, FIRST.keyId)), 256).accepted).toBe(true);
    expect(judge(founded.stray('key', INSTITUTE, enrol(SECOND)), 256).accepted).toBe(true);
  });

  it('lost with all others is replaced by quorum', () => {
    const bench = founded.fork();
    bench.record('key', PHARMA, keyRevokeBody(PHARMA, FIRST.keyId), KEY_LOST);
    const signed = bench.record('key', INSTITUTE, enrol(SECOND));
    expect(keyOf(bench, SECOND)).toBeUndefined();
    const approval = bench.approve(HOSPITAL, signed);
    expect(keyOf(bench, SECOND)).toMatchObject({ since: indexOf(bench, approval.digest) });
    expect(bench.refusal('task', PHARMA, taskBody(), { key: SECOND })).toBeUndefined();
  });

  it('of another is revoked by quorum', () => {
    const bench = founded.fork();
    bench.resolve('key', INSTITUTE, HOSPITAL, keyRevokeBody(PHARMA, FIRST.keyId), KEY_LOST);
    expect(bench.refusal('task', PHARMA, taskBody())).toBe('key-revoked');
  });

  it('role-missing: of another is a matter for stewards', () => {
    const bench = founded.fork();
    bench.resolve('role', INSTITUTE, PHARMA, { institution: HOSPITAL, role: 'steward', change: 'end' });
    expect(bench.refusal('key', HOSPITAL, enrol(SECOND))).toBe('role-missing');
    const own = keyEnrolBody(ORIGIN, HOSPITAL, SECOND);
    expect(bench.refusal('key', HOSPITAL, own)).toBeUndefined();
  });

  it('not-own-key: of another is never rotated', () => {
    const body = keyRotateBody(ORIGIN, PHARMA, SECOND, FIRST.keyId);
    expect(founded.refusal('key', INSTITUTE, body)).toBe('not-own-key');
  });

  it('operator-writes: of the operator too is a matter for stewards', () => {
    const body = keyEnrolBody(ORIGIN, OPERATOR, SECOND);
    expect(founded.refusal('key', OPERATOR, body)).toBe('operator-writes');
    expect(founded.refusal('key', INSTITUTE, body)).toBeUndefined();
  });

  it('institution-unknown: belongs to an enrolled institution', () => {
    expect(founded.refusal('key', INSTITUTE, keyEnrolBody(ORIGIN, 'nobody', SECOND))).toBe('institution-unknown');
  });

  it('key-not-new: is new in the whole log, ended ones included', () => {
    const bench = founded.fork();
    expect(bench.refusal('key', PHARMA, enrol(FIRST))).toBe('key-not-new');
    const stolen = testKey('daejeon-institute 1');
    expect(bench.refusal('key', PHARMA, enrol(stolen))).toBe('key-not-new');
    bench.record('key', PHARMA, keyRotateBody(ORIGIN, PHARMA, SECOND, FIRST.keyId));
    bench.consortium.useKey(PHARMA, SECOND);
    expect(bench.refusal('key', PHARMA, enrol(FIRST))).toBe('key-not-new');
    expect(bench.refusal('key', PHARMA, keyRotateBody(ORIGIN, PHARMA, SECOND, SECOND.keyId))).toBe('key-not-new');
  });

  it('key-not-live: ends only while it is live, and only for its own institution', () => {
    const bench = founded.fork();
    const others = testKey('daejeon-institute 1').keyId;
    expect(bench.refusal('key', PHARMA, keyRevokeBody(PHARMA, others))).toBe('key-not-live');
    expect(bench.refusal('key', PHARMA, keyRotateBody(ORIGIN, PHARMA, SECOND, SECOND.keyId))).toBe('key-not-live');
    bench.record('key', PHARMA, keyRotateBody(ORIGIN, PHARMA, SECOND, FIRST.keyId));
    bench.consortium.useKey(PHARMA, SECOND);
    expect(bench.refusal('key', PHARMA, keyRevokeBody(PHARMA, FIRST.keyId))).toBe('key-not-live');
  });

  it('bad-possession, bad-public-key: comes with a proof of its possession', () => {
    const body = (spki: string, possession: string) =>
      founded.refusal('key', PHARMA, { institution: PHARMA, change: 'enrol', key: { spki, possession } });
    const { spki, possession } = SECOND.proven(ORIGIN, PHARMA);
    expect(body(spki, possession)).toBeUndefined();
    expect(body(spki, SECOND.proven(ORIGIN, HOSPITAL).possession)).toBe('bad-possession');
    expect(body(spki, SECOND.proven('log.example/other', PHARMA).possession)).toBe('bad-possession');
    expect(body(encodeBase64(SECOND.publicKey.point), possession)).toBe('bad-public-key');
    expect(body(spki, '')).toBe('bad-possession');
    expect(body('', possession)).toBe('bad-public-key');
  });

  it('reason-missing: whoever ends one says why', () => {
    const revoked = founded.stray('key', PHARMA, keyRevokeBody(PHARMA, FIRST.keyId));
    const rotated = founded.stray('key', PHARMA, keyRotateBody(ORIGIN, PHARMA, SECOND, FIRST.keyId));
    expect(founded.judge(unreasoned(revoked))).toBe('reason-missing');
    expect(founded.judge(unreasoned(rotated))).toBe('reason-missing');
  });
});

describe('a key that was compromised', () => {
  const stage = awarded();
  const { bench: base, award } = stage;
  const { keyId } = testKey(`${HOSPITAL} ed25519`);
  const disputeBy = base.get(STATE.award(award))?.disputeBy ?? '';
  const compromised = (compromisedSince?: number) =>
    keyRevokeBody(HOSPITAL, keyId, compromisedSince === undefined ? {} : { compromisedSince });
  const about = disputeBody(award, stage.contributions.get(HOSPITAL) ?? '', HOSPITAL, { grounds: 'key-compromise' });

  it('gives awards that are not final their whole time for disputes once more', () => {
    const bench = base.fork().waitUntil(disputeBy, 1);
    const before = bench.get(STATE.award(award));
    expect(bench.refusal('dispute', PHARMA, about)).toBe('deadline-passed');
    expect(bench.refusal('award-final', TREASURER, awardFinalBody(award))).toBeUndefined();
    const again = addSeconds(bench.now, DEADLINES.dispute);
    const finalBy = addSeconds(again, DEADLINES.final);
    bench.record('key', HOSPITAL, compromised(3));
    expect(bench.get(STATE.award(award))).toEqual({ ...before, disputeBy: again, finalBy, reopened: [HOSPITAL] });
    expect(bench.refusal('dispute', PHARMA, about)).toBeUndefined();
    expect(bench.refusal('award-final', TREASURER, awardFinalBody(award))).toBe('dispute-window');
    expect(bench.waitUntil(again).refusal('dispute', PHARMA, about)).toBeUndefined();
    expect(bench.waitUntil(again, 1).refusal('dispute', PHARMA, about)).toBe('deadline-passed');
    expect(bench.refusal('award-final', TREASURER, awardFinalBody(award))).toBeUndefined();
  });

  it('does so once an institution and award, so that nobody can put credit off for ever', () => {
    const bench = base.fork();
    for (const label of ['the second key', 'the third key']) {
      const next = testKey(label);
      bench.record('key', HOSPITAL, keyEnrolBody(ORIGIN, HOSPITAL, next));
      bench.record('key', HOSPITAL, keyRevokeBody(HOSPITAL, next.keyId, { compromisedSince: 3 }));
      if (label === 'the second key') bench.waitUntil(bench.get(STATE.award(award))?.disputeBy ?? '');
    }
    expect(bench.wait(1).refusal('award-final', TREASURER, awardFinalBody(award))).toBeUndefined();

    const until = addSeconds(bench.now, DEADLINES.dispute);
    bench.record('key', BIOTECH, keyRevokeBody(BIOTECH, testKey(`${BIOTECH} ed25519`).keyId, { compromisedSince: 3 }));
    expect(bench.get(STATE.award(award))).toMatchObject({ disputeBy: until, reopened: [HOSPITAL, BIOTECH] });
  });

  it('does so by quorum too, from the approval on', () => {
    const bench = base.fork().waitUntil(disputeBy, 1);
    const signed = bench.record('key', INSTITUTE, compromised(3), KEY_LOST);
    expect(bench.refusal('dispute', PHARMA, about)).toBe('deadline-passed');
    bench.approve(HOSPITAL, signed);
    expect(bench.refusal('dispute', PHARMA, about)).toBeUndefined();
  });

  it('does so though it ended long before', () => {
    const bench = base.fork();
    bench.record('key', HOSPITAL, compromised());
    bench.waitUntil(disputeBy, 1);
    expect(bench.refusal('dispute', PHARMA, about)).toBe('deadline-passed');
    bench.resolve('key', INSTITUTE, PHARMA, compromised(3), KEY_LOST);
    expect(bench.refusal('dispute', PHARMA, about)).toBeUndefined();
    expect(bench.get(STATE.award(award))).toMatchObject({ reopened: [HOSPITAL] });
  });

  it('does so for every award that is not final, each by its own policy', () => {
    const second = reportOn(playRound(stage, { number: 2 }));
    const later = second.bench.record('award', TREASURER, awardBodyOf(second.bench, 2)).digest;
    const { bench } = second;
    const again = addSeconds(bench.now, DEADLINES.dispute);
    bench.record('key', HOSPITAL, compromised(3));
    expect([award, later].map((digest) => bench.get(STATE.award(digest))?.disputeBy)).toEqual([again, again]);
  });

  it('I6: leaves final credit as it is', () => {
    const { bench, credits } = finalise(stage);
    const before = bench.get(STATE.award(award));
    bench.record('key', HOSPITAL, compromised(3));
    expect(bench.get(STATE.award(award))).toEqual(before);
    const credit = credits.get(BIOTECH) ?? '';
    expect(bench.refusal('claim', BIOTECH, claimBody(credit, '1'))).toBeUndefined();
  });

  it('does so only where the statement says since when', () => {
    const bench = base.fork();
    const before = bench.get(STATE.award(award));
    bench.record('key', HOSPITAL, compromised());
    expect(bench.get(STATE.award(award))).toEqual(before);
  });
});
