/**
 * A witness under requests that mean harm, at the same moment, and on a folder that is damaged.
 */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { InputError } from '../../src/core/error.ts';
import { createFileStates } from '../../src/witness/log-state.ts';
import { hashOrigin } from '../../src/witness/origin-hash.ts';
import { WitnessedLog } from '../_util/witnessed-log.ts';
import { RawConnection, statusesIn } from './_raw.ts';
import { askRaw } from './_server.ts';
import { startWitness, type TestWitness, type TestWitnessOptions } from './_witness.ts';

const LOG = new WitnessedLog('log.example/any', 40);
const OTHER = new WitnessedLog('log.example/other', 4);

const open: TestWitness[] = [];
async function start(options: Partial<TestWitnessOptions> = {}): Promise<TestWitness> {
  const witness = await startWitness({ logs: [LOG], ...options });
  open.push(witness);
  return witness;
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((witness) => witness.close()));
});

describe('I11: at the same moment', () => {
  it('of forty branches one wins; all others are refused by its size or root', async () => {
    const witness = await start();
    expect((await witness.add(LOG.request(0, 2))).status).toBe(200);
    const branches = Array.from({ length: 40 }, (_, i) => new WitnessedLog(LOG.origin, 10, LOG.key, `branch ${i}`, 2));
    const answers = await Promise.all(branches.map((branch) => witness.add(branch.request(2, 10))));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 39 }, () => 409)]);
    const winner = branches[answers.findIndex(({ status }) => status === 200)];
    expect((await witness.latest(LOG.origin)).text).toContain(winner?.note(10));
    const again = await Promise.all(branches.map((branch) => witness.add(branch.request(10, 10))));
    expect(again.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 39 }, () => 422)]);
  });

  it('sizes never go back, whatever overtakes what', async () => {
    const witness = await start();
    const bodies = Array.from({ length: 40 }, (_, i) => LOG.request(0, i + 1));
    const answers = await Promise.all(bodies.map((body) => witness.add(body)));
    expect(answers.filter(({ status }) => status === 200).length).toBe(1);
    const cosigned = answers.findIndex(({ status }) => status === 200) + 1;
    expect((await witness.states.load(LOG.origin)).size).toBe(cosigned);
  });

  it('no more wait for one log than it can bear, and other logs do not wait with them', async () => {
    let release = (): void => {};
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const witness = await start({
      logs: [LOG, OTHER],
      examine: async ({ checkpoint }) => (checkpoint.origin === LOG.origin ? held : undefined),
    });
    const waiting = Array.from({ length: 70 }, () => witness.add(LOG.request(0, 1)));
    const refused = await Promise.race(waiting);
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
    expect((await witness.add(OTHER.request(0, 1))).status).toBe(200);
    release();
    const statuses = (await Promise.all(waiting)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 503).length).toBe(6);
    expect(statuses.filter((status) => status === 200).length).toBe(1);
  });
});

describe('memory', () => {
  it.each([
    ['cut off', (text: string) => text.slice(0, -20)],
    ['empty', () => ''],
    ['a smaller size', (text: string) => text.replace('"size":5', '"size":4')],
    ['of another log', (text: string) => text.replace('log.example/any', 'log.example/ani')],
    ['a valid form, another spelling', (text: string) => ` ${text}`],
  ])('that is damaged (%s) refuses its log and no other; nothing is signed', async (_, damage) => {
    const witness = await start({ logs: [LOG, OTHER] });
    await witness.add(LOG.request(0, 5));
    const path = join(witness.folder, 'state', `${hashOrigin(LOG.origin)}.json`);
    const before = await readFile(path, 'utf8');
    await writeFile(path, damage(before));
    for (const body of [LOG.request(5, 6), LOG.request(0, 6), LOG.fork(0).request(0, 6)])
      expect((await witness.add(body)).json).toMatchObject({ status: 500, code: 'bad-witness-memory' });
    expect((await witness.latest(LOG.origin)).status).toBe(500);
    const ready = await askRaw(witness.url, '/readyz');
    expect([ready.status, ready.json.logs[0]]).toEqual([503, expect.objectContaining({ code: 'bad-witness-memory' })]);
    expect((await witness.add(OTHER.request(0, 2))).status).toBe(200);
    await writeFile(path, before);
    expect((await witness.add(LOG.request(5, 6))).status).toBe(200);
  });

  it('that is gone refuses its log and no other: a witness that forgot could sign a second history', async () => {
    const witness = await start({ logs: [LOG, OTHER] });
    await witness.add(LOG.request(0, 5));
    await rm(join(witness.folder, 'state'), { recursive: true });
    for (const body of [LOG.request(5, 6), LOG.request(0, 6), LOG.fork(0).request(0, 6)])
      expect((await witness.add(body)).json).toMatchObject({ status: 500, code: 'witness-memory-missing' });
    const ready = await askRaw(witness.url, '/readyz');
    expect([ready.status, ready.json.logs[0]]).toEqual([
      503,
      expect.objectContaining({ code: 'witness-memory-missing' }),
    ]);
    expect((await witness.add(OTHER.request(0, 2))).status).toBe(200);
  });

  it('that cannot be written keeps the cosignature back', async () => {
    let isFull = true;
    const witness = await start({
      states: (folder, cosigned) => {
        const states = createFileStates(folder, cosigned);
        const store: typeof states.store = async (origin, state) => {
          if (isFull) throw new Error('ENOSPC');
          await states.store(origin, state);
        };
        return { ...states, store };
      },
    });
    const { status, text } = await witness.add(LOG.request(0, 5));
    expect([status, text.includes('—'), text.includes('ENOSPC')]).toEqual([500, false, false]);
    isFull = false;
    expect((await witness.add(LOG.fork(0).request(0, 5))).status).toBe(200); // nothing was signed before
  });

  it('survives leftovers of a write that was cut off, and leaves one file a log', async () => {
    const witness = await start();
    await witness.add(LOG.request(0, 5));
    await writeFile(join(witness.folder, 'state', `${hashOrigin(LOG.origin)}.json.new`), '{"half');
    expect((await witness.add(LOG.request(5, 6))).status).toBe(200);
    expect(await readdir(join(witness.folder, 'state'))).toEqual([`${hashOrigin(LOG.origin)}.json`]);
  });
});

describe('bodies', () => {
  it('of 10 MB are refused, by what they declare and by what comes', async () => {
    const witness = await start();
    const declared = await witness.add('x'.repeat(10_000_000));
    expect(declared.json).toMatchObject({ status: 413, code: 'too-large' });
    const raw = await RawConnection.open(witness.url);
    raw.write('POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nTransfer-Encoding: chunked\r\n\r\n');
    for (let i = 0; i < 5; i++) raw.write(`8000\r\n${'x'.repeat(0x8000)}\r\n`);
    expect(statusesIn(await raw.until(/\r\n\r\n/))).toEqual([413]);
    raw.cut();
  });

  it('in pieces, and packed, and of a kind that is not asked for', async () => {
    const witness = await start();
    const raw = await RawConnection.open(witness.url);
    const body = Buffer.from(LOG.request(0, 3));
    raw.write(`POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: ${body.length}\r\n\r\n`);
    for (const byte of body) raw.write(Uint8Array.of(byte));
    expect(statusesIn(await raw.until(/ witness\.example\/mfds /))).toEqual([200]);
    raw.cut();
    const packed = { method: 'POST', headers: { 'Content-Encoding': 'gzip' }, body: 'x' };
    expect((await askRaw(witness.url, '/add-checkpoint', packed)).status).toBe(415);
    const got = await askRaw(witness.url, '/add-checkpoint');
    expect([got.status, got.headers['allow']]).toEqual([405, 'POST']);
  });

  it('that never end are cut off in time, and hold nobody up', async () => {
    const times = { headersMs: 100, requestMs: 200, checkMs: 20 };
    const witness = await start({ listen: { times } });
    const raw = await RawConnection.open(witness.url);
    raw.write('POST /add-checkpoint HTTP/1.1\r\nHost: w\r\nContent-Length: 1000\r\n\r\nold 0\n');
    expect((await witness.add(LOG.request(0, 3))).status).toBe(200);
    expect(statusesIn(await raw.closed)).toEqual([408]);
  });

  it('of random bytes are 400', async () => {
    const witness = await start();
    let seed = 1;
    const next = (): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed;
    };
    for (let i = 0; i < 50; i++) {
      const garbage = Uint8Array.from({ length: next() % 3000 }, () => next() % 256);
      expect((await witness.add(garbage)).status).toBe(400);
    }
  });
});

describe('too many requests', () => {
  it('of one address are refused, told when to come back; others and /livez are answered', async () => {
    const witness = await start({ server: { requestsPerMinute: 3, trustProxy: ['127.0.0.1'] } });
    const from = (address: string, path: string) =>
      askRaw(witness.url, path, { headers: { 'X-Forwarded-For': address } });
    const statuses = [];
    for (let i = 0; i < 5; i++) statuses.push((await from('192.0.2.7', '/readyz')).status);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    expect(Number((await from('192.0.2.7', '/readyz')).headers['retry-after'])).toBeGreaterThan(0);
    expect((await from('192.0.2.8', '/readyz')).status).toBe(200);
    expect((await from('192.0.2.7', '/livez')).status).toBe(200);
  });
});

describe('an examiner', () => {
  it('comes after the decision and before the cosignature: what it refuses is not signed', async () => {
    const asked: number[] = [];
    const witness = await start({
      examine: async ({ checkpoint: { size } }) => {
        asked.push(size);
        if (size > 3) throw new InputError('rules-broken', 'record 3: state-differs: as an example');
      },
    });
    expect((await witness.add(LOG.request(1, 5))).status).toBe(409);
    expect((await witness.add(LOG.request(0, 3))).status).toBe(200);
    const refused = await witness.add(LOG.request(3, 5));
    expect([refused.status, refused.json.code, refused.json.detail]).toEqual([
      422,
      'rules-broken',
      'record 3: state-differs: as an example',
    ]);
    expect(asked).toEqual([3, 5]);
    expect((await witness.states.load(LOG.origin)).size).toBe(3);
  });

  it('that needs longer has the client come again', async () => {
    const witness = await start({
      examine: async () => {
        throw new InputError('still-following', '5 of 9 records are replayed');
      },
    });
    const { status, headers, json } = await witness.add(LOG.request(0, 3));
    expect([status, headers['retry-after'], json.code]).toEqual([503, '5', 'still-following']);
  });
});
