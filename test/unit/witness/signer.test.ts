/**
 * The signer with a memory: it signs what continues what it signed, over a real socket, and whoever asks it for a fork gets none (I11).
 */
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts';
import { formatCheckpoint } from '../../../src/core/note/checkpoint.ts';
import type { SignContext, Signer } from '../../../src/log/ports.ts';
import { writePrivateKeyFile } from '../../../src/node/crypto/key-files.ts';
import { generateKeyPair } from '../../../src/node/crypto/keys.ts';
import { createNodeVerifier } from '../../../src/node/crypto/provider.ts';
import { initSignerFolder, openSignerFolder } from '../../../src/node/signer-folder.ts';
import { NOTHING_SEEN } from '../../../src/witness/decide.ts';
import { createFileWitnessStore } from '../../../src/witness/file-store.ts';
import { approveSigning, formatSignRequest, parseSignRequest } from '../../../src/witness/signer/decide.ts';
import { connectSigner } from '../../../src/witness/signer/remote-signer.ts';
import { createSignerServer } from '../../../src/witness/signer/server.ts';
import { testLogKey } from '../../_util/keys.ts';
import { mth, proof } from '../../_util/naive-merkle.ts';

const ORIGIN = 'log.example/signed';
const KEY = testLogKey(ORIGIN);
const NEXT = testLogKey(ORIGIN, 'the second key of the log');
const LEAVES = Array.from({ length: 40 }, (_, i) => Uint8Array.of(i));
/** Leaves that both histories have. */
const SHARED = 5;
const TWIN = LEAVES.map((leaf, i) => (i < SHARED ? leaf : Uint8Array.of(99, i)));
const { verifySync } = createNodeVerifier({ maxKeys: 4 });

const rootOf = (leaves: readonly Uint8Array[], size: number): Uint8Array => mth(leaves.slice(0, size));
const textOf = (leaves: readonly Uint8Array[], size: number, origin = ORIGIN): string =>
  formatCheckpoint({ origin, size, root: rootOf(leaves, size), extensions: [] });
const proofOf = (leaves: readonly Uint8Array[], from: number, to: number): Uint8Array[] =>
  from === 0 || from === to ? [] : proof(from, leaves.slice(0, to));
const memoryAt = (size: number) => ({ size, root: rootOf(LEAVES, size) });

describe('I11: the decision', () => {
  it('is yes for exactly the honest continuations of what was signed, whatever sizes', () => {
    for (let signed = 0; signed <= 12; signed++) {
      for (let size = 0; size <= 14; size++) {
        for (const leaves of [LEAVES, TWIN]) {
          const consistency = size > signed ? proofOf(leaves, signed, size) : [];
          const request = { oldSize: signed, consistency, text: textOf(leaves, size) };
          const decide = () => approveSigning(request, ORIGIN, memoryAt(signed));
          const isGood = size >= signed && (leaves === LEAVES || signed <= SHARED);
          if (isGood) expect(decide().size).toBe(size);
          else
            expect(decide, `${signed} to ${size}`).toThrow(expect.objectContaining({ code: 'bad-consistency-proof' }));
        }
      }
    }
  });

  it.each([
    ['another log', { text: textOf(LEAVES, 8, 'log.example/other') }, 'checkpoint-origin'],
    ['from another size', { oldSize: 4 }, 'witness-stale'],
    ['from nothing, as if it had never signed', { oldSize: 0, consistency: [] }, 'witness-stale'],
    ['without a proof', { consistency: [] }, 'bad-consistency-proof'],
    ['with a hash too many', { consistency: [...proofOf(LEAVES, 7, 8), rootOf(LEAVES, 1)] }, 'bad-consistency-proof'],
    ['no checkpoint', { text: 'hello\n' }, 'bad-checkpoint'],
    ['extension lines', { text: `${textOf(LEAVES, 8)}more\n` }, 'bad-checkpoint'],
  ])('is no: %s', (_, change, code) => {
    const request = { oldSize: 7, consistency: proofOf(LEAVES, 7, 8), text: textOf(LEAVES, 8), ...change };
    expect(() => approveSigning(request, ORIGIN, memoryAt(7))).toThrow(expect.objectContaining({ code }));
  });
});

describe('the request', () => {
  it('is read as it was written', () => {
    const request = { oldSize: 7, consistency: proofOf(LEAVES, 7, 20), text: textOf(LEAVES, 20) };
    expect(parseSignRequest(formatSignRequest(request))).toEqual(request);
  });

  it.each([
    ['', 'bad-sign-request'],
    ['old 7\n', 'bad-sign-request'],
    ['new 7\n\ntext\n', 'bad-sign-request'],
    ['old 07\n\ntext\n', 'bad-integer'],
    ['old -1\n\ntext\n', 'bad-integer'],
    ['old 7 \n\ntext\n', 'bad-integer'],
    ['old 9007199254740993\n\ntext\n', 'bad-integer'],
    ['old 7\nAAAA\n\ntext\n', 'bad-base64'],
    ['old 7\n!\n\ntext\n', 'bad-base64'],
    [`old 7\n${`${Buffer.alloc(32).toString('base64')}\n`.repeat(64)}\ntext\n`, 'bad-sign-request'],
  ])('refuses %j', (body, code) => {
    expect(() => parseSignRequest(body)).toThrow(expect.objectContaining({ code }));
  });
});

describe('over its socket', () => {
  let folder: string;
  let server: Server | undefined;
  const refused: string[] = [];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ledgerline-signer-'));
    refused.length = 0;
  });
  afterEach(async () => {
    server?.closeAllConnections();
    server?.close();
    await rm(folder, { recursive: true });
  });
  const socketPath = (): string => join(folder, 'signer.sock');
  const connect = async (): Promise<Signer> => (await connectSigner(socketPath(), verifySync))[0];
  const memory = () => createFileWitnessStore(join(folder, 'memory.json'));

  async function start(): Promise<Signer> {
    server?.closeAllConnections();
    server?.close();
    await rm(socketPath(), { force: true });
    server = createSignerServer({
      ...{ keys: [KEY], store: memory() },
      onDecision: (decision) => void (decision.refused && refused.push(decision.refused.code)),
    });
    server.listen(socketPath());
    await once(server, 'listening');
    return connect();
  }
  const context = (leaves: readonly Uint8Array[], size: number): SignContext => ({
    size,
    consistency: async (oldSize) => proofOf(leaves, oldSize, size),
  });
  const sign = (signer: Signer, leaves: readonly Uint8Array[], size: number): Promise<Uint8Array> =>
    signer.sign(encodeUtf8(textOf(leaves, size)), context(leaves, size));

  it('I11: signs nothing once its memory is gone, also while it runs', async () => {
    const keyPath = join(folder, 'log.pem');
    await writePrivateKeyFile(keyPath, generateKeyPair('ed25519'));
    const keys = { current: keyPath, next: join(folder, 'log-next.pem') };
    await initSignerFolder(join(folder, 'signer'), ORIGIN, keys, NOTHING_SEEN);
    const { store } = await openSignerFolder(join(folder, 'signer'));
    await rm(join(folder, 'signer', 'memory.json'));
    await expect(store.load()).rejects.toMatchObject({ code: 'bad-witness-memory' });
    await expect(openSignerFolder(join(folder, 'signer'))).rejects.toMatchObject({ code: 'bad-witness-memory' });
  });

  it('signs as the key itself would, and remembers over its own restart and that of the ledger', async () => {
    const signer = await start();
    expect([signer.name, signer.vkey]).toEqual([ORIGIN, KEY.vkey]);
    for (const size of [3, 3, 8, 20]) {
      expect(await sign(signer, LEAVES, size)).toEqual(KEY.signer.sign(encodeUtf8(textOf(LEAVES, size))));
      expect((await memory().load()).size).toBe(size);
    }
    const again = await start();
    expect(await sign(again, LEAVES, 20)).toEqual(KEY.signer.sign(encodeUtf8(textOf(LEAVES, 20))));
    await sign(again, LEAVES, 33);
    await sign(signer, LEAVES, 40); // knows 20, and is told 33
  });

  it('gives nobody a second history: whoever has taken the ledger over, or restored it from a backup', async () => {
    const signer = await start();
    await sign(signer, LEAVES, 20);
    await expect(sign(signer, TWIN, 20)).rejects.toMatchObject({ code: 'fork-refused' });
    await expect(sign(signer, TWIN, 30)).rejects.toMatchObject({ code: 'fork-refused' });
    await expect(sign(signer, LEAVES, 19)).rejects.toMatchObject({ code: 'fork-refused' });
    const fresh = await connect();
    await expect(sign(fresh, TWIN, 30)).rejects.toMatchObject({ code: 'fork-refused' });
    await expect(sign(fresh, LEAVES, 19)).rejects.toMatchObject({ code: 'fork-refused' });
    expect((await memory().load()).size).toBe(20);
    expect(refused).toContain('bad-consistency-proof');
    await sign(signer, LEAVES, 21);
  });

  it('of two histories offered at once, signs one', async () => {
    const signer = await start();
    await sign(signer, LEAVES, 5);
    const other = await connect();
    await sign(other, LEAVES, 5);
    const outcomes = await Promise.allSettled([sign(signer, LEAVES, 20), sign(other, TWIN, 20)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('without a memory that can be read it signs nothing', async () => {
    const signer = await start();
    await sign(signer, LEAVES, 5);
    await writeFile(join(folder, 'memory.json'), '{"size":');
    await expect(sign(signer, LEAVES, 8)).rejects.toMatchObject({ code: 'signer-missing' });
  });

  it('tells a signer that is away, mute or no signer from one that refuses', async () => {
    const signer = await start();
    server?.close();
    server?.closeAllConnections();
    await rm(socketPath(), { force: true });
    await expect(sign(signer, LEAVES, 3)).rejects.toMatchObject({ code: 'signer-missing' });
    await expect(connect()).rejects.toMatchObject({ code: 'signer-missing' });
    const rude = createTcpServer((socket) => socket.end('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\nhello\n'));
    rude.listen(socketPath());
    await once(rude, 'listening');
    await expect(connect()).rejects.toMatchObject({ code: 'bad-vkey' });
    await expect(sign(signer, LEAVES, 3)).rejects.toMatchObject({ code: 'signer-missing' });
    rude.close();
  });

  it.each([
    ['GET', '/sign', '', 404],
    ['POST', '/vkey', '', 404],
    ['POST', '/vkeys', '', 404],
    ['POST', `/sign/${NEXT.signer.keyId}`, `old 0\n\n${textOf(LEAVES, 5)}`, 404],
    ['POST', '/sign/', `old 0\n\n${textOf(LEAVES, 5)}`, 404],
    ['POST', `/sign/${KEY.signer.keyId}`, `old 5\n\n${textOf(LEAVES, 5)}`, 409],
    ['POST', '/sign', 'x', 400],
    ['POST', '/sign', 'x'.repeat(100_000), 400],
    ['POST', '/sign', `old 0\n\n${textOf(LEAVES, 5, 'log.example/other')}`, 422],
    ['POST', '/sign', `old 5\n\n${textOf(LEAVES, 5)}`, 409],
  ] as const)('%s %s with a body like %.20j is %i, and nothing is signed', async (method, path, body, status) => {
    await start();
    const { request } = await import('node:http');
    const answered = await new Promise<number>((resolve, reject) => {
      const sent = request({ socketPath: socketPath(), method, path, agent: false }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      sent.once('error', reject);
      sent.end(body);
    });
    expect(answered).toBe(status);
    expect(await memory().load()).toEqual(NOTHING_SEEN);
  });
});
