/**
 * Account statements: every account of two ledgers that earned credit, made from files and by the oracle, and verified.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { verifySignature } from '../../../src/core/crypto/verify.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { formatCredits } from '../../../src/verify/account/amounts.ts';
import { assembleStatement } from '../../../src/verify/account/assemble.ts';
import { openFilesSource } from '../../../src/verify/account/files-source.ts';
import {
  encodeAccountStatement,
  isAccountStatement,
  parseAccountStatement,
} from '../../../src/verify/account/statement.ts';
import { renderAccount } from '../../../src/verify/account/text.ts';
import { type VerifyAccountOptions, verifyAccountStatement } from '../../../src/verify/account/verify-account.ts';
import { withFile } from '../../_util/audit.ts';
import { creditLedger } from '../../_util/credit-history.ts';
import { spentLedger, unmetChecks } from '../../_util/credit-ledger.ts';
import { AGGREGATOR, HOSPITAL, OPERATOR, PHARMA, TREASURER } from '../../_util/credit-scenario.ts';
import { readJson, writeJson } from '../../_util/forge.ts';
import { inputError } from '../../_util/input-error.ts';
import { testLogKey } from '../../_util/keys.ts';
import { naiveShown, naiveStatement } from '../../_util/naive-account.ts';
import type { NaiveLedger } from '../../_util/naive-ledger.ts';
import { policyOf, SECOND_WITNESS, STRANGER, verifySync, WITNESS } from '../../_util/proven-ledger.ts';
import { mapFiles, naiveFiles } from '../../_util/stored-ledger.ts';

beforeAll(installNodePrimitives);

const spent = spentLedger();
/** With a dispute that was upheld, and an award that took the place of the first. */
const disputed = creditLedger();
const disputedPolicy = policyOf([disputed.logKey]);
disputed.publish();

const accountsOf = (ledger: NaiveLedger): string[] => {
  const authors = ledger.records.map((_, index) => ledger.record(index).statement.author);
  const institutions = [...new Set(authors)];
  return [...institutions, ...institutions.map((id) => `keys/${id}`), 'system', 'nobody', 'keys/nobody'];
};
const filesOf = async (ledger: NaiveLedger, account: string): Promise<Uint8Array> =>
  assembleStatement(await openFilesSource(mapFiles(naiveFiles(ledger), true)), account);

describe.each([
  ['awarded, claimed and passed on', spent.ledger, spent.policy],
  ['disputed and awarded anew', disputed, disputedPolicy],
] as const)('I5, I6: a ledger with credit %s', (_, ledger, policy) => {
  test.each(accountsOf(ledger))('the statement of %s is that of the oracle, and VERIFIED', async (account) => {
    const bytes = await filesOf(ledger, account);
    expect(Buffer.from(bytes).equals(naiveStatement(ledger, account))).toBe(true);
    expect(Buffer.from(encodeAccountStatement(parseAccountStatement(bytes))).equals(bytes)).toBe(true);
    const verification = await verifyAccountStatement(bytes, policy, { verifySignature: verifySync });
    expect(unmetChecks(verification), renderAccount(verification, 'en')).toEqual([]);
    expect(verification.verdict).toBe('VERIFIED');
  });
});

test.each([
  ['that is no base64', '"payload":"', '"payload":"*', 'ledger-unsound'],
  ['of a later version', '"v":1}', '"v":2}', 'ledger-unjudged'],
] as const)('no statement is made from files with a record %s', async (_, from, to, code) => {
  const files = naiveFiles(spent.ledger);
  const [path = '', entries = new Uint8Array()] = [...files].find(([name]) => name.startsWith('tile/entries/')) ?? [];
  const damaged = Buffer.from(entries);
  expect(damaged.write(to, damaged.indexOf(from), 'latin1')).toBe(to.length);
  const opened = openFilesSource(mapFiles(withFile(files, path, damaged), true));
  await expect(opened).rejects.toThrow(inputError(code));
});

describe('what a statement says', () => {
  const verify = async (account: string, options: VerifyAccountOptions = {}) =>
    spent.verify(await spent.statement(account), options);

  test('of credit earned, claimed, settled and passed on', async () => {
    const { facts } = await verify(PHARMA);
    const { size } = spent.ledger;
    expect(facts).toMatchObject({
      account: PHARMA,
      treeSize: size,
      coverage: size - 1,
      issued: '400000',
      spent: '175000',
      balance: '225000',
      credits: [{ amount: '400000', spent: '175000', left: '225000', award: spent.scenario.award }],
      claims: [{ amount: '100000', settlement: expect.stringMatching(/^[0-9a-f]{64}$/) }, { amount: '50000' }],
      transfers: [{ amount: '25000', beneficiary: HOSPITAL }],
      awards: [spent.scenario.award],
      last: { index: size - 1, kind: 'credit', institution: OPERATOR, isOwn: false },
    });
    expect(facts?.open).toEqual({ claims: [facts?.claims[1]?.digest], contributions: [] });
    expect(facts?.count).toBe(naiveShown(spent.ledger, PHARMA).filter(ownedBy(PHARMA)).length);
  });

  test('the last record is shown, but not in the sums: it commits to what was before it', async () => {
    const { facts, proven } = await verify(HOSPITAL);
    expect(facts?.last.isOwn).toBe(true);
    expect(facts?.credits.map(({ amount, from }) => ({ amount, from }))).toEqual([
      { amount: '600001', from: undefined },
      { amount: '25000', from: PHARMA },
    ]);
    expect(facts).toMatchObject({ issued: '600001', balance: '600001' });
    expect(renderAccount(await verify(HOSPITAL), 'en')).toContain('not yet in the sums');
    expect(proven.map(({ en }) => en).join(' ')).toContain('0.600001 credits issued');
  });

  test('credit that was passed on rests on the word of whoever looks at the other account', async () => {
    const { committed } = await verify(HOSPITAL);
    expect(committed.map(({ en }) => en)).toContain(
      `That ${PHARMA} had the credit that it passed on: its own account statement shows that, and an audit.`,
    );
    expect((await verify(PHARMA)).committed.map(({ en }) => en).join(' ')).not.toContain('passed on: its own');
  });

  test('of an account without records: that there are none', async () => {
    const { verdict, facts, proven } = await verify('nobody');
    expect(verdict).toBe('VERIFIED');
    expect(facts).toMatchObject({ count: 0, issued: '0', spent: '0', balance: '0', credits: [] });
    expect(proven[0]?.en).toContain('commits to no record of nobody');
  });

  test('of who replayed the log: what was only committed is then proven', async () => {
    const { committed, proven } = await verify(PHARMA, { auditors: ['w1'] });
    expect(committed.map(({ en }) => en).join(' ')).not.toContain('an audit sees that');
    expect(proven.map(({ en }) => en).join(' ')).toContain('w1 replayed the log up to this tree');
  });

  test('in English and in Korean, without anything that steers a terminal', async () => {
    const verification = await verify(PHARMA);
    for (const language of ['en', 'ko'] as const) {
      const text = renderAccount(verification, language);
      expect(text.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
      expect(text).toContain('0.225');
      expect(text.split('\n').length).toBeGreaterThan(40);
    }
    expect(renderAccount(verification, 'ko')).toContain('잔액');
  });

  test('the pure verifier says the same as OpenSSL', async () => {
    const bytes = await spent.statement('keys/nobody');
    expect(await spent.verify(bytes, { verifySignature })).toEqual(await spent.verify(bytes));
  });
});

describe('freshness', () => {
  const cosignedAt = Math.floor(spent.scenario.at / 1000) + 10;
  const age = (seconds: number, maxAgeSeconds?: number): VerifyAccountOptions => ({
    nowUnixMs: (cosignedAt + seconds) * 1000,
    ...(maxAgeSeconds === undefined ? {} : { maxAgeSeconds }),
  });

  test('is told by witnesses, and printed with its age', async () => {
    const verification = await spent.verify(await spent.statement(PHARMA), age(90));
    expect(verification.facts?.freshness).toMatchObject({ ageSeconds: 90, by: [{ witness: 'w1' }] });
    expect(renderAccount(verification, 'en')).toContain('(w1), 90 s ago');
  });

  test.each([
    [60, 60, 'VERIFIED'],
    [61, 60, 'CANNOT TELL'],
    [-5, 1, 'VERIFIED'],
  ] as const)('%i s old, at most %i s asked for: %s', async (old, asked, verdict) => {
    const verification = await spent.verify(await spent.statement(PHARMA), age(old, asked));
    expect(verification.verdict).toBe(verdict);
    expect(unmetChecks(verification)).toEqual(verdict === 'VERIFIED' ? [] : ['fresh unknown stale']);
  });

  test('without the reader time nothing is fresh, and without witnesses the operator says', async () => {
    const bytes = await spent.statement(PHARMA);
    expect(unmetChecks(await spent.verify(bytes, { maxAgeSeconds: 1 }))).toEqual(['fresh unknown stale']);
    const { facts, warnings } = await verifyAccountStatement(await filesOf(disputed, PHARMA), disputedPolicy);
    expect(facts?.freshness.by).toEqual([]);
    expect(facts?.freshness.at).toBe(disputed.record(disputed.size - 1).recordedAt);
    expect(warnings.map(({ code }) => code)).toEqual(['no-witness']);
  });
});

describe('trust', () => {
  const other = testLogKey('log.example/other');

  test('a checkpoint of a log that the policy does not know is CANNOT TELL', async () => {
    const verification = await verifyAccountStatement(await spent.statement(PHARMA), policyOf([other], WITNESS));
    expect(verification.verdict).toBe('CANNOT TELL');
    expect(unmetChecks(verification)).toEqual(['checkpoint unknown other-policy']);
  });

  test('so is one that too few witnesses cosigned', async () => {
    const policy = policyOf([spent.ledger.logKey], WITNESS, SECOND_WITNESS);
    const verification = await verifyAccountStatement(await spent.statement(PHARMA), policy, {
      verifySignature: verifySync,
    });
    expect([verification.verdict, ...unmetChecks(verification)]).toEqual([
      'CANNOT TELL',
      'witnesses unknown too-few-cosignatures',
    ]);
  });

  test('signature lines of strangers count for nothing, and are named', async () => {
    const made = spentLedger();
    made.publish(20, { witness: STRANGER, timestampSeconds: 1 });
    const { verdict, ignored } = await made.verify(await made.statement('nobody'));
    expect(verdict).toBe('VERIFIED');
    expect(ignored.map(({ where, name }) => [where, name])).toEqual([['proof', STRANGER.name]]);
  });
});

describe('the form', () => {
  test('a later version is CANNOT TELL, another document FAILED', async () => {
    const document = readJson<Record<string, unknown>>(await spent.statement('nobody'));
    const later = await spent.verify(writeJson({ ...document, format: 'ledgerline/account@v2' }));
    expect([later.verdict, ...unmetChecks(later)]).toEqual(['CANNOT TELL', 'statement unknown unknown-version']);
    const bundle = await spent.verify(spent.ledger.bundle(3));
    expect([bundle.verdict, ...unmetChecks(bundle)]).toEqual(['FAILED', 'statement failed schema-violation']);
    expect(isAccountStatement(writeJson({ ...document, format: 'ledgerline/account@v2' }))).toBe(true);
    expect(isAccountStatement(spent.ledger.bundle(3))).toBe(false);
    expect(isAccountStatement(Uint8Array.of(0xff))).toBe(false);
    expect(isAccountStatement(writeJson(null))).toBe(false);
  });

  test('a proof that is no number of hashes is refused', async () => {
    const document = readJson<Record<string, unknown>>(await spent.statement('nobody'));
    const bytes = writeJson({ ...document, proof: 'AAAA' });
    expect(() => parseAccountStatement(bytes)).toThrow(inputError('bad-inclusion-proof'));
  });

  test('what is no account has no statement', async () => {
    await expect(filesOf(disputed, 'keys/system')).rejects.toThrow(inputError('account-id'));
  });

  test.each([
    ['0', '0'],
    ['1', '0.000001'],
    ['1500000', '1.5'],
    ['1234567000000', '1,234,567'],
    ['1000000000001', '1,000,000.000001'],
  ])('%s micro-credits are %s', (micro, credits) => {
    expect(formatCredits(micro)).toBe(credits);
  });
});

test('an award that replaced another shows the dispute, the resolution and the award that was set aside', async () => {
  const { records } = parseAccountStatement(await filesOf(disputed, HOSPITAL));
  const kinds = records.map(({ index }) => disputed.record(index).statement.kind);
  expect(kinds.filter((kind) => kind === 'award')).toHaveLength(2);
  expect(kinds).toEqual(expect.arrayContaining(['dispute', 'resolution', 'utility-report']));
});

test('the roles that earn nothing have statements too: the treasurer and the aggregator', async () => {
  for (const account of [TREASURER, AGGREGATOR]) {
    const { verdict, facts } = await spent.verify(await spent.statement(account));
    expect([verdict, facts?.credits]).toEqual(['VERIFIED', []]);
    expect(facts?.count).toBeGreaterThan(0);
  }
});

function ownedBy(account: string): (index: number) => boolean {
  return (index) => {
    const { statement } = spent.ledger.record(index);
    const body = statement.body as { readonly institution?: string; readonly beneficiary?: string };
    const others = ['contribution-decision', 'settlement'];
    if (others.includes(statement.kind)) return body.institution === account;
    if (statement.kind === 'credit') return body.beneficiary === account;
    if (statement.kind === 'endorsement') return (statement.body as { account: string }).account === account;
    if (['key', 'role', 'institution', 'charter'].includes(statement.kind)) return false;
    return statement.author === account;
  };
}
