/**
 * A server that may not take statements in just now, though its ledger would: its disk is nearly full, say.
 */
import { expect, it } from 'vitest';
import type { ErrorCode } from '../../src/core/catalogue/catalogue.ts';
import { taskBody } from '../_util/bodies.ts';
import { startTestServer } from './_server.ts';

it('refuses statements with the code and when to come back, single or in a batch; answers readers; goes on by itself', async () => {
  let hindrance: ErrorCode | undefined;
  const server = await startTestServer({ server: { hindrance: () => hindrance } });
  const sign = (task: string) => server.consortium.statement('task', 'daejeon-institute', taskBody({ task }));
  const [first, second] = [sign('first'), sign('second')];
  expect((await server.post(first)).status).toBe(201);

  hindrance = 'disk-low';
  const { status, json, headers } = await server.post(second);
  expect([status, json.code, headers['retry-after']]).toEqual([503, 'disk-low', '30']);
  const batch = await server.post([second]);
  expect(batch.json.items).toMatchObject([{ status: 503, problem: { code: 'disk-low', retryAfter: 30 } }]);
  const unready = await server.ask('/readyz');
  expect([unready.status, unready.json.reasons]).toMatchObject([503, [{ code: 'disk-low' }]]);
  expect((await server.ask(`/api/v1/bundles/${first.digest}`)).status).toBe(200);

  hindrance = undefined;
  expect((await server.post(second)).status).toBe(201);
  expect((await server.ask('/readyz')).status).toBe(200);
  await server.close();
});
