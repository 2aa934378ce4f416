/**
 * Requests that mean harm, as they are on the wire: paths, methods, smuggling, floods of headers. Each gets a 4xx or a closed
 * connection, and leaves no trace in the log.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatEnvelope } from '../../src/core/record/record.ts';
import { taskBody } from '../_util/bodies.ts';
import { RawConnection, statusesIn } from './_raw.ts';
import type { TestServer } from './_server.ts';
import { expectNothingListed, expectRefusal, startTarget, traceOf } from './_untouched.ts';

let server: TestServer;
let before: object;
let size: number;
/** The body of a submission that would be recorded, if anything hidden in a request were acted upon. */
let submission: string;

beforeAll(async () => {
  server = await startTarget();
  const signed = server.consortium.statement('task', 'daejeon-institute', taskBody(), { stray: true });
  submission = JSON.stringify(formatEnvelope(signed));
  before = await traceOf(server);
  size = server.ledger.head.size;
});

afterAll(() => expectNothingListed(server, size));

/** What the server answers to bytes, until it closes the connection. */
async function answerTo(bytes: string | Uint8Array): Promise<string> {
  const connection = await RawConnection.open(server.url);
  connection.write(bytes);
  connection.socket.end();
  return connection.closed;
}

/** A whole POST of the submission, as one would hide it in another request. */
const hidden = (): string =>
  `POST /api/v1/statements HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${submission.length}\r\n\r\n${submission}`;

describe('a path that leads elsewhere', () => {
  const SPELLINGS = [
    '../head',
    '..%2fhead',
    '..%2Fhead',
    '%2e%2e/head',
    '%2e%2e%2fhead',
    '%252e%252e%252fhead',
    '..%252fhead',
    '..%5chead',
    '..\\head',
    '..%c0%afhead',
    '..%ef%bc%8fhead',
    '....//head',
    './head',
    '.%00/head',
    '000%00',
    '000%00.p/1',
    '000%0d%0aX:%20y',
    'x001/..',
    'x001/../000',
    'x001/%2e%2e/000',
    'x'.repeat(10_000),
    `${'x001/'.repeat(2500)}000`,
    '%'.repeat(3000),
    '%u002e%u002e',
    '٠٠٠',
    '%d9%a0%d9%a0%d9%a0',
    '-1',
    '+0',
    '0x10',
    '1e3',
    '0.0',
    '1_000',
    ' 0',
    '0%20',
    '18446744073709551616',
    '9007199254740993',
    '9'.repeat(400),
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'null',
    'NaN',
    '~root',
    'con',
    'file:%2f%2f%2fetc%2fpasswd',
    ';jsessionid=1',
    '*',
    '$(id)',
    "'%20or%201=1--",
    '%3cscript%3e',
  ];
  const PREFIXES = [
    '/tile/0/',
    '/tile/entries/',
    '/tile/',
    '/checkpoints/',
    '/api/v1/records/',
    '/api/v1/bundles/',
    '/api/v1/statements/',
    '/api/v1/proofs/inclusion/',
    '/api/v1/proofs/inclusion/0/',
    '/api/v1/proofs/consistency/0/',
    '/api/v1/later/',
    '/api/v1/institutions/',
    '/api/v1/accounts/',
    '/api/v1/accounts/keys/',
    '/api/v1/accounts/system/statement/',
    '/api/v1/models/',
    '/api/v1/rounds/',
    '/api/v1/awards/',
    '/api/v1/',
    '/',
  ];
  /** Names that anybody might have given an institution: 404, or the empty account of that name, tell nothing. */
  const isHarmless = (path: string): boolean => /^\/api\/v1\/accounts\/(?:keys\/)?(?:con|null|-1)$/.test(path);

  it.each(PREFIXES)('below %s is refused, whatever its spelling', async (prefix) => {
    for (const spelling of SPELLINGS) {
      const path = prefix + spelling;
      if (isHarmless(path)) continue;
      const answer = await answerTo(`GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      const [status = 0] = statusesIn(answer);
      expect([path.slice(0, 60), status, [400, 404, 431].includes(status)]).toEqual([path.slice(0, 60), status, true]);
      expect(answer).not.toMatch(/node_modules|\/src\/|at .*:\d+:\d+|^X: y/m);
    }
    expect(await traceOf(server)).toEqual(before);
  });

  it.each(['after', 'limit', 'size', 'start', 'lang'])('in the query as %s is refused or ignored', async (name) => {
    const values = [
      '../x',
      '%00',
      '-1',
      '1e9',
      '999999999999999999999',
      '0',
      '__proto__',
      'a&b',
      '[]',
      'x'.repeat(9000),
    ];
    const spellings = [
      ...values.map((value) => `${name}=${value}`),
      `${name}=1&${name}=2`,
      `${name}[]=1`,
      `${name}[a]=1`,
    ];
    for (const spelling of spellings) {
      const { status, text } = await server.ask(`/api/v1/tasks?${spelling}`);
      expect([spelling.slice(0, 40), [200, 400].includes(status)]).toEqual([spelling.slice(0, 40), true]);
      expect(text).not.toMatch(/node_modules|\/src\//);
    }
    expect(await traceOf(server)).toEqual(before);
  });
});

describe('a method', () => {
  it.each(['PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'SEARCH', 'LINK', 'MKCOL', 'COPY', 'M-SEARCH', 'QUERY'])(
    '%s is answered 405 with a body of a submission unread',
    async (method) => {
      for (const path of ['/api/v1/statements', '/checkpoint', '/tile/0/000.p/1', '/api/v1/records/0']) {
        const answer = await server.ask(path, {
          method,
          headers: { 'Content-Type': 'application/json', 'Content-Length': String(submission.length) },
          body: submission,
        });
        expectRefusal(answer);
        expect([answer.status, answer.json.code]).toEqual([405, 'method-not-allowed']);
      }
      expect(await traceOf(server)).toEqual(before);
    },
  );

  it('in a header instead of the request line means nothing', async () => {
    const headers = {
      'X-HTTP-Method-Override': 'POST',
      'X-Method-Override': 'POST',
      'X-Original-URL': '/api/v1/statements',
    };
    expect((await server.ask('/api/v1/statements', { headers })).status).toBe(405);
    expect(await traceOf(server)).toEqual(before);
  });
});

describe('a request that is two, or none', () => {
  const post = (headers: string, body: string): string =>
    `POST /api/v1/statements HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${headers}\r\n\r\n${body}`;

  /** Each ends with a submission that must not be acted upon: not as the body, and not as a request of its own. */
  const rows: readonly (readonly [string, () => string])[] = [
    ['length and chunks', () => post('Content-Length: 5\r\nTransfer-Encoding: chunked', `0\r\n\r\n${hidden()}`)],
    ['chunks and length', () => post('Transfer-Encoding: chunked\r\nContent-Length: 5', `0\r\n\r\n${hidden()}`)],
    ['two lengths', () => post('Content-Length: 0\r\nContent-Length: 5', hidden())],
    ['two lengths in one', () => post('Content-Length: 0, 5', hidden())],
    ['a negative length', () => post('Content-Length: -1', hidden())],
    ['a length with a sign', () => post('Content-Length: +0', hidden())],
    ['a length in hexadecimal', () => post('Content-Length: 0x0', hidden())],
    ['a length with a blank inside', () => post('Content-Length: 1 0', hidden())],
    ['a length of 2^64', () => post('Content-Length: 18446744073709551616', hidden())],
    ['an empty length', () => post('Content-Length:', hidden())],
    ['chunks that are not the last coding', () => post('Transfer-Encoding: chunked, identity', `0\r\n\r\n${hidden()}`)],
    ['an unknown coding', () => post('Transfer-Encoding: xchunked', `0\r\n\r\n${hidden()}`)],
    ['a coding after a tab', () => post('Transfer-Encoding:\tchunked\r\nContent-Length: 4', `0\r\n\r\n${hidden()}`)],
    ['a blank before the colon', () => post('Transfer-Encoding : chunked', `0\r\n\r\n${hidden()}`)],
    ['a folded header', () => post('Transfer-Encoding:\r\n chunked\r\nContent-Length: 3', `0\r\n\r\n${hidden()}`)],
    ['a bare carriage return', () => post('X: y\rContent-Length: 0', hidden())],
    ['a NUL in a header', () => post('X: a\u0000b\r\nContent-Length: 0', hidden())],
    ['a header without a name', () => post(': x\r\nContent-Length: 0', hidden())],
    ['a header without a colon', () => post('nonsense\r\nContent-Length: 0', hidden())],
    ['a chunk whose size is no number', () => post('Transfer-Encoding: chunked', `zz\r\n${hidden()}`)],
    ['a chunk with a negative size', () => post('Transfer-Encoding: chunked', `-1\r\n${hidden()}`)],
    ['a chunk of 2^64 bytes', () => post('Transfer-Encoding: chunked', `10000000000000000\r\n${hidden()}`)],
    [
      'a chunk that is longer than it says',
      () => post('Transfer-Encoding: chunked', `1\r\n{{\r\n0\r\n\r\n${hidden()}`),
    ],
    ['a chunk with a prefix 0x', () => post('Transfer-Encoding: chunked', `0x1\r\n{\r\n0\r\n\r\n${hidden()}`)],
    [
      'a flood of chunk extensions',
      () => post('Transfer-Encoding: chunked', `1;${'a'.repeat(100_000)}\r\n{\r\n${hidden()}`),
    ],
    [
      'trailers that set a length',
      () => post('Transfer-Encoding: chunked', `0\r\nContent-Length : 1\r\n\r\n${hidden()}`),
    ],
    ['two hosts and no version', () => `POST /api/v1/statements\r\n\r\n${hidden()}`],
    ['a version to come', () => `POST /api/v1/statements HTTP/3.0\r\nHost: x\r\n\r\n${hidden()}`],
    ['the preface of HTTP/2', () => `PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n${hidden()}`],
    ['a TLS greeting', () => `\u0016\u0003\u0001\u0002\u0000\u0001\u0000${hidden()}`],
    ['no host', () => hidden().replace('Host: x\r\n', '')],
    ['a tunnel', () => `CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n${hidden()}`],
    ['lower case', () => `post /api/v1/statements http/1.1\r\nhost: x\r\n\r\n${hidden()}`],
    ['a line of 100,000 characters', () => `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n${hidden()}`],
    [
      'a header of 100,000 characters',
      () => `GET / HTTP/1.1\r\nHost: x\r\nX: ${'a'.repeat(100_000)}\r\n\r\n${hidden()}`,
    ],
    ['ten thousand headers', () => `GET / HTTP/1.1\r\nHost: x\r\n${'X: y\r\n'.repeat(10_000)}\r\n${hidden()}`],
  ];

  it.each(rows)('%s', async (_, make) => {
    const answer = await answerTo(make());
    const statuses = statusesIn(answer);
    expect(statuses.every((status) => status >= 400 && status < 500)).toBe(true);
    expect(statuses.length).toBeLessThanOrEqual(1);
    expect(answer).not.toMatch(/node_modules|\/src\/|Error/);
    expect(await traceOf(server)).toEqual(before);
  });

  it('a body that is a request stays a body', async () => {
    const answer = await answerTo(post(`Content-Length: ${hidden().length}`, hidden()));
    expect(statusesIn(answer)).toEqual([400]);
    expect(answer).toContain('"code":"bad-json"');
    expect(await traceOf(server)).toEqual(before);
  });

  it('a body that no handler reads is not taken for the next request', async () => {
    const unread = (method: string, path: string): string =>
      `${method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${hidden().length}\r\n\r\n${hidden()}`;
    const next = 'GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
    for (const [method, path, status] of [
      ['GET', '/checkpoint', 200],
      ['DELETE', '/checkpoint', 405],
      ['GET', '/nothing', 404],
      ['POST', '/api/v1/statements', 415],
    ] as const) {
      expect(statusesIn(await answerTo(unread(method, path) + next))).toEqual([status, 200]);
    }
    expect(await traceOf(server)).toEqual(before);
  });

  it('a submission that breaks off is not recorded, wherever it breaks', async () => {
    const whole = hidden();
    for (let at = 0; at < whole.length; at += 97) {
      const connection = await RawConnection.open(server.url);
      connection.write(whole.slice(0, at));
      connection.cut();
      await connection.closed;
    }
    await expect.poll(() => traceOf(server), { timeout: 60_000 }).toEqual(before);
  });

  it('what asks to be told first that it may go on is told so, and refused all the same', async () => {
    const connection = await RawConnection.open(server.url);
    connection.write(post('Content-Length: 9\r\nExpect: 100-continue', ''));
    await connection.until(/100 Continue/);
    connection.write('{"a": 1} ');
    expect(statusesIn(await connection.until(/schema-violation/))).toEqual([100, 400]);
    connection.cut();
  });
});

describe('a flood', () => {
  it('of pipelined requests is answered in order, one by one', async () => {
    const paths = Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? '/livez' : '/nothing'));
    const answer = await answerTo(paths.map((path) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`).join(''));
    expect(statusesIn(answer)).toEqual(paths.map((path) => (path === '/livez' ? 200 : 404)));
  });

  it('of headers within the limit changes nothing', async () => {
    const headers = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`X-${i}`, 'y'.repeat(20)]));
    expect((await server.ask('/livez', { headers })).status).toBe(200);
    expect((await server.ask('/livez', { headers: { ...headers, 'X-Last': 'z'.repeat(9000) } })).status).toBe(431);
  });
});
