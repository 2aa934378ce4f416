/**
 * A hostile server, or somebody in between, against the client: bounded bytes, bounded time, a stable code, and nothing believed
 * that nobody signed. Real sockets, the real fetch.
 */
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { CheckpointMemory } from '../../src/client/checkpoint-memory.ts';
import { LedgerClient } from '../../src/client/ledger-client.ts';
import { Transport } from '../../src/client/transport.ts';
import type { ErrorCode } from '../../src/core/catalogue/catalogue.ts';
import { formatCheckpoint } from '../../src/core/note/checkpoint.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import { signNote } from '../../src/core/note/sign.ts';
import { MAX_BUNDLE_BYTES } from '../../src/verify/bundle.ts';
import { inputError } from '../_util/input-error.ts';
import { testLogKey } from '../_util/keys.ts';
import { framed } from '../property/fuzz/_samples.ts';
import { runHere } from '../unit/cli/_program.ts';
import { type Misbehave, startHostileServer, writeForEver } from './_hostile-server.ts';

const MiB = 2 ** 20;
/** For an answer that never comes whole: whoever is slower than this to connect is no better off. */
const TIMEOUT_MS = 300;
/** For an answer that comes. */
const PATIENT_MS = 30_000;

const ok = (response: Parameters<Misbehave>[0], headers: Record<string, string | number> = {}): typeof response =>
  response.writeHead(200, { 'content-type': 'application/json', ...headers });

/** An array of zeros, each in a piece of its own. */
async function writePieces(response: ServerResponse, count: number): Promise<void> {
  response.write('[0');
  for (let i = 1; i < count; i++) if (!response.write(',0')) await once(response, 'drain');
  response.end(']');
}

/** More than any answer may have, in a thousandth of that. */
const BOMB = Buffer.alloc(MAX_BUNDLE_BYTES + 1);

describe('bytes: no answer is read beyond the largest that there is', () => {
  it.each<[string, Misbehave]>([
    ['a body without an end', (response) => writeForEver(ok(response), Buffer.alloc(MiB, '['))],
    [
      'a body of a gigabyte, announced',
      (response) => writeForEver(ok(response, { 'content-length': 2 ** 30 }), Buffer.alloc(MiB)),
    ],
    [
      'a gigabyte announced, and then nothing',
      (response) => void ok(response, { 'content-length': 2 ** 30 }).write('['),
    ],
    ['a bomb in gzip', (response) => void ok(response, { 'content-encoding': 'gzip' }).end(gzipSync(BOMB))],
    [
      'a bomb in gzip in gzip',
      (response) => void ok(response, { 'content-encoding': 'gzip, gzip' }).end(gzipSync(gzipSync(BOMB))),
    ],
    ['a bomb in Brotli', (response) => void ok(response, { 'content-encoding': 'br' }).end(brotliCompressSync(BOMB))],
    ['an error without an end', (response) => writeForEver(response.writeHead(500), Buffer.alloc(MiB, '"'))],
  ])('%s', async (_, misbehave) => {
    await using server = await startHostileServer(misbehave);
    const transport = new Transport({ url: server.url, timeoutMs: PATIENT_MS });
    await expect(transport.get('/x')).rejects.toThrow(inputError('unexpected-answer'));
    await server.hungUp;
    // What the sockets on both sides hold, and a piece.
    expect(server.sentBytes()).toBeLessThan(MAX_BUNDLE_BYTES + 32 * MiB);
  });

  it('a body in a hundred thousand pieces is an answer like any other', async () => {
    await using server = await startHostileServer((response) => void writePieces(ok(response), 100_000));
    const { bytes } = await new Transport({ url: server.url, timeoutMs: PATIENT_MS }).get('/x');
    expect(JSON.parse(Buffer.from(bytes).toString())).toHaveLength(100_000);
  });
});

describe('time: no server is waited for beyond the timeout', () => {
  it.each<[string, Misbehave]>([
    ['silence', () => {}],
    ['a status, and no end of the headers', (response) => void response.socket?.write('HTTP/1.1 200 OK\r\nx: y\r\n')],
    ['a body that stops', (response) => void ok(response, { 'content-length': 10 }).write('[')],
    [
      'a byte now and then',
      (response) => {
        ok(response).write('[');
        const timer = setInterval(() => response.write(' '), 20);
        response.on('close', () => clearInterval(timer));
      },
    ],
    [
      'interim answers without an end',
      (response) => {
        const timer = setInterval(() => response.socket?.write('HTTP/1.1 102 Processing\r\n\r\n'), 20);
        response.on('close', () => clearInterval(timer));
      },
    ],
  ])('%s', async (_, misbehave) => {
    await using server = await startHostileServer(misbehave);
    const transport = new Transport({ url: server.url, timeoutMs: TIMEOUT_MS });
    await expect(transport.get('/x')).rejects.toThrow(inputError('unreachable'));
    await server.hungUp;
  });
});

describe('answers that are none', () => {
  const html: Misbehave = (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>');
  const json =
    (body: string | Uint8Array): Misbehave =>
    (response) =>
      void ok(response).end(body);

  it.each<[string, Misbehave, ErrorCode]>([
    ['a page', html, 'unexpected-answer'],
    ['nothing', json(''), 'unexpected-answer'],
    ['brackets', json('['.repeat(12 * MiB)), 'unexpected-answer'],
    ['an abyss', json(`${'['.repeat(100_000)}${']'.repeat(100_000)}`), 'unexpected-answer'],
    ['millions of values', json(`[${'{},'.repeat(2_000_000)}{}]`), 'unexpected-answer'],
    ['not UTF-8', json(Buffer.of(0x22, 0xff, 0x22)), 'unexpected-answer'],
    ['null', json('null'), 'unexpected-answer'],
    ['another document', json('{"__proto__":{"origin":"x"},"length":7}'), 'unexpected-answer'],
    [
      'a body cut off',
      (response) => void ok(response, { 'content-length': 10 }).write('[', () => response.destroy()),
      'unreachable',
    ],
    ['gzip that is none', (response) => void ok(response, { 'content-encoding': 'gzip' }).end('[]'), 'unreachable'],
    [
      'gzip cut off',
      (response) => void ok(response, { 'content-encoding': 'gzip' }).end(gzipSync('[1,2,3]').subarray(0, 15)),
      'unexpected-answer',
    ],
    ['no HTTP', (response) => void response.socket?.end('SSH-2.0-OpenSSH\r\n'), 'unreachable'],
    [
      'headers of a megabyte',
      (response) => void response.socket?.write(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(MiB)}\r\n\r\n`),
      'unreachable',
    ],
    ['a status without a body', (response) => void response.writeHead(304).end(), 'unexpected-answer'],
    [
      'a code of ours',
      (response) => void response.writeHead(409).end('{"code":"chain","detail":"\\u001b[2Jd"}'),
      'chain',
    ],
  ])('%s', async (_, misbehave, code) => {
    await using server = await startHostileServer(misbehave);
    const client = new LedgerClient({ url: server.url, timeoutMs: PATIENT_MS });
    await expect(client.ledger()).rejects.toThrow(inputError(code));
    expect(server.requests.length).toBe(1);
  });

  it.each([301, 302, 303, 307, 308])('a redirect (%s) is not followed, and takes no token with it', async (status) => {
    await using elsewhere = await startHostileServer(json('{}'));
    await using server = await startHostileServer(
      (response) => void response.writeHead(status, { location: `${elsewhere.url}/steal` }).end(),
    );
    const client = new LedgerClient({ url: server.url, readingToken: 'secret' });
    await expect(client.ledger()).rejects.toThrow(inputError('unreachable'));
    expect(elsewhere.requests).toEqual([]);
  });
});

const LOG = testLogKey('log.example/hostile');
const STRANGER = testLogKey('log.example/hostile', 'stranger');
const POLICY = `log ${LOG.vkey}\nquorum none\n`;
const note = (size: number, root = 7, signer = LOG.signer): string => {
  const text = formatCheckpoint({ origin: LOG.name, size, root: new Uint8Array(32).fill(root), extensions: [] });
  return signNote(text, [signer]);
};

describe('I11: checkpoints that lie', () => {
  /** A client that remembers what it saw, of a server that shows these one after the other, and proves nothing. */
  async function see(notes: readonly string[]): Promise<unknown> {
    let shown = 0;
    await using server = await startHostileServer((response, { url }) => {
      if (url === '/checkpoint') response.writeHead(200).end(notes[shown++]);
      else ok(response).end('{"from":5,"to":9,"hashes":["AAAA"]}');
    });
    const kept = new Map<string, string>();
    const memory: CheckpointMemory = {
      load: async (origin) => kept.get(origin),
      store: async (origin, seen) => void kept.set(origin, seen),
    };
    const client = new LedgerClient({ url: server.url, policy: parsePolicy(POLICY), memory });
    for (const _ of notes.slice(1)) await client.checkpoint();
    return await client.checkpoint();
  }

  it.each<[string, readonly string[], ErrorCode]>([
    ['signed by a stranger', [note(5, 7, STRANGER.signer)], 'unverified-note'],
    ['with the signature of another tree', [note(5).replace('\n5\n', '\n6\n')], 'bad-note-signature'],
    ['of 2^64 records', [note(5).replace('\n5\n', '\n18446744073709551616\n')], 'bad-note-signature'],
    ['that is none', ['<html>\n\n— a b\n'], 'bad-base64'],
    ['that is a megabyte of text', [`${'x\n'.repeat(MiB / 2)}${note(5)}`], 'bad-note'],
    ['with ten thousand signatures', [note(5) + `${note(5).split('\n').at(-2)}\n`.repeat(10_000)], 'bad-note'],
    ['of the same size, with another root', [note(5), note(5, 8)], 'checkpoint-inconsistent'],
    ['larger, with a proof that proves nothing', [note(5), note(9)], 'checkpoint-inconsistent'],
    ['smaller, with a proof that proves nothing', [note(9), note(5)], 'checkpoint-inconsistent'],
    ['of no record after one of five', [note(5), note(0)], 'checkpoint-inconsistent'],
  ])('%s', async (_, notes, code) => {
    await expect(see(notes)).rejects.toThrow(inputError(code));
  });

  it('one that is signed and consistent is taken', async () => {
    await expect(see([note(5), note(5)])).resolves.toMatchObject({ opened: { checkpoint: { size: 5 } } });
  });
});

describe('audit URL', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ledgerline-audit-hostile-'));
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  /** Shows this checkpoint, and everything else as told. */
  const showing =
    (checkpoint: string, rest: Misbehave): Misbehave =>
    (response, request) =>
      request.url === '/checkpoint' ? void response.writeHead(200).end(checkpoint) : rest(response, request);
  const missing: Misbehave = (response) => void response.writeHead(404).end('{"code":"not-found"}');

  const page: Misbehave = (response) => void response.writeHead(200).end('<html>');
  /** Files of checkpoints without an end: each one larger than the one before, and signed by a stranger. */
  const endlessNotes: Misbehave = (response, request) => {
    const [, number] = /^\/checkpoints\/(\d{3})$/.exec(request.url ?? '') ?? [];
    if (number === undefined) return missing(response, request);
    const notes = Array.from({ length: 256 }, (_, i) =>
      Buffer.from(note(1000 + 256 * Number(number) + i, 7, STRANGER.signer)),
    );
    response.writeHead(200).end(framed(notes));
  };

  it.each<[string, Misbehave, number, string]>([
    ['pages instead of files', page, 3, 'bad-note'],
    ['pages behind a checkpoint', showing(note(5), page), 3, 'FAILED'],
    ['nothing but absence', missing, 4, 'CANNOT TELL'],
    ['a checkpoint of 2^53 - 1 records and no record', showing(note(2 ** 53 - 1), missing), 3, 'FAILED'],
    [
      'a checkpoint of 2000 records and garbage for tiles',
      showing(note(2000), (response) => void response.writeHead(200).end(Buffer.alloc(8192, 7))),
      3,
      'FAILED',
    ],
    ['a checkpoint of a stranger', showing(note(2 ** 53 - 1, 7, STRANGER.signer), page), 4, 'unverified-note'],
    ['a checkpoint, and those of a stranger without an end', showing(note(5), endlessNotes), 3, 'FAILED'],
    [
      'files without an end',
      (response) => writeForEver(response.writeHead(200), Buffer.alloc(MiB)),
      7,
      'unexpected-answer',
    ],
    ['redirects', (response) => void response.writeHead(302, { location: '/' }).end(), 7, 'unreachable'],
    ['broken connections', (response) => void response.destroy(), 7, 'unreachable'],
  ])('against %s', async (_, misbehave, expected, what) => {
    await using server = await startHostileServer(misbehave);
    // A memory of its own: what one server showed says nothing about the next.
    vi.stubEnv('XDG_STATE_HOME', mkdtempSync(join(folder, 'state-')));
    const policy = join(folder, 'policy');
    writeFileSync(policy, POLICY);
    const { code, stdout, stderr } = await runHere(['audit', server.url, '--trust', policy, '--json']);
    expect({ code, stderr }).toEqual({ code: expected, stderr: expect.not.stringMatching(/^ {2,}at /m) });
    const { code: problem, verdict } = JSON.parse(stdout) as { code?: string; verdict?: string };
    expect(problem ?? verdict).toBe(what);
    expect(server.requests.length).toBeLessThan(100);
  });
});
