/**
 * The doctor at real folders: every fault that an operator can make is named by its check, and nothing is touched.
 */
import { once } from 'node:events';
import {
  appendFileSync,
  chmodSync,
  cpSync,
  lstatSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { COSIGNATURE_ED25519, formatVkey } from '../../src/core/note/vkey.ts';
import { generateKeyPair } from '../../src/node/crypto/keys.ts';
import { createNoteSigner } from '../../src/node/crypto/note-signer.ts';
import { type DoctorOptions, examine } from '../../src/node/doctor/doctor.ts';
import type { Finding, State } from '../../src/node/doctor/finding.ts';
import { Desk, type Serving } from '../_util/cli.ts';
import { foundAndServe, record, TASK } from '../_util/cli-consortium.ts';

let desk: Desk;
const servers: Server[] = [];

/** `early` has 5 records; `ledger` and its copies 6; `other` is another ledger, `fork` another sixth record. */
beforeAll(async () => {
  desk = await Desk.open();
  await desk.ok(['init', 'other', '--origin', 'log.example/other']);
  let serving = await foundAndServe(desk);
  await serving.stop();
  cpSync(desk.path('ledger'), desk.path('early'), { recursive: true });
  for (const [folder, endpoint] of [
    ['fork', 'ames'],
    ['ledger', 'herg'],
  ] as const) {
    if (folder === 'fork') cpSync(desk.path('ledger'), desk.path('fork'), { recursive: true });
    serving = await desk.serve(folder);
    desk.env['LEDGERLINE_LEDGER'] = serving.url;
    await record(desk, { kind: 'task', body: { ...TASK, task: endpoint, endpoint } });
    await serving.stop();
  }
});
afterAll(async () => {
  for (const server of servers) server.close();
  await desk?.close();
});

let copies = 0;
/** A copy of the sound folder, under a port that nobody has, with one thing wrong. */
function broken(spoil: (path: (...names: string[]) => string) => void, from = 'ledger'): string {
  const folder = desk.path(`copy-${copies++}`);
  cpSync(desk.path(from), folder, { recursive: true });
  setPort(folder, 1);
  spoil((...names) => join(folder, ...names));
  return folder;
}

function setPort(folder: string, port: number): void {
  const path = join(folder, 'ledgerline.toml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/port = \d+/, `port = ${port}`));
}

async function listen(answer: Parameters<typeof createServer>[1]): Promise<number> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

async function examined(folder: string, options: Partial<DoctorOptions> = {}): Promise<Map<string, Finding>> {
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const all = await examine({ clock, env: {}, folder, writesNothing: false, leastFreeBytes: 0, ...options });
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  return new Map(all.map((finding) => [finding.id, finding]));
}

/** Ids of what fails, and what is said of `id`. */
async function verdict(folder: string, id: string, options: Partial<DoctorOptions> = {}) {
  const findings = await examined(folder, options);
  const fails = [...findings.values()].filter(({ state }) => state === 'fail').map((finding) => finding.id);
  const found = findings.get(id);
  if (found?.state === 'fail') expect(found.remedy, id).toBeDefined();
  return { fails, state: found?.state, what: found?.what.en };
}

/** What depends on the machine that the test runs on. */
const OF_MACHINE = new Set(['file-system', 'fsync', 'node', 'platform', 'threads', 'owner', 'free-space']);
const flip = (path: string, at: number): void => {
  const bytes = readFileSync(path);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  writeFileSync(path, bytes);
};

test('a sound folder: nothing fails, and what the machine allows is known', async () => {
  const findings = [...(await examined(broken(() => {}))).values()].filter(({ id }) => !OF_MACHINE.has(id));
  const states = Object.fromEntries(findings.map(({ id, state }) => [id, state]));
  const expected = ['package', 'clock', 'configuration', 'file-operations', 'permissions', 'kinds', 'lock', 'port'];
  const ofRecord = ['checkpoint', 'head', 'right-edge', 'last-record', 'log-key', 'operator-key', 'index'];
  const ok = Object.fromEntries([...expected, ...ofRecord].map((id) => [id, 'ok']));
  expect(states).toEqual({ ...ok, 'trust-policy': 'warn' });
});

describe('each fault is named by its check', () => {
  type Fault = [title: string, id: string, state: State, spoil: (path: (...names: string[]) => string) => void];
  test.each<Fault>([
    ['an unknown setting', 'configuration', 'fail', (path) => appendFileSync(path('ledgerline.toml'), 'mine = 1\n')],
    ['no configuration', 'configuration', 'fail', (path) => rmSync(path('ledgerline.toml'))],
    [
      'a disk too small',
      'free-space',
      'fail',
      (path) => appendFileSync(path('ledgerline.toml'), '[limits]\nfree_disk_mib = 1000000\n'),
    ],
    ['a key that others read', 'permissions', 'fail', (path) => chmodSync(path('keys/operator.pem'), 0o644)],
    ['a key that the group reads', 'permissions', 'fail', (path) => chmodSync(path('keys/log.pem'), 0o640)],
    ['a file that the group writes', 'permissions', 'fail', (path) => chmodSync(path('head'), 0o664)],
    ['a folder that others write', 'permissions', 'fail', (path) => chmodSync(path('tile'), 0o777)],
    [
      'a folder behind a link',
      'kinds',
      'fail',
      (path) => {
        renameSync(path('tile'), path('elsewhere'));
        symlinkSync('elsewhere', path('tile'));
      },
    ],
    [
      'a file where a folder belongs',
      'kinds',
      'fail',
      (path) => {
        rmSync(path('staging'), { recursive: true });
        writeFileSync(path('staging'), '');
      },
    ],
    [
      'a linked key',
      'kinds',
      'warn',
      (path) => {
        renameSync(path('keys/log.pem'), path('log.pem'));
        symlinkSync('../log.pem', path('keys/log.pem'));
      },
    ],
    ['another log key', 'log-key', 'fail', (path) => cpSync(path('keys/operator.pem'), path('keys/log.pem'))],
    [
      'a signer that does not listen',
      'log-key',
      'fail',
      (path) => appendFileSync(path('ledgerline.toml'), '[signer]\nsocket = "run/signer.sock"\n'),
    ],
    [
      'a policy of the witnesses that is not there',
      'trust-policy',
      'unknown',
      (path) => appendFileSync(path('ledgerline.toml'), '[witnesses]\npolicy = "other.policy"\n'),
    ],
    ['no log key', 'log-key', 'unknown', (path) => rmSync(path('keys/log.pem'))],
    ['no operator key', 'operator-key', 'warn', (path) => rmSync(path('keys/operator.pem'))],
    [
      'another operator key',
      'operator-key',
      'unknown',
      (path) => cpSync(path('keys/secretariat.pem'), path('keys/operator.pem')),
    ],
    ['no signer record', 'operator-key', 'unknown', (path) => rmSync(path('keys/operator.signer.json'))],
    ['a flipped bit in the head', 'head', 'fail', (path) => flip(path('head'), 40)],
    ['no head', 'head', 'fail', (path) => rmSync(path('head'))],
    ['the head of yesterday', 'head', 'fail', (path) => cpSync(desk.path('early/head'), path('head'))],
    ['the head of another history', 'head', 'fail', (path) => cpSync(desk.path('fork/head'), path('head'))],
    ['no checkpoint', 'checkpoint', 'fail', (path) => rmSync(path('checkpoint'))],
    [
      'a checkpoint cut off',
      'checkpoint',
      'fail',
      (path) => writeFileSync(path('checkpoint'), readFileSync(path('checkpoint')).subarray(0, 60)),
    ],
    ['a flipped bit in the newest entries', 'right-edge', 'fail', (path) => flip(path('tile/entries/000.p/6'), 900)],
    ['no newest entries', 'right-edge', 'fail', (path) => rmSync(path('tile/entries/000.p/6'))],
    [
      'the policy of another log',
      'trust-policy',
      'fail',
      (path) => cpSync(desk.path('other/trust.policy'), path('trust.policy')),
    ],
    ['no policy', 'trust-policy', 'unknown', (path) => rmSync(path('trust.policy'))],
    ['no index', 'index', 'warn', (path) => rmSync(path('index'), { recursive: true })],
  ])('%s', async (_, id, state, spoil) => {
    const found = await verdict(broken(spoil), id);
    expect(found.state, found.what).toBe(state);
    if (state === 'fail') expect(found.fails).toContain(id);
  });

  test('an unpublished record waits', async () => {
    const folder = broken((path) => {
      cpSync(desk.path('early/checkpoint'), path('checkpoint'));
      cpSync(desk.path('early/tile'), path('tile'), { recursive: true });
    });
    expect(
      await verdict(folder, 'head', { clock: { now: () => Date.now() + 3_600_000, monotonic: () => Date.now() } }),
    ).toMatchObject({ state: 'warn', what: expect.stringMatching(/^1 of 6 records wait for publication/) });
  });

  test('no folder, and one that is no ledger', async () => {
    expect(await verdict(desk.path('nowhere'), 'folder')).toMatchObject({ state: 'fail' });
    expect((await verdict(desk.folder, 'configuration')).fails).toEqual(
      expect.arrayContaining(['configuration', 'checkpoint', 'head']),
    );
  });

  test('a clock behind the last record', async () => {
    const behind = (ms: number) => ({ clock: { now: () => Date.now() - ms, monotonic: () => performance.now() } });
    expect(
      await verdict(
        broken(() => {}),
        'last-record',
        behind(3_600_000),
      ),
    ).toMatchObject({ state: 'fail' });
    let now = Date.now();
    const jump = { now: () => (now += 10_000), monotonic: () => performance.now() };
    expect(
      await verdict(
        broken(() => {}),
        'clock',
        { clock: jump },
      ),
    ).toMatchObject({ state: 'fail' });
  });
});

describe('who answers at the port', () => {
  test.each<[string, Parameters<typeof createServer>[1]]>([
    ['another programme', (_, response) => response.end('hello')],
    ['one that never ends its answer', (_, response) => void response.write('x'.repeat(100_000))],
    [
      'one that is alive and says nonsense',
      (request, response) => response.end(request.url === '/livez' ? '{"alive":true}' : 'x'.repeat(99)),
    ],
  ])('%s: taken', async (_, answer) => {
    const port = await listen(answer);
    expect(
      await verdict(
        broken((path) => setPort(path(), port)),
        'port',
      ),
    ).toMatchObject({ state: 'fail' });
  });

  test('the ledger itself, beside which the doctor works; and another ledger', async () => {
    const serving = await desk.serve('ledger');
    try {
      const port = Number(new URL(serving.url).port);
      setPort(desk.path('ledger'), port);
      const findings = await examined(desk.path('ledger'));
      expect(findings.get('lock')?.what.en).toBe(`process ${serving.child.pid} has it open`);
      expect(findings.get('port')?.what.en).toBe(`a ledger answers at 127.0.0.1:${port}`);
      expect(findings.get('operator-key')?.what.en).toMatch(/, live$/);
      const other = broken((path) => setPort(path(), port), 'other');
      expect(await verdict(other, 'port')).toMatchObject({ state: 'fail' });
      const wrong = broken((path) => {
        cpSync(path('keys/secretariat.pem'), path('keys/operator.pem'));
        setPort(path(), port);
      });
      expect(await verdict(wrong, 'operator-key')).toMatchObject({ state: 'fail' });
      setPort(desk.path('ledger'), 1);
      expect(await verdict(desk.path('ledger'), 'port')).toMatchObject({ state: 'warn' });
    } finally {
      await serving.stop();
    }
  });
});

describe('a backup', () => {
  test.each<[string, string, string, State]>([
    ['equal', 'ledger', 'ledger', 'ok'],
    ['older', 'ledger', 'early', 'ok'],
    ['newer than the folder: rolled back', 'early', 'ledger', 'fail'],
    ['of another history', 'ledger', 'fork', 'fail'],
    ['of another ledger', 'ledger', 'other', 'fail'],
    ['that is none', 'ledger', 'state', 'unknown'],
  ])('I11: %s', async (_, folder, backup, state) => {
    const found = await verdict(
      broken(() => {}, folder),
      'backup',
      { backup: desk.path(backup) },
    );
    expect(found.state, found.what).toBe(state);
  });

  test('older than a day', async () => {
    const clock = { now: () => Date.now() + 48 * 3_600_000, monotonic: () => Date.now() };
    const options = { backup: desk.path('early'), clock };
    expect(
      await verdict(
        broken(() => {}),
        'backup',
        options,
      ),
    ).toMatchObject({ state: 'warn' });
  });
});

test('--network asks the witnesses of the policy: one dead of two is a warning, a missed quorum fails', async () => {
  const port = await listen((_, response) => response.writeHead(404).end());
  const witness = (name: string): string =>
    formatVkey(createNoteSigner(name, COSIGNATURE_ED25519, generateKeyPair('ed25519')).verifierKey);
  const [log = ''] = readFileSync(desk.path('ledger/trust.policy'), 'utf8').split('\n');
  const policy = (threshold: number): string =>
    `${log}\nwitness a ${witness('a.example')} http://127.0.0.1:${port}/\nwitness b ${witness('b.example')} http://127.0.0.1:1/\n` +
    `group g ${threshold} a b\nquorum g\n`;
  const allow = ['127.0.0.0/8'];
  for (const [threshold, state] of [
    [1, 'ok'],
    [2, 'fail'],
  ] as const) {
    const folder = broken((path) => writeFileSync(path('trust.policy'), policy(threshold)));
    const findings = await examined(folder, { network: { allow } });
    const states = ['witness a', 'witness b', 'quorum', 'trust-policy'].map((id) => findings.get(id)?.state);
    expect(states).toEqual(['ok', 'warn', state, 'fail']);
    // Without leave to go inside, nobody is asked.
    expect((await examined(folder, { network: { allow: [] } })).get('witness a')?.what.en).toContain('is not asked');
    expect((await examined(folder)).has('witness a')).toBe(false);
  }
});

/** Everything below a folder: names, kinds, sizes, times. */
function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .map((name) => {
      const { mode, size, mtimeMs } = lstatSync(join(folder, name));
      return `${name} ${mode} ${size} ${mtimeMs}`;
    });
}

describe('at a terminal', () => {
  let serving: Serving;
  beforeAll(async () => {
    serving = await desk.serve('ledger');
    setPort(desk.path('ledger'), Number(new URL(serving.url).port));
  });
  afterAll(() => serving.stop());

  test('exit codes, one JSON document, Korean; beside the server, which goes on', async () => {
    const before = listing(desk.path('ledger'));
    const { code, value } = await desk.json<{ verdict: string; checks: Finding[] }>(['doctor', 'ledger', '--no-write']);
    expect([code, value.verdict]).toEqual([4, 'CANNOT TELL']);
    expect(value.checks.find(({ id }) => id === 'fsync')).toMatchObject({ state: 'unknown' });
    expect(listing(desk.path('ledger'))).toEqual(before);
    const folder = broken((path) => rmSync(path('head')));
    const { code: failed, stdout } = await desk.run(['doctor', folder, '--lang', 'ko']);
    expect(failed).toBe(3);
    expect(stdout).toMatch(/^실패 +head +object-missing|^실패 +head +/m);
    expect(stdout).toMatch(/\nUNFIT: 정상 \d+, 주의 \d+, 실패 \d+, 알 수 없음 \d+\n$/);
    expect((await desk.run(['doctor'])).code).toBe(0);
    expect(await desk.ok(['status', serving.url])).toContain('ready      true');
    expect(listing(desk.path('ledger'))).toEqual(before);
    await desk.run(['doctor', 'ledger']);
    expect(readdirSync(desk.path('ledger')).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  test('--iq: the record of an installation; without a manifest UNKNOWN, with a wrong one FAILED', async () => {
    interface Iq {
      readonly [name: string]: unknown;
      readonly checks: readonly Finding[];
    }
    const { value } = await desk.json<Iq>(['doctor', '--iq', '--manifest', 'none']);
    expect(value).toMatchObject({ format: 'ledgerline/iq@v1', ledgerline: '0.1.0', node: process.version });
    expect(value['dependencies']).toMatchObject({ express: '5.3.0' });
    const files = ({ checks }: Iq) => checks.find(({ id }) => id === 'files');
    expect(files(value)).toMatchObject({ state: 'unknown' });
    writeFileSync(desk.path('SUMS'), `${'0'.repeat(64)}  dist/cli/main.js\n`);
    const { code, value: wrong } = await desk.json<Iq>(['doctor', '--iq', '--manifest', 'SUMS']);
    expect([code, files(wrong)]).toMatchObject([
      3,
      { state: 'fail', what: expect.stringContaining('dist/cli/main.js (changed)') },
    ]);
  });
});
