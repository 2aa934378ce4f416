/**
 * The doctor's judgements: what follows from what was measured, whatever machine measures it.
 */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { sha256 } from '../../../src/core/bytes/sha256.ts';
import type { ErrorCode } from '../../../src/core/catalogue/catalogue.ts';
import { judgeDisk, tryScratch } from '../../../src/node/doctor/disk.ts';
import { duration, type Finding, room } from '../../../src/node/doctor/finding.ts';
import { compareInstallation, parseManifest } from '../../../src/node/doctor/installation.ts';
import { judgeMachine, type MachineFacts, startDrift } from '../../../src/node/doctor/machine.ts';
import { judgeOwners } from '../../../src/node/doctor/owners.ts';
import { holderOf } from '../../../src/node/doctor/process.ts';
import { inputError } from '../../_util/input-error.ts';

const root = mkdtempSync(join(tmpdir(), 'ledgerline-doctor-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const stateOf = (findings: readonly Finding[], id: string) => findings.find((finding) => finding.id === id)?.state;

const MACHINE: MachineFacts = {
  node: 'v22.12.0',
  platform: 'linux',
  architecture: 'x64',
  unixMs: Date.UTC(2026, 10, 25),
  driftMs: 3,
  threads: undefined,
  cores: 4,
  installed: {
    value: {
      version: '0.1.0',
      engine: '>=20.19.0',
      dependencies: [{ name: 'express', pinned: '5.3.0', installed: '5.3.0' }],
    },
  },
};

describe('the machine', () => {
  const express = (installed: string | undefined): Partial<MachineFacts> => ({
    installed: {
      value: { version: '0.1.0', engine: '>=20.19.0', dependencies: [{ name: 'express', pinned: '5.3.0', installed }] },
    },
  });
  test.each<[string, string, Finding['state'], Partial<MachineFacts>]>([
    ['a maintained Node', 'node', 'ok', {}],
    ['the oldest Node that will do', 'node', 'ok', { node: 'v20.19.0', unixMs: Date.UTC(2026, 0, 1) }],
    ['one that is too old by its minor version', 'node', 'fail', { node: 'v20.9.9' }],
    ['one that is too old', 'node', 'fail', { node: 'v18.99.99' }],
    ['one past its end of life', 'node', 'warn', { node: 'v20.20.2' }],
    ['one that the doctor has not heard of', 'node', 'ok', { node: 'v99.0.0' }],
    ['no package.json', 'node', 'unknown', { installed: { why: 'ENOENT' } }],
    ['dependencies as pinned', 'package', 'ok', {}],
    ['another version', 'package', 'fail', express('5.3.1')],
    ['a dependency that is not there', 'package', 'fail', express(undefined)],
    ['Linux', 'platform', 'ok', {}],
    ['another system', 'platform', 'warn', { platform: 'darwin' }],
    ['a steady clock', 'clock', 'ok', { driftMs: -999 }],
    ['a clock that jumped back', 'clock', 'fail', { driftMs: -1001 }],
    ['as many threads as cores', 'threads', 'ok', {}],
    ['fewer threads than cores', 'threads', 'warn', { cores: 8 }],
    ['more, since somebody said so', 'threads', 'ok', { cores: 8, threads: '16' }],
    ['a word for a number', 'threads', 'warn', { threads: 'many' }],
    ['more than libuv has', 'threads', 'warn', { threads: '4096' }],
  ])('%s', (_, id, state, facts) => {
    expect(stateOf(judgeMachine({ ...MACHINE, ...facts }), id)).toBe(state);
  });

  test('drift is what the wall clock moved beyond the monotonic one', () => {
    let [wall, steady] = [1000, 5];
    const drift = startDrift({ now: () => wall, monotonic: () => steady });
    [wall, steady] = [900, 25];
    expect(drift()).toBe(-120);
  });
});

describe('the disk', () => {
  const space = { type: 0xef53, freeBytes: 2 ** 40, freeFiles: 10 ** 6, files: 10 ** 7 };
  const scratch = { value: { broken: [], syncMs: 1 } };
  const GIB = 2 ** 30;
  test.each<[string, string, Finding['state'], Partial<typeof space>]>([
    ['ext4', 'file-system', 'ok', {}],
    ['tmpfs', 'file-system', 'fail', { type: 0x01021994 }],
    ['NFS', 'file-system', 'fail', { type: 0x6969 }],
    ['the layer of a container', 'file-system', 'warn', { type: 0x794c7630 }],
    ['a number that nobody knows', 'file-system', 'unknown', { type: 7 }],
    ['room enough', 'free-space', 'ok', {}],
    ['a byte too few', 'free-space', 'fail', { freeBytes: GIB - 1 }],
    ['just enough', 'free-space', 'warn', { freeBytes: GIB }],
    ['no more files', 'free-space', 'fail', { freeFiles: 0 }],
    ['few more files', 'free-space', 'warn', { freeFiles: 9 }],
    ['a file system that does not count files', 'free-space', 'ok', { freeFiles: 0, files: 0 }],
  ])('%s', (_, id, state, facts) => {
    expect(stateOf(judgeDisk('linux', { value: { ...space, ...facts } }, scratch, GIB), id)).toBe(state);
  });

  test('outside Linux the number of a file system says nothing', () => {
    expect(stateOf(judgeDisk('darwin', { value: space }, scratch, GIB), 'file-system')).toBe('unknown');
  });

  test.each<[number, Finding['state']]>([
    [0.001, 'warn'],
    [0.3, 'ok'],
    [200, 'warn'],
  ])('fsync in %d ms', (syncMs, state) => {
    expect(stateOf(judgeDisk('linux', { value: space }, { value: { broken: [], syncMs } }, GIB), 'fsync')).toBe(state);
  });

  test('a scratch folder shows what works, and is gone', async () => {
    mkdirSync(join(root, 'disk'));
    const { broken, syncMs } = await tryScratch(join(root, 'disk'));
    expect(broken).toEqual([]);
    expect(syncMs).toBeGreaterThan(0);
    expect(readdirSync(join(root, 'disk'))).toEqual([]);
  });

  test('what does not work fails by its name', () => {
    const findings = judgeDisk('linux', { value: space }, { value: { broken: ['link (EPERM)'], syncMs: 1 } }, GIB);
    expect(findings.find(({ id }) => id === 'file-operations')).toMatchObject({
      state: 'fail',
      what: { en: 'not as POSIX says: link (EPERM)' },
    });
  });
});

describe('owners', () => {
  const entry = (path: string, uid: number) => ({ path, kind: 'folder', mode: 0o700, uid }) as const;
  test.each<[string, Finding['state'], number | undefined, number[]]>([
    ['one user, who asks', 'ok', 7, [7, 7]],
    ['root asks for another', 'ok', 0, [7, 7]],
    ['one user, and another asks', 'warn', 8, [7, 7]],
    ['root', 'warn', 0, [0, 0]],
    ['a tile folder that root left behind', 'fail', 7, [7, 0]],
    ['a system without users', 'ok', undefined, [7, 7]],
  ])('%s', (_, state, uid, [folder = 0, tile = 0]) => {
    const facts = { value: { uid, entries: [entry('.', folder), entry('tile', tile)] } };
    expect(stateOf(judgeOwners('ledger', facts), 'owner')).toBe(state);
  });
});

describe('locks as the kernel lists them', () => {
  const table = [
    '1: POSIX  ADVISORY  WRITE 11018 fe:00:9994330 0 EOF',
    '2: POSIX  ADVISORY  READ 5 fe:00:12 0 EOF',
    '3: FLOCK  ADVISORY  WRITE 6 fe:00:13 0 EOF',
    '4: -> POSIX  ADVISORY  WRITE 7 fe:00:14 0 EOF',
    '5: POSIX  ADVISORY  WRITE 8 08:102:15 0 EOF',
    '',
  ].join('\n');
  test.each<[number, number, number | undefined]>([
    [0xfe00, 9994330, 11018],
    [0xfe00, 12, undefined],
    [0xfe00, 13, undefined],
    [0xfe00, 14, undefined],
    [0xfe01, 9994330, undefined],
    // makedev(8, 0x102): the minor number has two parts.
    [0x00100802, 15, 8],
  ])('device %d, file %d', (device, inode, pid) => {
    expect(holderOf(table, device, inode)).toBe(pid);
  });
});

describe('an installation', () => {
  const hex = (text: string): string => Buffer.from(sha256(Buffer.from(text))).toString('hex');
  const manifest = (...lines: string[]): Uint8Array => Buffer.from(lines.map((line) => `${line}\n`).join(''));

  test('against a manifest: what is missing, changed, added', async () => {
    const path = join(root, 'package');
    for (const folder of ['dist/cli', 'schemas']) mkdirSync(join(path, folder), { recursive: true });
    for (const name of ['dist/a.js', 'dist/cli/b.js', 'schemas/c.json']) writeFileSync(join(path, name), name);
    const sums = join(path, 'dist', 'SHA256SUMS');
    writeFileSync(
      sums,
      manifest(
        ...['dist/a.js', 'dist/cli/b.js', 'dist/gone.js', 'schemas/c.json'].map((name) => `${hex(name)}  ${name}`),
      ),
    );
    expect(await compareInstallation(path, sums)).toMatchObject({
      files: 4,
      missing: ['dist/gone.js'],
      changed: [],
      added: [],
    });
    writeFileSync(join(path, 'dist/a.js'), 'changed');
    symlinkSync('a.js', join(path, 'dist', 'added.js'));
    expect(await compareInstallation(path, sums)).toMatchObject({ changed: ['dist/a.js'], added: ['dist/added.js'] });
  });

  const sum = '0'.repeat(64);
  test.each<[string, Uint8Array, ErrorCode?]>([
    ['nothing', Buffer.of()],
    ['a line cut off', Buffer.from(`${sum}  a`)],
    ['one blank', manifest(`${sum} a`)],
    ['the star of binary mode', manifest(`${sum} *a`)],
    ['capital digits', manifest(`${'A'.repeat(64)}  a`)],
    ['a digest cut off', manifest(`${sum.slice(1)}  a`)],
    ['an absolute path', manifest(`${sum}  /a`)],
    ['a way out', manifest(`${sum}  dist/../a`)],
    ['a dot', manifest(`${sum}  ./a`)],
    ['an empty name', manifest(`${sum}  dist//a`)],
    ['a path twice', manifest(`${sum}  a`, `${sum}  a`)],
    ['paths out of order', manifest(`${sum}  b`, `${sum}  a`)],
    ['an empty line', manifest(`${sum}  a`, '', `${sum}  b`)],
    ['lines of Windows', Buffer.from(`${sum}  a\r\n`)],
    ['what is not UTF-8', Buffer.from([0xff, 0x0a]), 'bad-utf8'],
  ])('no manifest: %s', (_, bytes, code = 'unreadable-file') => {
    expect(() => parseManifest(bytes)).toThrow(inputError(code));
  });
});

test('figures for people', () => {
  expect([900, 119_000, 7_199_000, 90_000_000, 200_000_000].map((ms) => duration(ms).en)).toEqual([
    '0.9 s',
    '119 s',
    '120 min',
    '25 h',
    '2.3 days',
  ]);
  expect([room(2 ** 28), room(2 ** 44)]).toEqual(['256 MiB', '16384 GiB']);
});
