/**
 * Witness and auditor as processes of their own, made and served with nothing but the command line: what they sign, what
 * they refuse, and that kill -9 at any moment never makes one sign two histories.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseNote } from '../../src/core/note/note.ts';
import { openNote } from '../../src/core/note/open.ts';
import { parseVkey } from '../../src/core/note/vkey.ts';
import { hashOrigin } from '../../src/witness/origin-hash.ts';
import { addCheckpoint, addPatiently, requestFor } from '../_util/add-checkpoint.ts';
import { Desk, type Serving } from '../_util/cli.ts';
import { foundAndServe, ORIGIN, record, TASK } from '../_util/cli-consortium.ts';
import { testLogKey } from '../_util/keys.ts';
import { WitnessedLog } from '../_util/witnessed-log.ts';

let desk: Desk;
let ledger: Serving;
let logVkey: string;
beforeAll(async () => {
  desk = await Desk.open();
  ledger = await foundAndServe(desk);
  const policy = await readFile(desk.path('ledger', 'trust.policy'), 'utf8');
  [, logVkey = ''] = /^log (\S+)$/m.exec(policy) ?? [];
});
afterAll(() => desk?.close());

/** Makes a witness of the ledger, or of other logs. Returns its vkey. */
async function init(dir: string, logs: readonly string[] = [logVkey]): Promise<string> {
  const flags = logs.flatMap((vkey) => ['--log', vkey]);
  const { value } = await desk.json<{ vkey: string }>(['witness', 'init', dir, '--name', `${dir}.example`, ...flags]);
  return value.vkey;
}

function cosigners(note: string, lines: string, vkey: string): string[] {
  const [text = ''] = note.split('\n\n');
  return openNote(parseNote(`${text}\n\n${lines}`), [parseVkey(vkey)]).verified.map(({ key }) => key.name);
}

const state = (dir: string, origin: string): string => desk.path(dir, 'state', `${hashOrigin(origin)}.json`);

describe('a witness of the ledger', () => {
  test('cosigns what grows, shows it, and remembers over an end in order', async () => {
    const vkey = await init('w1');
    const first = await desk.serving(['witness', 'serve', 'w1']);
    const early = await requestFor(ledger.url, 0);
    const answer = await addCheckpoint(first.url, early.body);
    expect([answer.status, cosigners(early.note, answer.text, vkey)]).toEqual([200, ['w1.example']]);
    expect((await first.stop('SIGTERM')).code).toBe(0);
    await record(desk, { kind: 'task', body: { ...TASK, task: 'witnessed' } });
    const second = await desk.serving(['witness', 'serve', 'w1']);
    expect(await addCheckpoint(second.url, early.body)).toEqual({ status: 409, text: `${early.size}\n` });
    const late = await requestFor(ledger.url, early.size);
    expect((await addCheckpoint(second.url, late.body)).status).toBe(200);
    const shown = await (await fetch(`${second.url}/${hashOrigin(ORIGIN)}/checkpoint`)).text();
    expect(shown.startsWith(late.note)).toBe(true);
    expect(shown.split('\n').filter((line) => line.startsWith('— ')).length).toBe(2);
    await second.stop();
  });

  test('is one process a folder, keeps its key to itself, and is never made over another', async () => {
    await init('w2');
    const serving = await desk.serving(['witness', 'serve', 'w2']);
    const second = await desk.run(['witness', 'serve', 'w2', '--port', '0']);
    expect([second.code, second.stderr]).toEqual([8, expect.stringContaining('folder-locked: ')]);
    expect((await desk.run(['witness', 'init', 'w2', '--name', 'other.example'])).code).toBe(8);
    await serving.stop();
    const open = await desk.run(['auditor', 'serve', 'w2']);
    expect([open.code, open.stderr]).toEqual([5, expect.stringContaining('witness-folder-missing: ')]);
  });

  test('says at its start which memory is damaged, and refuses that log', async () => {
    await init('w3');
    const first = await desk.serving(['witness', 'serve', 'w3']);
    const request = await requestFor(ledger.url, 0);
    await addCheckpoint(first.url, request.body);
    await first.stop();
    await writeFile(state('w3', ORIGIN), '{"size":0}\n');
    const second = await desk.serving(['witness', 'serve', 'w3']);
    expect((await addCheckpoint(second.url, request.body)).text).toContain('"bad-witness-memory"');
    expect((await second.stop()).stderr).toContain('log.example/consortium: bad-witness-memory: ');
  });

  test('refuses a log whose memory is gone, until somebody says that it begins anew', async () => {
    await init('w6');
    const serve = ['witness', 'serve', 'w6'];
    const first = await desk.serving(serve);
    const request = await requestFor(ledger.url, 0);
    await addCheckpoint(first.url, request.body);
    await first.stop();
    const anew = ['--begin-anew', ORIGIN];
    const needless = await desk.run([...serve, ...anew]);
    expect([needless.code, needless.stderr]).toEqual([2, expect.stringContaining('nothing is missing')]);
    const stranger = await desk.run([...serve, '--begin-anew', 'other.example']);
    expect([stranger.code, stranger.stderr]).toEqual([2, expect.stringContaining('names no such log')]);
    await rm(desk.path('w6', 'state'), { recursive: true });
    const second = await desk.serving(serve);
    expect((await addCheckpoint(second.url, request.body)).text).toContain('"witness-memory-missing"');
    expect((await second.stop()).stderr).toContain('log.example/consortium: witness-memory-missing: ');
    const third = await desk.serving([...serve, ...anew]);
    expect((await addCheckpoint(third.url, request.body)).status).toBe(200);
    expect((await third.stop()).stderr).toContain('begins anew');
  });

  test('takes its logs from a trust policy too', async () => {
    await init('w4', []);
    const empty = await desk.run(['witness', 'serve', 'w4', '--port', '0']);
    expect([empty.code, empty.stderr]).toEqual([2, expect.stringContaining('no log is named')]);
    const config = await readFile(desk.path('w4', 'witness.toml'), 'utf8');
    await writeFile(desk.path('w4', 'witness.toml'), `policy = "../ledger/trust.policy"\n${config}`);
    const serving = await desk.serving(['witness', 'serve', 'w4']);
    expect((await addCheckpoint(serving.url, (await requestFor(ledger.url, 0)).body)).status).toBe(200);
    await serving.stop();
  });
});

describe('I11: kill -9', () => {
  test('at any moment: of two branches one is cosigned, over all lives of the process', async () => {
    const key = testLogKey('log.example/forking');
    await init('w5', [key.vkey]);
    let trunk = new WitnessedLog(key.name, 4, key);
    let size = 0;
    let cosigned = 0;
    for (let round = 0; round < 10; round++) {
      const serving = await desk.serving(['witness', 'serve', 'w5']);
      const grown = size + 4;
      const branches = ['left', 'right'].map((side) => branchOf(trunk, size, grown, `${side} ${round}`));
      const answers = branches.map((log) =>
        addCheckpoint(serving.url, log.request(size, grown)).catch(() => undefined),
      );
      // At every second life when the first has its answer; else at a moment of which nobody knows what it interrupts.
      await Promise.race(round % 2 === 0 ? answers : [wait(round * 6), ...answers]);
      serving.child.kill('SIGKILL');
      await serving.ended;
      const winners = (await Promise.all(answers)).map((answer) => answer?.status === 200);
      expect(winners.filter((won) => won).length).toBeLessThanOrEqual(1);
      const note = await remembered('w5', key.name);
      const kept = branches.findIndex((log) => note?.startsWith(log.note(grown)));
      // What was answered is remembered; what is remembered may have lost its answer.
      if (winners.includes(true)) expect(winners[kept]).toBe(true);
      cosigned += winners.includes(true) ? 1 : 0;
      if (kept >= 0) [trunk, size] = [branches[kept] ?? trunk, grown];
    }
    expect(cosigned).toBeGreaterThan(0);
    const serving = await desk.serving(['witness', 'serve', 'w5']);
    const strangers = branchOf(trunk, 0, size + 4, 'another history');
    expect((await addCheckpoint(serving.url, strangers.request(size, size + 4))).status).toBe(422);
    expect((await addCheckpoint(serving.url, strangers.request(size, size))).status).toBe(422);
    // Of the fork that two notes prove, the second is kept.
    const kept = await readFile(state('w5', key.name).replace('.json', '.fork.note'), 'utf8');
    expect(kept).toBe(strangers.note(size));
    expect(
      (await addCheckpoint(serving.url, branchOf(trunk, size, size + 4, 'on').request(size, size + 4))).status,
    ).toBe(200);
    expect((await serving.stop()).stderr).toContain('two histories');
  });
});

/** The log with other leaves from `common` on. */
function branchOf(trunk: WitnessedLog, common: number, size: number, name: string): WitnessedLog {
  const branch = new WitnessedLog(trunk.origin, size, trunk.key, name);
  branch.leaves.splice(0, common, ...trunk.leaves.slice(0, common));
  return branch;
}

async function remembered(dir: string, origin: string): Promise<string | undefined> {
  const text = await readFile(state(dir, origin), 'utf8').catch(() => undefined);
  return text === undefined ? undefined : (JSON.parse(text) as { note: string }).note;
}

describe('an auditor of the ledger', () => {
  test('replays, cosigns under its own name, and starts again without the ledger', async () => {
    const made = ['auditor', 'init', 'a1', '--name', 'a1.example', '--log', logVkey, '--url', ledger.url];
    const { vkey } = (await desk.json<{ vkey: string }>(made)).value;
    const serve = ['auditor', 'serve', 'a1', '--allow-address', '127.0.0.0/8'];
    const first = await desk.serving(serve);
    const early = await requestFor(ledger.url, 0);
    const answer = await addPatiently(first.url, early.body);
    expect([answer.status, cosigners(early.note, answer.text, vkey)]).toEqual([200, ['a1.example']]);
    await first.stop();
    await ledger.stop();
    const second = await desk.serving(serve);
    expect((await addPatiently(second.url, `old ${early.size}\n\n${early.note}`)).status).toBe(200);
    ledger = await desk.serve('ledger', '--port', new URL(ledger.url).port);
    await record(desk, { kind: 'task', body: { ...TASK, task: 'audited' } });
    const late = await requestFor(ledger.url, early.size);
    expect((await addPatiently(second.url, late.body)).status).toBe(200);
    await second.stop();
  });

  test('reads nothing from an address inside that nobody allowed', async () => {
    await desk.ok(['auditor', 'init', 'a2', '--name', 'a2.example', '--log', logVkey, '--url', ledger.url]);
    const serving = await desk.serving(['auditor', 'serve', 'a2']);
    const { status, text } = await addCheckpoint(serving.url, (await requestFor(ledger.url, 0)).body);
    expect([status, text]).toEqual([503, expect.stringContaining('outgoing-refused')]);
    await serving.stop();
    await rm(desk.path('a2'), { recursive: true });
  });
});

describe('a ledger with a witness and an auditor in its policy', () => {
  test('publishes what both cosigned: the auditor read its records before', async () => {
    const own = await Desk.open();
    try {
      const port = new URL(ledger.url).port;
      await ledger.stop();
      await own.ok(['init', 'ledger', '--origin', ORIGIN]);
      const [line = ''] = (await readFile(own.path('ledger', 'trust.policy'), 'utf8')).split('\n');
      const [, log = ''] = line.split(' ');
      const url = `http://127.0.0.1:${port}`;
      const made = async (kind: string, ...more: string[]): Promise<{ vkey: string }> =>
        (await own.json<{ vkey: string }>([kind, 'init', kind, '--name', `${kind}.example`, '--log', log, ...more]))
          .value;
      const [witness, auditor] = [await made('witness'), await made('auditor', '--url', url)];
      const witnessing = await own.serving(['witness', 'serve', 'witness']);
      const auditing = await own.serving(['auditor', 'serve', 'auditor', '--allow-address', '127.0.0.0/8']);
      const policy = [
        line,
        `witness w ${witness.vkey} ${witnessing.url}`,
        `witness a ${auditor.vkey} ${auditing.url}`,
        'group both all w a',
        'quorum both',
        '',
      ].join('\n');
      await writeFile(own.path('both.policy'), policy);
      const config = await readFile(own.path('ledger', 'ledgerline.toml'), 'utf8');
      const outside = '[witnesses]\npolicy = "../both.policy"\n[outgoing]\nallow = ["127.0.0.0/8"]\n';
      await writeFile(own.path('ledger', 'ledgerline.toml'), `${config}\n${outside}`);
      const serving = await own.serve('ledger', '--port', port);
      own.env['LEDGERLINE_LEDGER'] = serving.url;
      await record(own, { kind: 'task', body: { ...TASK, task: 'seen-by-both' } });
      const note = await (await fetch(`${serving.url}/checkpoint`)).text();
      const [text = ''] = note.split('\n\n');
      const keys = [witness.vkey, auditor.vkey].map(parseVkey);
      const names = openNote(parseNote(note), keys).verified.map(({ key }) => key.name);
      expect([text.split('\n')[1], names.sort()]).toEqual(['6', ['auditor.example', 'witness.example']]);
      await serving.stop();
      await auditing.stop();
      await witnessing.stop();
    } finally {
      await own.close();
    }
  });
});
