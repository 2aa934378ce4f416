/**
 * Submitting one statement: receipts, idempotency, refusals, and bodies that are nothing of the kind.
 */
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/core/catalogue/catalogue.ts';
import type { Bodies } from '../../src/core/generated/bodies.ts';
import { formatEnvelope, parseRecord, type SignedStatement } from '../../src/core/record/record.ts';
import type { KindName } from '../../src/core/statement/validate.ts';
import { parseBundle } from '../../src/verify/bundle.ts';
import { digestOf, institutionBody, modelBody, taskBody } from '../_util/bodies.ts';
import { testKey } from '../_util/keys.ts';
import { type Answer, startTestServer, type TestServer } from './_server.ts';

const INSTITUTE = 'daejeon-institute';

let server: TestServer;
let tasks = 0;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

/** A statement that the rules accept next. */
function task(): SignedStatement {
  return server.consortium.statement('task', INSTITUTE, taskBody({ task: `task-${tasks++}` }));
}

/** A statement that is not recorded: the author's chain does not advance. */
function stray(overrides: Parameters<TestServer['consortium']['statement']>[3] = {}): SignedStatement {
  const body = taskBody({ task: `stray-${tasks++}` });
  return server.consortium.statement('task', INSTITUTE, body, { stray: true, ...overrides });
}

/** The same, by an institution that is steward and contributor. */
function asPharma<K extends KindName>(kind: K, body: Bodies[K]): SignedStatement {
  return server.consortium.statement(kind, 'hangang-pharma', body, { stray: true });
}

function submit(body: string | Uint8Array, headers: Record<string, string> = {}): Promise<Answer> {
  return server.ask('/api/v1/statements', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
}

describe('a statement', () => {
  it('I2: is answered 201 with its proof bundle when a published checkpoint covers it, then 200 with the same bytes', async () => {
    const signed = task();
    const first = await server.post(signed);
    expect(first.status).toBe(201);
    expect(first.headers).toMatchObject({
      location: `/api/v1/statements/${signed.digest}`,
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
    const { record, proof } = parseBundle(first.bytes);
    expect(parseRecord(record).digest).toBe(signed.digest);
    expect(server.ledger.sizes.published).toBeGreaterThan(proof.index);

    await server.post(task());
    const second = await server.post(signed);
    expect([second.status, second.text]).toEqual([200, first.text]);
  });

  it('submitted 50 times at once becomes one record, and one receipt', async () => {
    const size = server.ledger.head.size;
    const signed = task();
    const answers = await Promise.all(Array.from({ length: 50 }, () => server.post(signed)));
    expect(server.ledger.head.size).toBe(size + 1);
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([...Array(49).fill(200), 201]);
  });

  it('may come in any spelling of JSON around the canonical payload', async () => {
    const envelope = formatEnvelope(task());
    const { status } = await submit(`\r\n\t ${JSON.stringify(envelope, null, 3)} `, {
      'Content-Type': 'Application/JSON; charset=utf-8',
    });
    expect(status).toBe(201);
  });

  it('is answered 202 at once where the client prefers that, and can be asked for', async () => {
    const signed = task();
    const { status, json, headers } = await server.post(signed, { Prefer: 'wait=5, respond-async' });
    expect([status, json]).toEqual([202, { id: signed.digest, status: 'accepted' }]);
    expect(headers).toMatchObject({
      location: `/api/v1/statements/${signed.digest}`,
      'preference-applied': 'respond-async',
    });
    await expect.poll(async () => (await server.ask(headers.location ?? '')).json.status).toBe('published');
    const standing = (await server.ask(headers.location ?? '')).json;
    expect(standing).toMatchObject({ id: signed.digest, kind: 'task', account: INSTITUTE, author: INSTITUTE });
    expect((await server.ask(standing.links.bundle)).status).toBe(200);
    expect((await server.ask(standing.links.record)).status).toBe(200);
  });

  it('that was refused after a 202 is remembered with the reason', async () => {
    const signed = stray({ chain: { sequence: 99, previous: digestOf('nothing') } });
    const { headers } = await server.post(signed, { Prefer: 'respond-async' });
    await expect.poll(async () => (await server.ask(headers.location ?? '')).json.status).toBe('refused');
    const { json } = await server.ask(headers.location ?? '');
    expect(json.problem).toMatchObject({ code: 'chain', status: 409 });
  });

  it('is answered 202 when no checkpoint is published in time, and keeps its place', async () => {
    let isHeld = false;
    const held = await startTestServer({
      witnesses: {
        cosign: async () => {
          while (isHeld) await new Promise((resolve) => setTimeout(resolve, 5));
          return [];
        },
      },
      server: { limits: { receiptWaitMs: 50 } },
    });
    isHeld = true;
    const signed = held.consortium.statement('task', INSTITUTE, taskBody());
    expect(await held.post(signed)).toMatchObject({ status: 202 });
    expect((await held.post([signed])).json.items).toEqual([{ status: 202, id: signed.digest }]);
    expect((await held.ask(`/api/v1/statements/${signed.digest}`)).json.status).toBe('committed');
    isHeld = false;
    await expect.poll(async () => (await held.post(signed)).status).toBe(200);
    await held.close();
  });

  it('unknown is 404, and a digest in another spelling 400', async () => {
    expect((await server.ask(`/api/v1/statements/${digestOf('x')}`)).json).toMatchObject({
      status: 404,
      code: 'not-found',
    });
    for (const id of [digestOf('x').toUpperCase(), digestOf('x').slice(1), '7', '%2e%2e', 'x'.repeat(64)]) {
      expect((await server.ask(`/api/v1/statements/${id}`)).json).toMatchObject({ status: 400, code: 'bad-hex' });
    }
  });
});

describe('a refusal', () => {
  it.each([
    ['a gap in the chain', () => stray({ chain: { sequence: 99, previous: digestOf('x') } }), 409, 'chain'],
    ['another key', () => stray({ key: testKey('mallory') }), 403, 'key-not-authors'],
    ['another ledger', () => stray({ ledger: 'log.example/other' }), 422, 'other-ledger'],
    ['a forged signature', () => ({ ...stray(), signature: new Uint8Array(64) }), 403, 'bad-signature'],
    ['a missing role', () => asPharma('model', modelBody({ tasks: ['task-0'] })), 403, 'role-missing'],
    [
      'an institution that is not there',
      () => asPharma('institution', institutionBody('x', { status: 'left' })),
      422,
      'institution-unknown',
    ],
    ['a name that is taken', () => asPharma('task', taskBody({ task: 'task-0' })), 409, 'name-taken'],
  ] as const)('for %s has its status and code', async (_, make, status, code) => {
    const size = server.ledger.head.size;
    const answer = await server.post(make());
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(server.ledger.head.size).toBe(size);
  });

  it('is a problem document of RFC 9457, its title in the language asked for', async () => {
    const signed = stray({ chain: { sequence: 99, previous: digestOf('x') } });
    const [en, ko] = [
      await server.post(signed),
      await server.post(signed, { 'Accept-Language': 'ko-KR,ko;q=0.9,en;q=0.5' }),
    ];
    expect(en.headers).toMatchObject({
      'content-type': 'application/problem+json; charset=utf-8',
      'content-language': 'en',
      'cache-control': 'no-store',
      vary: 'Accept-Language',
    });
    expect(en.json).toEqual({
      type: 'urn:ledgerline:problem:chain',
      title: CATALOGUE.chain.en,
      status: 409,
      code: 'chain',
      detail: expect.stringContaining(`the next statement of ${INSTITUTE} has sequence`),
      instance: expect.stringMatching(/^urn:uuid:[0-9a-f-]{36}$/),
    });
    expect([ko.headers['content-language'], ko.json.title]).toEqual(['ko', CATALOGUE.chain.ko]);
  });
});

describe('a body that is no submission', () => {
  const envelope = (): Record<string, unknown> => ({ ...formatEnvelope(stray()) });
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);

  const bodies: readonly (readonly [string, () => string | Uint8Array, number, string])[] = [
    ['nothing', () => '', 400, 'bad-json'],
    ['cut off', () => JSON.stringify(envelope()).slice(0, -1), 400, 'bad-json'],
    ['a number', () => '7', 400, 'schema-violation'],
    ['null', () => 'null', 400, 'schema-violation'],
    ['a string', () => '"x"', 400, 'schema-violation'],
    ['an empty object', () => '{}', 400, 'schema-violation'],
    ['an empty batch', () => '[]', 400, 'batch-size'],
    ['a batch of 257', () => JSON.stringify(Array(257).fill(0)), 400, 'batch-size'],
    ['not UTF-8', () => Buffer.from([0x7b, 0xff, 0x7d]), 400, 'bad-utf8'],
    ['UTF-16', () => Buffer.from('\ufeff{}', 'utf16le'), 400, 'bad-utf8'],
    ['a byte order mark', () => `\ufeff${JSON.stringify(envelope())}`, 400, 'bad-json'],
    ['an unknown member', () => JSON.stringify({ ...envelope(), extra: 1 }), 400, 'schema-violation'],
    [
      'the member __proto__',
      () => `{"__proto__":{"payload":""},${JSON.stringify(envelope()).slice(1)}`,
      400,
      'schema-violation',
    ],
    ['the member constructor', () => JSON.stringify({ ...envelope(), constructor: 1 }), 400, 'schema-violation'],
    ['two signatures', () => JSON.stringify({ ...envelope(), signatures: [{}, {}] }), 400, 'schema-violation'],
    ['a payload of another type', () => JSON.stringify({ ...envelope(), payload: 1 }), 400, 'schema-violation'],
    [
      'a payload that is no statement',
      () => JSON.stringify({ ...envelope(), payload: 'e30=' }),
      400,
      'schema-violation',
    ],
    ['a payload with blanks', () => JSON.stringify({ ...envelope(), payload: btoa('{ }') }), 400, 'json-not-canonical'],
    ['a payload with stray bits', () => JSON.stringify({ ...envelope(), payload: 'e31=' }), 400, 'schema-violation'],
    ['an object nested 50,000 deep', () => `{"payload":${nested(50_000)}}`, 400, 'json-not-canonical'],
    ['more than 128 KiB', () => `{"payload":"${'A'.repeat(128 * 1024)}"}`, 413, 'too-large'],
    ['128 KiB of blanks', () => ' '.repeat(128 * 1024 + 1), 413, 'too-large'],
    ['a batch of more than 12 MiB', () => `["${'A'.repeat(12 * 1024 * 1024)}"]`, 413, 'too-large'],
  ];

  it.each(bodies)('%s', async (_, make, status, code) => {
    const size = server.ledger.head.size;
    const answer = await submit(make());
    expect([answer.status, answer.json.code]).toEqual([status, code]);
    expect(answer.text).not.toMatch(/node_modules|src\/|at .*\.ts/);
    expect(server.ledger.head.size).toBe(size);
  });

  it('takes the last of two members with one name, as every reader of JSON does; the payload decides', async () => {
    const signed = task();
    const text = JSON.stringify(formatEnvelope(signed));
    const { status } = await submit(`{"payload":"e30=",${text.slice(1)}`);
    expect(status).toBe(201);
  });

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['multipart/form-data; boundary=x', {}],
    ['application/jsonx', {}],
    ['application/json', { 'Content-Encoding': 'gzip' }],
    ['application/json', { 'Content-Encoding': 'br' }],
  ] as const)('of type %s with %o', async (type, headers) => {
    const answer = await submit(gzipSync(JSON.stringify(envelope())), { 'Content-Type': type, ...headers });
    expect([answer.status, answer.json.code]).toEqual([415, 'media-type']);
  });

  it('is cut off when it goes on without end', async () => {
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        controller.enqueue(new Uint8Array(64 * 1024).fill(0x20));
      },
    });
    const sent = fetch(`${server.url}/api/v1/statements`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body,
      duplex: 'half',
    } as RequestInit);
    const status = await sent.then(
      (answer) => answer.status,
      () => 'cut off',
    );
    expect([413, 'cut off']).toContain(status);
  });
});

describe('a ledger in trouble', () => {
  it('says busy with Retry-After before memory grows', async () => {
    const small = await startTestServer({ options: { queue: { records: 20, bytes: 1_000_000 } } });
    const statements = Array.from({ length: 60 }, (_, i) =>
      small.consortium.statement('task', INSTITUTE, taskBody({ task: `task-${i}` })),
    );
    const { json } = await small.post(statements);
    const busy = json.items.find((item: { status: number }) => item.status === 503);
    expect(busy.problem).toMatchObject({ code: 'busy', status: 503 });
    expect(json.items[0].status).toBe(201);
    await small.close();
  });

  it('says stopped when it takes nothing more in', async () => {
    const stopped = await startTestServer();
    await stopped.ledger.close();
    const signed = stopped.consortium.statement('task', INSTITUTE, taskBody());
    const { status, json, headers } = await stopped.post(signed);
    expect([status, json.code, headers['retry-after']]).toEqual([503, 'stopped', '1']);
    await stopped.close();
  });
});
