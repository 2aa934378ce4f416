/**
 * Account statements across a succession of the log's key: what a reader can tell who knows the old key, the new one, or both, is what
 * a bundle of the same checkpoint tells it.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { assembleStatement } from '../../../src/verify/account/assemble.ts';
import { openFilesSource } from '../../../src/verify/account/files-source.ts';
import { encodeAccountStatement, parseAccountStatement } from '../../../src/verify/account/statement.ts';
import { renderAccount } from '../../../src/verify/account/text.ts';
import { type AccountVerification, verifyAccountStatement } from '../../../src/verify/account/verify-account.ts';
import { amendmentBody, taskBody } from '../../_util/bodies.ts';
import { ORIGIN } from '../../_util/consortium.ts';
import { readJson, writeJson } from '../../_util/forge.ts';
import { inputError } from '../../_util/input-error.ts';
import { type TestNoteKey, testLogKey } from '../../_util/keys.ts';
import type { NaiveLedger } from '../../_util/naive-ledger.ts';
import { cosigners, type Founded, found, policyOf, verify, verifySync, WITNESS } from '../../_util/proven-ledger.ts';
import { mapFiles, naiveFiles } from '../../_util/stored-ledger.ts';

beforeAll(installNodePrimitives);

const [PHARMA, HOSPITAL] = ['hangang-pharma', 'namsan-hospital'] as const;
const OLD = testLogKey(ORIGIN);
const NEXT = testLogKey(ORIGIN, 'the second key of the log');
const THIRD = testLogKey(ORIGIN, 'the third key of the log');
const only = (...keys: readonly TestNoteKey[]): string => policyOf(keys, WITNESS);

interface Document {
  checkpoint: string;
  succession?: { checkpoint: string; consistency: string[] }[];
}

/** The statement at the newest publication. */
const statementOf = async (ledger: NaiveLedger, account: string = PHARMA): Promise<Uint8Array> =>
  assembleStatement(await openFilesSource(mapFiles(naiveFiles(ledger), true)), account);
const judge = (statement: Uint8Array, policy: string): Promise<AccountVerification> =>
  verifyAccountStatement(statement, policy, { verifySignature: verifySync });
const toldBy = ({ verdict, checks, warnings }: AccountVerification): unknown[] => [
  verdict,
  ...checks.flatMap(({ id, outcome, code }) => (outcome === 'failed' || outcome === 'unknown' ? [id, code] : [])),
  ...warnings.map(({ code }) => code).filter((code) => code.startsWith('log-key')),
];

function amend({ consortium, ledger }: Founded, name: string, log: { vkey?: string; retires?: string }): void {
  const { endorseWithin: _, ...body } = amendmentBody({ amendment: name, log });
  const signed = consortium.statement('amendment', HOSPITAL, body);
  ledger.append(signed);
  ledger.append(consortium.endorsement(PHARMA, signed));
  ledger.publish(cosigners(ledger.size, WITNESS));
}

function addTask({ consortium, ledger }: Founded, task: string): number {
  const index = ledger.append(consortium.statement('task', PHARMA, taskBody({ task })));
  ledger.publish(cosigners(ledger.size, WITNESS));
  return index;
}

/** A ledger, and its statement and newest bundle of each phase: signed by the old key, by both, by the new one. */
async function succeeded() {
  const founded = found();
  const { ledger } = founded;
  ledger.successors = [NEXT];
  const keep = async (task: string) => {
    const bundle = ledger.bundle(addTask(founded, task));
    return { bundle, statement: await statementOf(ledger) };
  };
  const alone = await keep('alone');
  amend(founded, 'next', { vkey: NEXT.vkey });
  const both = await keep('both');
  amend(founded, 'last', { retires: OLD.vkey });
  const after = await keep('after');
  return { founded, ledger, alone, both, after };
}

describe('a succession of the key of the log', () => {
  test('I9: the verdict, and the warnings of keys, are those of a bundle, for every reader in every phase', async () => {
    const { alone, both, after } = await succeeded();
    const seen: string[] = [];
    for (const [phase, { bundle, statement }] of Object.entries({ alone, both, after })) {
      for (const [reader, policy] of Object.entries({ OLD: only(OLD), both: only(OLD, NEXT), NEXT: only(NEXT) })) {
        const told = await judge(statement, policy);
        const ofBundle = await verify(bundle, policy);
        expect([phase, reader, told.verdict]).toEqual([phase, reader, ofBundle.verdict]);
        const codes = (warnings: readonly { code: string }[]): string[] =>
          warnings.map(({ code }) => code).filter((code) => code.startsWith('log-key'));
        expect([phase, reader, codes(told.warnings)]).toEqual([phase, reader, codes(ofBundle.warnings)]);
        seen.push(`${phase} ${reader} ${told.verdict} ${codes(told.warnings)}`.trimEnd());
      }
    }
    expect(seen).toEqual([
      'alone OLD VERIFIED',
      'alone both VERIFIED',
      'alone NEXT CANNOT TELL',
      'both OLD VERIFIED',
      'both both VERIFIED',
      'both NEXT VERIFIED',
      'after OLD VERIFIED log-key-succeeded',
      'after both VERIFIED',
      'after NEXT VERIFIED',
    ]);
    expect(renderAccount(await judge(after.statement, only(OLD)), 'en')).toContain(`log ${NEXT.vkey}`);
  });

  test('is shown as bundles of the same checkpoint show it, and only where a key was retired', async () => {
    const { alone, both, after } = await succeeded();
    for (const { bundle, statement } of [alone, both, after])
      expect(readJson<Document>(statement).succession).toEqual(readJson<Document>(bundle).succession);
    for (const { statement } of [alone, both]) expect(readJson<Document>(statement)).not.toHaveProperty('succession');
    expect(encodeAccountStatement(parseAccountStatement(after.statement))).toEqual(Uint8Array.from(after.statement));
  });

  test('is followed from key to key', async () => {
    const { founded } = await succeeded();
    founded.ledger.successors = [NEXT, THIRD];
    amend(founded, 'third', { vkey: THIRD.vkey });
    amend(founded, 'second-gone', { retires: NEXT.vkey });
    addTask(founded, 'much-later');
    const statement = await statementOf(founded.ledger);
    expect(readJson<Document>(statement).succession).toHaveLength(2);
    for (const key of [OLD, NEXT, THIRD]) expect((await judge(statement, only(key))).verdict).toBe('VERIFIED');
  });

  test('that never was signed by both leads nowhere', async () => {
    const founded = found();
    founded.ledger.successors = [NEXT];
    addTask(founded, 'alone');
    amend(founded, 'stolen', { vkey: NEXT.vkey, retires: OLD.vkey });
    addTask(founded, 'after');
    const statement = await statementOf(founded.ledger);
    expect(toldBy(await judge(statement, only(OLD)))).toEqual(['CANNOT TELL', 'checkpoint', 'unverified-note']);
    expect((await judge(statement, only(NEXT))).verdict).toBe('VERIFIED');
  });

  test('asks the witnesses of the policy as ever', async () => {
    const { founded, ledger } = await succeeded();
    ledger.append(founded.consortium.statement('task', PHARMA, taskBody({ task: 'unseen' })));
    ledger.publish();
    const told = toldBy(await judge(await statementOf(ledger), only(OLD)));
    expect(told).toEqual(['CANNOT TELL', 'witnesses', 'too-few-cosignatures']);
  });
});

describe('I1: a stolen key of the log, after its retirement', () => {
  test('log-key-retired: a statement under a checkpoint that it signed alone is FAILED, as a bundle is', async () => {
    const { ledger } = await succeeded();
    ledger.publications.splice(-1);
    ledger.successors = [];
    ledger.publish(cosigners(ledger.size, WITNESS));
    const statement = await statementOf(ledger);
    for (const policy of [only(OLD), only(OLD, NEXT)])
      expect(toldBy(await judge(statement, policy))).toEqual(['FAILED', 'checkpoint', 'log-key-retired']);
  });
});

describe('the succession in a statement', () => {
  const edited = async (edit: (document: Document) => void): Promise<Uint8Array> => {
    const document = readJson<Document>((await succeeded()).after.statement);
    edit(document);
    return writeJson(document);
  };
  const first = ({ succession }: Document) => {
    const [step] = succession ?? [];
    if (step === undefined) throw new Error('no succession');
    return step;
  };

  test('whoever cuts it out takes from readers of the old key, and adds nothing', async () => {
    const cut = await edited((document) => {
      delete document.succession;
    });
    expect(toldBy(await judge(cut, only(OLD)))).toEqual(['CANNOT TELL', 'checkpoint', 'unverified-note']);
    for (const policy of [only(NEXT), only(OLD, NEXT)]) expect((await judge(cut, policy)).verdict).toBe('VERIFIED');
  });

  test.each([
    ['a broken proof', 'bad-consistency-proof', (document: Document) => void first(document).consistency.pop()],
    [
      'the tree itself',
      'bundle-records',
      (document: Document) => {
        document.succession = [{ checkpoint: document.checkpoint, consistency: [] }];
      },
    ],
    [
      'another log',
      'other-ledger',
      (document: Document) => {
        first(document).checkpoint = first(document).checkpoint.replace(ORIGIN, 'log.example/other');
      },
    ],
  ])('is no beginning of the tree with %s', async (_, code, edit) => {
    expect(toldBy(await judge(await edited(edit), only(OLD, NEXT)))).toEqual(['FAILED', 'inclusion', code]);
  });

  test.each([
    ['an empty list', (document: Document) => void document.succession?.pop()],
    [
      '65 steps',
      (document: Document) => void document.succession?.push(...Array.from({ length: 64 }, () => first(document))),
    ],
    ['a hash of another length', (document: Document) => void first(document).consistency.push('AAAA')],
  ])('schema-violation: %s', async (_, edit) => {
    expect(toldBy(await judge(await edited(edit), only(OLD)))).toEqual(['FAILED', 'statement', 'schema-violation']);
  });

  test('bad-note-signature: a broken signature of a key that the policy lists', async () => {
    const broken = await edited((document) => {
      const step = first(document);
      step.checkpoint = step.checkpoint.replace(/(— log\S+ \S{40})(.)/, (_, head: string, letter: string) =>
        head.concat(letter === 'A' ? 'B' : 'A'),
      );
    });
    expect(toldBy(await judge(broken, only(OLD)))).toEqual(['FAILED', 'checkpoint', 'bad-note-signature']);
  });

  test('names a stranger among the ignored', async () => {
    const more = await edited((document) => {
      first(document).checkpoint += `— stranger.example ${Buffer.alloc(68, 1).toString('base64')}\n`;
    });
    const { verdict, ignored } = await judge(more, only(OLD, NEXT));
    expect(verdict).toBe('VERIFIED');
    expect(ignored).toEqual([{ where: 'succession', name: 'stranger.example', keyId: '01010101' }]);
  });

  test('no statement is made from files whose published checkpoints are damaged', async () => {
    const files = naiveFiles((await succeeded()).ledger);
    const notes = Buffer.from(files.get('checkpoints/000') ?? []);
    const at = notes.indexOf('\n— ');
    notes.write('\n* ', at);
    const source = await openFilesSource(mapFiles(new Map(files).set('checkpoints/000', notes), true));
    await expect(assembleStatement(source, PHARMA)).rejects.toThrow(inputError('ledger-unsound'));
  });
});
