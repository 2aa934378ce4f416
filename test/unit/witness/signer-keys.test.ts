/**
 * A signer with several keys of one log: each signs what continues what any of them signed, and no two sign two histories (I11). Whoever
 * answers in the place of a signer is not believed.
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeUtf8 } from '../../../src/core/bytes/utf8.ts';
import { formatCheckpoint } from '../../../src/core/note/checkpoint.ts';
import type { Signer } from '../../../src/log/ports.ts';
import { createNodeVerifier } from '../../../src/node/crypto/provider.ts';
import { createFileWitnessStore } from '../../../src/witness/file-store.ts';
import { connectSigner } from '../../../src/witness/signer/remote-signer.ts';
import { createSignerServer } from '../../../src/witness/signer/server.ts';
import { type TestNoteKey, testLogKey, testWitnessKey } from '../../_util/keys.ts';
import { mth, proof } from '../../_util/naive-merkle.ts';

const ORIGIN = 'log.example/signed';
const OLD = testLogKey(ORIGIN);
const NEXT = testLogKey(ORIGIN, 'the second key of the log');
const LEAVES = Array.from({ length: 40 }, (_, i) => Uint8Array.of(i));
const TWIN = LEAVES.map((leaf, i) => (i < 5 ? leaf : Uint8Array.of(99, i)));
const { verifySync } = createNodeVerifier({ maxKeys: 16 });

const textOf = (leaves: readonly Uint8Array[], size: number): string =>
  formatCheckpoint({ origin: ORIGIN, size, root: mth(leaves.slice(0, size)), extensions: [] });
const sign = (signer: Signer, leaves: readonly Uint8Array[], size: number): Promise<Uint8Array> =>
  signer.sign(encodeUtf8(textOf(leaves, size)), {
    size,
    consistency: async (from) => (from === 0 || from === size ? [] : proof(from, leaves.slice(0, size))),
  });

let folder: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-signer-'));
});
afterEach(async () => {
  server?.closeAllConnections();
  server?.close();
  await rm(folder, { recursive: true });
});
const socketPath = (): string => join(folder, 'signer.sock');
const memory = () => createFileWitnessStore(join(folder, 'memory.json'));

async function listen(given: Server): Promise<void> {
  server = given;
  given.listen(socketPath());
  await once(given, 'listening');
}

describe('a signer with two keys', () => {
  const decisions: string[] = [];
  async function start(): Promise<readonly [Signer, Signer]> {
    decisions.length = 0;
    const onDecision = ({ size, refused }: { size?: number; refused?: { code: string } }) =>
      void decisions.push(refused?.code ?? String(size));
    await listen(createSignerServer({ keys: [OLD, NEXT], store: memory(), onDecision }));
    const [old, next, ...others] = await connectSigner(socketPath(), verifySync);
    expect(others).toEqual([]);
    if (next === undefined) throw new Error('one key');
    return [old, next];
  }

  it('names both, the current one first, and signs with each as the key itself would', async () => {
    const both = await start();
    expect(both.map(({ name, vkey }) => [name, vkey])).toEqual([OLD, NEXT].map(({ vkey }) => [ORIGIN, vkey]));
    for (const size of [3, 8, 20]) {
      const message = encodeUtf8(textOf(LEAVES, size));
      const signatures = await Promise.all(both.map((key) => sign(key, LEAVES, size)));
      expect(signatures).toEqual([OLD, NEXT].map(({ signer }) => signer.sign(message)));
    }
    // Both know what either signed: nobody is asked a second time.
    expect(decisions).toEqual(['3', '3', '8', '8', '20', '20']);
  });

  it('I11: has one memory: what one key signed, the other does not contradict', async () => {
    const [old, next] = await start();
    await sign(old, LEAVES, 20);
    await expect(sign(next, TWIN, 20)).rejects.toMatchObject({ code: 'fork-refused' });
    await expect(sign(next, TWIN, 30)).rejects.toMatchObject({ code: 'fork-refused' });
    await expect(sign(next, LEAVES, 19)).rejects.toMatchObject({ code: 'fork-refused' });
    const [, fresh] = await connectSigner(socketPath(), verifySync);
    if (fresh === undefined) throw new Error('one key');
    await expect(sign(fresh, TWIN, 30)).rejects.toMatchObject({ code: 'fork-refused' });
    await sign(next, LEAVES, 21);
    await expect(sign(old, TWIN, 21)).rejects.toMatchObject({ code: 'fork-refused' });
    expect((await memory().load()).size).toBe(21);
  });

  it('I11: of two histories offered at once to two keys, signs one', async () => {
    const [old] = await start();
    await sign(old, LEAVES, 5);
    const [, next] = await connectSigner(socketPath(), verifySync);
    if (next === undefined) throw new Error('one key');
    await sign(next, LEAVES, 5);
    const outcomes = await Promise.allSettled([sign(old, LEAVES, 20), sign(next, TWIN, 20)]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });
});

describe('what answers in its place', () => {
  /** Answers GET paths as told; anything else with 404. */
  const answer = (answers: Readonly<Record<string, string>>): Promise<void> =>
    listen(
      createServer((request, response) => {
        const text = answers[request.url ?? ''];
        response.writeHead(text === undefined ? 404 : 200).end(text ?? 'no such thing\n');
      }),
    );
  const lines = (keys: readonly Pick<TestNoteKey, 'vkey'>[]): string => keys.map(({ vkey }) => `${vkey}\n`).join('');
  const many = Array.from({ length: 9 }, (_, i) => testLogKey(ORIGIN, `key ${i}`));
  /** The key of `OLD` under another id, and another key under the id of `OLD`. */
  const [name, id, material] = OLD.vkey.split('+');
  const swapped = { vkey: `${name}+${NEXT.vkey.split('+')[1]}+${material}` };

  it('a signer of before, which knows one key and /sign alone, is served as ever', async () => {
    await answer({ '/vkey': lines([OLD]) });
    const signers = await connectSigner(socketPath(), verifySync);
    expect(signers.map(({ vkey }) => vkey)).toEqual([OLD.vkey]);
  });

  it.each([
    ['keys of two logs', lines([OLD, testLogKey('log.example/other')]), 'signer-keys', 'of one log'],
    ['one key twice', lines([OLD, OLD]), 'signer-keys', `two keys with the id ${id}`],
    ['nine keys', lines(many), 'signer-keys', 'more than 8 keys'],
    ['the key of a witness', lines([testWitnessKey(ORIGIN)]), 'signer-keys', 'signs no checkpoints'],
    ['no key', '', 'signer-keys', 'no key'],
    ['an end in the middle of a line', lines([OLD, NEXT]).slice(0, -1), 'signer-keys', 'newline'],
    ['an id that is not of its key', lines([OLD, swapped]), 'bad-vkey', 'key ID'],
    ['a page', '<html>\n', 'bad-vkey', '<html>'],
    ['an endless list', lines(many).repeat(100), 'signer-missing', 'too long'],
  ])('is refused with %s', async (_, text, code, words) => {
    await answer({ '/vkeys': text });
    const refused = connectSigner(socketPath(), verifySync);
    await expect(refused).rejects.toMatchObject({ code });
    await expect(refused).rejects.toThrow(words);
  });

  it('is refused where it signs with another key than it was asked to', async () => {
    await listen(
      createServer((request, response) => {
        if (request.url === '/vkeys') return void response.end(lines([OLD, NEXT]));
        // The right key for the current one; the same for its successor.
        const signature = OLD.signer.sign(encodeUtf8(textOf(LEAVES, 3)));
        const line = Buffer.concat([Buffer.from(OLD.signer.keyId, 'hex'), signature]).toString('base64');
        response.end(`— ${ORIGIN} ${line}\n`);
      }),
    );
    const [old, next] = await connectSigner(socketPath(), verifySync);
    if (next === undefined) throw new Error('one key');
    await sign(old, LEAVES, 3);
    await expect(sign(next, LEAVES, 3)).rejects.toMatchObject({ code: 'signer-missing' });
  });
});
