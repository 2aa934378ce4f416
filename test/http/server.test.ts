/**
 * The server around the routes: health, metrics, log, reading token, event stream, methods and origins, and stopping.
 */
import { once } from 'node:events';
import { connect } from 'node:net';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/error.ts';
import { formatEnvelope, type SignedStatement } from '../../src/core/record/record.ts';
import type { WitnessGroup } from '../../src/log/ports.ts';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { parseBundle } from '../../src/verify/bundle.ts';
import { taskBody } from '../_util/bodies.ts';
import { foundTestLedger, withMembers } from './_ledger.ts';
import { askRaw, serve, startTestServer, type TestServer } from './_server.ts';

const INSTITUTE = 'daejeon-institute';

function task({ consortium }: Pick<TestServer, 'consortium'>, name = 'herg-10um'): SignedStatement {
  return consortium.statement('task', INSTITUTE, taskBody({ task: name }));
}

/** Witnesses that answer once they are let go. */
function heldWitnesses(): { witnesses: WitnessGroup; hold(): void; release(): void } {
  let open: Promise<void> = Promise.resolve();
  let release = (): void => {};
  return {
    witnesses: {
      cosign: async () => {
        await open;
        return [];
      },
    },
    hold: () => {
      open = new Promise((resolve) => {
        release = resolve;
      });
    },
    release: () => release(),
  };
}

describe('health', () => {
  it('is ready once a checkpoint is published, and not when the ledger has stopped', async () => {
    const server = await startTestServer();
    expect((await server.ask('/readyz')).json).toEqual({
      ready: true,
      reasons: [],
      warnings: [],
      backlog: { statements: 0, oldestSeconds: 0 },
      witnesses: [],
    });
    expect((await server.ask('/livez')).json).toEqual({ alive: true });
    await server.close();
  });

  it('warns while witnesses are missing, and goes on', async () => {
    let isMissing = false;
    const server = await startTestServer({
      witnesses: {
        cosign: async () => {
          if (isMissing) throw new InputError('quorum-missing', 'no witness at 10.0.0.7 answered');
          return [];
        },
      },
    });
    isMissing = true;
    await server.ledger.submit(task(server)).placed;
    await expect.poll(async () => (await server.ask('/readyz')).json.warnings.length).toBe(1);
    const { status, json, text } = await server.ask('/readyz', { headers: { 'Accept-Language': 'ko' } });
    expect([status, json.ready, json.warnings[0].code]).toEqual([200, true, 'quorum-missing']);
    expect(json.warnings[0].title).toMatch(/[가-힣]/);
    expect(text).not.toContain('10.0.0.7');
    await server.close();
  });

  it('gives reasons when a storage error has stopped the ledger', async () => {
    let isBroken = false;
    const server = await startTestServer({
      witnesses: {
        cosign: async () => {
          if (isBroken) throw new Error('EIO: /secret/path');
          return [];
        },
      },
    });
    isBroken = true;
    const answer = await server.post(task(server));
    expect([answer.status, answer.json.code]).toEqual([503, 'stopped']);
    const { status, json, text } = await server.ask('/readyz');
    expect([status, json.ready, json.reasons[0].code]).toEqual([503, false, 'unexpected']);
    expect(answer.text + text).not.toContain('/secret/path');
    expect((await server.ask('/livez')).status).toBe(200);
    expect((await server.ask('/checkpoint')).status).toBe(200);
    await server.close();
  });
});

describe('metrics and log', () => {
  it('count submissions by outcome and time requests by route template', async () => {
    const server = await startTestServer();
    const signed = task(server);
    await server.post(signed);
    await server.post(signed);
    await server.post({ ...signed, keyId: '0'.repeat(64), digest: 'x', payload: new Uint8Array(3) });
    await server.ask('/api/v1/records/1');
    await server.ask('/api/v1/records/2');
    await server.ask('/nowhere/at/all');
    const { text, headers } = await server.ask('/metrics');
    expect(headers['content-type']).toContain('text/plain');
    expect(text).toContain('ledgerline_submissions_total{outcome="created",code=""} 1');
    expect(text).toContain('ledgerline_submissions_total{outcome="known",code=""} 1');
    expect(text).toContain('ledgerline_submissions_total{outcome="refused",code="bad-json"} 1');
    expect(text).toContain(`ledgerline_committed_size ${server.ledger.head.size}`);
    expect(text).toContain(`ledgerline_published_size ${server.ledger.head.size}`);
    expect(text).toContain('ledgerline_queue_length 0');
    expect(text).toMatch(/duration_seconds_count\{method="GET",route="\/api\/v1\/records\/:index",status="200"\} 2/);
    expect(text).toMatch(/duration_seconds_count\{method="GET",route="unmatched",status="404"\} 1/);
    expect(text).not.toContain('nowhere');
    await server.close();
  });

  it('two servers in one process keep their numbers apart', async () => {
    const [a, b] = [await startTestServer(), await startTestServer()];
    await a.post(task(a));
    expect((await b.ask('/metrics')).text).not.toContain('outcome="created"');
    await Promise.all([a.close(), b.close()]);
  });

  it('the log has a line a request, and neither bodies nor paths nor tokens', async () => {
    const lines: string[] = [];
    const stream = new Writable({
      write(chunk: Buffer, _encoding, done) {
        lines.push(chunk.toString());
        done();
      },
    });
    const server = await startTestServer({ server: { logger: pino(stream), readingToken: 'hush' } });
    const signed = task(server);
    await server.post(signed);
    await server.ask(`/api/v1/bundles/${signed.digest}`, { headers: { Authorization: 'Bearer hush' } });
    await expect.poll(() => lines.length).toBe(2);
    const log = lines.join('');
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { method: 'POST', route: '/api/v1/statements', status: 201 },
      { method: 'GET', route: '/api/v1/bundles/:id', status: 200 },
    ]);
    for (const secret of ['hush', signed.digest, 'payload', '127.0.0.1']) expect(log).not.toContain(secret);
    await server.close();
  });

  it('an unexpected error is told to the log, not to the caller', async () => {
    const lines: string[] = [];
    const logger = pino({}, { write: (line: string) => void lines.push(line) });
    const test = await foundTestLedger();
    const find = async (): Promise<never> => {
      throw new Error('the cupboard is bare: /secret/path');
    };
    const broken = withMembers(test.ledger, { find });
    const server = await serve({ ...test, ledger: broken }, { logger });
    const { status, json, text } = await server.ask(`/api/v1/statements/${'0'.repeat(64)}`);
    expect([status, json.code, json.detail]).toEqual([500, 'unexpected', undefined]);
    expect(text).not.toMatch(/cupboard|stack|secret/);
    const failure = lines.map((line) => JSON.parse(line)).find(({ level }) => level === 50);
    expect(failure.err.message).toContain('cupboard');
    expect(json.instance).toBe(`urn:uuid:${failure.id}`);
    await server.close();
  });
});

describe('the reading token', () => {
  let server: TestServer;
  const token = 'correct-horse.battery~staple';

  beforeAll(async () => {
    server = await startTestServer({ server: { readingToken: token } });
  });

  afterAll(() => server.close());

  it.each([
    '/checkpoint',
    '/tile/0/000.p/1',
    '/',
    '/api/v1/ledger',
    '/api/v1/events',
    '/readyz',
    '/metrics',
    '/openapi.json',
    '/nothing',
  ])('is needed for %s', async (path) => {
    const { status, json, headers } = await server.ask(path);
    expect([status, json.code]).toEqual([401, 'reading-token']);
    expect(headers).toMatchObject({ 'www-authenticate': 'Bearer realm="ledgerline"', 'cache-control': 'no-store' });
  });

  it.each([
    '',
    'Bearer',
    'Bearer ',
    `Basic ${token}`,
    `Bearer ${token}x`,
    `Bearer ${token.slice(1)}`,
    `Bearer ${token} ${token}`,
  ])('is not %o', async (authorization) => {
    const { status } = await server.ask('/checkpoint', { headers: { Authorization: authorization } });
    expect(status).toBe(401);
  });

  it('opens reading; submitting and /livez are open without it', async () => {
    const headers = { Authorization: `bearer ${token}` };
    expect((await server.ask('/checkpoint', { headers })).status).toBe(200);
    expect((await server.ask('/checkpoint', { headers, method: 'HEAD' })).status).toBe(200);
    expect((await server.ask('/livez')).status).toBe(200);
    expect((await server.post(task(server))).status).toBe(201);
  });

  it('keeps tiles out of shared caches: nothing says public', async () => {
    const { headers } = await server.ask('/tile/0/000.p/1', { headers: { Authorization: `Bearer ${token}` } });
    expect(headers['cache-control']).toBe('max-age=31536000, immutable');
  });
});

describe('methods and origins', () => {
  let server: TestServer;

  beforeAll(async () => {
    server = await startTestServer();
  });

  afterAll(() => server.close());

  it.each([
    ['DELETE', '/api/v1/records/0', 'GET, HEAD'],
    ['POST', '/checkpoint', 'GET, HEAD'],
    ['GET', '/api/v1/statements', 'POST'],
    ['PUT', '/tile/0/000.p/1', 'GET, HEAD'],
    ['TRACE', '/livez', 'GET, HEAD'],
  ] as const)('%s %s is 405, allowed are %s', async (method, path, allow) => {
    const answer = await server.ask(path, { method });
    expect([answer.status, answer.json.code, answer.headers['allow']]).toEqual([405, 'method-not-allowed', allow]);
  });

  it('lets pages of other origins read, not submit', async () => {
    const { status, headers } = await server.ask('/api/v1/statements', {
      method: 'OPTIONS',
      headers: { Origin: 'https://verifier.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect(status).toBe(204);
    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD',
      'access-control-allow-headers': 'Authorization, Last-Event-ID',
    });
    expect(headers['access-control-allow-credentials']).toBeUndefined();
  });

  it('speaks HTTP only to those who do', async () => {
    const { hostname, port } = new URL(server.url);
    const answer = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), hostname, () => socket.write('GET / HTTP/9.9\r\nno header\r\n\r\n'));
      let text = '';
      socket.on('data', (data) => {
        text += data.toString();
      });
      socket.on('close', () => resolve(text));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect((await server.ask('/livez', { headers: { 'X-Large': 'x'.repeat(20_000) } })).status).toBe(431);
  });
});

describe('the event stream', () => {
  /** Reads the stream until it has `count` events, or ends; says when it has the first. */
  async function events(
    url: string,
    count: number,
    headers: Record<string, string> = {},
    onFirst = (): void => {},
  ): Promise<string[]> {
    const stop = new AbortController();
    const response = await fetch(`${url}/api/v1/events`, { headers, signal: stop.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    let text = '';
    for await (const piece of response.body ?? []) {
      const before = text.length;
      text += Buffer.from(piece).toString();
      if (before === 0) onFirst();
      if (text.split('\n\n').filter((each) => each.startsWith('event:')).length >= count) break;
    }
    stop.abort();
    return text.split('\n\n').filter((each) => each.startsWith('event:'));
  }

  it('begins with the newest checkpoint and tells each further one', async () => {
    const server = await startTestServer();
    const first = server.ledger.published;
    const [now, next] = await events(server.url, 2, {}, () => server.ledger.submit(task(server)));
    const line = (published: typeof first) =>
      `event: checkpoint\nid: ${published?.size}\ndata: ${JSON.stringify({ size: published?.size, checkpoint: published?.note })}`;
    expect([now, next]).toEqual([line(first), line(server.ledger.published)]);
    await server.close();
  });

  it('goes on after Last-Event-ID: nothing if that is the newest, the newest if that is older', async () => {
    const server = await startTestServer({ server: { limits: { heartbeatMs: 20 } } });
    const size = server.ledger.published?.size ?? 0;
    const [older] = await events(server.url, 1, { 'Last-Event-ID': String(size - 1) });
    expect(older).toContain(`id: ${size}\n`);
    const [nonsense] = await events(server.url, 1, { 'Last-Event-ID': '-7e1' });
    expect(nonsense).toContain(`id: ${size}\n`);
    const waiting = events(server.url, 1, { 'Last-Event-ID': String(size) });
    setTimeout(() => server.ledger.submit(task(server)), 100);
    expect((await waiting)[0]).toContain(`id: ${size + 1}\n`);
    await server.close();
  });

  it('gives signs of life, is bounded in number, and ends with the server', async () => {
    const server = await startTestServer({ server: { limits: { heartbeatMs: 10, eventStreams: 1 } } });
    const response = await fetch(`${server.url}/api/v1/events`);
    const second = await server.ask('/api/v1/events');
    expect([second.status, second.json.code, second.headers['retry-after']]).toEqual([503, 'too-many-streams', '1']);
    await new Promise((resolve) => setTimeout(resolve, 50));
    await server.close();
    expect(await response.text()).toMatch(/^event: checkpoint\n[\s\S]*\n\n(:\n\n)+$/);
  });

  it('frees the place of a reader that left', async () => {
    const server = await startTestServer({ server: { limits: { eventStreams: 1 } } });
    for (let i = 0; i < 3; i++) {
      await expect.poll(async () => (await fetch(`${server.url}/api/v1/events`, { method: 'HEAD' })).status).toBe(200);
      expect(await events(server.url, 1)).toHaveLength(1);
    }
    await server.close();
  });
});

describe('closing', () => {
  it('I2: lets a submission under way have its receipt, and takes no new connection', async () => {
    const { witnesses, hold, release } = heldWitnesses();
    const server = await startTestServer({ witnesses });
    hold();
    const submitted = server.post(task(server));
    await expect.poll(() => server.ledger.sizes.committed).toBeGreaterThan(server.ledger.sizes.published);
    const closed = server.closeServer();
    await expect(askRaw(server.url, '/livez')).rejects.toThrow();
    setTimeout(release, 50);
    const answer = await submitted;
    expect(answer.status).toBe(201);
    expect(parseBundle(answer.bytes).proof.index).toBe(server.ledger.head.size - 1);
    await closed;
    await server.ledger.close();
  });

  it('does not wait for connections on which nothing is under way', async () => {
    const server = await startTestServer();
    await (await fetch(`${server.url}/livez`)).text(); // leaves a kept-alive connection behind
    const { hostname, port } = new URL(server.url);
    const silent = connect(Number(port), hostname); // never asks anything, as browsers open some
    await once(silent, 'connect');
    const ended = once(silent, 'close');
    const start = performance.now();
    await Promise.all([server.closeServer(), server.closeServer()]);
    // Less than the grace of a request that is under way.
    expect(performance.now() - start).toBeLessThan(5000);
    await ended;
    await server.ledger.close();
  });

  it('cuts what is under way still when its grace is over', async () => {
    const { witnesses, hold, release } = heldWitnesses();
    const test = await foundTestLedger({ witnesses });
    const { url, close } = await listen(createServer({ ledger: test.ledger }), {
      host: '127.0.0.1',
      port: 0,
      graceMs: 100,
    });
    hold();
    const lost = askRaw(url, '/api/v1/statements', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(formatEnvelope(task(test))),
    });
    lost.catch(() => {});
    await expect.poll(() => test.ledger.sizes.committed).toBeGreaterThan(test.ledger.sizes.published);
    await close();
    await expect(lost).rejects.toThrow();
    release();
    await test.ledger.close();
  });

  it('refuses an address that it cannot have', async () => {
    const server = await startTestServer();
    const port = Number(new URL(server.url).port);
    const second = listen(createServer({ ledger: server.ledger }), { host: '127.0.0.1', port });
    await expect(second).rejects.toThrow('EADDRINUSE');
    await server.close();
  });
});
