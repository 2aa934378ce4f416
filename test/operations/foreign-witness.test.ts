/**
 * Witnesses of other people, each unchanged: litewitness (filippo.io/torchwood) cosigns checkpoints of our ledger, and the
 * client of transparency-dev/witness has our witness cosign. Everything runs as a process of its own, on loopback.
 *
 * Needs Go, OpenSSH (litewitness signs through its agent) and the modules of `go-witness/` in Go's cache; nothing is fetched here.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSpki } from '../../src/core/crypto/spki.ts';
import { parseNote } from '../../src/core/note/note.ts';
import { openCheckpoint } from '../../src/core/note/open-checkpoint.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import { signNote } from '../../src/core/note/sign.ts';
import { COSIGNATURE_ED25519, createVerifierKey, formatVkey, NOTE_ED25519 } from '../../src/core/note/vkey.ts';
import { readPrivateKeyFile } from '../../src/node/crypto/key-files.ts';
import { createNoteSigner } from '../../src/node/crypto/note-signer.ts';
import { addCheckpoint, publishedAt, requestFor } from '../_util/add-checkpoint.ts';
import { Desk, type Serving } from '../_util/cli.ts';
import { foundAndServe, ORIGIN, record, TASK } from '../_util/cli-consortium.ts';
import { testLogKey } from '../_util/keys.ts';
import { WitnessedLog } from '../_util/witnessed-log.ts';

const PROGRAM = fileURLToPath(new URL('./go-witness/', import.meta.url));
const NAME = 'litewitness.example';
const root = mkdtempSync(join(tmpdir(), 'ledgerline-foreign-'));
/** No toolchain and no module is fetched. */
const GO = { ...process.env, GOTOOLCHAIN: 'local', GOPROXY: 'off', GOFLAGS: '-mod=readonly' };

/** Why the foreign programmes cannot run here; undefined where they are built. */
function missing(): string | undefined {
  const version = spawnSync('go', ['version'], { env: GO, encoding: 'utf8' });
  if (version.status !== 0) return 'there is no go';
  const [, minor] = /go1\.(\d+)/.exec(version.stdout) ?? [];
  if (Number(minor) < 25) return `${version.stdout.trim()} is older than 1.25`;
  for (const tool of ['ssh-agent', 'ssh-add', 'ssh-keygen'])
    if (spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0) return `there is no ${tool}`;
  const build = ['build', '-o', `${root}/`, '.', 'filippo.io/torchwood/cmd/litewitness'];
  const { status } = spawnSync('go', build, { cwd: PROGRAM, env: GO, encoding: 'utf8', timeout: 280_000 });
  return status === 0
    ? undefined
    : 'its modules are not in the cache: run go mod download in test/operations/go-witness';
}

const reason = missing();
if (reason !== undefined)
  console.warn(`SKIPPED: no foreign witness meets ours (test/operations/go-witness), ${reason}`);

const children: ChildProcess[] = [];
let desk: Desk;
let ledger: Serving;
let logVkey: string;

afterAll(async () => {
  for (const child of children) child.kill();
  await desk?.close();
  rmSync(root, { recursive: true, force: true });
});

describe.skipIf(reason !== undefined)('witnesses of other people', () => {
  beforeAll(async () => {
    desk = await Desk.open();
    ledger = await foundAndServe(desk);
    [, logVkey = ''] = /^log (\S+)$/m.exec(readFileSync(desk.path('ledger', 'trust.policy'), 'utf8')) ?? [];
  });

  it('litewitness cosigns our ledger, as it grows; our policy counts it', async () => {
    const { url, vkey } = await startLitewitness();
    const early = await requestFor(ledger.url, 0);
    expect(judge(early.note, (await cosign(url, early.body)).text, vkey)).toBe('met');
    await record(desk, { kind: 'task', body: { ...TASK, task: 'seen-by-a-stranger' } });
    const late = await requestFor(ledger.url, early.size);
    expect(late.size).toBeGreaterThan(early.size);
    expect(judge(late.note, (await cosign(url, late.body)).text, vkey)).toBe('met');
    expect(await addCheckpoint(url, early.body)).toEqual({ status: 409, text: `${late.size}\n` });
    // I11: nor is it led to a second history, though the key is the real one.
    const key = await readPrivateKeyFile(desk.path('ledger', 'keys', 'log.pem'));
    const other = `${ORIGIN}\n${late.size}\n${Buffer.alloc(32, 7).toString('base64')}\n`;
    const fork = signNote(other, [createNoteSigner(ORIGIN, NOTE_ED25519, key)]);
    const refused = await addCheckpoint(url, `old ${late.size}\n\n${fork}`);
    expect([409, 422]).toContain(refused.status);
    expect(refused.text).not.toContain('—');
  });

  it('the client of transparency-dev reads every answer of our witness as the specification means it', async () => {
    const log = new WitnessedLog('log.example/foreign', 9, testLogKey('log.example/foreign'));
    const flags = ['--log', log.key.vkey, '--log', logVkey];
    await desk.ok(['witness', 'init', 'ours', '--name', 'ours.example', ...flags]);
    const ours = await desk.serving(['witness', 'serve', 'ours']);
    const ask = (old: number, size: number, proof = log.proof(old, size), asker = log): object =>
      submit(ours.url, old, asker.note(size), proof);
    expect(ask(0, 3)).toEqual({ size: 0, body: expect.stringMatching(/^— ours\.example \S+\n$/) });
    expect(ask(0, 5)).toMatchObject({ size: 3, body: '', error: 'old size != current' });
    expect(ask(3, 5)).not.toHaveProperty('error');
    expect(ask(5, 7, [])).toMatchObject({ error: expect.stringContaining('proof') });
    expect(ask(5, 7, undefined, log.fork(2))).toMatchObject({ error: expect.stringContaining('proof') });
    const other = new WitnessedLog('log.example/nobody', 9);
    expect(ask(0, 3, [], other)).toMatchObject({ error: expect.stringMatching(/unknown|log/i) });
    const { note } = await publishedAt(ledger.url);
    expect(submit(ours.url, 0, note, [])).not.toHaveProperty('error');
    await ours.stop();
  });
});

function judge(note: string, lines: string, witness: string): string {
  const policy = parsePolicy(`log ${logVkey}\nwitness lite ${witness}\nquorum lite\n`);
  return openCheckpoint(parseNote(note + lines), policy).quorum;
}

async function cosign(url: string, body: string): Promise<{ status: number; text: string }> {
  const answer = await addCheckpoint(url, body);
  expect(answer).toMatchObject({ status: 200 });
  return answer;
}

function submit(url: string, old: number, checkpoint: string, proof: readonly string[]): object {
  const input = JSON.stringify({ checkpoint, proof });
  return JSON.parse(execFileSync(join(root, 'go-witness'), ['submit', url, String(old)], { input, encoding: 'utf8' }));
}

/** litewitness with a key in an agent of its own, watching our ledger. */
async function startLitewitness(): Promise<{ url: string; vkey: string }> {
  const [key, socket, db] = ['key', 'agent', 'lite.db'].map((name) => join(root, name)) as [string, string, string];
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
  run('ssh-agent', ['-D', '-a', socket]);
  await until(() => connect(socket));
  execFileSync('ssh-add', ['-q', key], { env: { ...process.env, SSH_AUTH_SOCK: socket } });
  const [, fingerprint = ''] = execFileSync('ssh-keygen', ['-lf', key], { encoding: 'utf8' }).split(' ');
  const port = await freePort();
  const flags = ['-name', NAME, '-key', fingerprint, '-ssh-agent', socket, '-db', db, '-listen', `127.0.0.1:${port}`];
  run(join(root, 'litewitness'), flags);
  await until(() => connect(port, '127.0.0.1'));
  execFileSync(join(root, 'go-witness'), ['add-log', db, ORIGIN, logVkey]);
  return { url: `http://127.0.0.1:${port}`, vkey: vkeyOf(readFileSync(`${key}.pub`, 'utf8')) };
}

/** The last 32 bytes of an OpenSSH public key are the key. */
function vkeyOf(openssh: string): string {
  const x = Buffer.from(openssh.split(' ')[1] ?? '', 'base64')
    .subarray(-32)
    .toString('base64url');
  const spki = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
  const key = parseSpki(new Uint8Array(spki.export({ format: 'der', type: 'spki' })));
  return formatVkey(createVerifierKey(NAME, COSIGNATURE_ED25519, key));
}

function run(command: string, args: readonly string[]): void {
  children.push(spawn(command, args, { stdio: 'ignore' }));
}

/** Waits until something listens there. */
async function until(open: () => ReturnType<typeof connect>): Promise<void> {
  for (;;) {
    const socket = open();
    const isOpen = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
