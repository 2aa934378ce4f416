/**
 * More than the server can do at once: whoever comes too late is told to come back, before memory grows; whoever was let in
 * is served; one client never takes it all; and afterwards everything that was held is free again.
 */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { formatEnvelope, type SignedStatement } from '../../src/core/record/record.ts';
import type { WitnessGroup } from '../../src/log/ports.ts';
import type { ServerLimits } from '../../src/server/limits.ts';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { taskBody } from '../_util/bodies.ts';
import { expectDescribed } from './_description.ts';
import { foundTestLedger, withMembers } from './_ledger.ts';
import { RawConnection, statusesIn } from './_raw.ts';
import { type Answer, type Ask, askRaw, serve, startTestServer, type TestServer } from './_server.ts';

const INSTITUTE = 'daejeon-institute';
const MIB = 2 ** 20;

let server: TestServer;
let tasks = 0;

afterEach(() => server.close());

function task(): SignedStatement {
  return server.consortium.statement('task', INSTITUTE, taskBody({ task: `task-${tasks++}` }));
}

function askFrom(address: string, path: string, ask: Ask = {}): Promise<Answer> {
  return server.ask(path, { ...ask, headers: { ...ask.headers, 'X-Forwarded-For': address } });
}

async function metric(name: string): Promise<number> {
  const { text } = await server.ask('/metrics');
  return Number(new RegExp(`^ledgerline_${name} (.*)$`, 'm').exec(text)?.[1]);
}

/** What `read` gives, asked again and again: a slow machine takes its time. */
const eventually = (read: () => unknown) => expect.poll(read, { timeout: 60_000, interval: 10 });

/** A server whose witnesses answer once they are let go: until then nothing is published. */
async function startHeld(limits: Partial<ServerLimits>): Promise<{ release(): void }> {
  let open: Promise<void> = Promise.resolve();
  let release = (): void => {};
  const witnesses: WitnessGroup = {
    cosign: async () => {
      await open;
      return [];
    },
  };
  server = await startTestServer({ witnesses, server: { limits, trustProxy: ['127.0.0.1'] } });
  open = new Promise((resolve) => {
    release = resolve;
  });
  return { release };
}

describe('requests under way', () => {
  it('are bounded: one more is told to come back, those that wait have their receipts, and who watches is answered', async () => {
    const { release } = await startHeld({ requests: 4 });
    const waiting = Array.from({ length: 4 }, () => server.post(task()));
    await eventually(() => server.ledger.status.committed).toBeGreaterThan(server.ledger.status.published + 3);
    const refused = await server.ask('/checkpoint');
    expect([refused.status, refused.json.code]).toEqual([503, 'busy']);
    expectDescribed(refused, 'get', '/checkpoint');
    for (const path of ['/livez', '/readyz', '/metrics']) expect((await server.ask(path)).status).toBe(200);
    release();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([201, 201, 201, 201]);
    await eventually(() => metric('requests_under_way')).toBe(0);
  });

  it('of one address are a quarter of all', async () => {
    const { release } = await startHeld({ requests: 8 });
    const submit = (address: string): Promise<Answer> => server.post(task(), { 'X-Forwarded-For': address });
    const waiting = [submit('203.0.113.7'), submit('203.0.113.7')];
    await eventually(() => server.ledger.status.committed).toBeGreaterThan(server.ledger.status.published + 1);
    expect((await askFrom('203.0.113.7', '/checkpoint')).status).toBe(503);
    expect((await askFrom('203.0.113.8', '/checkpoint')).status).toBe(200);
    release();
    await Promise.all(waiting);
    expect((await askFrom('203.0.113.7', '/checkpoint')).status).toBe(200);
  });

  it('count where they come down one connection, and are over when that is cut', async () => {
    const { release } = await startHeld({ requests: 6 });
    const connection = await RawConnection.open(server.url);
    for (let i = 0; i < 9; i++) connection.write(rawPost(JSON.stringify(formatEnvelope(task()))));
    await eventually(() => server.ledger.status.committed).toBeGreaterThan(server.ledger.status.published + 5);
    expect((await server.ask('/checkpoint')).status).toBe(503);
    connection.cut();
    await eventually(async () => (await server.ask('/checkpoint')).status).toBe(200);
    expect(await metric('requests_under_way')).toBe(0);
    release();
  });

  it('come down one connection in order, each with its answer', async () => {
    server = await startTestServer();
    const statements = Array.from({ length: 20 }, task);
    const connection = await RawConnection.open(server.url);
    connection.write(statements.map((signed) => rawPost(JSON.stringify(formatEnvelope(signed)))).join(''));
    await eventually(() => statusesIn(connection.received)).toEqual(Array(20).fill(201));
    const locations = [...connection.received.matchAll(/^Location: (.*)\r$/gm)].map(([, location]) => location);
    expect(locations).toEqual(statements.map(({ digest }) => `/api/v1/statements/${digest}`));
    connection.cut();
  });
});

function rawPost(body: string): string {
  return `POST /api/v1/statements HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

describe('bodies', () => {
  const head = (length: number, address = '127.0.0.1'): string =>
    `POST /api/v1/statements HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nX-Forwarded-For: ${address}\r\nContent-Length: ${length}\r\n\r\n`;
  const start = async (bodyBytes: number): Promise<void> => {
    server = await startTestServer({ server: { limits: { bodyBytes }, trustProxy: ['127.0.0.1'] } });
  };
  /** A batch of which so much has arrived, and no more comes. */
  const half = async (sizeBytes: number, address?: string): Promise<RawConnection> => {
    const before = await metric('body_bytes');
    const connection = await RawConnection.open(server.url);
    connection.write(`${head(12 * MIB, address)}[${' '.repeat(sizeBytes - 1)}`);
    await eventually(() => metric('body_bytes')).toBe(before + sizeBytes);
    return connection;
  };
  const largeBatch = (address = '127.0.0.1'): Promise<Answer> =>
    askFrom(address, '/api/v1/statements', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: `[${' '.repeat(6 * MIB)}null]`,
    });

  it('in hand are bounded in bytes: one more is refused unread, and there is room again when they are gone', async () => {
    await start(12 * MIB);
    const connection = await half(8 * MIB);
    const refused = await largeBatch();
    expect([refused.status, refused.json.code, refused.headers['retry-after']]).toEqual([503, 'busy', '1']);
    expect(await metric('body_bytes')).toBe(8 * MIB);
    expect((await server.post(task())).status).toBe(201);
    connection.cut();
    await eventually(() => metric('body_bytes')).toBe(0);
    expect((await largeBatch()).status).toBe(200);
    expect(await metric('body_bytes')).toBe(0);
  });

  it('are bounded where their length is not declared, too', async () => {
    await start(12 * MIB);
    const connection = await half(8 * MIB);
    const chunked = await RawConnection.open(server.url);
    chunked.write(
      'POST /api/v1/statements HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const piece = `${MIB.toString(16)}\r\n[${' '.repeat(MIB - 1)}\r\n`;
    for (let i = 0; i < 6; i++) chunked.write(piece);
    expect(statusesIn(await chunked.until(/"code":"busy"/))).toEqual([503]);
    await eventually(() => metric('body_bytes')).toBe(8 * MIB);
    for (const each of [chunked, connection]) each.cut();
    await eventually(() => metric('body_bytes')).toBe(0);
  });

  it('that are declared and do not come hold no room', async () => {
    await start(12 * MIB);
    const silent = await Promise.all(Array.from({ length: 20 }, () => RawConnection.open(server.url)));
    for (const connection of silent) connection.write(head(12 * MIB));
    await eventually(() => metric('requests_under_way')).toBe(20);
    expect((await largeBatch()).status).toBe(200);
    for (const connection of silent) connection.cut();
    await eventually(() => metric('requests_under_way')).toBe(0);
  });

  it('of one address hold a quarter of the room, so that there is some for the others', async () => {
    await start(48 * MIB);
    const connection = await half(8 * MIB, '203.0.113.7');
    expect((await largeBatch('203.0.113.7')).status).toBe(503);
    expect((await largeBatch('203.0.113.8')).status).toBe(200);
    connection.cut();
  });
});

describe('statements that wait for their checkpoint', () => {
  const submit = (): Promise<Answer> => server.post(task(), { Prefer: 'respond-async' });

  it('are bounded: one more is told to come back, later the longer the oldest has waited', async () => {
    const { release } = await startHeld({ pendingStatements: 3 });
    const first = task();
    await server.post(first, { Prefer: 'respond-async' });
    expect([(await submit()).status, (await submit()).status]).toEqual([202, 202]);
    const early = await submit();
    expect([early.status, early.json.code, early.headers['retry-after']]).toEqual([503, 'busy', '1']);
    expect((await server.post(first, { Prefer: 'respond-async' })).status).toBe(202); // is in hand already
    const now = performance.now.bind(performance);
    const later = vi.spyOn(performance, 'now').mockImplementation(() => now() + 20_000);
    expect(Number((await submit()).headers['retry-after'])).toBeGreaterThanOrEqual(20);
    later.mockImplementation(() => now() + 3_600_000);
    expect((await submit()).headers['retry-after']).toBe('60');
    later.mockRestore();
    release();
    await eventually(() => metric('backlog')).toBe(0);
    const other = server.consortium.statement('task', 'namsan-hospital', taskBody({ task: 'later' }));
    expect((await server.post(other)).status).toBe(201);
  });

  it('of one address are a quarter of all', async () => {
    const { release } = await startHeld({ pendingStatements: 8 });
    const headers = { Prefer: 'respond-async', 'X-Forwarded-For': '203.0.113.7' };
    const { items } = (await server.post([task(), task(), task()], headers)).json;
    expect(items.map((item: { status: number }) => item.status)).toEqual([202, 202, 503]);
    expect((await submit()).status).not.toBe(503);
    release();
  });

  it('show in /readyz and /metrics with the age of the oldest, which warns after a minute', async () => {
    const { release } = await startHeld({});
    await submit();
    await submit();
    const now = performance.now.bind(performance);
    const later = vi.spyOn(performance, 'now').mockImplementation(() => now() + 61_000);
    const { status, json } = await server.ask('/readyz');
    expect([status, json.ready, json.backlog.statements]).toEqual([200, true, 2]);
    expect(json.backlog.oldestSeconds).toBeGreaterThan(61);
    expect(json.warnings).toMatchObject([{ code: 'backlog' }]);
    expect(await metric('backlog')).toBe(2);
    expect(await metric('backlog_oldest_seconds')).toBeGreaterThan(61);
    later.mockRestore();
    release();
    await eventually(() => metric('backlog')).toBe(0);
    expect(await metric('backlog_oldest_seconds')).toBe(0);
    expect((await server.ask('/readyz')).json.warnings).toEqual([]);
  });
});

describe('answers that take long to make', () => {
  /** A server whose account statements are made once they are let go; `made` lists whose were begun. */
  async function startSlow(limits: Partial<ServerLimits>): Promise<{ made: string[]; release(): void }> {
    const test = await foundTestLedger();
    const made: string[] = [];
    let release = (): void => {};
    const open = new Promise<void>((resolve) => {
      release = resolve;
    });
    const accountStatement = async (account: string): Promise<Uint8Array> => {
      made.push(account);
      await open;
      return Buffer.from(JSON.stringify({ account }));
    };
    const ledger = withMembers(test.ledger, { accountStatement });
    server = await serve({ ...test, ledger }, { limits, trustProxy: ['127.0.0.1'] });
    return { made, release };
  }

  const statementOf = (account: string, address = '127.0.0.1'): Promise<Answer> =>
    askFrom(address, `/api/v1/accounts/${account}/statement`);

  it('are made once for all who ask for the same, and not again', async () => {
    const { made, release } = await startSlow({});
    const size = server.ledger.sizes.published;
    const asked = Array.from({ length: 100 }, () => statementOf('a'));
    await eventually(() => metric('requests_under_way')).toBe(100);
    release();
    const answers = await Promise.all(asked);
    expect(new Set(answers.map(({ text }) => text))).toEqual(new Set(['{"account":"a"}']));
    expect((await askFrom('203.0.113.7', `/api/v1/accounts/a/statement/${size}`)).status).toBe(200);
    expect(made).toEqual(['a']);
  });

  it('are made four at once; whoever finds no place in the line is told to come back', async () => {
    const { made, release } = await startSlow({ builds: 8 });
    const asked = Array.from({ length: 8 }, (_, i) => statementOf(`account-${i}`));
    await eventually(() => metric('builds')).toBe(8);
    expect(made).toHaveLength(4);
    const refused = await statementOf('one-more');
    expect([refused.status, refused.json.code]).toEqual([503, 'busy']);
    asked.push(statementOf('account-7')); // is being made already
    release();
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual(Array(9).fill(200));
    expect(await metric('builds')).toBe(0);
  });

  it('one address takes a quarter of the line', async () => {
    const { release } = await startSlow({ builds: 8 });
    const asked = [statementOf('a', '203.0.113.7'), statementOf('b', '203.0.113.7')];
    await eventually(() => metric('builds')).toBe(2);
    expect((await statementOf('c', '203.0.113.7')).status).toBe(503);
    asked.push(statementOf('c', '203.0.113.8'));
    await eventually(() => metric('builds')).toBe(3);
    release();
    expect((await Promise.all(asked)).map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  it('a receipt is made once for all who wait for it', async () => {
    const test = await foundTestLedger();
    const made: number[] = [];
    const bundle = (index: number): Promise<Uint8Array | undefined> => {
      made.push(index);
      return test.ledger.bundle(index);
    };
    server = await serve({ ...test, ledger: withMembers(test.ledger, { bundle }) });
    const signed = task();
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.post(signed)));
    answers.push(await server.ask(`/api/v1/bundles/${signed.digest}`));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(made).toEqual([test.ledger.head.size - 1]);
  });
});

describe('answers that nobody takes', () => {
  const LARGE = new Uint8Array(8 * MIB);

  async function startLarge(): Promise<void> {
    const test = await foundTestLedger();
    const ledger = withMembers(test.ledger, { record: async () => LARGE });
    server = await serve({ ...test, ledger }, { limits: { answerBytes: 32 * MIB }, trustProxy: ['127.0.0.1'] });
  }

  /** Asks for a record and does not read. */
  async function askDeaf(address: string): Promise<RawConnection> {
    const connection = await RawConnection.open(server.url);
    connection.socket.pause();
    connection.write(`GET /api/v1/records/0 HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${address}\r\n\r\n`);
    return connection;
  }

  it('are bounded in bytes: one more is not begun, and there is room again when they are gone', async () => {
    await startLarge();
    const deaf = await Promise.all(Array.from({ length: 4 }, () => askDeaf('127.0.0.1')));
    await eventually(() => metric('answer_bytes')).toBeGreaterThanOrEqual(32 * MIB);
    const refused = await server.ask('/api/v1/records/0');
    expect([refused.status, refused.json.code, refused.headers['cache-control']]).toEqual([503, 'busy', 'no-store']);
    expect(refused.headers.etag).toBeUndefined();
    expect((await server.post(task())).status).toBe(201);
    for (const connection of deaf) connection.cut();
    await eventually(async () => (await server.ask('/api/v1/records/0')).status).toBe(200);
  });

  it('of one address hold a quarter of the room, and one that is larger all of its share', async () => {
    await startLarge();
    const deaf = await askDeaf('203.0.113.7');
    await eventually(() => metric('answer_bytes')).toBeGreaterThanOrEqual(8 * MIB);
    expect((await askFrom('203.0.113.7', '/checkpoint')).status).toBe(503);
    expect((await askFrom('203.0.113.8', '/api/v1/records/0')).status).toBe(200);
    deaf.cut();
    await eventually(async () => (await askFrom('203.0.113.7', '/api/v1/records/0')).status).toBe(200);
  });
});

describe('event streams', () => {
  it('of one address are a quarter of all', async () => {
    server = await startTestServer({ server: { limits: { eventStreams: 4 }, trustProxy: ['127.0.0.1'] } });
    const headers = { 'X-Forwarded-For': '203.0.113.7' };
    const stop = new AbortController();
    await fetch(`${server.url}/api/v1/events`, { headers, signal: stop.signal });
    const second = await server.ask('/api/v1/events', { headers });
    expect([second.status, second.json.code]).toEqual([503, 'too-many-streams']);
    await fetch(`${server.url}/api/v1/events`, { signal: stop.signal });
    expect(await metric('event_streams')).toBe(2);
    stop.abort();
    await eventually(() => metric('event_streams')).toBe(0);
  });
});

describe('connections', () => {
  it('are bounded: one more is closed at once, those that are served are left alone, and a place is free again', async () => {
    const test = await foundTestLedger();
    const app = createServer({ ledger: test.ledger });
    const { url, close } = await listen(app, { host: '127.0.0.1', port: 0, connections: 50 });
    const open = await Promise.all(Array.from({ length: 50 }, () => RawConnection.open(url)));
    const late = await RawConnection.open(url);
    expect(await late.closed).toBe('');
    for (const connection of open) connection.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n');
    await Promise.all(open.map((connection) => connection.until(/\{"alive":true\}/)));
    open[0]?.cut();
    await eventually(async () =>
      askRaw(url, '/livez').then(
        ({ status }) => status,
        () => 0,
      ),
    ).toBe(200);
    for (const connection of open) connection.cut();
    await close();
    server = await serve(test);
  });

  it('two thousand that say nothing keep nobody out, and are closed in time', async () => {
    const test = await foundTestLedger();
    const times = { headersMs: 1000, checkMs: 100 };
    const { url, close } = await listen(createServer({ ledger: test.ledger }), { host: '127.0.0.1', port: 0, times });
    const silent: RawConnection[] = [];
    // In waves that fit into the kernel's queue of connections to be accepted: what it drops there never reaches the server.
    while (silent.length < 2000) {
      silent.push(...(await Promise.all(Array.from({ length: 200 }, () => RawConnection.open(url)))));
    }
    expect((await fetch(`${url}/livez`)).status).toBe(200);
    const answers = await Promise.all(silent.map(({ closed }) => closed));
    expect(new Set(answers.flatMap(statusesIn))).toEqual(new Set([408]));
    await close();
    server = await serve(test);
  });
});

describe('a client that is slow', () => {
  const times = { headersMs: 300, requestMs: 600, keepAliveMs: 300, idleMs: 10_000, checkMs: 50 };

  it.each([
    ['with its headers', 'GET /checkpoint HTTP/1.1\r\nHost: x\r\n', 'X-Drop: 1\r\n'],
    ['with its request line', 'GET /check', 'p'],
    [
      'with its body',
      'POST /api/v1/statements HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
      ' ',
    ],
    [
      'with its chunks',
      'POST /api/v1/statements HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
      '1\r\n[\r\n',
    ],
    ['with its next request', 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n', ''],
  ])('%s is cut off, however it drips, and leaves no trace', async (_, start, drip) => {
    const test = await foundTestLedger();
    const { size } = test.ledger.head;
    const { url, close } = await listen(createServer({ ledger: test.ledger }), { host: '127.0.0.1', port: 0, times });
    const connection = await RawConnection.open(url);
    connection.write(start);
    const dripping = setInterval(() => connection.write(drip), 20);
    const answer = await connection.closed;
    clearInterval(dripping);
    expect(answer === '' ? [408] : statusesIn(answer)).toEqual([drip === '' ? 200 : 408]);
    expect(test.ledger.head.size).toBe(size);
    await close();
    server = await serve(test);
  });
});
