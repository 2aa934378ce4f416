import { describe, expect, test } from 'vitest';
import type { ProofBundleDocument } from '../../src/core/generated/documents.ts';
import type { Verification } from '../../src/verify/verdict.ts';
import { amendmentBody, taskBody } from '../_util/bodies.ts';
import { ORIGIN } from '../_util/consortium.ts';
import { readJson, writeJson } from '../_util/forge.ts';
import { testLogKey } from '../_util/keys.ts';
import {
  COSIGNED_AT,
  cosigners,
  found,
  policyOf,
  SECOND_WITNESS,
  STRANGER,
  unmet,
  verify,
  WITNESS,
} from '../_util/proven-ledger.ts';

const LOG_KEY = testLogKey(ORIGIN);
const ONE = policyOf([LOG_KEY], WITNESS);
const BOTH = policyOf([LOG_KEY], WITNESS, SECOND_WITNESS);
const NONE = policyOf([LOG_KEY]);
const instant = (secondsLater: number): string => new Date((COSIGNED_AT + secondsLater) * 1000).toISOString();
const codes = ({ warnings }: Verification): string[] => warnings.map(({ code }) => code);
const outcomeOf = ({ checks }: Verification, id: string): string | undefined =>
  checks.find((check) => check.id === id)?.outcome;

/** A ledger whose founding was published at 0 s, and which then recorded a task. */
function withTask(...earlier: Parameters<typeof cosigners> | []) {
  const { consortium, ledger } = found();
  if (earlier.length > 0) ledger.publish(cosigners(...(earlier as Parameters<typeof cosigners>)));
  const index = ledger.append(consortium.statement('task', 'hangang-pharma', taskBody()), instant(5));
  return { consortium, ledger, index };
}

describe('I9: time bounds, and who set them', () => {
  test('from both sides, by the witnesses of the policy', async () => {
    const { ledger, index } = withTask(0, WITNESS, SECOND_WITNESS, STRANGER);
    ledger.publish([...cosigners(10, WITNESS), ...cosigners(12, SECOND_WITNESS), ...cosigners(11, STRANGER)]);
    const verification = await verify(ledger.bundle(index), BOTH);
    expect(verification.facts?.time).toEqual({
      notBefore: {
        instant: instant(0),
        by: [
          { witness: 'w1', at: instant(0) },
          { witness: 'w2', at: instant(0) },
        ],
      },
      notAfter: {
        instant: instant(12),
        by: [
          { witness: 'w1', at: instant(10) },
          { witness: 'w2', at: instant(12) },
        ],
      },
    });
    expect(codes(verification)).toEqual([]);
    expect(verification.ignored).toEqual([
      { where: 'proof', name: STRANGER.name, keyId: STRANGER.verifier.keyId },
      { where: 'before', name: STRANGER.name, keyId: STRANGER.verifier.keyId },
    ]);
  });

  test('of several cosignatures of one witness, the one that says more', async () => {
    const { ledger, index } = withTask();
    ledger.publish([...cosigners(30, WITNESS), ...cosigners(20, WITNESS), ...cosigners(40, WITNESS)]);
    const { facts } = await verify(ledger.bundle(index), ONE);
    expect(facts?.time.notAfter).toEqual({ instant: instant(20), by: [{ witness: 'w1', at: instant(20) }] });
  });

  test.each([0, 253_402_300_800, 2 ** 53 - 1])(
    'a cosignature at second %d bounds nothing, and breaks nothing',
    async (t) => {
      const { ledger, index } = withTask();
      ledger.publish([{ witness: WITNESS, timestampSeconds: t }]);
      const verification = await verify(ledger.bundle(index), ONE);
      expect(verification.verdict).toBe('VERIFIED');
      expect(verification.facts?.time.notAfter).toBeUndefined();
      expect(codes(verification)).toEqual(['no-lower-bound', 'no-upper-bound']);
    },
  );

  test('no witness: what rests on the operator is said', async () => {
    const { ledger, index } = withTask();
    ledger.publish();
    const verification = await verify(ledger.bundle(index), NONE);
    expect(verification.verdict).toBe('VERIFIED');
    expect(outcomeOf(verification, 'witnesses')).toBe('ignored');
    expect(codes(verification)).toEqual(['no-witness', 'no-lower-bound', 'no-upper-bound']);
    expect(verification.committed.map(({ en }) => en)).toContain('The time of recording: asserted by the operator.');
  });

  test.each([
    ['recorded-before-lower-bound', 10, 20, '5.000 s'],
    ['recorded-after-upper-bound', -20, -10, '15.000 s'],
  ])('%s: the gap is told', async (code, before, after, gap) => {
    const { ledger, index } = withTask(before, WITNESS);
    ledger.publish(cosigners(after, WITNESS));
    const verification = await verify(ledger.bundle(index), ONE);
    expect(verification.verdict).toBe('VERIFIED');
    expect(codes(verification)).toEqual([code]);
    expect(verification.warnings[0]?.sentence.en).toContain(gap);
    expect(verification.warnings[0]?.sentence.ko).toContain(gap);
  });

  test('bounds that cross are told', async () => {
    const { ledger, index } = withTask(100, WITNESS);
    ledger.publish(cosigners(50, WITNESS));
    expect(codes(await verify(ledger.bundle(index), ONE))).toContain('bounds-cross');
  });
});

describe('the checkpoint before the record', () => {
  test('of a log key, or with witnesses, that the policy does not name: it bounds nothing', async () => {
    const stranger = withTask(0, STRANGER);
    stranger.ledger.publish(cosigners(10, WITNESS));
    const notCosigned = await verify(stranger.ledger.bundle(stranger.index), ONE);
    expect(notCosigned.verdict).toBe('VERIFIED');
    expect(outcomeOf(notCosigned, 'before')).toBe('ignored');
    expect(codes(notCosigned)).toEqual(['no-lower-bound']);

    const { consortium, ledger } = found();
    ledger.logKey = testLogKey(ORIGIN, 'old key');
    ledger.publish(cosigners(0, WITNESS));
    ledger.logKey = LOG_KEY;
    const index = ledger.append(consortium.statement('task', 'hangang-pharma', taskBody()));
    ledger.publish(cosigners(10, WITNESS));
    const notSigned = await verify(ledger.bundle(index), ONE);
    expect(notSigned.verdict).toBe('VERIFIED');
    expect(outcomeOf(notSigned, 'before')).toBe('ignored');
    expect(notSigned.facts?.time.notBefore).toBeUndefined();
    expect(notSigned.ignored).toContainEqual({
      where: 'before',
      name: ORIGIN,
      keyId: testLogKey(ORIGIN, 'old key').verifier.keyId,
    });
  });

  test('of the empty tree bounds as well as any', async () => {
    const { consortium, ledger } = found();
    const records = [...ledger.records];
    ledger.truncate(0);
    ledger.publish(cosigners(0, WITNESS));
    for (const bytes of records) ledger.appendBytes(bytes);
    ledger.append(consortium.statement('task', 'hangang-pharma', taskBody()));
    ledger.publish(cosigners(10, WITNESS));
    const verification = await verify(ledger.bundle(ledger.size - 1), ONE);
    expect(verification.verdict).toBe('VERIFIED');
    expect(verification.facts?.time.notBefore?.instant).toBe(instant(0));
  });

  test('FAILED: of another tree, of another log, or with the record in it', async () => {
    const { ledger, index } = withTask(0, WITNESS);
    ledger.publish(cosigners(10, WITNESS));
    const document = readJson<ProofBundleDocument>(ledger.bundle(index));
    const withBefore = (checkpoint: string, consistency: string[]): Uint8Array =>
      writeJson({ ...document, before: { checkpoint, consistency } });
    const failure = async (bytes: Uint8Array): Promise<string[]> => unmet(await verify(bytes, ONE));

    const [good, cover] = ledger.publications.map(({ note }) => note);
    const consistency = document.before?.consistency ?? [];
    expect(await failure(withBefore(good ?? '', consistency))).toEqual([]);
    expect(await failure(withBefore(good ?? '', consistency.slice(1)))).toEqual([
      'before failed bad-consistency-proof',
    ]);
    expect(await failure(withBefore(good ?? '', consistency.toReversed()))).toEqual([
      'before failed bad-consistency-proof',
    ]);
    expect(await failure(withBefore(cover ?? '', []))).toEqual(['before failed bundle-records']);

    const other = found({ origin: 'log.example/other' });
    other.ledger.publish(cosigners(0, WITNESS));
    expect(await failure(withBefore(other.ledger.publications[0]?.note ?? '', consistency))).toEqual([
      'before failed other-ledger',
    ]);

    const fork = found();
    fork.ledger.replace(1, Uint8Array.of(1));
    fork.ledger.publish(cosigners(0, WITNESS));
    expect(await failure(withBefore(fork.ledger.publications[0]?.note ?? '', consistency))).toEqual([
      'before failed bad-consistency-proof',
    ]);
  });
});

describe('later evidence', () => {
  test('shows that the record still stands, and by when others had seen it', async () => {
    const { consortium, ledger, index } = withTask();
    ledger.publish(cosigners(10, WITNESS));
    const { size } = ledger;
    ledger.append(consortium.statement('task', 'hangang-pharma', taskBody({ task: 'another' })));
    ledger.publish(cosigners(500, WITNESS, SECOND_WITNESS));
    const later = ledger.later(size);
    const verification = await verify(ledger.bundle(index), ONE, { later });
    expect(verification.verdict).toBe('VERIFIED');
    expect(outcomeOf(verification, 'later')).toBe('passed');
    expect(verification.facts?.later).toEqual({ treeSize: ledger.size, seen: [{ witness: 'w1', at: instant(500) }] });
    expect(verification.facts?.time.notAfter?.instant).toBe(instant(10));

    const cosignedLate = await verify(ledger.bundle(index), BOTH);
    expect(unmet(cosignedLate)).toEqual(['witnesses unknown too-few-cosignatures']);
    expect((await verify(ledger.bundle(index), BOTH, { later })).verdict).toBe('VERIFIED');
  });

  test('makes up for a log key that the reader does not know any more', async () => {
    const { consortium, ledger, index } = withTask();
    ledger.publish(cosigners(10, WITNESS));
    const { size } = ledger;
    ledger.logKey = testLogKey(ORIGIN, 'new key');
    ledger.append(consortium.statement('task', 'hangang-pharma', taskBody({ task: 'another' })));
    ledger.publish(cosigners(20, WITNESS));
    const policy = policyOf([ledger.logKey], WITNESS);
    expect(unmet(await verify(ledger.bundle(index), policy))).toEqual(['checkpoint unknown unverified-note']);
    const verification = await verify(ledger.bundle(index), policy, { later: ledger.later(size) });
    expect(verification.verdict).toBe('VERIFIED');
    expect(verification.facts?.time.notAfter?.instant).toBe(instant(20));
  });

  test('I9: is judged like any evidence', async () => {
    const { consortium, ledger, index } = withTask();
    ledger.publish(cosigners(10, WITNESS));
    const { size } = ledger;
    ledger.append(consortium.statement('task', 'hangang-pharma', taskBody({ task: 'another' })));
    ledger.publish();
    const result = async (later: Uint8Array): Promise<string[]> => {
      const verification = await verify(ledger.bundle(index), ONE, { later });
      return [verification.verdict, ...unmet(verification)];
    };
    expect(await result(ledger.later(size))).toEqual(['CANNOT TELL', 'later unknown too-few-cosignatures']);
    expect(await result(ledger.later(size - 1))).toEqual(['FAILED', 'later failed later-mismatch']);
    expect(await result(Buffer.from('{}'))).toEqual(['FAILED', 'later failed schema-violation']);
    const document = readJson<object>(ledger.later(size));
    expect(await result(writeJson({ ...document, format: 'ledgerline/later@v2' }))).toEqual([
      'CANNOT TELL',
      'later unknown unknown-version',
    ]);
    expect(await result(writeJson({ ...document, consistency: [] }))).toEqual([
      'FAILED',
      'later failed bad-consistency-proof',
    ]);
  });
});

describe('succession of the log key', () => {
  const newKey = testLogKey(ORIGIN, 'new key');

  test('a policy that lists both keys takes either, and both in one bundle', async () => {
    const { consortium, ledger } = found();
    const { endorseWithin: _, ...body } = amendmentBody({ log: { vkey: newKey.vkey } });
    const amendment = consortium.statement('amendment', 'hangang-pharma', body);
    ledger.append(amendment);
    ledger.append(consortium.endorsement('namsan-hospital', amendment));
    ledger.publish(cosigners(0, WITNESS));
    const index = ledger.append(consortium.statement('task', 'hangang-pharma', taskBody()));
    ledger.logKey = newKey;
    ledger.publish(cosigners(10, WITNESS));
    const verification = await verify(ledger.bundle(index), policyOf([LOG_KEY, newKey], WITNESS));
    expect(verification.verdict).toBe('VERIFIED');
    expect(outcomeOf(verification, 'before')).toBe('passed');
    expect(codes(verification)).not.toContain('log-key-not-in-charter');
  });

  test('a key that no amendment before the record names is told', async () => {
    const { ledger, index } = withTask();
    ledger.logKey = newKey;
    ledger.publish(cosigners(10, WITNESS));
    const verification = await verify(ledger.bundle(index), policyOf([newKey], WITNESS));
    expect(verification.verdict).toBe('VERIFIED');
    expect(codes(verification)).toContain('log-key-not-in-charter');
  });
});

describe('I9: what is proven, and what is only committed', () => {
  test('the state root is committed until a replaying auditor has cosigned', async () => {
    const { ledger, index } = withTask();
    ledger.publish(cosigners(10, WITNESS, SECOND_WITNESS));
    const told = ({ proven, committed }: Verification) => ({
      proven: proven.some(({ en }) => en.includes('the state root is right')),
      committed: committed.some(({ en }) => en.includes('state root')),
    });
    expect(told(await verify(ledger.bundle(index), BOTH))).toEqual({ proven: false, committed: true });
    expect(told(await verify(ledger.bundle(index), BOTH, { auditors: ['w2'] }))).toEqual({
      proven: true,
      committed: false,
    });
    expect(told(await verify(ledger.bundle(index), BOTH, { auditors: ['w3'] }))).toEqual({
      proven: false,
      committed: true,
    });
  });

  test('nothing is claimed, and no warning made, of what did not verify', async () => {
    const { ledger, index } = withTask();
    ledger.publish();
    const verification = await verify(ledger.bundle(index), ONE);
    expect(verification.verdict).toBe('CANNOT TELL');
    expect(verification).toMatchObject({ proven: [], committed: [], warnings: [] });
  });

  test('a statement that needs approvals is told to need them', async () => {
    const { consortium, ledger } = found();
    const index = ledger.append(consortium.statement('amendment', 'hangang-pharma', amendmentBody()));
    ledger.publish(cosigners(10, WITNESS));
    expect(codes(await verify(ledger.bundle(index), ONE))).toContain('needs-quorum');
  });
});
