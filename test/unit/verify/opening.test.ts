/**
 * I9: opened values are VERIFIED only as far as a signed record in a log of the policy names them.
 */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { openSealed } from '../../../src/core/disclosure/open.ts';
import { seal, sealedDigest } from '../../../src/core/disclosure/sealed.ts';
import { InputError } from '../../../src/core/error.ts';
import { commit } from '../../../src/core/statement/commitment.ts';
import { type Opened, type OpeningVerification, verifyOpening } from '../../../src/verify/opening.ts';
import { renderOpening } from '../../../src/verify/opening-text.ts';
import { contributionBody, taskBody } from '../../_util/bodies.ts';
import { ORIGIN } from '../../_util/consortium.ts';
import { testLogKey } from '../../_util/keys.ts';
import { cosigners, found, policyOf, verifySync, WITNESS } from '../../_util/proven-ledger.ts';

const POLICY = new TextEncoder().encode(policyOf([testLogKey(ORIGIN)], WITNESS));
const FOREIGN = new TextEncoder().encode(policyOf([testLogKey('log.example/other')], WITNESS));

const random = (tag: string): string => createHash('sha256').update(tag).digest('base64url');
const { sealed, disclosures } = seal(
  { donors: 41, site: '\u202eSNUH\u0007' },
  [random('a'), random('b')],
  [random('c')],
);
const salt = new Uint8Array(32).fill(7);

const { consortium, ledger } = found();
const record = (parent: string, samples: string): Uint8Array => {
  const body = { ...contributionBody('00'.repeat(32), 'update'), parent, samples };
  // Without a round the rules refuse it; the verifier checks what can be told from the bundle.
  const index = ledger.appendUnjudged(consortium.statement('contribution', 'hangang-pharma', body));
  ledger.publish(cosigners(0, WITNESS));
  return ledger.bundle(index);
};
const bundle = record(sealedDigest(sealed), commit('samples', salt, '895'));
const task = ledger.appendUnjudged(consortium.statement('task', 'hangang-pharma', taskBody()));
ledger.publish(cosigners(1, WITNESS));
const other = ledger.bundle(task);

const openDocument = (): Opened => ({
  values: openSealed(sealed, disclosures),
  commitments: [sealedDigest(sealed)],
});
const openCount = (count: string) => (): Opened => ({
  values: { samples: count },
  commitments: [commit('samples', salt, count)],
});
const judge = (open: () => Opened, bytes?: Uint8Array, policy?: Uint8Array): Promise<OpeningVerification> =>
  verifyOpening(open, { bundle: bytes, policy }, { verifySignature: verifySync });
const told = ({ verdict, checks }: OpeningVerification): string[] => [
  verdict,
  ...checks.map(({ outcome, code }) => (code === undefined ? outcome : `${outcome} ${code}`)),
];

test('VERIFIED: sealed, named by the record, and the record proven', async () => {
  const verification = await judge(openDocument, bundle, POLICY);
  expect(told(verification)).toEqual(['VERIFIED', 'passed', 'passed', 'passed']);
  expect(verification).toMatchObject({
    values: { donors: 41 },
    places: ['/body/parent'],
    facts: { institution: 'hangang-pharma', kind: 'contribution' },
  });
  const counted = await judge(openCount('895'), bundle, POLICY);
  expect(counted).toMatchObject({ verdict: 'VERIFIED', places: ['/body/samples'], values: { samples: '895' } });
});

test('CANNOT TELL, and the values are shown: no proof, no policy, the policy of another log', async () => {
  expect(told(await judge(openDocument))).toEqual(['CANNOT TELL', 'passed', 'not-reached', 'not-reached']);
  expect(told(await judge(openDocument, undefined, POLICY))).toEqual([
    'CANNOT TELL',
    'passed',
    'not-reached',
    'not-reached',
  ]);
  expect(told(await judge(openDocument, bundle))).toEqual(['CANNOT TELL', 'passed', 'passed', 'not-reached']);
  const foreign = await judge(openDocument, bundle, FOREIGN);
  expect(told(foreign)).toEqual(['CANNOT TELL', 'passed', 'passed', 'unknown other-policy']);
  expect(foreign.values).toMatchObject({ donors: 41 });
});

test('FAILED, and no value is shown: another value, another statement, a changed bundle', async () => {
  const cases: [OpeningVerification, string[]][] = [
    [await judge(openCount('896'), bundle, POLICY), ['FAILED', 'passed', 'failed not-named', 'passed']],
    [await judge(openDocument, other, POLICY), ['FAILED', 'passed', 'failed not-named', 'passed']],
    [await judge(openDocument, other), ['FAILED', 'passed', 'failed not-named', 'not-reached']],
    [await judge(openDocument, bundle.subarray(1), POLICY), ['FAILED', 'passed', 'failed bad-json', 'failed bad-json']],
  ];
  for (const [verification, expected] of cases) {
    expect(told(verification)).toEqual(expected);
    expect(verification.values).toBeUndefined();
  }
});

test('what cannot be opened: FAILED, or CANNOT TELL where the reader lacks a key or a version', async () => {
  const failing = (code: 'bad-jwe' | 'not-a-recipient' | 'unknown-version') => (): Opened => {
    throw new InputError(code, 'as it is');
  };
  expect(told(await judge(failing('bad-jwe'), bundle, POLICY))).toEqual([
    'FAILED',
    'failed bad-jwe',
    'not-reached',
    'passed',
  ]);
  for (const code of ['not-a-recipient', 'unknown-version'] as const)
    expect(told(await judge(failing(code), bundle, POLICY))[0]).toBe('CANNOT TELL');
  const fault = (): Opened => {
    throw new TypeError('a fault of ours');
  };
  await expect(judge(fault)).rejects.toThrow(TypeError);
});

test('an unreadable policy is no verdict', async () => {
  await expect(judge(openDocument, bundle, new TextEncoder().encode('log nonsense\n'))).rejects.toThrow(
    expect.objectContaining({ code: 'bad-policy' }),
  );
});

test('the text: verdict, checks, the record, the values; what is missing; nothing that steers a terminal', async () => {
  const text = renderOpening(await judge(openDocument, bundle, POLICY), 'en');
  expect(text).toBe(`VERIFIED
  passed        The values are the ones that were sealed.
  passed        The recorded statement names what they were sealed into.
  passed        The record is proven: signed, and in a log of the trust policy.

contribution of hangang-pharma, record ${ledger.size - 2} of ${ORIGIN}, at /body/parent

Values
  donors: 41
  site: "\\u{202e}SNUH\\u0007"
`);
  const lacking = renderOpening(await judge(openDocument), 'ko');
  expect(lacking).toContain('CANNOT TELL (판단 불가)\n');
  expect(lacking).toContain('--proof로 진술의 증명 묶음을 지정하십시오.');
  const failed = renderOpening(await judge(openCount('896'), bundle), 'en');
  expect(failed).toMatch(/\n {16}\(not-named: the statement does not name [0-9a-f]{64}\)\n/);
  expect(failed).not.toContain('896');
});
