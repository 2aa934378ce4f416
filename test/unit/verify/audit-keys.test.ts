/**
 * What an audit makes of the events of keys: the succession of the log's key, and keys that were compromised.
 */
import { describe, expect, it } from 'vitest';
import { auditMap, codesOf } from '../../_util/audit.ts';
import { amendmentBody, keyRevokeBody, keyRotateBody } from '../../_util/bodies.ts';
import type { Consortium } from '../../_util/consortium.ts';
import { testKey, testLogKey } from '../../_util/keys.ts';
import { NaiveLedger } from '../../_util/naive-ledger.ts';
import { naiveFiles, policyOf, smallConsortium, tasks, WITNESS } from '../../_util/stored-ledger.ts';

const STEWARD = 'daejeon-institute';
const cosigners = [{ witness: WITNESS, timestampSeconds: Date.UTC(2026, 10, 23, 9) / 1000 }];

function founded(): { consortium: Consortium; ledger: NaiveLedger } {
  const consortium = smallConsortium();
  const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
  ledger.appendAll(consortium.founding());
  ledger.publish(cosigners);
  return { consortium, ledger };
}

describe('an audit of a ledger whose key was succeeded', () => {
  const { consortium, ledger } = founded();
  const next = testLogKey(consortium.origin, 'the second key of the log');
  const amend = (amendment: string, log: { vkey?: string; retires?: string }) => {
    const { endorseWithin: _, ...body } = amendmentBody({ amendment, log });
    ledger.append(consortium.statement('amendment', STEWARD, body));
    ledger.publish(cosigners);
  };
  ledger.successors = [next];
  amend('next', { vkey: next.vkey });
  ledger.appendAll(tasks(consortium, 2, 'both'));
  ledger.publish(cosigners);
  amend('last', { retires: consortium.logKey.vkey });
  ledger.appendAll(tasks(consortium, 1, 'after'));
  ledger.publish(cosigners);
  const old = policyOf(consortium);
  const both = `log ${next.vkey}\n${old}`;

  it('is VERIFIED under a policy with both keys', async () => {
    const report = await auditMap(naiveFiles(ledger), both);
    expect([report.verdict, codesOf(report.notes)]).toEqual(['VERIFIED', []]);
  });

  it('I9: CANNOT TELL under a policy with one of them: some notes are signed by the other alone', async () => {
    for (const policy of [old, policyOf({ logKey: next })]) {
      const report = await auditMap(naiveFiles(ledger), policy);
      expect([report.verdict, codesOf(report.doubts)]).toEqual([
        'CANNOT TELL',
        expect.arrayContaining(['unverified-note']),
      ]);
    }
  });

  it('log-key-retired: I1: the old key signs no checkpoint that holds its retirement', async () => {
    const stolen = ledger.fork();
    stolen.successors = [];
    stolen.appendAll(tasks(consortium, 1, 'stolen'));
    stolen.publish(cosigners);
    const report = await auditMap(naiveFiles(stolen), both);
    expect(codesOf(report.problems)).toEqual(['log-key-retired']);
    expect(report.problems[0]?.message).toContain('note 5');
  });
});

describe('an audit of a ledger with a compromised key', () => {
  it('notes which records are doubtful, and finds nothing wrong with them', async () => {
    const { consortium, ledger } = founded();
    const [first, second] = [testKey(`${STEWARD} 1`), testKey(`${STEWARD} 2`)];
    const since = ledger.size;
    ledger.appendAll(tasks(consortium, 2, 'doubtful'));
    const until = ledger.append(
      consortium.statement('key', STEWARD, keyRotateBody(consortium.origin, STEWARD, second, first.keyId)),
    );
    consortium.useKey(STEWARD, second);
    const clean = await auditMap(naiveFiles(published(ledger)), policyOf(consortium));
    expect(codesOf(clean.notes)).toEqual([]);
    ledger.append(
      consortium.statement('key', STEWARD, keyRevokeBody(STEWARD, first.keyId, { compromisedSince: since })),
    );
    const report = await auditMap(naiveFiles(published(ledger)), policyOf(consortium));
    expect(report.verdict).toBe('VERIFIED');
    const message = `key ${first.keyId} of ${STEWARD}, which ended with record ${until}: what it signed from record ${since} on is doubtful`;
    expect(report.notes).toEqual([{ code: 'key-compromised', message, index: since }]);
  });

  function published(ledger: NaiveLedger): NaiveLedger {
    ledger.publish(cosigners);
    return ledger;
  }
});
