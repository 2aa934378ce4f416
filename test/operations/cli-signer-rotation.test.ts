/**
 * The succession of the log key where a signer holds it: two keys sign under one name and one memory, then the second alone; every
 * bundle stays VERIFIED, byte for byte, and no key signs a second history (I11).
 */
import { once } from 'node:events';
import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk, type Serving } from '../_util/cli.ts';
import { type AnyDraft, foundAndServe, record, SECRETARIAT, TASK } from '../_util/cli-consortium.ts';

let desk: Desk;
let port: string;
let serving: Serving;
let stopSigner: () => Promise<unknown>;
beforeAll(async () => {
  desk = await Desk.open();
  serving = await foundAndServe(desk);
  port = new URL(serving.url).port;
  await record(desk, task('before'));
  await serving.stop();
  await desk.ok(['signer', 'init', 'signer', '--ledger', 'ledger']);
  const config = desk.path('ledger', 'ledgerline.toml');
  await writeFile(config, `${await readFile(config, 'utf8')}\n[signer]\nsocket = "../signer.sock"\n`);
  await startAll();
});
afterAll(async () => {
  lagging.close();
  await desk?.close();
});

const task = (name: string): AnyDraft => ({ kind: 'task', body: { ...TASK, task: name } });

async function startAll(): Promise<void> {
  const child = desk.start(['signer', 'serve', 'signer', '--socket', 'signer.sock']);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('close', (code) => reject(new Error(`the signer ended with ${code}`)));
  });
  stopSigner = () =>
    new Promise((resolve) => {
      child.once('close', resolve);
      child.kill('SIGTERM');
    });
  serving = await desk.serve('ledger', '--port', port);
}

/** A mirror that has not come further than the first key, named in the configuration. */
const lagging = createServer((_, response) => response.end(early));
let early: string;
async function nameMirror(): Promise<void> {
  lagging.listen(0, '127.0.0.1');
  await once(lagging, 'listening');
  const url = `http://127.0.0.1:${(lagging.address() as AddressInfo).port}`;
  const config = desk.path('ledger', 'ledgerline.toml');
  const more = `[mirrors]\nurls = ["${url}"]\n[outgoing]\nallow = ["127.0.0.0/8"]\n`;
  await writeFile(config, `${await readFile(config, 'utf8')}${more}`);
}

async function stopAll(): Promise<void> {
  await serving.stop();
  await stopSigner();
}

const refused = async (words: readonly string[]): Promise<readonly [number | null, string, string]> => {
  const { code, value } = await desk.json<{ code: string; message: string }>(words);
  return [code, value.code, value.message];
};
const bundleOf = async (index: number, name: string): Promise<string> => {
  await desk.ok(['prove', String(index), '--out', name]);
  return readFile(desk.path(name), 'utf8');
};
const verdict = async (file: string, policy: string): Promise<string> =>
  (await desk.json<{ verdict: string }>(['verify', file, '--trust', policy])).value.verdict;
const amend = async (draft: string): Promise<number> => {
  await desk.ok(['sign', draft, ...SECRETARIAT, '--out', `${draft}.signed`]);
  return (await desk.json<{ index: number }>(['submit', `${draft}.signed`])).value.index;
};
/** Signature lines of the log in a bundle's checkpoint. */
const linesIn = (bundle: string): number => bundle.match(/\\n— log\.example/g)?.length ?? 0;

let vkey: string;
let first: string;
let retired: string;

test('before there is a next key, rotate-log says where to make it', async () => {
  first = await bundleOf(5, 'one.proof.json');
  await desk.ok(['account', 'secretariat', '--out', 'one.account.json']);
  early = await readFile(desk.path('ledger', 'checkpoint'), 'utf8');
  const told = await refused(['key', 'rotate-log', 'ledger', '--out', 'next.json']);
  expect(told).toEqual([2, 'usage', expect.stringContaining('ledgerline signer next')]);
});

test('the signer makes it, and once both are started again they sign what the charter lists', async () => {
  vkey = (await desk.json<{ vkey: string }>(['signer', 'next', 'signer'])).value.vkey;
  expect((await desk.json<{ vkey: string }>(['signer', 'next', 'signer'])).value.vkey).toBe(vkey);
  expect((await stat(desk.path('signer', 'key-next.pem'))).mode % 0o1000).toBe(0o600);
  await stopAll();
  await startAll();
  await desk.ok(['key', 'rotate-log', 'ledger', '--out', 'next.json']);
  expect(await readdir(desk.path('ledger', 'keys'))).not.toContain('log-next.pem');
  expect(JSON.parse(await readFile(desk.path('next.json'), 'utf8'))).toMatchObject({ body: { log: { vkey } } });
  await record(desk, task('not-yet'));
  expect(linesIn(await bundleOf(6, 'early.proof.json'))).toBe(1);
  expect(linesIn(await bundleOf(await amend('next.json'), 'two.proof.json'))).toBe(2);
  await writeFile(desk.path('new.policy'), `log ${vkey}\nquorum none\n`);
  const old = await readFile(desk.path('ledger', 'trust.policy'), 'utf8');
  await writeFile(desk.path('both.policy'), `log ${vkey}\n${old}`);
  for (const policy of ['ledger/trust.policy', 'new.policy'])
    expect(await verdict('two.proof.json', policy)).toBe('VERIFIED');
});

test('I11: the folder of a signer is held by one process, whatever the socket', async () => {
  const second = await desk.run(['signer', 'serve', 'signer', '--socket', 'other.sock']);
  expect([second.code, second.stderr]).toEqual([8, expect.stringContaining('folder-locked')]);
});

test('nothing is finished before the charter has retired the old key', async () => {
  expect(await refused(['key', 'rotate-log', 'ledger', '--finish'])).toEqual([8, 'folder-locked', expect.any(String)]);
  await serving.stop();
  await cp(desk.path('ledger'), desk.path('yesterday'), { recursive: true });
  const told = await refused(['key', 'rotate-log', 'ledger', '--finish']);
  expect(told).toEqual([8, 'log-key-not-retired', expect.stringContaining(vkey)]);
  serving = await desk.serve('ledger', '--port', port);
});

test('retired by amendment, the old key goes aside, and the new one signs alone', async () => {
  desk.env['LEDGERLINE_TRUST'] = 'both.policy';
  await desk.ok(['key', 'rotate-log', 'ledger', '--retire', '--out', 'retire.json']);
  const last = await bundleOf(await amend('retire.json'), 'last.proof.json');
  // The new key alone, and in the succession both.
  expect(last.split('"succession"').map(linesIn)).toEqual([1, 2]);
  await serving.stop();
  const { value } = await desk.json<{ vkey: string; retired: string }>(['key', 'rotate-log', 'ledger', '--finish']);
  expect(value.vkey).toBe(vkey);
  retired = value.retired;
  await stopSigner();
  await nameMirror();
  const wrong = ['signer', 'finish', 'signer', '--retired'];
  expect(await refused([...wrong, vkey.split('+')[1] ?? ''])).toEqual([2, 'usage', expect.stringContaining(retired)]);
  expect(await refused([...wrong, '../key'])).toEqual([2, 'usage', expect.stringContaining('8 hex digits')]);
  for (let i = 0; i < 2; i++) expect((await desk.json<{ vkey: string }>([...wrong, retired])).value.vkey).toBe(vkey);
  expect((await readdir(desk.path('signer'))).sort()).toEqual(
    ['key.pem', `key-retired-${retired}.pem`, 'lock', 'memory.json', 'signer.json'].sort(),
  );
  await startAll();
  await record(desk, task('after'));
});

test('bundles of before, between and after verify, byte for byte as they were', async () => {
  expect((await bundleOf(9, 'three.proof.json')).split('"succession"').map(linesIn)).toEqual([1, 2]);
  expect(await bundleOf(5, 'one-again.proof.json')).toBe(first);
  for (const name of ['one', 'early', 'two', 'last', 'three'])
    expect([name, await verdict(`${name}.proof.json`, 'ledger/trust.policy')]).toEqual([name, 'VERIFIED']);
  for (const name of ['two', 'last', 'three'])
    expect([name, await verdict(`${name}.proof.json`, 'new.policy')]).toEqual([name, 'VERIFIED']);
  expect(await verdict('one.proof.json', 'new.policy')).toBe('CANNOT TELL');
});

test('and so do account statements', async () => {
  await desk.ok(['account', 'secretariat', '--out', 'three.account.json']);
  const told = await Promise.all(
    ['one', 'three'].flatMap((name) =>
      ['ledger/trust.policy', 'both.policy', 'new.policy'].map((policy) => verdict(`${name}.account.json`, policy)),
    ),
  );
  expect(told).toEqual(['VERIFIED', 'VERIFIED', 'CANNOT TELL', 'VERIFIED', 'VERIFIED', 'VERIFIED']);
});

test("I11: yesterday's folder is not served: what either key signed, the other does not contradict", async () => {
  const { stderr: warned } = await serving.stop();
  expect(warned).not.toContain('could not be asked'); // the mirror's checkpoint is of the key before
  const { code, stderr } = await desk.run(['serve', 'yesterday', '--port', port]);
  expect([code, stderr]).toEqual([3, expect.stringContaining('fork-refused')]);
});

test('the next succession begins as the first did, and finishing the first again changes nothing', async () => {
  const third = (await desk.json<{ vkey: string }>(['signer', 'next', 'signer'])).value.vkey;
  expect(third).not.toBe(vkey);
  const again = await desk.json<{ vkey: string }>(['signer', 'finish', 'signer', '--retired', retired]);
  expect(again.value.vkey).toBe(vkey);
  expect(await readdir(desk.path('signer'))).toContain('key-next.pem');
});
