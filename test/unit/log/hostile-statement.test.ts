/**
 * Statements that are well formed but carry rubbish where a key should be: refused, and the ledger goes on. Anybody may
 * submit them, so none may stop it.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../../src/core/bytes/base64.ts';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import { keyIdOf } from '../../../src/core/statement/key-id.ts';
import { charterBody, taskBody } from '../../_util/bodies.ts';
import { inputError } from '../../_util/input-error.ts';
import { testKey } from '../../_util/keys.ts';
import { foundTestLedger, type TestLedger } from '../../http/_ledger.ts';

const NOT_CANONICAL = '/x==';
const NOT_A_KEY = encodeBase64(new Uint8Array(44).fill(7));
const MALLORY = testKey('mallory 1');

let test: TestLedger;

beforeAll(async () => {
  test = await foundTestLedger();
});

afterAll(() => test.ledger.close());

function enrolment(author: string, spki: string, key = MALLORY): SignedStatement {
  const body = { institution: author, change: 'enrol', key: { spki, possession: encodeBase64(new Uint8Array(64)) } };
  return test.consortium.statement('key', author, body as never, { key, stray: true });
}

/** A second charter by a stranger, which brings its own key. */
function charter(spki: string, keyId: string): SignedStatement {
  const { consortium } = test;
  const founder = (id: string) => ({ id, class: 'pharma', roles: [], keys: [MALLORY] }) as const;
  const body = charterBody(consortium.origin, consortium.logKey.vkey, [founder('mallory'), founder('eve')]);
  body.founders[0]?.keys.splice(0, 1, { spki, possession: encodeBase64(new Uint8Array(64)) });
  const signed = consortium.statement('charter', 'mallory', body, { key: MALLORY, stray: true });
  return { ...signed, keyId };
}

describe('a stranger cannot stop the ledger', () => {
  it.each([
    ['enrols bytes that are no key', () => enrolment('mallory', NOT_A_KEY), 'author-unknown'],
    ['founds with bytes that are no key', () => charter(NOT_A_KEY, keyIdOf(NOT_A_KEY)), 'bad-signature'],
    ['founds with a key not its own', () => charter(MALLORY.spki, testKey('eve').keyId), 'charter-first'],
  ] as const)('%s', async (_, make, code) => {
    await expect(test.ledger.submit(make()).published).rejects.toThrow(inputError(code));
    expect(test.ledger.status.failure).toBeUndefined();
    const size = test.ledger.head.size;
    const task = test.consortium.statement('task', 'hangang-pharma', taskBody({ task: `task-${size}` }));
    await expect(test.ledger.submit(task).published).resolves.toEqual({ index: size, created: true });
  });

  it('cannot even be said: a key in another spelling of base64 breaks the schema', () => {
    expect(() => enrolment('mallory', NOT_CANONICAL)).toThrow(inputError('schema-violation'));
    expect(() => charter(NOT_CANONICAL, MALLORY.keyId)).toThrow(inputError('schema-violation'));
  });
});
