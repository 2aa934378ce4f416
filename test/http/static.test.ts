/**
 * The static read path: C2SP tlog-tiles at the root, and the published checkpoints.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../src/core/bytes/base64.ts';
import { concatBytes } from '../../src/core/bytes/bytes.ts';
import { encodeUtf8 } from '../../src/core/bytes/utf8.ts';
import { hashLeaf } from '../../src/core/merkle/hash.ts';
import { parseCheckpoint } from '../../src/core/note/checkpoint.ts';
import { parseNote } from '../../src/core/note/note.ts';
import { decodeEntries } from '../../src/core/tile/entry-bundle.ts';
import { taskBody } from '../_util/bodies.ts';
import { mth } from '../_util/naive-merkle.ts';
import { withMembers } from './_ledger.ts';
import { serve, startTestServer, type TestServer } from './_server.ts';

const IMMUTABLE = 'max-age=31536000, immutable';

let server: TestServer;
let records: Uint8Array[];

beforeAll(async () => {
  server = await startTestServer();
  const { ledger, consortium } = server;
  const tasks = Array.from({ length: 258 - ledger.head.size }, (_, i) =>
    consortium.statement('task', 'daejeon-institute', taskBody({ task: `task-${i}` })),
  );
  await Promise.all(tasks.map((signed) => ledger.submit(signed).published));
  const size = server.ledger.head.size;
  records = [];
  for (let i = 0; i < size; i++) records.push(await server.ledger.reader.record(i));
});

afterAll(() => server.close());

/** Compared as text: the matcher takes long over large arrays. */
const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('/checkpoint', () => {
  it('is the newest published note, to be revalidated by every cache', async () => {
    const { status, headers, text } = await server.ask('/checkpoint');
    expect(status).toBe(200);
    expect(text).toBe(server.ledger.published?.note);
    expect(headers).toMatchObject({
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-cache',
      'access-control-allow-origin': '*',
    });
  });

  it('answers 304 to a cache that has it, and HEAD without a body', async () => {
    const { headers } = await server.ask('/checkpoint');
    const again = await server.ask('/checkpoint', { headers: { 'If-None-Match': headers.etag ?? '' } });
    expect([again.status, again.text]).toEqual([304, '']);
    const head = await server.ask('/checkpoint', { method: 'HEAD' });
    expect([head.status, head.text]).toEqual([200, '']);
  });
});

describe('/checkpoints/', () => {
  it('holds the published notes, each after its length, to be revalidated while there are fewer than 256', async () => {
    const { headers, bytes } = await server.ask('/checkpoints/000');
    expect(headers).toMatchObject({ 'content-type': 'application/octet-stream', 'cache-control': 'no-cache' });
    const notes = decodeEntries(bytes);
    expect(notes).toHaveLength((server.ledger.published?.ordinal ?? 0) + 1);
    const sizes = notes.map((note) => parseCheckpoint(parseNote(note).text).size);
    expect(sizes).toEqual(sizes.toSorted((a, b) => a - b));
    expect(Buffer.from(notes.at(-1) ?? []).toString()).toBe(server.ledger.published?.note);
  });

  it('are immutable once there are 256 in the file', async () => {
    const note = encodeUtf8(server.ledger.published?.note ?? '');
    const published = { ordinal: 256, size: 257, root: new Uint8Array(32), note: '' };
    const many = await serve({
      ...server,
      ledger: withMembers(server.ledger, { published, publication: async () => note }),
    });
    const [full, last] = [await many.ask('/checkpoints/000'), await many.ask('/checkpoints/001')];
    expect([full.headers['cache-control'], last.headers['cache-control']]).toEqual([IMMUTABLE, 'no-cache']);
    expect([decodeEntries(full.bytes).length, decodeEntries(last.bytes).length]).toEqual([256, 1]);
    await many.closeServer();
  });

  it.each(['/checkpoints/001', '/checkpoints/x001/000'])('has no %s', async (path) => {
    const { status, json, headers } = await server.ask(path);
    expect([status, json.code, headers['cache-control']]).toEqual([404, 'not-found', 'no-store']);
  });

  it.each(['0', '0000', '00x', 'x000/000', '000/', '%30%30%30', '..%2f000'])(
    'refuses /checkpoints/%s',
    async (name) => {
      const { status, json } = await server.ask(`/checkpoints/${name}`);
      expect([status, json.code]).toEqual([400, 'bad-tile-path']);
    },
  );
});

describe('/tile/', () => {
  it('serves the published tree: full tile, partial tiles at any published width, entries', async () => {
    const hashes = records.map(hashLeaf);
    const full = await server.ask('/tile/0/000');
    expect(hex(full.bytes)).toBe(hex(concatBytes(...hashes.slice(0, 256))));
    expect(full.headers).toMatchObject({
      'content-type': 'application/octet-stream',
      'cache-control': IMMUTABLE,
      'access-control-allow-origin': '*',
      'x-content-type-options': 'nosniff',
    });
    expect((await server.ask('/tile/0/000.p/7')).bytes).toEqual(concatBytes(...hashes.slice(0, 7)));
    expect((await server.ask('/tile/0/001.p/1')).bytes).toEqual(hashes[256]);
    expect((await server.ask('/tile/1/000.p/1')).bytes).toEqual(mth(records.slice(0, 256)));
    const entries = await server.ask('/tile/entries/001.p/2');
    expect(decodeEntries(entries.bytes, 2)).toEqual(records.slice(256, 258));
    expect(entries.headers['cache-control']).toBe(IMMUTABLE);
    const all = decodeEntries((await server.ask('/tile/entries/000')).bytes, 256);
    expect(hex(concatBytes(...all))).toBe(hex(concatBytes(...records.slice(0, 256))));
  });

  it.each([
    '/tile/0/001', // not full yet
    '/tile/0/001.p/200',
    '/tile/1/000.p/2',
    '/tile/1/001.p/1',
    '/tile/2/000.p/1',
    '/tile/63/000.p/1',
    '/tile/entries/001.p/200',
    '/tile/0/x999/x999/x999/999',
  ])('has no %s, and no cache keeps that answer', async (path) => {
    const { status, json, headers } = await server.ask(path);
    expect([status, json.code, headers['cache-control'], headers.etag]).toEqual([
      404,
      'not-found',
      'no-store',
      undefined,
    ]);
  });

  it.each([
    '/tile/0/0',
    '/tile/00/000',
    '/tile/64/000',
    '/tile/-1/000',
    '/tile/0/000.p/0',
    '/tile/0/000.p/256',
    '/tile/0/000.p/01',
    '/tile/0/000.p/1e1',
    '/tile/0/000.p/',
    '/tile/0/000/',
    '/tile/0/x000/001',
    '/tile/0/../../checkpoint',
    '/tile/0/..%2f..%2fhead',
    '/tile/%2e%2e/%2e%2e/head',
    '/tile/0/000%00',
    '/tile/0%2f000',
    '/tile//0/000',
    '/tile/entries/000.P/1',
    '/tile/entries/..%5c..%5chead',
    `/tile/0/${'x001/'.repeat(1000)}000`,
    '/tile/staging/000',
    '/tile/..;/head',
  ])('refuses %s', async (path) => {
    const { status, json, headers } = await server.ask(path);
    expect([status, json.code, headers['cache-control']]).toEqual([400, 'bad-tile-path', 'no-store']);
  });

  it.each(['/tile/0/%zz', '/tile/%c0%ae'])('refuses %s, which is not percent-encoded UTF-8', async (path) => {
    const { status, json } = await server.ask(path);
    expect([status, json.code]).toEqual([400, 'bad-request']);
  });

  it.each([
    '/tile',
    '/tile/',
    '/TILE/0/000',
    '/Checkpoint',
    '/checkpoint/',
    '/head',
    '/keys/log.pem',
    '/staging/',
    '//',
  ])('has nothing at %s', async (path) => {
    expect((await server.ask(path)).status).toBe(404);
  });
});

describe('only what is published is shown, but to auditors', () => {
  it('hides a committed record until a checkpoint covers it; its tiles are there for who will cosign it, uncached', async () => {
    let isHeld = false;
    let release = (): void => {};
    const held = await startTestServer({
      witnesses: {
        cosign: async () => {
          if (isHeld) await new Promise<void>((resolve) => (release = resolve));
          return [];
        },
      },
    });
    const size = held.ledger.head.size;
    isHeld = true;
    const ticket = held.ledger.submit(held.consortium.statement('task', 'hangang-pharma', taskBody()));
    await ticket.placed;
    expect(held.ledger.sizes).toEqual({ committed: size + 1, published: size });
    const tiles = [`/tile/0/000.p/${size + 1}`, `/tile/entries/000.p/${size + 1}`];
    const caching = async () => {
      const answers = await Promise.all(tiles.map((path) => held.ask(path)));
      return answers.map(({ status, headers }) => [status, headers['cache-control']]);
    };
    const uncached = [200, 'no-store'];
    expect(await caching()).toEqual([uncached, uncached]);
    for (const path of tiles) expect((await held.ask(path.replace(/[0-9]+$/, `${size + 2}`))).status).toBe(404);
    expect((await held.ask(`/api/v1/records/${size}`)).status).toBe(404);
    expect((await held.ask(`/api/v1/bundles/${ticket.digest}`)).json.code).toBe('not-published');
    expect((await held.ask(`/api/v1/statements/${ticket.digest}`)).json).toMatchObject({
      status: 'committed',
      index: size,
    });
    expect((await held.ask('/api/v1/accounts/hangang-pharma')).json).toMatchObject({ count: 1, records: [] });
    isHeld = false;
    release();
    await ticket.published;
    expect((await held.ask(`/api/v1/records/${size}`)).status).toBe(200);
    const immutable = [200, IMMUTABLE];
    expect(await caching()).toEqual([immutable, immutable]);
    await held.close();
  });

  it('shows the root that its tiles have', () => {
    const { root, size } = parseCheckpoint(parseNote(encodeUtf8(server.ledger.published?.note ?? '')).text);
    expect([size, encodeBase64(root)]).toEqual([records.length, encodeBase64(mth(records))]);
  });
});
