import { describe, expect, test } from 'vitest';
import { renderVerification } from '../../src/verify/text.ts';
import { amendmentBody, taskBody } from '../_util/bodies.ts';
import { ORIGIN } from '../_util/consortium.ts';
import { testLogKey, testWitnessKey } from '../_util/keys.ts';
import { cosigners, found, policyOf, verify, WITNESS } from '../_util/proven-ledger.ts';

const POLICY = policyOf([testLogKey(ORIGIN)], WITNESS);

describe('a verification as text', async () => {
  const { consortium, ledger } = found();
  ledger.publish(cosigners(0, WITNESS));
  const index = ledger.append(consortium.statement('amendment', 'hangang-pharma', amendmentBody()));
  const hostile = testWitnessKey('\u009b31m\u202eevil');
  ledger.publish(cosigners(10, WITNESS, hostile));
  const verification = await verify(ledger.bundle(index), POLICY);

  test('begins with one plain sentence, then the verdict', () => {
    expect(renderVerification(verification, 'en').split('\n').slice(0, 3)).toEqual([
      `hangang-pharma signed this amendment, and it stands as record ${index} in the log ${ORIGIN}.`,
      '',
      'VERIFIED',
    ]);
    expect(renderVerification(verification, 'ko')).toMatch(/^hangang-pharma 기관이 .*\n\nVERIFIED \(확인됨\)\n/);
  });

  test('says all that the verification says, in both languages', () => {
    const { checks, proven, committed, warnings } = verification;
    for (const language of ['en', 'ko'] as const) {
      const text = renderVerification(verification, language);
      const sentences = [...checks, ...warnings].map(({ sentence }) => sentence).concat(proven, committed);
      for (const sentence of sentences) expect(text).toContain(sentence[language]);
      expect(text).toContain('w1 2026-11-23T09:00:10.000Z');
    }
  });

  test('lets no name steer the terminal', () => {
    const text = renderVerification(verification, 'en');
    expect(text).toContain(`proof: \\u{9b}31m\\u{202e}evil+${hostile.verifier.keyId}`);
    expect(text).not.toMatch(/[^\n\P{C}]/u);
  });

  test('of what failed, names the reason first and claims nothing', async () => {
    const broken = await verify(ledger.bundle(index).subarray(1), POLICY);
    expect(renderVerification(broken, 'en')).toMatch(
      /^Do not rely on this file\. Not JSON, or an object has a member twice\.\n\nFAILED\n/,
    );
    const elsewhere = await verify(ledger.bundle(index), policyOf([testLogKey('log.example/other')]));
    const text = renderVerification(elsewhere, 'en');
    expect(text).toMatch(/^Nothing wrong was found, but nobody can tell from this alone\. .*\n\nCANNOT TELL\n/);
    expect(text).toContain('What the file claims');
    expect(text).not.toMatch(/^(Proven|Warnings)/m);
  });

  test('without any witness, says so in the words of the contract', async () => {
    const lonely = found();
    const at = lonely.ledger.append(lonely.consortium.statement('task', 'hangang-pharma', taskBody()));
    lonely.ledger.publish();
    const text = renderVerification(await verify(lonely.ledger.bundle(at), policyOf([testLogKey(ORIGIN)])), 'en');
    expect(text).toContain('No witness: others may have been shown another log.');
    expect(text).toContain('time asserted by the operator');
  });
});
