/**
 * The log key in a process of its own: the ledger cannot sign without it, nor make it sign a second history (I11).
 */
import { cp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk, type Serving } from '../_util/cli.ts';
import { type AnyDraft, foundAndServe, record, SECRETARIAT, TASK } from '../_util/cli-consortium.ts';

let desk: Desk;
let port: string;
let signer: { kill(signal: NodeJS.Signals): Promise<unknown> };
beforeAll(async () => {
  desk = await Desk.open();
  const serving = await foundAndServe(desk);
  port = new URL(serving.url).port;
  await record(desk, task('before'));
  await serving.stop();
});
afterAll(() => desk?.close());

const task = (name: string): AnyDraft => ({ kind: 'task', body: { ...TASK, task: name } });

async function startSigner(): Promise<typeof signer> {
  const child = desk.start(['signer', 'serve', 'signer', '--socket', 'signer.sock']);
  await new Promise<void>((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('close', (code) => reject(new Error(`the signer ended with ${code}`)));
  });
  return {
    kill: (signal) =>
      new Promise((resolve) => {
        child.once('close', resolve);
        child.kill(signal);
      }),
  };
}

const serve = (folder: string): Promise<Serving> => desk.serve(folder, '--port', port);
const ready = async (): Promise<{ warnings: { code: string }[] }> =>
  (await fetch(`http://127.0.0.1:${port}/readyz`)).json();

test('init moves the key: it leaves the folder of the ledger, and is in that of the signer alone', async () => {
  const { value } = await desk.json<{ size: number }>(['signer', 'init', 'signer', '--ledger', 'ledger']);
  expect(value.size).toBe(6);
  expect(await readdir(desk.path('ledger', 'keys'))).not.toContain('log.pem');
  expect((await readdir(desk.path('signer'))).sort()).toEqual(['key.pem', 'memory.json', 'signer.json']);
  expect((await stat(desk.path('signer', 'key.pem'))).mode % 0o1000).toBe(0o600);
  const again = await desk.run(['signer', 'init', 'signer', '--ledger', 'ledger']);
  expect([again.code, again.stderr]).toEqual([8, expect.stringContaining('signer-initialised')]);
});

test('the ledger serves with the signer, and not without it', async () => {
  const config = desk.path('ledger', 'ledgerline.toml');
  await writeFile(config, `${await readFile(config, 'utf8')}\n[signer]\nsocket = "../signer.sock"\n`);
  const alone = await desk.run(['serve', 'ledger', '--port', port]);
  expect([alone.code, alone.stderr]).toEqual([7, expect.stringContaining('signer-missing')]);
  signer = await startSigner();
  expect((await stat(desk.path('signer.sock'))).mode % 0o1000).toBe(0o600);
  const second = await desk.run(['signer', 'serve', 'signer', '--socket', 'signer.sock']);
  expect([second.code, second.stderr]).toEqual([8, expect.stringContaining('folder-locked')]);
  // At another socket it would sign from the same memory.
  const beside = await desk.run(['signer', 'serve', 'signer', '--socket', 'other.sock']);
  expect([beside.code, beside.stderr]).toEqual([8, expect.stringContaining('folder-locked')]);
  const serving = await serve('ledger');
  await record(desk, task('signed'));
  await serving.stop();
  await cp(desk.path('ledger'), desk.path('yesterday'), { recursive: true });
});

test('killed, it delays receipts, not commits; back again, it goes on where it was', async () => {
  const serving = await serve('ledger');
  await signer.kill('SIGKILL');
  await writeFile(desk.path('late.json'), JSON.stringify(task('late')));
  await desk.ok(['sign', 'late.json', ...SECRETARIAT, '--out', 'late.env.json']);
  const submitted = desk.run(['submit', 'late.env.json', '--out', 'late.proof.json']);
  for (let warned = false; !warned; ) {
    warned = (await ready()).warnings.some(({ code }) => code === 'signer-missing');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await desk.ok(['status', 'ledger'])).toMatch(/committed +8/);
  signer = await startSigner();
  expect((await submitted).code).toBe(0);
  await serving.stop();
});

test("I11: yesterday's folder is not served: the signer has signed more than it holds", async () => {
  const { code, stdout, stderr } = await desk.run(['serve', 'yesterday', '--port', port]);
  expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
  expect(stderr).toContain('fork-refused');
});

test('I11: a signer that forgot does not sign', async () => {
  await signer.kill('SIGTERM');
  await rm(desk.path('signer', 'memory.json'));
  const { code, stderr } = await desk.run(['signer', 'serve', 'signer', '--socket', 'signer.sock']);
  expect([code, stderr]).toEqual([3, expect.stringContaining('bad-witness-memory')]);
});
