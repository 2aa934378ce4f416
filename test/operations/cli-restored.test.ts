/**
 * Yesterday's backup over a running consortium: refused at start, brought up to what was published, and every receipt ever given still
 * the same, byte for byte. All of it with the command line alone.
 */
import { cp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk, type Serving } from '../_util/cli.ts';
import { foundAndServe, record, TASK } from '../_util/cli-consortium.ts';

const LOCAL = ['--allow-address', '127.0.0.0/8'];

let desk: Desk;
let serving: Serving;
beforeAll(async () => {
  desk = await Desk.open();
  serving = await foundAndServe(desk);
});
afterAll(() => desk?.close());

async function recordTasks(prefix: string, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    await record(desk, { kind: 'task', body: { ...TASK, task: `${prefix}-${i}` } });
  }
}

/** Bytes of the proof bundle of every record. */
async function receipts(url: string): Promise<string[]> {
  const all: string[] = [];
  for (let index = 0; ; index++) {
    const answer = await fetch(`${url}/api/v1/bundles/${index}`);
    if (answer.status === 404) return all;
    all.push(await answer.text());
  }
}

describe("I11: yesterday's backup, restored over a running consortium", () => {
  let given: string[];

  test('is taken while the ledger is served, restored, tested, and found to be what was published', async () => {
    await recordTasks('before', 3);
    const taken = await desk.json<{ head: { size: number }; keys: string }>(['backup', 'ledger', '--to', 'yesterday']);
    expect(taken).toMatchObject({ code: 0, value: { published: 8, keys: 'absent' } });
    expect(await readdir(desk.path('yesterday'))).not.toContain('keys');
    const { code, value } = await desk.json(['restore', 'yesterday', '--into', 'tested', '--verify']);
    expect({ code, value }).toMatchObject({
      code: 0,
      value: { verdict: 'VERIFIED', size: 8, replayed: 8, problems: [] },
    });
    expect((await desk.json(['audit', 'tested'])).value).toMatchObject({ verdict: 'VERIFIED', size: 8 });
  });

  test('a mirror keeps a verified copy, which every tool takes for what it is', async () => {
    await recordTasks('after', 4);
    given = await receipts(serving.url);
    expect(given).toHaveLength(12);
    const { code, value } = await desk.json(['mirror', 'mirror', '--once', ...LOCAL]);
    expect({ code, value }).toMatchObject({ code: 0, value: { state: 'advanced', size: 12 } });
    expect((await desk.json(['audit', 'mirror'])).value).toMatchObject({
      verdict: 'VERIFIED',
      size: 12,
      notes: [{ code: 'no-witness' }],
    });
    expect((await desk.json(['fsck', 'mirror'])).value).toMatchObject({ isSound: true, notes: [] });
    const served = await readdir(desk.path('ledger', 'checkpoints'));
    for (const name of served)
      expect(await readFile(desk.path('mirror', 'checkpoints', name))).toEqual(
        await readFile(desk.path('ledger', 'checkpoints', name)),
      );
  });

  test('is refused at start by what a mirror shows, and the way out is named', async () => {
    await serving.stop();
    const mirror = await desk.serveMirror('mirror', ...LOCAL);
    try {
      await rename(desk.path('ledger'), desk.path('lost'));
      await desk.ok(['restore', 'yesterday', '--into', 'ledger']);
      await cp(desk.path('lost', 'keys'), desk.path('ledger', 'keys'), { recursive: true });
      const config = await readFile(desk.path('ledger', 'ledgerline.toml'), 'utf8');
      const mirrors = `\n[mirrors]\nurls = ["http://127.0.0.1:1", "${mirror.url}"]\n[outgoing]\nallow = ["127.0.0.0/8"]\n`;
      await writeFile(desk.path('ledger', 'ledgerline.toml'), config + mirrors);
      const refused = await desk.run(['serve', 'ledger', '--port', '0']);
      expect(refused.code).toBe(3);
      expect(refused.stderr).toContain('fork-refused: ');
      expect(refused.stderr).toContain(`ledgerline hydrate DIR --from ${mirror.url}`);
      expect(refused.stderr).toContain('http://127.0.0.1:1 could not be asked');
      const hydrated = await desk.json(['hydrate', 'ledger', '--from', mirror.url, ...LOCAL]);
      expect(hydrated).toMatchObject({ code: 0, value: { before: 8, size: 12, records: 4, unpublished: 0 } });
      serving = await desk.serve('ledger');
    } finally {
      await mirror.stop();
    }
  });

  test('I2: zero receipts are lost: each is the same as it was, byte for byte', async () => {
    expect(await receipts(serving.url)).toEqual(given);
    desk.env['LEDGERLINE_LEDGER'] = serving.url;
    await recordTasks('later', 1);
    expect((await receipts(serving.url)).slice(0, 12)).toEqual(given);
    await serving.stop();
    const { value } = await desk.json(['audit', 'ledger']);
    expect(value).toMatchObject({ verdict: 'VERIFIED', size: 13, notes: [{ code: 'no-witness' }] });
  });
});

describe('R20: a restore test against what others have seen', () => {
  const restoreTest = (into: string, ...words: string[]) =>
    desk.json<{ verdict: string; compared: { relation: string; rootsEqual: boolean | null }[] }>([
      ...['restore', 'yesterday', '--into', into, '--verify', ...words],
    ]);

  test('a mirror shows that a larger checkpoint continues the backup; a note alone does not', async () => {
    const continued = await restoreTest('continued', '--witnessed', 'mirror');
    expect(continued.code).toBe(0);
    expect(continued.value.compared).toMatchObject([{ relation: 'continued', rootsEqual: true, size: 12 }]);
    const beyond = await restoreTest('beyond', '--witnessed', 'mirror/checkpoint');
    expect(beyond).toMatchObject({ code: 4, value: { verdict: 'CANNOT TELL' } });
    expect(beyond.value.compared).toMatchObject([{ relation: 'beyond', rootsEqual: null }]);
    const unsigned = await desk.run(['restore', 'yesterday', '--into', 'unsigned', '--verify'], {
      env: { LEDGERLINE_TRUST: '' },
    });
    expect(unsigned.code).toBe(2);
  });

  test('I1: another history under the real key: the restore is undone, and a mirror keeps both notes', async () => {
    // The folder that was restored for the test is served, against all advice.
    await cp(desk.path('lost', 'keys'), desk.path('tested', 'keys'), { recursive: true });
    const ledger = desk.env['LEDGERLINE_LEDGER'];
    const forked = await desk.serve('tested');
    desk.env['LEDGERLINE_LEDGER'] = forked.url;
    await recordTasks('forked', 1);
    await forked.stop();
    desk.env['LEDGERLINE_LEDGER'] = ledger ?? '';
    await desk.ok(['backup', 'ledger', '--to', 'today']);
    const test = ['restore', 'today', '--into', 'never', '--verify', '--witnessed', 'tested'];
    const { code, value } = await desk.json(test);
    expect({ code, value }).toMatchObject({ code: 3, value: { ok: false, verdict: 'FAILED' } });
    expect(value['compared']).toMatchObject([{ relation: 'within', size: 9, rootsEqual: false }]);
    expect(await readdir(desk.folder)).not.toContain('never');
    const refused = await desk.run(['mirror', 'mirror', '--once', '--ledger', 'tested']);
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain('both notes are kept: conflicts/');
    expect(await readdir(desk.path('mirror', 'conflicts'))).toHaveLength(2);
    const hydrated = await desk.run(['hydrate', 'tested', '--from', 'mirror']);
    expect(hydrated.code).toBe(3);
    expect(hydrated.stderr).toContain('restore the backup once more');
  });
});

describe('a backup that is not what it was', () => {
  test('one flipped byte is named, and nothing is made', async () => {
    const path = join('tile', 'entries', '000.p', '8');
    const bytes = await readFile(desk.path('yesterday', path));
    bytes[100] = (bytes[100] ?? 0) ^ 1;
    await cp(desk.path('yesterday'), desk.path('flipped'), { recursive: true });
    await writeFile(desk.path('flipped', path), bytes);
    const { code, value } = await desk.json(['restore', 'flipped', '--into', 'never']);
    expect({ code, value }).toMatchObject({ code: 3, value: { code: 'backup-damaged' } });
    expect(value['message']).toBe(`${path}: other bytes than were backed up`);
    expect(await readdir(desk.folder)).not.toContain('never');
    expect(await readdir(desk.folder)).not.toContain('never.unfinished');
    await rm(desk.path('flipped'), { recursive: true });
  });
});
