/**
 * The doctor and the copies of a ledger: the mirrors that its configuration lists, and the backups that were taken of it.
 */
import { once } from 'node:events';
import { appendFileSync, cpSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DoctorOptions, examine } from '../../src/node/doctor/doctor.ts';
import type { Finding, State } from '../../src/node/doctor/finding.ts';
import { Desk } from '../_util/cli.ts';
import { foundAndServe, record, TASK } from '../_util/cli-consortium.ts';

let desk: Desk;
const servers: Server[] = [];

/** `early` has 5 records; `ledger` 6; `fork` another sixth record. */
beforeAll(async () => {
  desk = await Desk.open();
  let serving = await foundAndServe(desk);
  await serving.stop();
  for (const folder of ['early', 'fork']) cpSync(desk.path('ledger'), desk.path(folder), { recursive: true });
  for (const folder of ['fork', 'ledger']) {
    serving = await desk.serve(folder);
    desk.env['LEDGERLINE_LEDGER'] = serving.url;
    await record(desk, { kind: 'task', body: { ...TASK, task: `of-${folder}` } });
    await serving.stop();
  }
  await desk.ok(['backup', 'early', '--to', 'backups/monday']);
  await desk.ok(['backup', 'ledger', '--to', 'backups/tuesday']);
  // Nobody answers at the address of a ledger that does not run.
  for (const folder of ['early', 'ledger', 'fork']) setPort(folder);
});
afterAll(async () => {
  for (const server of servers) server.close();
  await desk?.close();
});

function setPort(folder: string): void {
  const path = desk.path(folder, 'ledgerline.toml');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/port = \d+/, 'port = 1'));
}

async function examined(folder: string, options: Partial<DoctorOptions>): Promise<Map<string, Finding>> {
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const all = await examine({
    ...{ clock, env: {}, folder: desk.path(folder), writesNothing: true, leastFreeBytes: 0 },
    ...options,
  });
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  return new Map(all.map((finding) => [finding.id, finding]));
}

/** A mirror that shows a checkpoint, or something else. */
async function mirror(shows: () => Buffer | string | undefined): Promise<string> {
  const server = createServer((_, response) => {
    const bytes = shows();
    response.writeHead(bytes === undefined ? 404 : 200).end(bytes);
  }).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('mirrors of the configuration, with --network', () => {
  const checkpointOf = (folder: string) => () => readFileSync(desk.path(folder, 'checkpoint'));
  let copies = 0;
  /** What is found of one mirror of `folder`. */
  async function found(folder: string, urls: readonly string[], allow = ['127.0.0.0/8']) {
    const copy = `copy-${copies++}`;
    cpSync(desk.path(folder), desk.path(copy), { recursive: true });
    appendFileSync(desk.path(copy, 'ledgerline.toml'), `[mirrors]\nurls = ${JSON.stringify(urls)}\n`);
    const findings = await examined(copy, { network: { allow } });
    return { findings, mirror: findings.get(`mirror ${urls[0]}`) };
  }

  test.each<[string, string, () => Buffer | string | undefined, State, string]>([
    ['that holds as much', 'ledger', checkpointOf('ledger'), 'ok', '6 of 6 records'],
    ['that is behind', 'ledger', checkpointOf('early'), 'ok', '5 of 6 records'],
    ['I11: that holds more: the folder was rolled back', 'early', checkpointOf('ledger'), 'fail', 'rolled back'],
    ['I11: of another history', 'ledger', checkpointOf('fork'), 'fail', 'two histories'],
    ['I11: of a smaller tree of another history', 'grown', checkpointOf('fork'), 'fail', 'two histories'],
    ['that shows nothing', 'ledger', () => undefined, 'warn', 'shows no checkpoint'],
    ['that shows garbage', 'ledger', () => '<html></html>', 'warn', 'note'],
  ])('one %s', async (_, folder, shows, state, what) => {
    if (folder === 'grown') await grow();
    const { mirror: finding } = await found(folder, [await mirror(shows)]);
    expect(finding).toMatchObject({ state, what: { en: expect.stringContaining(what) } });
    expect(finding?.remedy === undefined).toBe(state === 'ok');
  });

  /** `grown` has 7 records, the sixth that of `ledger`. */
  async function grow(): Promise<void> {
    cpSync(desk.path('ledger'), desk.path('grown'), { recursive: true });
    const serving = await desk.serve('grown');
    desk.env['LEDGERLINE_LEDGER'] = serving.url;
    await record(desk, { kind: 'task', body: { ...TASK, task: 'seventh' } });
    await serving.stop();
  }

  test('that nobody runs is a warning, that may not be asked too; none is asked without --network', async () => {
    const dead = 'http://127.0.0.1:1';
    expect((await found('ledger', [dead, dead])).mirror?.state).toBe('warn');
    const url = await mirror(checkpointOf('ledger'));
    const refused = await found('ledger', [url], []);
    expect(refused.mirror).toMatchObject({ state: 'warn', what: { en: expect.stringContaining('is not asked') } });
    expect([...(await examined(`copy-${copies - 1}`, {})).keys()].filter((id) => id.startsWith('mirror'))).toEqual([]);
  });
});

describe('a backup with its manifest', () => {
  const backupOf = async (folder: string, backup: string, more: Partial<DoctorOptions> = {}) =>
    (await examined(folder, { backup: desk.path(backup), ...more })).get('backup');

  test('is told with the time at which it was taken; of a folder of backups, the newest', async () => {
    const monday = await backupOf('ledger', 'backups/monday');
    expect(monday).toMatchObject({ state: 'ok', what: { en: expect.stringMatching(/^5 of 6 records; taken .* ago/) } });
    const newest = await backupOf('ledger', 'backups');
    expect(newest).toMatchObject({ state: 'ok', what: { en: expect.stringMatching(/^tuesday: 6 of 6 records; /) } });
    const clock = { now: () => Date.now() + 48 * 3_600_000, monotonic: () => Date.now() };
    expect(await backupOf('ledger', 'backups/monday', { clock })).toMatchObject({
      state: 'warn',
      what: { en: expect.stringContaining('taken 2.0 days ago') },
    });
    expect(await backupOf('early', 'backups')).toMatchObject({ state: 'fail' });
    expect(await backupOf('ledger', 'keys-of-nobody')).toMatchObject({ state: 'unknown' });
  });

  test.each<[string, State, (path: (name: string) => string) => void]>([
    ['a manifest cut off', 'fail', (path) => writeFileSync(path('backup.json'), '{"format"')],
    ['another list of files', 'fail', (path) => appendFileSync(path('SHA256SUMS'), '\n')],
    ['no list of files', 'fail', (path) => rmSync(path('SHA256SUMS'))],
    ['a checkpoint that is gone', 'unknown', (path) => rmSync(path('checkpoint'))],
    [
      'a smaller checkpoint than it says',
      'fail',
      (path) => cpSync(desk.path('backups/monday/checkpoint'), path('checkpoint')),
    ],
  ])('that has %s is not relied on', async (_, state, spoil) => {
    cpSync(desk.path('backups/tuesday'), desk.path('spoilt'), { recursive: true });
    spoil((name) => desk.path('spoilt', name));
    expect(await backupOf('ledger', 'spoilt')).toMatchObject({ state });
    rmSync(desk.path('spoilt'), { recursive: true });
  });

  test('of several, one that cannot be read is named; an unfinished one is passed over', async () => {
    cpSync(desk.path('backups'), desk.path('several'), { recursive: true });
    cpSync(desk.path('backups/monday'), desk.path('several/wednesday'), { recursive: true });
    writeFileSync(desk.path('several/wednesday/backup.json'), '');
    expect(await backupOf('ledger', 'several')).toMatchObject({
      state: 'warn',
      what: { en: expect.stringContaining('unreadable: wednesday') },
    });
    renameSync(desk.path('several/wednesday'), desk.path('several/wednesday.unfinished'));
    expect(await backupOf('ledger', 'several')).toMatchObject({ state: 'ok' });
  });
});
