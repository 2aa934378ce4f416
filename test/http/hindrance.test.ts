/**
 * A server that may not take statements in just now, though its ledger would: its disk is nearly full, say.
 */
import { expect, it } from 'vitest';
import { LedgerClient } from '../../src/client/ledger-client.ts';
import type { ErrorCode } from '../../src/core/catalogue/catalogue.ts';
import { taskBody } from '../_util/bodies.ts';
import { startTestServer } from './_server.ts';

it('refuses statements with the code and when to come back, single or in a batch; answers readers; goes on by itself', async () => {
  let hindrance: ErrorCode | undefined;
  const server = await startTestServer({ server: { hindrance: () => hindrance } });
  const sign = (task: string) => server.consortium.statement('task', 'daejeon-institute', taskBody({ task }));
  const [first, second] = [sign('first'), sign('second')];
  const receipt = await server.post(first);
  expect(receipt.status).toBe(201);

  hindrance = 'disk-low';
  const { status, json, headers } = await server.post(second);
  expect([status, json.code, headers['retry-after']]).toEqual([503, 'disk-low', '30']);
  const batch = await server.post([second]);
  expect(batch.json.items).toMatchObject([{ status: 503, problem: { code: 'disk-low', retryAfter: 30 } }]);
  const unready = await server.ask('/readyz');
  expect([unready.status, unready.json.reasons]).toMatchObject([503, [{ code: 'disk-low' }]]);
  expect((await server.ask(`/api/v1/bundles/${first.digest}`)).status).toBe(200);

  // Whoever lost the answer gets it still: nothing is written for that.
  const again = await server.post(first);
  expect([again.status, again.text]).toEqual([200, receipt.text]);
  const mixed = await server.post([second, first]);
  expect(mixed.json.items).toMatchObject([{ status: 503 }, { status: 200, id: first.digest }]);
  const jsonType = { 'Content-Type': 'application/json' };
  const malformed = { method: 'POST', headers: jsonType, body: '{"payload":"x"}' };
  expect((await server.ask('/api/v1/statements', malformed)).json.code).toBe('schema-violation');

  hindrance = undefined;
  expect((await server.post(second)).status).toBe(201);
  expect((await server.ask('/readyz')).status).toBe(200);
  await server.close();
});

it('a client of ours comes back by itself once there is room, with one record for all its tries', async () => {
  let hindrance: ErrorCode | undefined = 'busy';
  const server = await startTestServer({ server: { hindrance: () => hindrance } });
  const waits: number[] = [];
  const sleep = async (ms: number): Promise<void> => {
    waits.push(ms);
    if (waits.length === 2) hindrance = undefined;
  };
  const client = new LedgerClient({ url: server.url, patience: { totalMs: 120_000, random: () => 0, sleep } });
  const size = server.ledger.head.size;
  const signed = server.consortium.statement('task', 'daejeon-institute', taskBody({ task: 'patient' }));
  expect(await client.submit(signed)).toMatchObject({ created: true, index: size });
  expect(waits).toEqual([30_000, 30_000]);
  expect(await client.submit(signed)).toMatchObject({ created: false, index: size });
  expect(server.ledger.head.size).toBe(size + 1);
  await server.close();
});
