/**
 * `monitor` and `evidence`, the real programme against real servers: a stolen key, a second history, a ledger that says nothing or
 * anything, a webhook that is down.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { taskBody } from '../_util/bodies.ts';
import { Desk, type Serving } from '../_util/cli.ts';
import { admit, foundAndServe, openRound, recordAs, SECRETARIAT, safetensors } from '../_util/cli-consortium.ts';
import type { RunOptions } from '../_util/commands.ts';
import type { Consortium } from '../_util/consortium.ts';
import type { NaiveLedger } from '../_util/naive-ledger.ts';
import { COSIGNED_AT, cosigners, found, policyOf, WITNESS } from '../_util/proven-ledger.ts';
import { openInbox, type StaticLedger, serveStatic } from '../_util/static-ledger.ts';
import { naiveFiles, tasks } from '../_util/stored-ledger.ts';

interface AlarmLine {
  readonly event: string;
  readonly code: string;
  readonly id: string;
  readonly index?: number;
  readonly message: string;
}

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
});
afterAll(() => desk?.close());

/** One look: the exit code, and the lines of its JSON. */
async function look(words: readonly string[], options: RunOptions = {}) {
  const { code, stdout, stderr } = await desk.run(['monitor', '--once', '--json', ...words], options);
  const lines = stdout
    .split('\n')
    .filter((line) => line.startsWith('{"event"'))
    .map((line) => JSON.parse(line) as AlarmLine);
  return { code, stderr, alarms: lines.filter(({ event }) => event !== 'look'), lines };
}

describe('a stolen institution key', () => {
  let serving: Serving;
  const words = ['--institution', 'snuh', '--own-here'];
  beforeAll(async () => {
    serving = await foundAndServe(desk);
    const snuh = await admit(desk, 'snuh');
    await openRound(desk, ['snuh']);
    expect(await look(words)).toMatchObject({ code: 0, alarms: [] });
    await writeFile(desk.path('update.safetensors'), safetensors([0.125, 0.75]));
    await desk.ok(['contribute', 'update.safetensors', '--round', 'r1', '--samples', '895', ...snuh]);
  });
  afterAll(() => serving.stop());

  test('what the institution did itself is known from its journal, or from the receipts that it keeps', async () => {
    expect(await look(words)).toMatchObject({ code: 0, alarms: [] });
    const elsewhere = { env: { XDG_STATE_HOME: desk.path('elsewhere') } };
    const receipts = await look(['--institution', 'snuh', '--own', '.'], elsewhere);
    expect(receipts).toMatchObject({ code: 0, alarms: [] });
  });

  test('used before revocation alarms within one poll, once, until it is acknowledged', async () => {
    const digest = await recordAs(desk, 'snuh', 'snuh.pem', {
      kind: 'erasure',
      reason: { code: 'key-compromise' },
      body: { erasure: 'stolen', openings: ['samples'], subjects: [await lastOwn()] },
    });
    const first = await look(words);
    expect(first.code).toBe(3);
    expect(first.alarms).toMatchObject([{ event: 'alarm', code: 'foreign-statement', statement: digest }]);
    expect(await look(words)).toMatchObject({ code: 3, alarms: [] });
    const human = await desk.run(['monitor', '--once', ...words, '--state', 'fresh', '--lang', 'ko']);
    expect(human.stdout).toMatch(/^경보 [0-9a-f]{12} foreign-statement record \d+: erasure/);
    await desk.ok(['monitor', ...words, '--acknowledge', first.alarms[0]?.id ?? '']);
    expect(await look(words)).toMatchObject({ code: 0, alarms: [] });
    expect((await desk.run(['monitor', ...words, '--acknowledge', '000000000000'])).code).toBe(5);
  });

  test('without anything that is its own, each new record is a notice', async () => {
    const words = ['--institution', 'secretariat', '--state', 'of-secretariat'];
    const elsewhere = { env: { XDG_STATE_HOME: desk.path('elsewhere') } };
    expect(await look(words, elsewhere)).toMatchObject({ code: 0, alarms: [] });
    await admit(desk, 'amc');
    const { code, alarms } = await look(words, elsewhere);
    expect(code).toBe(0);
    expect(new Set(alarms.map(({ event, code: of }) => `${event} ${of}`))).toEqual(new Set(['notice own-statement']));
    expect(await look(words, elsewhere)).toMatchObject({ code: 0, alarms: [] });
  });

  test('its revocation is a key event, whoever made it', async () => {
    const keyId = (await desk.json<{ keyId: string }>(['key', 'show', 'snuh.pem'])).value.keyId;
    const body = { institution: 'snuh', change: 'revoke' as const, revokes: keyId, compromisedSince: 11 };
    await writeFile(
      desk.path('revoke.json'),
      JSON.stringify({ kind: 'key', body, reason: { code: 'key-compromise' } }),
    );
    await desk.ok(['sign', 'revoke.json', ...SECRETARIAT, '--out', 'revoke.env.json']);
    await desk.ok(['submit', 'revoke.env.json']);
    const { code, alarms } = await look(words);
    expect(code).toBe(3);
    expect(alarms).toMatchObject([
      { code: 'key-event', message: expect.stringContaining('compromised since record 11') },
    ]);
  });
});

async function lastOwn(): Promise<string> {
  const bundle = JSON.parse(await readFile(desk.path('update.proof.json'), 'utf8')) as { record: string };
  const record = JSON.parse(Buffer.from(bundle.record, 'base64').toString()) as { envelope: { payload: string } };
  const { createHash } = await import('node:crypto');
  return createHash('sha256').update(Buffer.from(record.envelope.payload, 'base64')).digest('hex');
}

describe('a ledger that is not honest', () => {
  let consortium: Consortium;
  let ledger: NaiveLedger;
  let server: StaticLedger;
  let count = 0;
  let words: string[] = [];
  beforeEach(async () => {
    ({ consortium, ledger } = found());
    server = await serveStatic();
    await writeFile(desk.path('naive.policy'), policyOf([consortium.logKey], WITNESS));
    const state = `state-${count++}`;
    words = ['--institution', 'hangang-pharma', '--ledger', server.url, '--trust', 'naive.policy', '--state', state];
    show();
    return () => server.close();
  });
  const show = (of: NaiveLedger = ledger, secondsLater = 0): string => {
    const note = of.publish(cosigners(secondsLater, WITNESS));
    server.files = naiveFiles(of);
    return note;
  };

  test('I1, I11: a second history is refused, kept, told once, and convinces `verify` with two notes and the policy', async () => {
    const [twin, other] = [ledger.fork(), consortium.fork()];
    ledger.appendAll(tasks(consortium, 2, 'ours'));
    twin.appendAll(tasks(other, 2, 'theirs'));
    const ours = show();
    expect((await look(words)).code).toBe(0);
    const theirs = show(twin);
    const { code, alarms } = await look(words);
    expect([code, alarms.map((alarm) => alarm.code)]).toEqual([3, ['checkpoint-inconsistent']]);
    expect(await look(words)).toMatchObject({ code: 3, alarms: [] });
    const state = words.at(-1) ?? '';
    const [kept = ''] = (await readdir(desk.path(state))).filter((name) => name.endsWith('.evidence.json'));
    const verified = await desk.run(['verify', `${state}/${kept}`, '--trust', 'naive.policy']);
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('signed two histories')]);
    await writeFile(desk.path('a.note'), ours);
    await writeFile(desk.path('b.note'), theirs);
    const made = ['evidence', 'fork', 'a.note', 'b.note', '--trust', 'naive.policy'];
    await desk.ok([...made, '--out', `${state}.evidence.json`]);
    await desk.ok(['verify', `${state}.evidence.json`, '--trust', 'naive.policy']);
    expect((await desk.run([...made, '--out', `${state}.evidence.json`])).code).toBe(8);
    // The larger history, with the root that it had at the size of ours.
    twin.appendAll(tasks(other, 3, 'more'));
    await writeFile(desk.path('c.note'), show(twin));
    const larger = [
      'evidence',
      'fork',
      'a.note',
      'c.note',
      '--trust',
      'naive.policy',
      '--out',
      `${state}.2.evidence.json`,
    ];
    expect((await desk.run(larger, { env: { LEDGERLINE_LEDGER: '' } })).code).toBe(4);
    await desk.ok([...larger, '--ledger', server.url]);
    expect((await desk.run(['verify', `${state}.2.evidence.json`, '--trust', 'naive.policy'])).code).toBe(0);
    // The branch grew: no new alarm.
    expect(await look(words)).toMatchObject({ code: 3, alarms: [] });
  });

  test('I3: a record that breaks a rule alarms, and is shown with `evidence record`', async () => {
    const [forged] = tasks(consortium, 1, 'forged');
    if (forged === undefined) throw new Error('no task');
    const signature = Uint8Array.from(forged.signature, (byte, i) => (i === 40 ? byte ^ 1 : byte));
    const index = ledger.append({ ...forged, signature });
    show();
    const { code, alarms } = await look(words);
    expect([code, alarms]).toMatchObject([3, [{ code: 'bad-signature', index }]]);
    const place = ['--ledger', server.url, '--trust', 'naive.policy'];
    const state = words.at(-1) ?? '';
    await desk.ok(['evidence', 'record', String(index), ...place, '--out', `${state}.evidence.json`]);
    const judged = await desk.json<{ verdict: string }>([
      'verify',
      `${state}.evidence.json`,
      '--trust',
      'naive.policy',
    ]);
    expect(judged).toMatchObject({ code: 0, value: { verdict: 'VERIFIED', facts: { code: 'bad-signature', index } } });
    expect((await desk.run(['evidence', 'record', '0', ...place])).code).toBe(5);
  });

  test('I2: a receipt whose record is gone alarms, and is shown with `evidence omission`', async () => {
    const twin = ledger.fork();
    const other = consortium.fork();
    const [own] = [consortium.statement('task', 'hangang-pharma', taskBody({ task: 'ours' }))];
    const index = ledger.append(own);
    show();
    const state = words.at(-1) ?? '';
    const receipt = `${state}.proof.json`;
    await writeFile(desk.path(receipt), ledger.bundle(index));
    expect((await look([...words, '--own', receipt])).code).toBe(0);
    twin.appendAll(tasks(other, 2, 'theirs'));
    show(twin);
    const fresh = [...words.slice(0, -1), `${state}-fresh`, '--own', receipt];
    const { code, alarms } = await look(fresh);
    expect([code, alarms]).toMatchObject([3, [{ code: 'receipt-broken', index }]]);
    const place = ['--ledger', server.url, '--trust', 'naive.policy'];
    await desk.ok(['evidence', 'omission', receipt, ...place, '--out', `${state}.evidence.json`]);
    const verified = await desk.run(['verify', `${state}.evidence.json`, '--trust', 'naive.policy', '--lang', 'ko']);
    expect([verified.code, verified.stdout]).toEqual([0, expect.stringContaining('영수증')]);
    server.files = naiveFiles(ledger);
    expect((await desk.run(['evidence', 'omission', receipt, ...place])).code).toBe(5);
  });

  test('a mirror that shows another history is a fork; one that shows more is a doubt', async () => {
    const [twin, other] = [ledger.fork(), consortium.fork()];
    const mirror = await serveStatic();
    ledger.appendAll(tasks(consortium, 2, 'ours'));
    show();
    mirror.files = server.files;
    expect((await look([...words, '--also', mirror.url])).code).toBe(0);
    const ahead = ledger.fork();
    ahead.appendAll(tasks(consortium.fork(), 1, 'ahead'));
    ahead.publish(cosigners(1, WITNESS));
    mirror.files = naiveFiles(ahead);
    const behind = await look([...words, '--also', mirror.url]);
    expect([behind.code, behind.alarms.map((alarm) => alarm.code)]).toEqual([4, ['view-behind']]);
    twin.appendAll(tasks(other, 5, 'theirs'));
    twin.publish(cosigners(1, WITNESS));
    mirror.files = naiveFiles(twin);
    const forked = await look([...words, '--also', mirror.url]);
    expect(forked.code).toBe(3);
    expect(forked.alarms).toMatchObject([
      { event: 'alarm', code: 'checkpoint-inconsistent', message: expect.stringContaining('evidence: ') },
      { event: 'resolved', code: 'view-behind' },
    ]);
    await mirror.close();
    const gone = await look([...words, '--also', mirror.url]);
    expect([gone.code, gone.alarms.map((alarm) => alarm.code)]).toEqual([3, ['unreachable']]);
  });

  test('one that goes back to fewer records, and one whose records are gone', async () => {
    const early = server.files;
    const before = { ledger: ledger.fork(), consortium: consortium.fork() };
    ledger.appendAll(tasks(consortium, 2, 'more'));
    show();
    expect((await look(words)).code).toBe(0);
    const whole = server.files;
    server.files = early;
    const { code, alarms } = await look(words);
    expect([code, alarms.map((alarm) => alarm.code)]).toEqual([3, ['rolled-back']]);
    // Another history, as small: a later process proves it by its copy of leaf hashes.
    server.files = whole;
    expect((await look(words)).alarms).toMatchObject([{ event: 'resolved', code: 'rolled-back' }]);
    const [twin, other] = [before.ledger, before.consortium];
    twin.appendAll(tasks(other, 1, 'theirs'));
    show(twin, 1);
    const forked = await look(words);
    expect([forked.code, forked.alarms.map((alarm) => alarm.code)]).toEqual([3, ['checkpoint-inconsistent']]);
    const [, evidence = ''] = /evidence: (\S+)$/.exec(forked.alarms[0]?.message ?? '') ?? [];
    expect((await desk.run(['verify', evidence, '--trust', 'naive.policy'])).code).toBe(0);
    server.files = new Map([...whole].filter(([path]) => !path.startsWith('tile/entries/')));
    expect((await look([...words.slice(0, -1), 'fresh-reader'])).alarms).toMatchObject([
      { event: 'doubt', code: 'object-missing' },
    ]);
  });

  test('stale, and a witness that is late', async () => {
    const hour = ['--max-age', String(Math.floor(Date.now() / 1000) - COSIGNED_AT + 3600)];
    expect((await look([...words, ...hour])).code).toBe(0);
    const { code, alarms } = await look([...words, '--max-age', '3600']);
    expect([code, alarms.map((alarm) => alarm.code)]).toEqual([3, ['stale']]);
    const again = await look([...words, ...hour]);
    expect([again.code, again.alarms.map(({ event, code: of }) => `${event} ${of}`)]).toEqual([0, ['resolved stale']]);
  });

  test('too few witnesses is a doubt', async () => {
    ledger.appendAll(tasks(consortium, 1));
    ledger.publish();
    server.files = naiveFiles(ledger);
    const { code, alarms } = await look(words);
    expect([code, alarms.map((alarm) => alarm.code)]).toEqual([4, ['too-few-cosignatures']]);
  });

  test.each([
    ['garbage', 3, 'bad-note', (response: import('node:http').ServerResponse) => response.end('\u0000garbage')],
    [
      'a page of a proxy',
      3,
      'bad-note',
      (response: import('node:http').ServerResponse) => response.end('<html></html>'),
    ],
    ['status 500', 7, undefined, (response: import('node:http').ServerResponse) => response.writeHead(500).end()],
    ['a connection that breaks', 7, undefined, (response: import('node:http').ServerResponse) => response.destroy()],
    ['an endless answer', 7, undefined, endless],
  ] as const)('hostile answers do not hang it: %s', async (_, code, alarm, answer) => {
    server.answer = (_request, response) => {
      answer(response);
      return true;
    };
    const found = await look(words);
    expect([found.code, found.alarms.map((each) => each.code)]).toEqual([code, alarm === undefined ? [] : [alarm]]);
    server.answer = undefined;
    expect((await look(words)).code).toBe(0);
  });

  test('nobody there is 7; a state that is damaged, a policy of two logs and a path that is not there are mistakes', async () => {
    await server.close();
    expect((await look(words)).code).toBe(7);
    await writeFile(desk.path(words.at(-1) ?? '', 'monitor.json'), '{"format":"ledgerline/monitor@v1"}');
    const { code, stderr } = await desk.run(['monitor', '--once', ...words]);
    expect([code, stderr]).toEqual([2, expect.stringContaining('bad-monitor-state')]);
    expect((await desk.run(['monitor', '--once', ...words, '--own', 'nowhere'])).code).not.toBe(0);
  });

  test('the webhook is told each alarm once, later where it is down, and the watching goes on meanwhile; a second monitor on the folder is refused', async () => {
    const inbox = await openInbox();
    inbox.status = 503;
    const hook = ['--webhook', inbox.url, '--allow-address', '127.0.0.0/8'];
    const child = desk.start(['monitor', ...words, '--interval', '1', '--json', '--max-age', '3600', ...hook]);
    const printed = linesOf(child);
    await printed.until((text) => text.includes('"code":"stale"'));
    await printed.untilError((text) => text.includes('webhook: status 503'));
    const second = await desk.run(['monitor', '--once', ...words]);
    expect([second.code, second.stderr]).toEqual([8, expect.stringContaining('folder-locked: ')]);
    const [twin, other] = [ledger.fork(), consortium.fork()];
    ledger.appendAll(tasks(consortium, 1, 'ours'));
    twin.appendAll(tasks(other, 1, 'theirs'));
    show();
    await printed.untilSize(desk.path(words.at(-1) ?? '', 'monitor.json'), ledger.size);
    show(twin);
    await printed.until((text) => text.includes('"code":"checkpoint-inconsistent"'));
    inbox.status = 204;
    await inbox.until(2);
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(inbox.taken).toMatchObject([
      { format: 'ledgerline/alarm@v1', institution: 'hangang-pharma', alarm: { code: 'stale', level: 'alarm' } },
      { alarm: { code: 'checkpoint-inconsistent' } },
    ]);
    // Told and taken: a restart says nothing again.
    expect(await look([...words, ...hook, '--max-age', '3600'])).toMatchObject({ code: 3, alarms: [] });
    expect(inbox.taken.length).toBe(2);
    await inbox.close();
  });
});

function endless(response: import('node:http').ServerResponse): void {
  const chunk = Buffer.alloc(1024 * 1024, 97);
  const more = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', more);
  more();
}

/** What a child prints, to wait for. */
function linesOf(child: import('node:child_process').ChildProcess) {
  const printed = { stdout: '', stderr: '' };
  let wake = (): void => {};
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      printed[name] += text;
      wake();
    });
  }
  const until = async (name: 'stdout' | 'stderr', holds: (text: string) => boolean): Promise<void> => {
    while (!holds(printed[name])) {
      if (child.exitCode !== null) throw new Error(`monitor ended with ${child.exitCode}: ${printed.stderr}`);
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  return {
    until: (holds: (text: string) => boolean) => until('stdout', holds),
    untilError: (holds: (text: string) => boolean) => until('stderr', holds),
    /** Until the state file says that so many records were followed. */
    untilSize: async (path: string, size: number): Promise<void> => {
      for (;;) {
        const state = JSON.parse(await readFile(path, 'utf8').catch(() => '{"size":-1}')) as { size: number };
        if (state.size >= size) return;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
  };
}
