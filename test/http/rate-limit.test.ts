/**
 * Limits by address and by institution: who is counted, for what, and what never counts.
 */
import { pino } from 'pino';
import { afterEach, describe, expect, it } from 'vitest';
import type { SignedStatement } from '../../src/core/record/record.ts';
import type { ServerLimits } from '../../src/server/limits.ts';
import { charterBody, digestOf, keyEnrolBody, keyRevokeBody, taskBody } from '../_util/bodies.ts';
import type { StatementOverrides } from '../_util/consortium.ts';
import { testKey } from '../_util/keys.ts';
import { expectDescribed } from './_description.ts';
import { foundTestLedger, withMembers } from './_ledger.ts';
import { type Answer, type Ask, serve, startTestServer, type TestServer } from './_server.ts';

const INSTITUTE = 'daejeon-institute';
const OTHER = 'hangang-pharma';

let server: TestServer;
let tasks = 0;

afterEach(() => server.close());

/** A server behind a proxy on this machine, which tells it the addresses of its clients. */
async function start(limits: Partial<ServerLimits>): Promise<void> {
  server = await startTestServer({ server: { limits, trustProxy: ['127.0.0.1'] } });
}

function askFrom(address: string, path: string, ask: Ask = {}): Promise<Answer> {
  return server.ask(path, { ...ask, headers: { ...ask.headers, 'X-Forwarded-For': address } });
}

function submitFrom(address: string, signed: SignedStatement | readonly SignedStatement[]): Promise<Answer> {
  return server.post(signed, { 'X-Forwarded-For': address });
}

function task(author = INSTITUTE, overrides: StatementOverrides = {}): SignedStatement {
  return server.consortium.statement('task', author, taskBody({ task: `task-${tasks++}` }), overrides);
}

async function statusesOf(answers: Iterable<() => Promise<Answer>>): Promise<number[]> {
  const statuses: number[] = [];
  for (const answer of answers) statuses.push((await answer()).status);
  return statuses;
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}

describe('by address', () => {
  it('so many requests in a minute are answered, then 429 with the time to come back', async () => {
    await start({ requestsPerMinute: 3 });
    const first = await askFrom('203.0.113.7', '/checkpoint');
    expect(first.status).toBe(200);
    expect(first.headers['ratelimit']).toMatch(/^"address"; r=2; t=60$/);
    expect(first.headers['ratelimit-policy']).toMatch(/^"address"; q=3; w=60; pk=:/);
    await askFrom('203.0.113.7', '/checkpoint');
    await askFrom('203.0.113.7', '/nowhere');
    const refused = await askFrom('203.0.113.7', '/checkpoint', { headers: { 'Accept-Language': 'ko' } });
    expect(refused).toMatchObject({ status: 429, json: { code: 'rate-limited', status: 429 } });
    expect(refused.json.title).toMatch(/[가-힣]/);
    expect(refused.json.retryAfter).toBeGreaterThan(0);
    expect(refused.json.retryAfter).toBeLessThanOrEqual(60);
    expect(refused.headers['retry-after']).toBe(String(refused.json.retryAfter));
    expectDescribed(refused, 'get', '/checkpoint');
    expect((await askFrom('203.0.113.8', '/checkpoint')).status).toBe(200);
  });

  it('an address in IPv6 is its /64', async () => {
    await start({ requestsPerMinute: 2 });
    const addresses = ['2001:db8::1', '2001:db8::2', '2001:db8::ffff:1:2', '2001:db8:0:1::1'];
    expect(await statusesOf(addresses.map((address) => () => askFrom(address, '/checkpoint')))).toEqual([
      200, 200, 429, 200,
    ]);
  });

  it('this machine is not counted, and /livez is always answered', async () => {
    await start({ requestsPerMinute: 1 });
    expect(await statusesOf(times(5, () => () => server.ask('/checkpoint')))).toEqual(Array(5).fill(200));
    expect((await server.ask('/checkpoint')).headers['ratelimit']).toBeUndefined();
    expect(await statusesOf(times(5, () => () => askFrom('203.0.113.7', '/livez')))).toEqual(Array(5).fill(200));
  });

  it('nobody is this machine by saying so: only what the trusted proxy itself has seen is believed', async () => {
    await start({ requestsPerMinute: 1 });
    const statuses = await statusesOf(times(3, () => () => askFrom('127.0.0.1, 203.0.113.7', '/checkpoint')));
    expect(statuses).toEqual([200, 429, 429]);
  });

  it('a proxy that is not named is not believed, and the log says so once', async () => {
    const lines: string[] = [];
    const logger = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
    server = await startTestServer({ server: { limits: { requestsPerMinute: 1 }, logger } });
    expect(await statusesOf(times(3, () => () => askFrom('203.0.113.7', '/checkpoint')))).toEqual([200, 200, 200]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('server.trust_proxy');
    expect(lines[0]).not.toContain('203.0.113.7');
  });

  it('what the server could not do does not count', async () => {
    const test = await foundTestLedger();
    const find = async (): Promise<never> => {
      throw new Error('disk');
    };
    const limits = { requestsPerMinute: 2, eventStreams: 0 };
    server = await serve(
      { ...test, ledger: withMembers(test.ledger, { find }) },
      { limits, trustProxy: ['127.0.0.1'] },
    );
    const lost = times(5, () => () => askFrom('203.0.113.7', `/api/v1/statements/${digestOf('x')}`));
    const noRoom = times(5, () => () => askFrom('203.0.113.7', '/api/v1/events'));
    expect(await statusesOf([...lost, ...noRoom])).toEqual([...Array(5).fill(500), ...Array(5).fill(503)]);
    expect(await statusesOf(times(3, () => () => askFrom('203.0.113.7', '/checkpoint')))).toEqual([200, 200, 429]);
  });

  it('an answer that shared caches may keep tells nothing of who asked first', async () => {
    await start({ requestsPerMinute: 10 });
    const { headers } = await askFrom('203.0.113.7', '/tile/0/000.p/1');
    expect(headers['cache-control']).toContain('immutable');
    expect([headers['ratelimit'], headers['ratelimit-policy']]).toEqual([undefined, undefined]);
  });

  it('reading tokens cannot be guessed faster than that', async () => {
    const limits = { requestsPerMinute: 2 };
    server = await startTestServer({ server: { limits, trustProxy: ['127.0.0.1'], readingToken: 'hush' } });
    const guess = () => askFrom('203.0.113.7', '/checkpoint', { headers: { Authorization: 'Bearer hash' } });
    expect(await statusesOf(times(4, () => guess))).toEqual([401, 401, 429, 429]);
  });
});

describe('by institution', () => {
  it('so many statements in a minute are recorded, then 429, whatever address they come from', async () => {
    await start({ statementsPerMinute: 3 });
    expect((await submitFrom('203.0.113.7', task())).status).toBe(201);
    expect((await submitFrom('203.0.113.8', [task(), task()])).json.items).toMatchObject([
      { status: 201 },
      { status: 201 },
    ]);
    const last = task();
    const refused = await submitFrom('203.0.113.9', last);
    expect(refused).toMatchObject({ status: 429, json: { code: 'rate-limited' } });
    expect(refused.headers['retry-after']).toBe(String(refused.json.retryAfter));
    expectDescribed(refused, 'post', '/api/v1/statements');
    const { items } = (await submitFrom('203.0.113.9', [last, task(OTHER)])).json;
    expect(items).toMatchObject([{ status: 429, problem: { code: 'rate-limited' } }, { status: 201 }]);
    expect(items[0].problem.retryAfter).toBeGreaterThan(0);
    expect((await server.ask('/metrics')).text).toContain(
      'ledgerline_submissions_total{outcome="refused",code="rate-limited"} 2',
    );
  });

  it('no stranger can use up the quota of a member: not in its name, not with its own statements', async () => {
    await start({ statementsPerMinute: 2 });
    const recorded = task();
    await submitFrom('203.0.113.7', recorded);
    const forged = times(20, () => ({ ...task(INSTITUTE, { stray: true }), signature: new Uint8Array(64) }));
    const replayed = times(20, () => recorded);
    const elsewhere = times(20, () => task(INSTITUTE, { stray: true, ledger: 'log.example/other' }));
    const { items } = (await submitFrom('203.0.113.66', [...forged, ...replayed, ...elsewhere])).json;
    expect(items.map((item: { status: number }) => item.status)).toEqual([
      ...Array(20).fill(403),
      ...Array(20).fill(200),
      ...Array(20).fill(422),
    ]);
    expect((await submitFrom('203.0.113.7', task())).status).toBe(201);
    expect((await submitFrom('203.0.113.7', task())).status).toBe(429);
  });

  it('nor with a key that the member has revoked', async () => {
    await start({ statementsPerMinute: 3 });
    const { consortium } = server;
    const [lost, next] = [testKey(`${INSTITUTE} quick`), testKey(`${INSTITUTE} next`)];
    await server.post([
      consortium.statement('key', INSTITUTE, keyEnrolBody(consortium.origin, INSTITUTE, next)),
      consortium.statement('key', INSTITUTE, keyRevokeBody(INSTITUTE, lost.keyId), { key: next }),
    ]);
    const stolen = times(5, () => task(INSTITUTE, { stray: true, key: lost }));
    const { items } = (await submitFrom('203.0.113.66', stolen)).json;
    expect(items.map((item: { problem: { code: string } }) => item.problem.code)).toEqual(Array(5).fill('key-revoked'));
    expect((await submitFrom('203.0.113.7', task(INSTITUTE, { key: next }))).status).toBe(201);
  });

  it('nor with charters, which bring the keys that they are signed with', async () => {
    await start({ statementsPerMinute: 1 });
    const own = testKey('mallory');
    const mallory = { id: INSTITUTE, class: 'research-institute', roles: [], keys: [own] } as const;
    const friend = { ...mallory, id: 'friend', keys: [testKey('friend')] };
    const { origin, logKey } = server.consortium;
    const charters = times(5, () =>
      server.consortium.statement('charter', INSTITUTE, charterBody(origin, logKey.vkey, [mallory, friend]), {
        key: own,
        stray: true,
        signing: { signedAt: new Date(Date.UTC(2026, 10, 23, 9, 0, tasks++)).toISOString() },
      }),
    );
    const { items } = (await submitFrom('203.0.113.66', charters)).json;
    expect(new Set(items.map((item: { status: number }) => item.status >= 400))).toEqual(new Set([true]));
    expect((await submitFrom('203.0.113.7', task())).status).toBe(201);
  });

  it('what a rule refuses of a member counts, each statement once', async () => {
    await start({ statementsPerMinute: 2 });
    const stray = (): SignedStatement => task(INSTITUTE, { chain: { sequence: 99, previous: digestOf('x') } });
    const [first, second] = [stray(), stray()];
    expect(await statusesOf(times(4, () => () => submitFrom('203.0.113.7', first)))).toEqual([409, 409, 409, 409]);
    expect((await submitFrom('203.0.113.7', second)).status).toBe(409);
    expect((await submitFrom('203.0.113.7', second)).status).toBe(429);
  });

  it('what there was no room for does not count, nor what comes from this machine', async () => {
    await start({ statementsPerMinute: 2, pendingStatements: 4 });
    const { items } = (
      await submitFrom(
        '203.0.113.7',
        times(10, () => task()),
      )
    ).json;
    expect(items.map((item: { status: number }) => item.status)).toEqual([201, ...Array(9).fill(503)]);
    expect((await server.post(task(OTHER))).status).toBe(201);
    expect(items[1].problem).toMatchObject({ code: 'busy', retryAfter: expect.any(Number) });
    expect((await submitFrom('203.0.113.7', task(OTHER))).status).toBe(201);
  });
});
