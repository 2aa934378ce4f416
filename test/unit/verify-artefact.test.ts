import { describe, expect, test } from 'vitest';
import { contributionBody, digestOf, taskBody, tensors } from '../_util/bodies.ts';
import { ORIGIN } from '../_util/consortium.ts';
import { testLogKey } from '../_util/keys.ts';
import { cosigners, found, policyOf, unmet, verify, WITNESS } from '../_util/proven-ledger.ts';

const POLICY = policyOf([testLogKey(ORIGIN)], WITNESS);

describe('comparing an artefact with the one recorded', async () => {
  const { consortium, ledger } = found();
  // Without a round the rules refuse it; the verifier checks what can be told from the bundle.
  const signed = consortium.statement('contribution', 'hangang-pharma', contributionBody('00'.repeat(32), 'update'));
  const index = ledger.appendUnjudged(signed);
  const task = ledger.appendUnjudged(consortium.statement('task', 'hangang-pharma', taskBody()));
  ledger.publish(cosigners(0, WITNESS));
  const { sha256 } = signed.statement.subject;
  const { tensorSet } = tensors('update');

  test.each([
    ['the very file', { sha256 }, [], []],
    ['the very file, its tensors read', { sha256, tensorSet }, [], []],
    ['the same tensors in another file', { sha256: digestOf('saved again'), tensorSet }, [], ['same-tensors']],
    ['another file', { sha256: digestOf('other') }, ['artefact failed artefact-differs'], []],
    [
      'other tensors',
      { sha256: digestOf('other'), tensorSet: digestOf('x') },
      ['artefact failed artefact-differs'],
      [],
    ],
    [
      'the very file with other tensors than recorded',
      { sha256, tensorSet: digestOf('x') },
      ['artefact failed artefact-differs'],
      [],
    ],
  ])('%s', async (_, artefact, failures, warnings) => {
    const verification = await verify(ledger.bundle(index), POLICY, { artefact });
    expect(verification.verdict).toBe(failures.length === 0 ? 'VERIFIED' : 'FAILED');
    expect(unmet(verification)).toEqual(failures);
    expect(verification.warnings.map(({ code }) => code).filter((code) => code === 'same-tensors')).toEqual(warnings);
  });

  test('a record about no artefact matches none', async () => {
    const verification = await verify(ledger.bundle(task), POLICY, { artefact: { sha256 } });
    expect(unmet(verification)).toEqual(['artefact failed artefact-differs']);
  });
});
