import { describe, expect, test } from 'vitest';
import type { SignedStatement } from '../../src/core/record/record.ts';
import {
  amendmentBody,
  contributionBody,
  institutionBody,
  keyEnrolBody,
  keyRevokeBody,
  keyRotateBody,
  modelBody,
  QUORUMS,
  roleBody,
  taskBody,
} from '../_util/bodies.ts';
import { ORIGIN } from '../_util/consortium.ts';
import { testKey, testLogKey } from '../_util/keys.ts';
import { cosigners, type Founded, found, policyOf, unmet, verify, WITNESS } from '../_util/proven-ledger.ts';

const [INSTITUTE, PHARMA, HOSPITAL] = ['daejeon-institute', 'hangang-pharma', 'namsan-hospital'] as const;
const BIOTECH = 'seorak-biotech';
const POLICY = policyOf([testLogKey(ORIGIN)], WITNESS);
const KEY = testKey(`${BIOTECH} ed25519`);
/** A biotech cannot know a round: its contributions here stand for any statement that needs the role. */
const UPDATE = contributionBody('00'.repeat(32), 'update');

/** Verdict and unmet checks of the statement, recorded whatever the rules say of it. */
async function judge({ ledger }: Founded, signed: SignedStatement): Promise<string[]> {
  const index = ledger.appendUnjudged(signed);
  ledger.publish(cosigners(ledger.size, WITNESS));
  const verification = await verify(ledger.bundle(index), POLICY);
  return [verification.verdict, ...unmet(verification)];
}

/** Records a statement, and approvals of it. */
function approve({ consortium, ledger }: Founded, signed: SignedStatement, ...by: readonly string[]): void {
  ledger.append(signed);
  for (const steward of by) ledger.append(consortium.endorsement(steward, signed));
}

/** A biotech that stewards enrolled, with a key; it may write what needs no role. */
function withBiotech(): Founded {
  const founded = found();
  const { consortium } = founded;
  consortium.useKey(BIOTECH, KEY);
  approve(founded, consortium.statement('institution', INSTITUTE, institutionBody(BIOTECH)), PHARMA);
  approve(founded, consortium.statement('key', INSTITUTE, keyEnrolBody(ORIGIN, BIOTECH, KEY)), HOSPITAL);
  return founded;
}

describe('I3: an institution that joins by quorum', () => {
  test('writes with the key that the quorum enrolled', async () => {
    const founded = withBiotech();
    const signed = founded.consortium.endorsement(BIOTECH, founded.consortium.statement('task', PHARMA, taskBody()));
    expect(await judge(founded, signed)).toEqual(['VERIFIED']);
  });

  test('is unknown while its enrolment waits for approval', async () => {
    const founded = found();
    const { consortium, ledger } = founded;
    consortium.useKey(BIOTECH, KEY);
    ledger.append(consortium.statement('institution', INSTITUTE, institutionBody(BIOTECH)));
    const signed = consortium.statement('contribution', BIOTECH, UPDATE);
    expect(await judge(founded, signed)).toEqual(['FAILED', 'authority failed author-unknown']);
  });

  test('has no key while that waits', async () => {
    const founded = found();
    const { consortium, ledger } = founded;
    consortium.useKey(BIOTECH, KEY);
    approve(founded, consortium.statement('institution', INSTITUTE, institutionBody(BIOTECH)), PHARMA);
    ledger.append(consortium.statement('key', INSTITUTE, keyEnrolBody(ORIGIN, BIOTECH, KEY)));
    const signed = consortium.statement('contribution', BIOTECH, UPDATE);
    expect(await judge(founded, signed)).toEqual(['FAILED', 'authority failed key-not-authors']);
  });

  test('has a role from the approval on that completes the quorum', async () => {
    const founded = withBiotech();
    const { consortium, ledger } = founded;
    const grant = consortium.statement('role', INSTITUTE, roleBody(BIOTECH, 'contributor'));
    ledger.append(grant);
    const missing = ['FAILED', 'authority failed role-missing'];
    expect(await judge(founded, consortium.statement('contribution', BIOTECH, UPDATE))).toEqual(missing);
    ledger.append(consortium.endorsement(HOSPITAL, grant, 'review'));
    expect(await judge(founded, consortium.statement('contribution', BIOTECH, UPDATE))).toEqual(missing);
    ledger.append(consortium.endorsement(PHARMA, grant));
    expect(await judge(founded, consortium.statement('contribution', BIOTECH, UPDATE))).toEqual(['VERIFIED']);
  });

  test('one steward who approves twice counts once', async () => {
    const quorums = { ...QUORUMS, role: 3 };
    const founded = found({ charter: { quorums } });
    const { consortium, ledger } = founded;
    const grant = consortium.statement('role', INSTITUTE, roleBody(PHARMA, 'aggregator'));
    ledger.append(grant);
    ledger.append(consortium.endorsement(HOSPITAL, grant));
    ledger.appendUnjudged(consortium.endorsement(HOSPITAL, grant));
    const model = consortium.statement('model', PHARMA, modelBody(), { stray: true });
    expect(await judge(founded, model)).toEqual(['FAILED', 'authority failed role-missing']);
    ledger.append(consortium.endorsement(PHARMA, grant));
    expect(await judge(founded, consortium.statement('model', PHARMA, modelBody()))).toEqual(['VERIFIED']);
  });

  test('an approval after the window contradicts the rules', async () => {
    const founded = withBiotech();
    const { consortium, ledger } = founded;
    const grant = consortium.statement('role', INSTITUTE, roleBody(BIOTECH, 'contributor'));
    ledger.append(grant);
    ledger.appendUnjudged(consortium.endorsement(PHARMA, grant), '2026-11-25T00:00:00.000Z');
    ledger.appendUnjudged(consortium.statement('contribution', BIOTECH, UPDATE), '2026-11-25T00:00:00.000Z');
    ledger.publish(cosigners(0, WITNESS));
    const verification = await verify(ledger.bundle(ledger.size - 1), POLICY);
    expect(unmet(verification)).toEqual(['events failed pending-lapsed']);
  });
});

describe('I3: keys over time', () => {
  const second = testKey('pharma second');

  test('a rotated key ends with the record that replaces it, which it still signs itself', async () => {
    const founded = found();
    const { consortium, ledger } = founded;
    const { keyId } = testKey(`${PHARMA} ed25519`);
    expect(
      await judge(founded, consortium.statement('key', PHARMA, keyRotateBody(ORIGIN, PHARMA, second, keyId))),
    ).toEqual(['VERIFIED']);
    expect(await judge(founded, consortium.statement('task', PHARMA, taskBody(), { stray: true }))).toEqual([
      'FAILED',
      'authority failed key-revoked',
    ]);
    ledger.truncate(ledger.size - 1);
    consortium.useKey(PHARMA, second);
    expect(await judge(founded, consortium.statement('task', PHARMA, taskBody()))).toEqual(['VERIFIED']);
  });

  test('a revoked key stays good for what it signed before', async () => {
    const founded = found();
    const { consortium, ledger } = founded;
    const before = ledger.append(consortium.statement('task', PHARMA, taskBody()));
    ledger.append(consortium.statement('key', PHARMA, keyEnrolBody(ORIGIN, PHARMA, second)));
    ledger.append(consortium.statement('key', PHARMA, keyRevokeBody(PHARMA, testKey(`${PHARMA} ed25519`).keyId)));
    ledger.publish(cosigners(0, WITNESS));
    expect((await verify(ledger.bundle(before), POLICY)).verdict).toBe('VERIFIED');
  });

  test('a revoked key cannot come back', async () => {
    const founded = found();
    const { consortium, ledger } = founded;
    const first = testKey(`${PHARMA} ed25519`);
    ledger.append(consortium.statement('key', PHARMA, keyEnrolBody(ORIGIN, PHARMA, second)));
    ledger.append(consortium.statement('key', PHARMA, keyRevokeBody(PHARMA, first.keyId)));
    consortium.useKey(PHARMA, second);
    ledger.appendUnjudged(consortium.statement('key', PHARMA, keyEnrolBody(ORIGIN, PHARMA, first)));
    consortium.useKey(PHARMA, first);
    expect(await judge(founded, consortium.statement('task', PHARMA, taskBody()))).toEqual([
      'FAILED',
      'events failed key-not-new',
    ]);
  });
});

describe('amendments', () => {
  test('a quorum of one needs no approval, from the index on at which it came into force', async () => {
    const founded = found();
    const { consortium, ledger } = founded;
    const { endorseWithin: _, ...alone } = amendmentBody({ quorums: { ...QUORUMS, role: 1 } });
    const amendment = consortium.statement('amendment', HOSPITAL, alone);
    ledger.append(amendment);
    ledger.append(consortium.statement('role', INSTITUTE, roleBody(PHARMA, 'aggregator')));
    const missing = ['FAILED', 'authority failed role-missing'];
    expect(await judge(founded, consortium.statement('model', PHARMA, modelBody(), { stray: true }))).toEqual(missing);
    ledger.truncate(ledger.size - 1);
    ledger.append(consortium.endorsement(PHARMA, amendment));
    ledger.append(consortium.statement('role', INSTITUTE, roleBody(PHARMA, 'aggregator')));
    expect(await judge(founded, consortium.statement('model', PHARMA, modelBody()))).toEqual(['VERIFIED']);
  });

  test('governance may hold nothing but the charter, amendments and their endorsements', async () => {
    const founded = found();
    const { consortium, ledger } = founded;
    const amendment = consortium.statement('amendment', HOSPITAL, amendmentBody());
    ledger.append(amendment);
    const endorsement = consortium.endorsement(PHARMA, amendment);
    ledger.append(endorsement);
    ledger.append(consortium.endorsement(INSTITUTE, endorsement));
    expect(await judge(founded, consortium.statement('task', PHARMA, taskBody()))).toEqual(['VERIFIED']);
  });
});
