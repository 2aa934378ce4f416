/**
 * Account statements over HTTP: what the server makes from its index is, byte for byte, what anybody makes from its files.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LedgerClient } from '../../src/client/ledger-client.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { assembleStatement } from '../../src/verify/account/assemble.ts';
import { openFilesSource } from '../../src/verify/account/files-source.ts';
import { verifyAccountStatement } from '../../src/verify/account/verify-account.ts';
import { taskBody } from '../_util/bodies.ts';
import { Consortium } from '../_util/consortium.ts';
import { changes, firstRound } from '../_util/history.ts';
import { inputError } from '../_util/input-error.ts';
import { startTestServer, type TestServer } from './_server.ts';

let server: TestServer;
let client: LedgerClient;
let policy: string;

beforeAll(async () => {
  installNodePrimitives();
  server = await startTestServer({ consortium: new Consortium() });
  const { consortium } = server;
  await server.post([...firstRound(consortium), ...changes(consortium)]);
  policy = `log ${consortium.logKey.vkey}\nquorum none\n`;
  client = new LedgerClient({ url: server.url, policy: parsePolicy(policy) });
});

afterAll(() => server.close());

const ACCOUNTS = ['hangang-pharma', 'daejeon-institute', 'system', 'keys/hangang-pharma', 'keys/nobody', 'nobody'];

test.each(ACCOUNTS)('I5: %s: the index and the served files give the same bytes, which verify', async (account) => {
  const fetched = await client.accountStatement(account);
  const source = await openFilesSource({ read: (path) => client.file(path) });
  expect(Buffer.from(fetched).equals(await assembleStatement(source, account))).toBe(true);
  const { verdict, facts } = await verifyAccountStatement(fetched, policy);
  expect(verdict).toBe('VERIFIED');
  const { size } = server.ledger.head;
  expect(facts).toMatchObject({ account, treeSize: size, coverage: size - 1 });
  const { count } = (await server.ask(`/api/v1/accounts/system`)).json;
  if (account === 'system') expect(facts?.count).toBe(count);
  if (account.endsWith('nobody')) expect(facts).toMatchObject({ count: 0, balance: '0' });
});

test('at a published size a statement is immutable, and stays the same while the log grows', async () => {
  const size = server.ledger.published?.size ?? 0;
  const path = `/api/v1/accounts/hangang-pharma/statement/${size}`;
  const before = await server.ask(path);
  expect(before.headers['cache-control']).toContain('immutable');
  await server.post([server.consortium.statement('task', 'daejeon-institute', taskBody({ task: 'one-more' }))]);
  const after = await server.ask(path);
  expect(Buffer.from(after.bytes).equals(before.bytes)).toBe(true);
  expect(Buffer.from(await client.accountStatement('hangang-pharma', size)).equals(before.bytes)).toBe(true);
  const newest = await client.accountStatement('hangang-pharma');
  expect(Buffer.from(newest).equals(before.bytes)).toBe(false);
  expect((await verifyAccountStatement(newest, policy)).verdict).toBe('VERIFIED');
});

test('sizes that were not published, and what is no account, are not found or refused', async () => {
  expect((await server.ask('/api/v1/accounts/hangang-pharma/statement/1')).json.code).toBe('not-found');
  expect((await server.ask('/api/v1/accounts/hangang-pharma/statement/99999')).json.code).toBe('not-found');
  expect((await server.ask('/api/v1/accounts/UPPER/statement')).json.code).toBe('bad-request');
  expect((await server.ask('/api/v1/accounts/keys/system/statement')).json.code).toBe('account-id');
  await expect(client.accountStatement('keys/../etc')).rejects.toThrow(inputError('account-id'));
});
