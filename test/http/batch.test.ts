/**
 * Batches: as JSON and as MessagePack, in order, one answer an item, and MessagePack that means harm.
 */
import { encode } from 'msgpackr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCheckpoint } from '../../src/core/note/checkpoint.ts';
import { parseNote } from '../../src/core/note/note.ts';
import { formatEnvelope, type SignedStatement } from '../../src/core/record/record.ts';
import { PAYLOAD_TYPE } from '../../src/core/statement/dsse.ts';
import { MAX_PAYLOAD_BYTES } from '../../src/core/statement/statement.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_ITEMS, MAX_SINGLE_BYTES } from '../../src/server/limits.ts';
import { digestOf, taskBody } from '../_util/bodies.ts';
import { type Answer, startTestServer, type TestServer } from './_server.ts';

const INSTITUTE = 'daejeon-institute';

let server: TestServer;
let tasks = 0;

beforeAll(async () => {
  server = await startTestServer();
});

afterAll(() => server.close());

function task(): SignedStatement {
  return server.consortium.statement('task', INSTITUTE, taskBody({ task: `task-${tasks++}` }));
}

function postMsgpack(body: Uint8Array): Promise<Answer> {
  return server.ask('/api/v1/statements', {
    method: 'POST',
    headers: { 'Content-Type': 'application/msgpack' },
    body,
  });
}

describe('a batch', () => {
  it('is sequenced in its order and answered item for item, with one checkpoint over all', async () => {
    const size = server.ledger.head.size;
    const statements = Array.from({ length: 40 }, task);
    const { status, json } = await server.post(statements);
    expect(status).toBe(200);
    expect(json.items).toEqual(statements.map(({ digest }, i) => ({ status: 201, id: digest, index: size + i })));
    expect(parseCheckpoint(parseNote(json.checkpoint).text).size).toBeGreaterThanOrEqual(size + 40);
    expect((await server.post(statements)).json.items.map((item: { status: number }) => item.status)).toEqual(
      Array(40).fill(200),
    );
  });

  it('answers each item by itself: recorded, known, refused, malformed', async () => {
    const known = task();
    await server.post(known);
    const fresh = task();
    const chain = { sequence: 999, previous: digestOf('x') };
    const refused = server.consortium.statement('task', INSTITUTE, taskBody({ task: 'refused' }), { chain });
    const envelopes = [known, fresh, refused, fresh].map(formatEnvelope);
    const { status, json } = await server.ask('/api/v1/statements', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Accept-Language': 'ko' },
      body: JSON.stringify([...envelopes, { payload: 1 }, null]),
    });
    const index = server.ledger.head.size - 1;
    expect(status).toBe(200);
    expect(json.items).toMatchObject([
      { status: 200, id: known.digest, index: index - 1 },
      { status: 201, id: fresh.digest, index },
      { status: 409, id: refused.digest, problem: { code: 'chain', status: 409 } },
      { status: 200, id: fresh.digest, index },
      { status: 400, problem: { code: 'schema-violation' } },
      { status: 400, problem: { code: 'schema-violation' } },
    ]);
    expect(json.items[2].problem.title).toMatch(/[가-힣]/);
  });

  it('of 256 statements of the largest size fits into the limit', () => {
    const signature = { keyid: digestOf('key'), sig: 'A'.repeat(144) }; // DER of P-384, base64
    const payload = 'A'.repeat(4 * Math.ceil(MAX_PAYLOAD_BYTES / 3));
    const envelope = { payload, payloadType: PAYLOAD_TYPE, signatures: [signature] };
    expect(JSON.stringify(Array(MAX_BATCH_ITEMS).fill(envelope)).length).toBeLessThan(MAX_BATCH_BYTES);
    expect(JSON.stringify(envelope).length).toBeLessThan(MAX_SINGLE_BYTES);
  });

  it('as MessagePack is the same', async () => {
    const statements = Array.from({ length: 20 }, task);
    const { status, json } = await postMsgpack(encode(statements.map(formatEnvelope)));
    expect(status).toBe(200);
    expect(json.items.map((item: { status: number }) => item.status)).toEqual(Array(20).fill(201));
    expect(json.items.map((item: { id: string }) => item.id)).toEqual(statements.map(({ digest }) => digest));
  });
});

describe('MessagePack that is no batch', () => {
  const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);
  const nested = (depth: number): Uint8Array => new Uint8Array(depth + 1).fill(0x91, 0, depth).fill(0xc0, depth);

  it.each([
    ['nothing', () => bytes(), 'bad-msgpack'],
    ['a map', () => encode({ payload: '' }), 'bad-msgpack'],
    ['an integer', () => bytes(0x07), 'bad-msgpack'],
    ['an empty array', () => bytes(0x90), 'batch-size'],
    ['257 items', () => encode(Array(257).fill(0)), 'batch-size'],
    ['an array that declares 2^32 - 1 items', () => bytes(0xdd, 0xff, 0xff, 0xff, 0xff), 'batch-size'],
    ['a map that declares 2^32 - 1 members', () => bytes(0x91, 0xdf, 0xff, 0xff, 0xff, 0xff), 'bad-msgpack'],
    ['a string that declares 2^32 - 1 bytes', () => bytes(0x91, 0xdb, 0xff, 0xff, 0xff, 0xff), 'bad-msgpack'],
    ['a key that declares 2^16 - 1 bytes', () => bytes(0x91, 0x81, 0xda, 0xff, 0xff), 'bad-msgpack'],
    ['a cut-off item', () => encode([formatEnvelope(task())]).subarray(0, -1), 'bad-msgpack'],
    ['bytes after the array', () => bytes(0x91, 0xc0, 0xc0), 'bad-msgpack'],
    ['ten million levels', () => nested(10_000_000), 'bad-msgpack'],
    ['five levels', () => nested(5), 'bad-msgpack'],
    ['a key twice', () => bytes(0x91, 0x82, 0xa1, 0x61, 0xc0, 0xa1, 0x61, 0xc0), 'bad-msgpack'],
    ['a key that is a number', () => bytes(0x91, 0x81, 0x01, 0xc0), 'bad-msgpack'],
    ['a key of 65 bytes', () => encode([{ ['k'.repeat(65)]: 1 }]), 'bad-msgpack'],
    ['a fixed extension', () => bytes(0x91, 0xd4, 0x01, 0x00), 'bad-msgpack'],
    ['an extension', () => bytes(0x91, 0xc7, 0x01, 0x01, 0x00), 'bad-msgpack'],
    ['a timestamp', () => encode([new Date()]), 'bad-msgpack'],
    ['a float', () => encode([1.5]), 'bad-msgpack'],
    ['a binary', () => encode([Buffer.from('x')]), 'bad-msgpack'],
    ['the byte that is never used', () => bytes(0x91, 0xc1), 'bad-msgpack'],
    [
      'a map of 17',
      () => encode([Object.fromEntries(Array.from({ length: 17 }, (_, i) => [`k${i}`, i]))]),
      'bad-msgpack',
    ],
  ] as const)('%s', async (_, make, code) => {
    const { status, json } = await postMsgpack(make());
    expect([status, json.code]).toEqual([400, code]);
  });

  it('whose items are no envelopes is answered item for item', async () => {
    const items = [null, 1, 'x', [], {}, { ['__proto__']: 1 }, { payload: 1, payloadType: 2, signatures: 3 }];
    const { status, json } = await postMsgpack(encode(items));
    expect(status).toBe(200);
    expect(json.items).toHaveLength(items.length);
    for (const item of json.items) expect(item.problem.code).toBe('schema-violation');
    expect(({} as Record<string, unknown>)['payload']).toBeUndefined();
  });

  it('is refused above 12 MiB before it is decoded', async () => {
    const { status, json } = await postMsgpack(new Uint8Array(12 * 1024 * 1024 + 1));
    expect([status, json.code]).toEqual([413, 'too-large']);
  });
});
