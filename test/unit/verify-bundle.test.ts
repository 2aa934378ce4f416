import { describe, expect, test } from 'vitest';
import { verifySignature } from '../../src/core/crypto/verify.ts';
import { encodeBundle, parseBundle } from '../../src/verify/bundle.ts';
import { renderVerification } from '../../src/verify/text.ts';
import { verifyBundle } from '../../src/verify/verify-bundle.ts';
import { taskBody } from '../_util/bodies.ts';
import { Consortium } from '../_util/consortium.ts';
import { sampleHistory } from '../_util/history.ts';
import { NaiveLedger } from '../_util/naive-ledger.ts';
import { cosigners, found, policyOf, STRANGER, unmet, verify, WITNESS } from '../_util/proven-ledger.ts';

describe('a whole history', () => {
  const consortium = new Consortium();
  const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
  for (const signed of sampleHistory(consortium)) {
    ledger.append(signed);
    if (ledger.size % 4 === 0) ledger.publish(cosigners(ledger.size, WITNESS, STRANGER));
  }
  ledger.publish(cosigners(ledger.size, WITNESS));
  const policy = policyOf([consortium.logKey], WITNESS);
  const indexes = ledger.records.map((_, index) => index);

  test('I3, I8: every record verifies from its bundle and the policy alone', async () => {
    for (const index of indexes) {
      const verification = await verify(ledger.bundle(index), policy);
      const { statement, digest, recordedAt } = ledger.record(index);
      expect(unmet(verification), renderVerification(verification, 'en')).toEqual([]);
      expect(verification.verdict).toBe('VERIFIED');
      expect(verification.facts).toMatchObject({
        origin: consortium.origin,
        index,
        kind: statement.kind,
        institution: statement.author,
        digest,
        subject: statement.subject,
        recordedAt,
        signedAt: statement.signing.signedAt,
      });
    }
  });

  test('parseBundle and encodeBundle are inverse', () => {
    for (const index of indexes) {
      const bytes = ledger.bundle(index);
      expect(Buffer.from(encodeBundle(parseBundle(bytes))).equals(bytes)).toBe(true);
    }
  });

  test('a bundle made later is the same: the first checkpoint that covers the record stays', () => {
    const early = indexes.slice(0, 8).map((index) => ledger.bundle(index));
    ledger.publish(cosigners(1000, WITNESS));
    expect(indexes.slice(0, 8).map((index) => ledger.bundle(index))).toEqual(early);
  });

  test('the author holds the roles it had at the index: granted by quorum, ended by quorum', async () => {
    const rolesAt = async (kind: string, author: string): Promise<readonly string[] | undefined> => {
      const index = indexes.findLast((i) => {
        const { statement } = ledger.record(i);
        return statement.kind === kind && statement.author === author;
      });
      return (await verify(ledger.bundle(index ?? -1), policy)).facts?.roles;
    };
    expect(await rolesAt('contribution', 'seorak-biotech')).toEqual(['contributor']);
    expect(await rolesAt('contribution', 'namsan-hospital')).toEqual(['steward', 'contributor']);
    expect(await rolesAt('endorsement', 'hangang-pharma')).toEqual(['steward', 'contributor']);
  });
});

describe('back ends for signatures', () => {
  const { consortium, ledger } = found();
  ledger.append(consortium.statement('task', 'hangang-pharma', taskBody()));
  ledger.publish(cosigners(0, WITNESS));
  const policy = policyOf([consortium.logKey], WITNESS);
  const bundle = ledger.bundle(ledger.size - 1);

  test('the pure verifier, alone, gives what that of Node gives', async () => {
    expect(await verifyBundle(bundle, policy)).toEqual(await verify(bundle, policy));
  });

  test('a back end that answers later gives the same, and is asked once for each signature', async () => {
    const asked: string[] = [];
    const verification = await verify(bundle, policy, {
      verifySignature: async (key, message, signature) => {
        asked.push(Buffer.from(signature).toString('hex'));
        await Promise.resolve();
        return verifySignature(key, message, signature);
      },
    });
    expect(verification).toEqual(await verify(bundle, policy));
    expect(new Set(asked).size).toBe(asked.length);
  });

  test('I9: a back end that answers later and says no gives FAILED', async () => {
    const verification = await verify(bundle, policy, { verifySignature: async () => false });
    expect(verification.verdict).toBe('FAILED');
    expect(unmet(verification)).toEqual(['checkpoint failed bad-note-signature']);
  });

  test('an unreadable policy is the mistake of the reader, not a verdict', async () => {
    await expect(verify(bundle, 'quorum none\n')).rejects.toMatchObject({ name: 'InputError', code: 'bad-policy' });
  });
});
