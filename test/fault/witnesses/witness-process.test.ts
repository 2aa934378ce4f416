/**
 * `ledgerline witness serve` under strace: its memory is on the disk before its answer leaves, and where the disk fails, or
 * the process dies at any of those system calls, nothing was signed that is not remembered.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOrigin } from '../../../src/witness/origin-hash.ts';
import { addCheckpoint } from '../../_util/add-checkpoint.ts';
import { Desk } from '../../_util/cli.ts';
import { testLogKey } from '../../_util/keys.ts';
import { WitnessedLog } from '../../_util/witnessed-log.ts';
import { straceTrouble } from '../process/_strace.ts';

const KEY = testLogKey('log.example/traced');
const LOG = new WitnessedLog(KEY.name, 40, KEY);
const FORK = new WitnessedLog(KEY.name, 40, KEY, 'fork');
const trouble = straceTrouble();
if (trouble !== undefined) console.warn(`SKIPPED: system calls of a witness, ${trouble}`);

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk?.close());

interface Traced {
  readonly url: string;
  readonly child: ChildProcess;
  /** Everything that strace wrote, once the process has ended. */
  readonly trace: Promise<string>;
}

/** Serves a new witness under strace. */
async function trace(dir: string, ...options: readonly string[]): Promise<Traced> {
  await desk.ok(['witness', 'init', dir, '--name', `${dir}.example`, '--log', KEY.vkey]);
  const file = desk.path(`${dir}.trace`);
  const strace = ['-f', '-y', '-s', '200', '-e', 'trace=fsync,rename,write,writev', '-e', 'signal=none', '-o', file];
  const node = [
    process.execPath,
    desk.main,
    'witness',
    'serve',
    desk.path(dir),
    '--port',
    '0',
    '--json',
    '--log-level',
    'silent',
  ];
  const child = spawn('strace', [...strace, ...options, ...node], { cwd: desk.folder, env: desk.env });
  const closed = once(child, 'close');
  const url = await new Promise<string>((resolve, reject) => {
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => {
      printed += chunk.toString();
      const [, found] = /"url": "([^"]+)"/.exec(printed) ?? [];
      if (found !== undefined) resolve(found);
    });
    void closed.then(() => reject(new Error(`no witness: ${printed}`)));
  });
  return { url, child, trace: closed.then(() => readFile(file, 'utf8')) };
}

async function end({ child, trace: text }: Traced): Promise<string> {
  // strace passes its own end on to nobody: the witness is its one child.
  const witness = (await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')).trim();
  if (witness !== '') process.kill(Number(witness), 'SIGTERM');
  return text;
}

const state = `${hashOrigin(KEY.name)}.json`;

describe.skipIf(trouble !== undefined)('the system calls of a witness', () => {
  it('I11: write, fsync, rename, fsync of the folder, and only then the answer', async () => {
    const traced = await trace('order');
    expect((await addCheckpoint(traced.url, LOG.request(0, 5))).status).toBe(200);
    const lines = (await end(traced)).split('\n');
    const at = (pattern: RegExp): number => lines.findIndex((line) => pattern.test(line));
    const steps = [
      at(new RegExp(`write\\(\\d+<[^>]*${state}\\.new>`)),
      at(new RegExp(`fsync\\(\\d+<[^>]*${state}\\.new>`)),
      at(new RegExp(`rename\\("[^"]*${state}\\.new"`)),
      at(/fsync\(\d+<[^>]*\/state>/),
      at(/write\w*\(\d+<(?:socket|TCP)[^>]*>.*HTTP\/1\.1 200/),
    ];
    expect(steps).not.toContain(-1);
    expect(steps).toEqual([...steps].sort((a, b) => a - b));
  });

  // Of each kind of call, those of the answer: LevelDB's lock makes some before.
  it.each([
    ['fsync of the file fails', `fsync:error=EIO`, `state/${state}.new`],
    ['fsync of the folder fails', 'fsync:error=EIO', 'state'],
    ['rename fails', 'rename:error=ENOSPC', `state/${state}.new`],
    ['killed at the fsync of the file', 'fsync:signal=KILL', `state/${state}.new`],
    ['killed at the rename', 'rename:signal=KILL', `state/${state}.new`],
    ['killed at the fsync of the folder', 'fsync:signal=KILL', 'state'],
  ])('I11: %s: nothing is signed; whatever is remembered, one history is', async (name, inject, path) => {
    const dir = name.replaceAll(' ', '-');
    const full = desk.path(dir, ...path.split('/'));
    const traced = await trace(dir, '-e', `inject=${inject}:when=1`, '-P', full);
    const answer = await addCheckpoint(traced.url, LOG.request(0, 5)).catch(() => undefined);
    expect([undefined, 500]).toContain(answer?.status);
    expect(answer?.text ?? '').not.toContain('—');
    if (answer === undefined) await traced.trace;
    else await end(traced);
    const again = await desk.serving(['witness', 'serve', dir]);
    const honest = await addCheckpoint(again.url, LOG.request(0, 5));
    if (honest.status === 409) expect(honest.text).toBe('5\n');
    else expect(honest.status).toBe(200);
    expect((await addCheckpoint(again.url, FORK.request(5, 9))).status).toBe(422);
    expect((await addCheckpoint(again.url, LOG.request(5, 9))).status).toBe(200);
    await again.stop();
  });
});
