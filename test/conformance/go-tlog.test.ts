/**
 * A ledger in a folder, verified by the Go checksum database's code (`go/main.go`), which shares nothing with ours:
 * signatures, tiles, inclusion of every record, consistency of every published checkpoint. And it is not easily pleased.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signNote } from '../../src/core/note/sign.ts';
import { decodeEntries, encodeEntries } from '../../src/core/tile/entry-bundle.ts';
import { createLedger } from '../../src/log/create.ts';
import { openFilesStore } from '../../src/storage/files/files-store.ts';
import { taskBody } from '../_util/bodies.ts';
import { Consortium } from '../_util/consortium.ts';
import { engineParts } from '../_util/engine.ts';
import { testLogKey, testWitnessKey } from '../_util/keys.ts';

const PROGRAM = fileURLToPath(new URL('./go/', import.meta.url));
const RECORDS = 300;
/** A proof or a tile that does not lead to a signed root. */
const REFUTED = /^(checkpoint of size|record) \d+: /;
/** How many records each publication adds at most. */
const STEPS = [1, 2, 4, 30, 100, 120, 300];

/** Why Go cannot run here; undefined where it can. Fetches the program's one module, if it is not cached. */
function missing(): string | undefined {
  const run = (...args: string[]) =>
    spawnSync('go', args, { cwd: PROGRAM, env: goEnvironment(), encoding: 'utf8', timeout: 300_000 });
  const version = run('version');
  if (version.status !== 0) return 'there is no go';
  const [, minor] = /go1\.(\d+)/.exec(version.stdout) ?? [];
  if (Number(minor) < 21) return `${version.stdout.trim()} is older than 1.21`;
  const download = run('mod', 'download');
  return download.status === 0 ? undefined : `its module cannot be fetched: ${download.stderr.trim().split('\n')[0]}`;
}

/** No other toolchain is fetched. */
function goEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, GOTOOLCHAIN: 'local' };
}

const reason = missing();
if (reason !== undefined) console.warn(`SKIPPED: the Go verifier of test/conformance/go does not run, ${reason}`);

describe.skipIf(reason !== undefined)('golang.org/x/mod/sumdb', () => {
  const consortium = new Consortium();
  const root = mkdtempSync(join(tmpdir(), 'ledgerline-go-'));
  const [folder, program] = [join(root, 'ledger'), join(root, 'verify')];

  beforeAll(async () => {
    execFileSync('go', ['build', '-o', program, '.'], { cwd: PROGRAM, env: goEnvironment() });
    await buildLedger(consortium, folder);
  }, 300_000);

  afterAll(() => rmSync(root, { recursive: true, force: true }));

  function verify(at: string, vkey = consortium.logKey.vkey): { ok: boolean; says: string } {
    const { status, stdout, stderr } = spawnSync(program, [at, vkey], { encoding: 'utf8', timeout: 300_000 });
    return { ok: status === 0, says: `${stdout}${stderr}` };
  }

  /** What Go says of a copy in which one file is changed. */
  function tampered(path: string, change: (bytes: Buffer) => Uint8Array): { ok: boolean; says: string } {
    const copy = mkdtempSync(join(root, 'copy-'));
    cpSync(folder, copy, { recursive: true });
    const file = join(copy, path);
    writeFileSync(file, change(readFileSync(file)));
    return verify(copy);
  }

  const flip =
    (at: number) =>
    (bytes: Buffer): Uint8Array =>
      bytes.map((byte, i) => (i === (at + bytes.length) % bytes.length ? byte ^ 1 : byte));

  it('I1: verifies every record and every published checkpoint', () => {
    const { ok, says } = verify(folder);
    expect(says).toContain(`verified ${RECORDS} records\n`);
    expect(Number(/verified (\d+) checkpoints/.exec(says)?.[1])).toBeGreaterThan(STEPS.length - 1);
    expect(ok).toBe(true);
  });

  it('does not know another log', () => {
    const { ok, says } = verify(folder, testLogKey(consortium.origin, 'another log').vkey);
    expect(says).toContain('no verifiable signatures');
    expect(ok).toBe(false);
  });

  it.each([
    ['the first byte of a record', 'tile/entries/000', 2, 'record 0: '],
    ['a byte in the middle of a bundle', 'tile/entries/000', 200_000, /record \d+: /],
    ['the last byte of the last record', `tile/entries/001.p/${RECORDS - 256}`, -1, `record ${RECORDS - 1}: `],
    ['the length of a record', 'tile/entries/000', 1, /record \d+: |cut off/],
    ['a hash of a full tile', 'tile/0/000', 100, REFUTED],
    ['a hash of a partial tile', `tile/0/001.p/${RECORDS - 256}`, -1, REFUTED],
    ['a hash of the level above', 'tile/1/000.p/1', 0, REFUTED],
    ['the newest checkpoint', 'checkpoint', 40, 'not the newest'],
    ['the signature of a published checkpoint', 'checkpoints/000', 160, /published checkpoint 0: /],
  ])('is not taken in by one bit: %s', (_, path, at, says) => {
    const result = tampered(path, flip(at));
    expect(result.says).toMatch(says);
    expect(result.says).not.toContain('verified 300 records');
    expect(result.ok).toBe(false);
  });

  it('I1, I11: notices a checkpoint of a fork, although the log signed it', () => {
    const fork = (bytes: Buffer): Uint8Array => {
      const notes = decodeEntries(bytes);
      const [origin, size] = Buffer.from(notes[2] ?? [])
        .toString()
        .split('\n');
      const text = `${origin}\n${size}\n${Buffer.alloc(32, 7).toString('base64')}\n`;
      const forged = Buffer.from(signNote(text, [consortium.logKey.signer]));
      return encodeEntries(notes.map((note, i) => (i === 2 ? forged : note)));
    };
    const { ok, says } = tampered('checkpoints/000', fork);
    expect(says).toMatch(/^checkpoint of size \d+: /);
    expect(ok).toBe(false);
  });
});

/** Founds a ledger in `folder` and fills it with tasks, published a few at a time. */
async function buildLedger(consortium: Consortium, folder: string): Promise<void> {
  await using store = await openFilesStore(folder, { create: true });
  const { objects, head: heads, checkpoints } = store;
  const witness = testWitnessKey('witness.example/w1');
  const ledger = await createLedger(
    { ...engineParts(consortium, { witness }), objects, heads, checkpoints },
    consortium.founding(),
  );
  for (let step = 0; ledger.head.size < RECORDS; step++) {
    const count = Math.min(STEPS[step] ?? RECORDS, RECORDS - ledger.head.size);
    const tasks = Array.from({ length: count }, (_, i) =>
      consortium.statement('task', 'daejeon-institute', taskBody({ task: `task-${step}-${i}` })),
    );
    await Promise.all(tasks.map((signed) => ledger.submit(signed).published));
  }
  await ledger.close();
}
