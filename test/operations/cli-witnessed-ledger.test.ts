/**
 * A ledger with three witnesses, 2 of 3, all of them processes that a person started: what it publishes when they die, one after the
 * other, and when it is started again, or from a folder of yesterday (I2, I11).
 */
import { cp, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseNote } from '../../src/core/note/note.ts';
import { openCheckpoint } from '../../src/core/note/open-checkpoint.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import { Desk, type Serving } from '../_util/cli.ts';
import { type AnyDraft, foundAndServe, record, SECRETARIAT, TASK } from '../_util/cli-consortium.ts';

const NAMES = ['one', 'two', 'three'] as const;
type Name = (typeof NAMES)[number];

let desk: Desk;
let ledger: Serving;
let ledgerPort: string;
let policy: string;
const alive = new Map<Name, Serving>();

beforeAll(async () => {
  desk = await Desk.open();
  const founded = await foundAndServe(desk);
  ledgerPort = new URL(founded.url).port;
  await founded.stop();
  const [log = ''] = (await readFile(desk.path('ledger', 'trust.policy'), 'utf8')).split('\n').slice(0, 1);
  const lines: string[] = [];
  for (const name of NAMES) {
    const made = ['witness', 'init', name, '--name', `${name}.example`, '--log', log.split(' ')[1] ?? ''];
    const { vkey } = (await desk.json<{ vkey: string }>(made)).value;
    await start(name);
    lines.push(`witness ${name} ${vkey} ${alive.get(name)?.url}`);
  }
  policy = [log, ...lines, `group two-of-three 2 ${NAMES.join(' ')}`, 'quorum two-of-three', ''].join('\n');
  await writeFile(desk.path('ledger', 'witnesses.policy'), policy);
  const config = await readFile(desk.path('ledger', 'ledgerline.toml'), 'utf8');
  const section = '[witnesses]\npolicy = "witnesses.policy"\n[outgoing]\nallow = ["127.0.0.0/8"]\n';
  await writeFile(desk.path('ledger', 'ledgerline.toml'), `${config}\n${section}`);
  await serve();
});
afterAll(() => desk?.close());

/** Starts a witness, for the second time where it was before. */
async function start(name: Name): Promise<void> {
  const port = new URL(alive.get(name)?.url ?? 'http://127.0.0.1:0').port;
  alive.set(name, await desk.serving(['witness', 'serve', name, '--port', port === '' ? '0' : port]));
}

async function kill(...names: readonly Name[]): Promise<void> {
  for (const name of names) await alive.get(name)?.stop('SIGKILL');
}

async function serve(folder = 'ledger'): Promise<void> {
  ledger = await desk.serve(folder, '--port', ledgerPort);
}

const task = (name: string): AnyDraft => ({ kind: 'task', body: { ...TASK, task: name } });
const ready = async () => (await fetch(`${ledger.url}/readyz`)).json();

async function cosigners(): Promise<string[]> {
  const note = parseNote(await (await fetch(`${ledger.url}/checkpoint`)).text());
  const opened = openCheckpoint(note, parsePolicy(policy));
  expect(opened.quorum).toBe('met');
  return opened.cosignatures.map(({ witness }) => witness.name);
}

/** Submits in the background; the promise settles with the exit code. */
async function submit(name: string): Promise<Promise<number | null>> {
  await writeFile(desk.path(`${name}.json`), JSON.stringify(task(name)));
  await desk.ok(['sign', `${name}.json`, ...SECRETARIAT, '--out', `${name}.env.json`]);
  return desk.run(['submit', `${name}.env.json`, '--out', `${name}.proof.json`]).then(({ code }) => code);
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 30_000; !(await isSo()); await new Promise((done) => setTimeout(done, 50)))
    if (Date.now() > end) throw new Error('it did not come to that');
}

test('with all three alive, and with one killed, the ledger publishes', async () => {
  await record(desk, task('all'));
  expect(await cosigners()).toEqual([...NAMES]);
  await kill('three');
  await record(desk, task('without-three'));
  expect(await cosigners()).toEqual(['one', 'two']);
  expect(await desk.ok(['status'])).toMatch(/three \d+ \(unreachable\)/);
});

test('with two killed it accepts and commits, releases no receipt, says why, and recovers by itself', async () => {
  await kill('two');
  const submitted = submit('held-back').then((code) => code);
  await until(async () => (await ready()).warnings.some(({ code }: { code: string }) => code === 'quorum-missing'));
  expect(await desk.ok(['status'])).toContain('quorum-missing');
  expect(await desk.ok(['status', 'ledger'])).toMatch(/published +7[\s\S]*committed +8/);
  await start('two');
  expect(await submitted).toBe(0);
  expect(await cosigners()).toEqual(['one', 'two']);
  await writeFile(desk.path('witnesses.policy'), policy);
  expect(await desk.ok(['verify', 'held-back.proof.json', '--trust', 'witnesses.policy'])).toContain('VERIFIED');
});

test('started again with two of three dead it commits nothing until n - k + 1 have answered', async () => {
  await ledger.stop();
  await cp(desk.path('ledger'), desk.path('yesterday'), { recursive: true });
  await kill('one');
  await serve();
  expect((await fetch(`${ledger.url}/readyz`)).status).toBe(503);
  expect((await ready()).reasons).toMatchObject([{ code: 'witnesses-silent' }]);
  const submitted = submit('waiting').then((code) => code);
  await until(async () => (await ready()).backlog.statements === 1);
  expect(await desk.ok(['status', 'ledger'])).toMatch(/published +8[\s\S]*committed +8/);
  await start('three');
  expect(await submitted).toBe(0);
  expect(await cosigners()).toEqual(['two', 'three']);
});

test("I11: yesterday's folder is refused at start, and the folder of today goes on", async () => {
  await start('one');
  await ledger.stop();
  const old = await desk.run(['serve', 'yesterday', '--port', ledgerPort]);
  expect([old.code, old.stdout]).toEqual([3, '']);
  expect(old.stderr).toContain('fork-refused');
  await serve();
  await record(desk, task('today'));
  expect((await cosigners()).length).toBeGreaterThanOrEqual(2);
});
