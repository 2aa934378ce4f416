/**
 * The folder of a signer: keys come into it and take each other's place one at a time, whatever is interrupted.
 */
import { copyFile, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writePrivateKeyFile } from '../../../src/node/crypto/key-files.ts';
import { generateKeyPair } from '../../../src/node/crypto/keys.ts';
import { addNextKey, initSignerFolder, openSignerFolder, retireCurrentKey } from '../../../src/node/signer-folder.ts';
import { createSignerServer } from '../../../src/witness/signer/server.ts';
import { inputError } from '../../_util/input-error.ts';

const ORIGIN = 'log.example/signed';
const MEMORY = { size: 7, root: new Uint8Array(32).fill(7) };

let folder: string;
let dir: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-signer-folder-'));
  dir = join(folder, 'signer');
});
afterEach(() => rm(folder, { recursive: true }));

const files = () => ({ current: join(folder, 'log.pem'), next: join(folder, 'log-next.pem') });
const makeKey = (path: string) => writePrivateKeyFile(path, generateKeyPair('ed25519'));
const vkeys = async (): Promise<string[]> => (await openSignerFolder(dir)).keys.map(({ vkey }) => vkey);
const idOf = (vkey = ''): string => vkey.split('+')[1] ?? '';

async function init(): Promise<string> {
  await makeKey(files().current);
  return (await initSignerFolder(dir, ORIGIN, files(), MEMORY)).vkey;
}

test('takes the log key over, and is then what it always was: one key, one memory', async () => {
  const vkey = await init();
  expect(await readdir(folder)).toEqual(['signer']);
  expect((await readdir(dir)).sort()).toEqual(['key.pem', 'memory.json', 'signer.json']);
  expect(await vkeys()).toEqual([vkey]);
  expect(await (await openSignerFolder(dir)).store.load()).toEqual(MEMORY);
});

test('takes a successor over, too; a first try that ended between the two keys is no obstacle', async () => {
  await makeKey(files().current);
  await makeKey(files().next);
  const next = await readFile(files().next);
  const { vkey } = await initSignerFolder(dir, ORIGIN, files(), MEMORY);
  expect(await readdir(folder)).toEqual(['signer']);
  const [first, second] = await vkeys();
  expect([first, second === undefined]).toEqual([vkey, false]);

  await rename(join(dir, 'key.pem'), files().current);
  await writeFile(files().next, next, { mode: 0o600 });
  await initSignerFolder(dir, ORIGIN, files(), MEMORY);
  expect(await vkeys()).toEqual([first, second]);
  expect(await readdir(folder)).toEqual(['signer']);
});

test('key-file-exists: another successor than that of the ledger is not overwritten', async () => {
  await init();
  await addNextKey(dir);
  const kept = await readFile(join(dir, 'key-next.pem'));
  await rename(join(dir, 'key.pem'), files().current);
  await makeKey(files().next);
  await expect(initSignerFolder(dir, ORIGIN, files(), MEMORY)).rejects.toThrow(inputError('key-file-exists'));
  expect(await readFile(join(dir, 'key-next.pem'))).toEqual(kept);
  expect((await readdir(folder)).sort()).toEqual(['log-next.pem', 'log.pem', 'signer']);
});

test('makes a next key once, and puts it in the place of the one that is named', async () => {
  const first = await init();
  await expect(retireCurrentKey(dir, idOf(first))).rejects.toThrow(inputError('usage'));
  const { vkey } = await addNextKey(dir);
  expect((await addNextKey(dir)).vkey).toBe(vkey);
  expect(await vkeys()).toEqual([first, vkey]);
  await expect(retireCurrentKey(dir, idOf(vkey))).rejects.toThrow(inputError('usage'));
  expect(await vkeys()).toEqual([first, vkey]);
  expect((await retireCurrentKey(dir, idOf(first))).vkey).toBe(vkey);
  expect(await vkeys()).toEqual([vkey]);
  expect(await readdir(dir)).toContain(`key-retired-${idOf(first)}.pem`);
});

test('a succession that a crash interrupted between its two steps is finished, and never begun twice', async () => {
  const first = await init();
  const { vkey } = await addNextKey(dir);
  await rename(join(dir, 'key.pem'), join(dir, `key-retired-${idOf(first)}.pem`));
  await expect(openSignerFolder(dir)).rejects.toThrow(inputError('key-file-access'));
  expect((await retireCurrentKey(dir, idOf(first))).vkey).toBe(vkey);
  const third = await addNextKey(dir);
  await retireCurrentKey(dir, idOf(first));
  expect(await vkeys()).toEqual([vkey, third.vkey]);
});

test('signer-keys: one key under both names is no succession', async () => {
  await init();
  await copyFile(join(dir, 'key.pem'), join(dir, 'key-next.pem'));
  const { keys, store } = await openSignerFolder(dir);
  expect(() => createSignerServer({ keys, store })).toThrow(inputError('signer-keys'));
});

test('bad-witness-memory: with two keys as with one, a signer that forgot does not sign', async () => {
  await init();
  await addNextKey(dir);
  await rm(join(dir, 'memory.json'));
  await expect(openSignerFolder(dir)).rejects.toThrow(inputError('bad-witness-memory'));
});
