/**
 * What a monitor is made of: the journal and what it reads of it, receipts in folders, its state, the webhook.
 */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InputError } from '../../../src/core/error.ts';
import { parsePolicy } from '../../../src/core/note/policy.ts';
import { createFileMemory } from '../../../src/node/checkpoint-memory.ts';
import { createJournal, journalPath } from '../../../src/node/journal.ts';
import { addAcknowledged, markAcknowledged } from '../../../src/node/monitor/acknowledged.ts';
import { OwnSources } from '../../../src/node/monitor/own-sources.ts';
import { loadState, newState, parseMonitorState, saveState } from '../../../src/node/monitor/state.ts';
import { Webhook } from '../../../src/node/monitor/webhook.ts';
import type { Outgoing } from '../../../src/node/outgoing.ts';
import { makeAlarm } from '../../../src/verify/monitor/alarm.ts';
import { parseOwnList } from '../../../src/verify/monitor/own-list.ts';
import { reconcile, type ToldAlarm } from '../../../src/verify/monitor/reconcile.ts';
import { inputError } from '../../_util/input-error.ts';
import { testLogKey } from '../../_util/keys.ts';
import { found, policyOf } from '../../_util/proven-ledger.ts';
import { tasks } from '../../_util/stored-ledger.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-monitor-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const [A, B, C] = ['a'.repeat(64), 'b'.repeat(64), 'c'.repeat(64)];
const event = (digest: string, what: string, at: string) => JSON.stringify({ at, digest, event: what, kind: 'task' });
const AT = '2026-11-25T08:00:00.000Z';

describe('the journal', () => {
  it('is read as it was written, by institution and ledger', async () => {
    const { consortium } = found();
    const [first, second] = tasks(consortium, 2);
    if (first === undefined || second === undefined) throw new Error('no tasks');
    const journal = createJournal(folder, () => Date.parse(AT));
    await journal.signed(first);
    await journal.sent(first);
    await journal.refused(first);
    await journal.signed(second);
    const path = journalPath(folder, consortium.origin, 'daejeon-institute');
    expect(parseOwnList(await readFile(path, 'utf8'), 'journal')).toEqual(
      new Map([
        [first.digest, { digest: first.digest, sentAtUnixMs: Date.parse(AT), isRefused: true }],
        [second.digest, { digest: second.digest, sentAtUnixMs: undefined, isRefused: false }],
      ]),
    );
    expect(journalPath(folder, 'log.example/other', 'daejeon-institute')).not.toBe(path);
  });
});

describe('a list of own statements', () => {
  it('holds digests, comments and events; sent again is under way again; what a crash cut off counts for nothing', () => {
    const lines = ['# ours', '', A, event(B, 'sent', AT), event(B, 'refused', AT), event(B, 'sent', AT)];
    const list = parseOwnList(`${lines.join('\n')}\n{"at":"2026-11`, 'list');
    expect([...list.keys()]).toEqual([A, B]);
    expect(list.get(B)).toEqual({ digest: B, sentAtUnixMs: Date.parse(AT), isRefused: false });
    expect([...parseOwnList(`${A}\n${C}`, 'list').keys()]).toEqual([A, C]);
  });

  it.each([
    ['a short digest', 'abc'],
    ['another word', `${A} x`],
    ['an event without a time', `{"digest":"${A}","event":"sent"}`],
    ['an event that there is not', event(A, 'eaten', AT)],
    ['a time that there is not', event(A, 'sent', 'yesterday')],
    ['no object', '[1]'],
    ['no JSON', '{'],
  ])('is refused with its line for %s', (_, line) => {
    expect(() => parseOwnList(`${B}\n${line}\n`, 'list')).toThrow(inputError('bad-own-list'));
    expect(() => parseOwnList(`${B}\n${line}\n`, 'list')).toThrow('list line 2');
  });
});

describe('what the institution kept', () => {
  it('is found in subfolders, read again when it changed, and told where it cannot be read', async () => {
    const { consortium, ledger } = found();
    const index = ledger.append(tasks(consortium, 1)[0] ?? ledger.record(0));
    ledger.publish();
    const policy = parsePolicy(policyOf([consortium.logKey]));
    await mkdir(join(folder, 'deep'));
    await writeFile(join(folder, 'deep', 'x.proof.json'), ledger.bundle(index));
    await writeFile(join(folder, 'other.json'), 'not looked at');
    const list = join(folder, 'list.txt');
    await writeFile(list, `${A}\n`);
    const sources = new OwnSources([folder, list], [join(folder, 'absent.jsonl')], policy);
    const kept = await sources.read();
    expect([...kept.statements.keys()]).toEqual([ledger.record(index).digest, A]);
    expect(kept.receipts).toMatchObject([{ index, size: ledger.size }]);
    expect(kept.unreadable).toEqual([]);
    await writeFile(list, `${A}\n${B}\n`);
    await writeFile(join(folder, 'y.proof.json'), 'garbage');
    const again = await sources.read();
    expect(again.statements.has(B)).toBe(true);
    expect(again.unreadable).toEqual([expect.stringContaining('y.proof.json')]);
    // A receipt of another log accuses nobody.
    const foreign = new OwnSources([folder], [], parsePolicy(policyOf([testLogKey('log.example/foreign')])));
    expect((await foreign.read()).receipts).toEqual([]);
    await expect(new OwnSources([join(folder, 'nowhere')], [], policy).read()).rejects.toThrow(
      inputError('file-not-found'),
    );
  });
});

const told = (code: 'stale' | 'key-event', firstAt = 7): ToldAlarm => ({
  ...makeAlarm('alarm', code, 'subject', 'message', { index: 3 }),
  firstAt,
  isAcknowledged: false,
});

describe('the state', () => {
  it('comes back as it was saved, and is refused when it is damaged', async () => {
    const path = join(folder, 'deep', 'monitor.json');
    expect(await loadState(path)).toBeUndefined();
    const alarm = told('stale');
    const state = {
      ...newState('log.example/l', 'snuh', 5),
      ...{ since: 3, size: 9, told: new Map([[alarm.id, alarm]]), undelivered: [alarm.id] },
    };
    await saveState(path, state);
    expect(await loadState(path)).toEqual(state);
    const text = await readFile(path, 'utf8');
    for (const damaged of [
      '',
      text.slice(0, -3),
      text.replace('monitor@v1', 'monitor@v2'),
      text.replace('"size": 9', '"size": -9'),
      text.replace('"code": "stale"', '"code": "stael"'),
      text.replace('"level": "alarm"', '"level": "panic"'),
    ])
      expect(() => parseMonitorState(damaged)).toThrow(inputError('bad-monitor-state'));
  });

  it('knows what was acknowledged, but not the same cause come back later', async () => {
    const path = join(folder, 'acknowledged');
    const alarm = told('stale', 7);
    expect(await markAcknowledged(path, new Map([[alarm.id, alarm]]))).toEqual(new Map([[alarm.id, alarm]]));
    await addAcknowledged(path, alarm);
    const marked = await markAcknowledged(path, new Map([[alarm.id, alarm]]));
    expect(marked.get(alarm.id)?.isAcknowledged).toBe(true);
    expect(reconcile(marked, [alarm], true, 9).fresh).toEqual([]);
    const later = told('stale', 8);
    expect((await markAcknowledged(path, new Map([[later.id, later]]))).get(later.id)?.isAcknowledged).toBe(false);
  });

  it('resolves only what a whole look no longer sees, and what does not last', () => {
    const [passing, lasting] = [told('stale'), { ...told('key-event'), isLasting: true }];
    const before = new Map([passing, lasting].map((alarm) => [alarm.id, alarm]));
    expect(reconcile(before, [], false, 9)).toMatchObject({ fresh: [], resolved: [] });
    const { resolved, told: after } = reconcile(before, [], true, 9);
    expect([resolved, [...after.keys()]]).toEqual([[passing], [lasting.id]]);
  });
});

describe('the webhook', () => {
  it('is asked in order, up to the first failure, and again after pauses that grow', async () => {
    let [now, status] = [0, 200];
    const bodies: string[] = [];
    const outgoing: Outgoing = async ({ body }) => {
      bodies.push(Buffer.from(body ?? []).toString());
      if (status === 0) throw new InputError('unreachable', 'nobody there');
      return { status, contentType: undefined, bytes: new Uint8Array() };
    };
    const webhook = new Webhook({ url: 'u', outgoing, origin: 'l', institution: 'snuh', now: () => now });
    const alarms = [told('stale'), told('key-event')];
    expect(await webhook.deliver(alarms)).toEqual({ taken: alarms.map(({ id }) => id) });
    expect(JSON.parse(bodies[0] ?? '')).toMatchObject({ format: 'ledgerline/alarm@v1', alarm: { code: 'stale' } });
    for (const [answer, failure, wait] of [
      [500, 'status 500', 1000],
      [0, 'nobody there', 2000],
      [302, 'status 302', 4000],
    ] as const) {
      status = answer;
      expect(await webhook.deliver(alarms)).toEqual({ taken: [], failure });
      expect(webhook.waitMs).toBe(wait);
      now += wait - 1;
      expect(await webhook.deliver(alarms)).toEqual({ taken: [] });
      now += 1;
    }
    expect(bodies.length).toBe(5);
    for (let i = 0; i < 20; i++) {
      await webhook.deliver(alarms);
      now += webhook.waitMs;
    }
    status = 204;
    await webhook.deliver(alarms);
    status = 500;
    await webhook.deliver(alarms);
    expect(webhook.waitMs).toBe(1000);
  });
});

describe('the memory of checkpoints', () => {
  it('keeps sixteen contradicting notes of a ledger, each once', async () => {
    const memory = createFileMemory(folder);
    await memory.store('log.example/l', 'ours');
    const kept = new Set<string | undefined>();
    for (let i = 0; i < 20; i++)
      kept.add((await memory.keepContradiction?.('log.example/l', `note ${i}`))?.contradicting);
    expect(kept.size).toBe(17); // sixteen paths, and undefined
    const again = await memory.keepContradiction?.('log.example/l', 'note 3');
    expect(await readFile(again?.contradicting ?? '', 'utf8')).toBe('note 3');
    expect(await readFile(again?.remembered ?? '', 'utf8')).toBe('ours');
    expect((await memory.keepContradiction?.('log.example/m', 'note'))?.contradicting).toBeDefined();
  });
});
