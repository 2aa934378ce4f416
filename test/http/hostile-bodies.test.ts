/**
 * Bodies that mean harm: each is refused with its stable code, in bounded time and memory, and leaves no trace in the log.
 */
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { encode } from 'msgpackr';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { EnvelopeDocument } from '../../src/core/generated/documents.ts';
import { formatEnvelope } from '../../src/core/record/record.ts';
import { MAX_BATCH_BYTES, MAX_BATCH_ITEMS } from '../../src/server/limits.ts';
import { digestOf, taskBody } from '../_util/bodies.ts';
import { readVectorFile, vectorNames } from '../_util/vector-files.ts';
import type { Answer, TestServer } from './_server.ts';
import { expectNothingListed, expectRefusal, startTarget, traceOf } from './_untouched.ts';

const MIB = 2 ** 20;

let server: TestServer;
let before: object;
let size: number;
/** One that would be recorded. */
let valid: EnvelopeDocument;

beforeAll(async () => {
  server = await startTarget();
  const signed = server.consortium.statement('task', 'daejeon-institute', taskBody(), { stray: true });
  valid = formatEnvelope(signed);
  before = await traceOf(server);
  size = server.ledger.head.size;
});

afterAll(() => expectNothingListed(server, size));

function post(body: string | Uint8Array, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return server.ask('/api/v1/statements', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body,
  });
}

async function expectRefused(answer: Answer, code: string): Promise<void> {
  expectRefusal(answer);
  expect(answer.json.code).toBe(code);
  expect(await traceOf(server)).toEqual(before);
}

/** The text of a valid envelope with its payload, or its signature, spelled otherwise. */
const withPayload = (payload: unknown): string => JSON.stringify({ ...valid, payload });
const withSignature = (sig: unknown): string =>
  JSON.stringify({ ...valid, signatures: [{ ...valid.signatures[0], sig }] });
const signature = (): string => valid.signatures[0]?.sig ?? '';
const nested = (depth: number, open = '[', close = ']'): string => open.repeat(depth) + close.repeat(depth);

describe('JSON', () => {
  const members = (): string => JSON.stringify(valid).slice(1, -1);

  it.each([
    ['a million brackets', () => '['.repeat(MIB), 'json-not-canonical'],
    ['a million levels', () => nested(MIB), 'json-not-canonical'],
    ['arrays in a batch item', () => `[${nested(100_000)}]`, 'json-not-canonical'],
    ['objects in objects', () => `{"payload":${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}}`, 'json-not-canonical'],
    ['twelve MiB of commas', () => `[${','.repeat(MAX_BATCH_BYTES - 2)}]`, 'too-large'],
    ['twelve MiB of nulls', () => `[${'null,'.repeat(2_500_000)}null]`, 'too-large'],
    ['a member __proto__', () => `{"__proto__":{"x":1},${members()}}`, 'schema-violation'],
    [
      'a member __proto__ in a signature',
      () => `{${members().replace('"sig"', '"__proto__":{},"sig"')}}`,
      'schema-violation',
    ],
    ['a member constructor', () => `{"constructor":{"prototype":{}},${members()}}`, 'schema-violation'],
    ['a member toString', () => `{"toString":1,${members()}}`, 'schema-violation'],
    ['an unknown member', () => `{${members()},"more":1}`, 'schema-violation'],
    [
      'an unknown member of the signature',
      () => `{${members().replace('"sig"', '"alg":"none","sig"')}}`,
      'schema-violation',
    ],
    ['a fraction', () => `{${members()},"payloadType":1.5}`, 'schema-violation'],
    ['a number beyond all bounds', () => `{"payload":1e999}`, 'schema-violation'],
    ['ten thousand digits', () => `{"payload":${'9'.repeat(10_000)}}`, 'schema-violation'],
    ['half a surrogate pair', () => `{"payload":"\\ud800"}`, 'schema-violation'],
    ['a NUL', () => `{"payload":"\\u0000"}`, 'schema-violation'],
    ['two documents', () => `{${members()}}{${members()}}`, 'bad-json'],
    ['a comment', () => `/* */{${members()}}`, 'bad-json'],
    ['single quotes', () => `{'payload':''}`, 'bad-json'],
    ['NaN', () => `{"payload":NaN}`, 'bad-json'],
    ['a later payload of another type', () => `{${members()},"payload":null}`, 'schema-violation'],
    ['an array of signatures that never ends', () => `{"signatures":[${'{},'.repeat(30_000)}{}]}`, 'schema-violation'],
    [
      'a list that says it is an object',
      () => JSON.stringify({ ...valid, signatures: { 0: valid.signatures[0], length: 1 } }),
      'schema-violation',
    ],
  ])('%s', async (_, make, code) => {
    await expectRefused(await post(make()), code);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

describe('base64', () => {
  const payload = (): string => valid.payload;
  /** With stray bits: the last digit before the padding changed to its neighbour. */
  const stray = (text: string): string => {
    const at = text.replace(/=+$/, '').length - 1;
    return `${text.slice(0, at)}${String.fromCharCode(text.charCodeAt(at) + 1)}${text.slice(at + 1)}`;
  };

  it.each([
    ['surplus padding', (text: string) => `${text}=`],
    ['surplus padding twice', (text: string) => `${text}====`],
    ['padding in front', (text: string) => `=${text}`],
    ['padding in between', (text: string) => `${text.slice(0, 4)}=${text.slice(4)}`],
    ['a digit too many', (text: string) => `${text}A`],
    ['a digit too few', (text: string) => text.slice(1)],
    ['a space in front', (text: string) => ` ${text}`],
    ['a newline behind', (text: string) => `${text}\n`],
    ['a line break after 76 digits', (text: string) => `${text.slice(0, 76)}\r\n${text.slice(76)}`],
    ['the URL alphabet', (text: string) => `-_${text.slice(2)}`],
    ['a NUL', (text: string) => `${text.slice(0, 8)}\u0000${text.slice(9)}`],
    ['a fullwidth letter', (text: string) => `\uff21${text.slice(1)}`],
    ['a letter of two code units', (text: string) => `\u{1d400}${text.slice(2)}`],
    ['a code unit that ends in the code of a digit', (text: string) => `\u0141${text.slice(1)}`],
    ['a byte order mark', (text: string) => `\ufeff${text}`],
    ['percent encoding', (text: string) => `%${text.slice(1)}`],
    ['a comma', (text: string) => `${text.slice(0, 4)},${text.slice(5)}`],
  ])('with %s is refused in payload and signature', async (_, spell) => {
    const wrong = [withPayload(spell(payload())), withSignature(spell(signature()))];
    for (const body of wrong) {
      const answer = await post(body);
      expect(['schema-violation', 'bad-base64', 'bad-json', 'bad-utf8']).toContain(answer.json.code);
      await expectRefused(answer, answer.json.code);
    }
  });

  it('with stray bits is refused, and without its padding', async () => {
    const padded = signature(); // 64 bytes: two signs of padding
    expect(padded.endsWith('==')).toBe(true);
    for (const sig of [stray(padded), padded.slice(0, -1), padded.slice(0, -2)]) {
      const answer = await post(withSignature(sig));
      expect(['schema-violation', 'bad-base64']).toContain(answer.json.code);
      await expectRefused(answer, answer.json.code);
    }
  });

  it('as an array of its digits, or another type, is refused', async () => {
    for (const payload of [[...valid.payload], { length: 4 }, 7, true, null, { toString: 'x' }]) {
      await expectRefused(await post(withPayload(payload)), 'schema-violation');
    }
  });
});

describe('statements that are none', () => {
  it('every negative vector is refused with its code, alone and in a batch', async () => {
    const names = vectorNames('statement/invalid');
    const vectors = names.map((name) =>
      readVectorFile<{ code: string; payload: string }>(`statement/invalid/${name}.json`),
    );
    const refused: string[] = [];
    for (const { payload } of vectors) refused.push((await post(withPayload(payload))).json.code);
    expect(refused.map((code, i) => `${names[i]}: ${code}`)).toEqual(
      vectors.map(({ code }, i) => `${names[i]}: ${code}`),
    );
    const batch = await post(`[${vectors.map(({ payload }) => withPayload(payload)).join(',')}]`);
    expect(batch.json.items.map((item: { problem: { code: string } }) => item.problem.code)).toEqual(
      vectors.map(({ code }) => code),
    );
    expect(await traceOf(server)).toEqual(before);
  });
});

describe('MessagePack', () => {
  const bytes = (...values: (number | Uint8Array | string)[]): Uint8Array =>
    Buffer.concat(values.map((value) => (typeof value === 'number' ? Uint8Array.of(value) : Buffer.from(value))));
  const item = (...values: (number | Uint8Array | string)[]): Uint8Array => bytes(0x91, ...values);
  const zeros = (count: number): Uint8Array => new Uint8Array(count);
  const wide = (lead: number): Uint8Array => bytes(lead, 0xff, 0xff, 0xff, 0xff);

  it.each([
    ['an array of 2^32 - 1', () => item(wide(0xdd)), 'bad-msgpack'],
    ['a map of 2^32 - 1', () => item(wide(0xdf)), 'bad-msgpack'],
    ['a string of 2^32 - 1', () => item(wide(0xdb)), 'bad-msgpack'],
    ['binary data of 2^32 - 1', () => item(wide(0xc6)), 'bad-msgpack'],
    ['an extension of 2^32 - 1', () => item(bytes(wide(0xc9), 1)), 'bad-msgpack'],
    [
      '256 arrays of 2^16 - 1 each',
      () => bytes(0xdc, 1, 0, ...Array.from({ length: 256 }, () => bytes(0xdc, 0xff, 0xff))),
      'bad-msgpack',
    ],
    ['arrays in arrays in arrays', () => new Uint8Array(MIB).fill(0x91), 'bad-msgpack'],
    [
      'maps in maps in maps',
      () => item(...Array.from({ length: 1000 }, () => bytes(0x81, 0xa1, 'a')), 0xc0),
      'bad-msgpack',
    ],
    ['sixteen times sixteen times sixteen', () => item(0xdc, 0, 16, new Uint8Array(3000).fill(0x90)), 'bad-msgpack'],
    ['a timestamp', () => item(0xd6, 0xff, zeros(4)), 'bad-msgpack'],
    ['an extension of one byte', () => item(0xd4, 0, 0), 'bad-msgpack'],
    ['a record of msgpackr', () => item(0xd4, 0x72, 0x40, 0x91, 0xa1, 'a', 0xc0), 'bad-msgpack'],
    ['a bundle of strings of msgpackr', () => item(0xd4, 0x62, 0, 0xc1), 'bad-msgpack'],
    ['the byte that is never used', () => item(0xc1), 'bad-msgpack'],
    ['a float of 4 bytes', () => item(0xca, zeros(4)), 'bad-msgpack'],
    ['a float of 8 bytes', () => item(0xcb, zeros(8)), 'bad-msgpack'],
    ['not a number', () => item(0xcb, 0x7f, 0xf8, zeros(6)), 'bad-msgpack'],
    ['binary data', () => item(0xc4, 1, 0), 'bad-msgpack'],
    ['a key twice', () => item(0x82, 0xa1, 'a', 1, 0xa1, 'a', 2), 'bad-msgpack'],
    ['a key twice in two spellings', () => item(0x82, 0xa1, 'a', 1, 0xd9, 1, 'a', 2), 'bad-msgpack'],
    ['a key that is not UTF-8', () => item(0x81, 0xa1, 0xff, 1), 'bad-msgpack'],
    ['an integer of 64 bits', () => item(0xcf, zeros(8)), 'bad-msgpack'],
    ['a number for a key', () => item(0x81, 1, 1), 'bad-msgpack'],
    ['a map for a key', () => item(0x81, 0x80, 1), 'bad-msgpack'],
    ['a key of 65 bytes', () => item(0x81, 0xd9, 65, 'k'.repeat(65), 1), 'bad-msgpack'],
    [
      'seventeen members',
      () => item(0xde, 0, 17, ...Array.from({ length: 17 }, (_, i) => bytes(0xa2, `${i + 10}`, 1))),
      'bad-msgpack',
    ],
    ['nothing after its length', () => item(0xd9, 200), 'bad-msgpack'],
    ['an array that ends early', () => bytes(0x92, 0xc0), 'bad-msgpack'],
    ['an array behind the array', () => bytes(0x91, 0xc0, 0x91, 0xc0), 'bad-msgpack'],
    [
      'twelve MiB of nil',
      () => bytes(0xdd, 0, 0xbf, 0xff, 0xfb, new Uint8Array(12 * MIB - 5).fill(0xc0)),
      'batch-size',
    ],
    ['JSON', () => Buffer.from('[{}]'), 'bad-msgpack'],
  ])('%s', async (_, make, code) => {
    await expectRefused(await post(make(), { 'Content-Type': 'application/msgpack' }), code);
  });

  it('with strings that are not UTF-8 and members that are traps is refused item for item', async () => {
    const wrong: readonly object[] = [
      { ['__proto__']: { payload: '' } },
      { constructor: 1 },
      { ...valid, __defineGetter__: 1 },
      { ...valid, payload: 'AAAA\u0000' },
      { ...valid, signatures: [] },
    ];
    const answer = await post(
      Buffer.concat([bytes(0x96), ...wrong.map((each) => encode(each)), bytes(0x81, 0xa1, 'a', 0xa1, 0xff)]),
      { 'Content-Type': 'application/msgpack' },
    );
    expect(answer.status).toBe(200);
    expect(answer.json.items.map((each: { status: number }) => each.status)).toEqual(Array(6).fill(400));
    expect(await traceOf(server)).toEqual(before);
  });
});

describe('sizes, types and codings', () => {
  it.each([
    ['a single of one byte too many', () => `{"payload":"${'A'.repeat(128 * 1024)}"}`, 'too-large'],
    ['a batch of one byte too many', () => `[${' '.repeat(MAX_BATCH_BYTES - 1)}]`, 'too-large'],
    [
      'a batch of one item too many',
      () =>
        `[${Array(MAX_BATCH_ITEMS + 1)
          .fill('{}')
          .join(',')}]`,
      'batch-size',
    ],
    ['a batch of none', () => ' [ ] ', 'batch-size'],
    ['nothing', () => '', 'bad-json'],
  ])('%s', async (_, make, code) => {
    await expectRefused(await post(make()), code);
  });

  it.each([
    ['text/plain'],
    ['text/json'],
    ['application/json/x'],
    ['application/ld+json'],
    ['application/x-msgpack'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=b'],
    ['*/*'],
    [','],
    ['application/msgpack, application/json'],
  ])('the type %s', async (type) => {
    await expectRefused(await post(JSON.stringify(valid), { 'Content-Type': type }), 'media-type');
  });

  it('a body without a type', async () => {
    const answer = await server.ask('/api/v1/statements', { method: 'POST', body: JSON.stringify(valid) });
    await expectRefused(answer, 'media-type');
  });

  it.each([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    ['deflate', deflateSync],
    ['br', brotliCompressSync],
    ['identity, gzip', gzipSync],
    ['gzip, gzip', (body: Buffer) => gzipSync(gzipSync(body))],
    ['none', (body: Buffer) => body],
  ])('coded as %s, whatever it would become', async (coding, compress) => {
    const bomb = compress(Buffer.alloc(MIB, 0x20));
    await expectRefused(await post(bomb, { 'Content-Encoding': coding }), 'media-type');
  });

  it('compressed without saying so', async () => {
    const answer = await post(gzipSync(JSON.stringify(valid)));
    await expectRefused(answer, 'bad-utf8');
  });
});

it('all this tells something: what a member itself signed and a rule refused does leave a trace', async () => {
  const other = await startTarget();
  const { head } = other.ledger;
  const chain = { sequence: 99, previous: digestOf('x') };
  const signed = other.consortium.statement('task', 'daejeon-institute', taskBody(), { chain });
  expect((await other.post(signed)).json.code).toBe('chain');
  await expectNothingListed(other, head.size + 1);
});
