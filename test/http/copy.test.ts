/**
 * A mirror over HTTP: it answers the static read path as the ledger does, no source can hold it up or fill its memory, and a ledger that
 * starts believes of mirrors what its own key has signed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseCheckpoint } from '../../src/core/note/checkpoint.ts';
import { formatNote, parseNote } from '../../src/core/note/note.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { TreeReader } from '../../src/log/reader.ts';
import { TreeEdge } from '../../src/log/tree-edge.ts';
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import { syncMirror } from '../../src/node/mirror/mirror.ts';
import { PublicCopy } from '../../src/node/mirror/public-copy.ts';
import { refuseBehindMirrors } from '../../src/node/mirror/start-check.ts';
import { createOutgoing } from '../../src/node/outgoing.ts';
import { filesAt } from '../../src/node/static-files.ts';
import { createCopyServer } from '../../src/server/copy-server.ts';
import { type Listening, listen } from '../../src/server/listen.ts';
import type { PublicLog } from '../../src/server/routes/tiles.ts';
import { type OpenCopy, openCopyStore } from '../../src/storage/files/copy-store.ts';
import type { MemoryStore } from '../../src/storage/memory/memory-store.ts';
import { copyStore, engineParts, foundEngine, reopen } from '../_util/engine.ts';
import { errorCodeOf } from '../_util/input-error.ts';
import { smallConsortium, tasks } from '../_util/stored-ledger.ts';
import { type HostileServer, startHostileServer, writeForEver } from './_hostile-server.ts';
import { askRaw, serve, type TestServer } from './_server.ts';

const outgoing = createOutgoing({ allow: ['127.0.0.0/8'] });
const { verifySync } = createNodeVerifier({ maxKeys: 16 });

let server: TestServer;
let folder: string;
let store: OpenCopy;
let copy: PublicCopy;
let mirror: Listening;

/** The ledger's stores, and as they were after its founding. */
let stored: MemoryStore;
let founded: MemoryStore;
/** What was recorded next. */
let next: SignedStatement;

beforeAll(async () => {
  const consortium = smallConsortium();
  const { ledger, parts } = await foundEngine(consortium);
  [stored, founded] = [parts.store, await copyStore(parts.store)];
  server = await serve({ ledger, consortium });
  const submitted = tasks(consortium, 300 - ledger.head.size);
  next = submitted[0] as SignedStatement;
  await ledger.submit(next).published;
  await Promise.all(submitted.map((signed) => ledger.submit(signed).published));
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-copy-'));
  store = await openCopyStore(join(folder, 'copy'));
  copy = await PublicCopy.open(store);
  await syncFrom(server.url);
  mirror = await listen(createCopyServer({ log: copy }), { host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  await mirror?.close();
  await store?.close();
  await server?.close();
  await rm(folder, { recursive: true, force: true });
});

const policy = () => parsePolicy(`log ${server.consortium.logKey.vkey}\nquorum none\n`);

function syncFrom(url: string, timeoutMs?: number) {
  const bound = timeoutMs === undefined ? {} : { timeoutMs };
  return syncMirror({
    copy,
    policy: policy(),
    verifySignature: verifySync,
    files: filesAt(url, { outgoing, ...bound }),
  });
}

describe('the static read path of a mirror', () => {
  it.each([
    '/checkpoint',
    '/checkpoints/000',
    '/tile/0/000',
    '/tile/0/000.p/7',
    '/tile/0/001.p/44',
    '/tile/1/000.p/1',
    '/tile/entries/000',
    '/tile/entries/001.p/44',
    '/tile/entries/001.p/43',
    '/tile/0/001.p/45',
    '/tile/0/001',
    '/tile/9/000',
    '/checkpoints/001',
    '/tile/0/..%2f..%2fcheckpoint',
    '/tile/../checkpoint',
    '/lock/LOCK',
    '/incoming/',
    '/conflicts/',
    '/api/v1/records/0',
  ])('%s is what the ledger answers, or nothing', async (path) => {
    const [ours, theirs] = await Promise.all([askRaw(mirror.url, path), askRaw(server.url, path)]);
    expect(ours.status).toBe(path.startsWith('/api/') ? 404 : theirs.status);
    if (ours.status !== 200) return;
    expect(Buffer.from(ours.bytes).equals(theirs.bytes)).toBe(true);
    for (const name of [
      'content-type',
      'cache-control',
      'etag',
      'access-control-allow-origin',
      'content-security-policy',
    ])
      expect([name, ours.headers[name]]).toEqual([name, theirs.headers[name]]);
  });

  it('asks for a token where one is set', async () => {
    const guarded = await listen(createCopyServer({ log: copy, readingToken: 'secret' }), {
      host: '127.0.0.1',
      port: 0,
    });
    try {
      expect((await askRaw(guarded.url, '/checkpoint')).status).toBe(401);
      const files = filesAt(guarded.url, { outgoing, readingToken: 'secret' });
      expect(await files.read('checkpoint')).toBeDefined();
      expect(await errorCodeOf(filesAt(guarded.url, { outgoing }).read('checkpoint'))).toBe('reading-token');
    } finally {
      await guarded.close();
    }
  });

  it('is copied by another mirror: a copy of a copy is the same', async () => {
    const second = await openCopyStore(join(folder, 'second'));
    const files = filesAt(mirror.url, { outgoing });
    const other = await PublicCopy.open(second);
    await syncMirror({ copy: other, policy: policy(), verifySignature: verifySync, files });
    expect(other.published).toEqual(copy.published);
    await second.close();
  });

  it('belongs to one process', async () => {
    expect(await errorCodeOf(openCopyStore(join(folder, 'copy')))).toBe('folder-locked');
    expect(await errorCodeOf(openCopyStore(folder))).toBe('folder-not-empty');
  });
});

describe('a source that means harm', () => {
  const note = () => Buffer.from(copy.published?.note ?? '');

  it.each<[string, string, Parameters<typeof startHostileServer>[0]]>([
    ['an endless answer', 'unexpected-answer', (response) => writeForEver(response, Buffer.alloc(65_536, 'a'))],
    ['silence', 'unreachable', () => {}],
    ['a page', 'bad-note', (response) => response.end('<html>')],
    ['an error', 'unexpected-answer', (response) => response.writeHead(500).end()],
    [
      'a way elsewhere',
      'unexpected-answer',
      (response) => response.writeHead(302, { location: 'http://[::1]/' }).end(),
    ],
    ['nothing', 'not-published', (response) => response.writeHead(404).end()],
  ])('with %s costs one call', async (_title, code, misbehave) => {
    await using hostile = await startHostileServer(misbehave);
    expect(await errorCodeOf(syncFrom(hostile.url, 300))).toBe(code);
    expect(copy.sizes.published).toBe(300);
  });

  it('with a right checkpoint and endless files behind it costs one call', async () => {
    await using hostile: HostileServer = await startHostileServer((response, { url }) =>
      url === '/checkpoint' ? response.end(note()) : writeForEver(response, Buffer.alloc(65_536, 1)),
    );
    const other = await openCopyStore(join(folder, 'third'));
    const files = filesAt(hostile.url, { outgoing, timeoutMs: 10_000 });
    const parts = { policy: policy(), verifySignature: verifySync, files };
    expect(await errorCodeOf(PublicCopy.open(other).then((empty) => syncMirror({ copy: empty, ...parts })))).toBe(
      'unexpected-answer',
    );
    await other.close();
  });
});

/** What the ledger would show had it ended at `size`. */
async function copyOf({ objects, checkpoints }: MemoryStore, size: number): Promise<PublicLog> {
  for (let ordinal = 0; ; ordinal++) {
    const bytes = await checkpoints.read(ordinal);
    if (bytes === undefined) throw new Error(`nothing was published at size ${size}`);
    const text = parseNote(bytes);
    const checkpoint = parseCheckpoint(text.text);
    if (checkpoint.size < size) continue;
    const published = { ...checkpoint, ordinal, note: formatNote(text) };
    const sizes = { committed: checkpoint.size, published: checkpoint.size };
    return {
      published,
      sizes,
      publication: (at) => checkpoints.read(at),
      reader: new TreeReader(objects, TreeEdge.empty),
    };
  }
}

describe('I11: mirrors that are asked before a start', () => {
  const check = ({ objects, head }: MemoryStore, mirrors: readonly string[], warn: (code: string) => void = () => {}) =>
    refuseBehindMirrors({
      ...{ objects, heads: head, mirrors, outgoing, timeoutMs: 500 },
      logVkeys: [server.consortium.logKey.vkey],
      charter: () => Promise.reject(new Error('nobody needs it')),
      warn: (_, { code }) => warn(code),
    });

  it('refuse a folder that was rolled back, and name the way out', async () => {
    const refused = check(await copyStore(founded), [mirror.url]);
    await expect(refused).rejects.toThrow(`ledgerline hydrate DIR --from ${mirror.url}`);
    expect(await errorCodeOf(refused)).toBe('fork-refused');
  });

  it('refuse a folder of another history, even a longer one', async () => {
    const store = await copyStore(founded);
    const other = await reopen(engineParts(server.consortium, { store, options: { confirmClock: true } }));
    await other.submit(next).published;
    await other.close();
    const early = await listen(createCopyServer({ log: await copyOf(stored, 6) }), { host: '127.0.0.1', port: 0 });
    await expect(check(store, [early.url])).rejects.toThrow('of another history');
    await early.close();
  });

  it('let the ledger start that they follow, and whatever else they say is a warning', async () => {
    const warned: string[] = [];
    await using liar = await startHostileServer((response) => writeForEver(response, Buffer.alloc(65_536, 'a')));
    await using other = await startHostileServer((response) => response.end('other.example\n1000\nAAAA\n\n— x AAAA\n'));
    await using silent = await startHostileServer(() => {});
    const mirrors = [mirror.url, liar.url, other.url, silent.url, 'http://127.0.0.1:1', 'ftp://x'];
    await check(await copyStore(stored), mirrors, (code) => warned.push(code));
    expect(warned.sort()).toEqual(
      ['bad-note', 'outgoing-refused', 'unexpected-answer', 'unreachable', 'unreachable'].sort(),
    );
  });
});
