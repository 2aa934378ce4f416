/**
 * The ledger and its witnesses over real HTTP: what is published has its quorum, whatever some of them do; a ledger that lost its
 * memory does not go on (I2, I11).
 */
import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { formatNote, parseNote } from '../../src/core/note/note.ts';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { copyStore } from '../_util/engine.ts';
import { testWitnessKey } from '../_util/keys.ts';
import { NaiveLedger } from '../_util/naive-ledger.ts';
import { smallConsortium, tasks } from '../_util/stored-ledger.ts';
import { cosignatureOf, type Lie, type TestWitness } from '../_util/witness-server.ts';
import { startWitnessed, until, type Witnessed } from './_witnesses.ts';

const open: Witnessed[] = [];
afterEach(async () => {
  for (const witnessed of open.splice(0)) await witnessed.close();
});

async function start(options?: { timeoutMs?: number; graceMs?: number }): Promise<Witnessed> {
  const witnessed = await startWitnessed(options);
  open.push(witnessed);
  return witnessed;
}

const namesOf = ({ opened }: Witnessed): string[] => opened().cosignatures.map(({ witness }) => witness.name);

describe('I2: nothing is published below the quorum', () => {
  it('with all of them, every published checkpoint carries all cosignatures, in the order of the policy', async () => {
    const witnessed = await start({ graceMs: 5000 });
    await witnessed.submit().published;
    expect(namesOf(witnessed)).toEqual(['w1', 'w2', 'w3']);
    await witnessed.submit().published;
    expect(namesOf(witnessed)).toEqual(['w1', 'w2', 'w3']);
    expect(witnessed.ledger.status.witnesses.map(({ size, failure }) => [size, failure])).toEqual(
      Array.from({ length: 3 }, () => [witnessed.ledger.head.size, undefined]),
    );
  });

  it('with one dead it publishes all the same; when that one returns it is brought up to date', async () => {
    const witnessed = await start();
    await witnessed.submit().published;
    const [, , third] = witnessed.witnesses;
    await third.stop();
    await witnessed.submit().published;
    await witnessed.submit().published;
    expect(namesOf(witnessed)).toEqual(['w1', 'w2']);
    expect(witnessed.ledger.status.witnesses[2]?.failure?.code).toBe('unreachable');
    expect(witnessed.ledger.status.unpublished).toBeUndefined();
    await third.start();
    await until(() => third.memory.size === witnessed.ledger.head.size);
    await witnessed.submit().published;
    expect(namesOf(witnessed)).toEqual(['w1', 'w2', 'w3']);
  });

  it('with two dead it commits, gives no receipt, says why, and recovers by itself', async () => {
    const witnessed = await start();
    await witnessed.submit().published;
    const { size } = witnessed.ledger.head;
    const [first, second] = witnessed.witnesses;
    await Promise.all([first.stop(), second.stop()]);
    const ticket = witnessed.submit();
    let isOut = false;
    void ticket.published.then(() => {
      isOut = true;
    });
    await ticket.placed;
    await until(() => witnessed.ledger.status.unpublished?.code === 'quorum-missing');
    expect(witnessed.ledger.sizes).toEqual({ committed: size + 1, published: size });
    const { url, close } = await listen(createServer({ ledger: witnessed.ledger }), { host: '127.0.0.1', port: 0 });
    const ready = await (await fetch(`${url}/readyz`)).json();
    expect(ready).toMatchObject({ ready: true, warnings: [{ code: 'quorum-missing' }] });
    expect(ready.witnesses.map(({ failure }: { failure?: string }) => failure)).toEqual([
      'unreachable',
      'unreachable',
      undefined,
    ]);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toContain('ledgerline_quorum_missing 1');
    expect(metrics).toContain('ledgerline_witness_up{witness="w1"} 0');
    expect(metrics).toContain('ledgerline_witness_up{witness="w3"} 1');
    await close();
    expect(isOut).toBe(false);
    await first.start();
    await ticket.published;
    expect(namesOf(witnessed)).toEqual(['w1', 'w3']);
    expect(witnessed.ledger.status.unpublished).toBeUndefined();
  });

  it('after a restart, nothing is committed before n - k + 1 have answered', async () => {
    const witnessed = await start();
    await witnessed.submit().published;
    const { size } = witnessed.ledger.head;
    const [first, second] = witnessed.witnesses;
    await Promise.all([first.stop(), second.stop()]);
    await witnessed.restart();
    const ticket = witnessed.submit();
    await witnessed.ledger.heard;
    await until(() => witnessed.ledger.status.unpublished?.code === 'quorum-missing');
    expect(witnessed.ledger.status).toMatchObject({ unconfirmed: true, committed: size });
    const { url, close } = await listen(createServer({ ledger: witnessed.ledger }), { host: '127.0.0.1', port: 0 });
    const ready = await fetch(`${url}/readyz`);
    expect([ready.status, (await ready.json()).reasons]).toMatchObject([503, [{ code: 'witnesses-silent' }]]);
    expect((await fetch(`${url}/checkpoint`)).status).toBe(200);
    await close();
    await second.start();
    await ticket.published;
    expect(witnessed.ledger.head.size).toBe(size + 1);
    expect(witnessed.ledger.status.unconfirmed).toBeUndefined();
  });

  it('a ledger that waits for its witnesses can be closed, and what waited is told', async () => {
    const witnessed = await start();
    for (const witness of witnessed.witnesses) await witness.stop();
    await witnessed.restart();
    const ticket = witnessed.submit();
    const told = expect(ticket.published).rejects.toMatchObject({ code: 'stopped' });
    await witnessed.ledger.close();
    await told;
    expect(witnessed.ledger.status.failure).toBeUndefined();
  });
});

describe('a lying witness', () => {
  const respond =
    (write: (response: ServerResponse, witness: TestWitness, body: string) => void) =>
    (witness: TestWitness): Lie =>
    ({ path, body }, response) => {
      if (!path.endsWith('/add-checkpoint')) return undefined;
      write(response, witness, body);
      return true;
    };
  const noteIn = (body: string) => parseNote(body.slice(body.indexOf('\n\n') + 2));
  const endless = (response: ServerResponse): void => {
    if (!response.destroyed) response.write('— a', () => setImmediate(() => endless(response)));
  };

  const LIES: Readonly<Record<string, (witness: TestWitness) => Lie>> = {
    'a cosignature of another text': respond((response, witness) =>
      response.end(cosignatureOf(witness, { text: 'log.example/other\n1\nAAAA\n' })),
    ),
    "another witness's cosignature": respond((response, _, body) =>
      response.end(cosignatureOf({ key: testWitnessKey('stranger.example'), time: undefined }, noteIn(body))),
    ),
    'a cosignature of tomorrow': respond((response, { key }, body) =>
      response.end(cosignatureOf({ key, time: Math.floor(Date.now() / 1000) + 86_400 }, noteIn(body))),
    ),
    'a cosignature of 1970': respond((response, { key }, body) =>
      response.end(cosignatureOf({ key, time: 1 }, noteIn(body))),
    ),
    'a flipped bit in its cosignature': respond((response, witness, body) => {
      const line = cosignatureOf(witness, noteIn(body));
      response.end(`${line.slice(0, -9)}${line.at(-9) === 'A' ? 'B' : 'A'}${line.slice(-8)}`);
    }),
    'a larger size that nobody signed': respond((response) => response.writeHead(409).end('999999\n')),
    'another size each time': respond((response) => response.writeHead(409).end(`${Math.floor(Math.random() * 5)}\n`)),
    'a conflict without a size': respond((response) => response.writeHead(409).end()),
    garbage: respond((response) => response.end(Buffer.alloc(1000, 0xff))),
    nothing: respond((response) => response.end()),
    'a page': respond((response) => response.end('<html><h1>Sign in</h1></html>\n')),
    'a redirect': respond((response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()),
    'an error': respond((response) => response.writeHead(500).end('oops')),
    '10 MB': respond((response) => response.end(Buffer.alloc(10_000_000, '— a b\n'))),
    'an answer without end': respond((response) => endless(response)),
    silence: respond(() => {}),
    'a thousand lines': respond((response, witness, body) =>
      response.end(cosignatureOf(witness, noteIn(body)).repeat(1000)),
    ),
  };

  it.each(Object.entries(LIES))('%s: the others publish, and it is told apart', async (_, lie) => {
    const witnessed = await start({ timeoutMs: 300, graceMs: 1000 });
    const [first, second, third] = witnessed.witnesses;
    second.lie = lie(second);
    await witnessed.submit().published;
    expect(namesOf(witnessed)).toEqual(['w1', 'w3']);
    expect(witnessed.ledger.published?.note).not.toContain(second.key.name);
    await until(() => witnessed.ledger.status.witnesses[1]?.failure !== undefined);
    third.lie = lie(third);
    const { size } = witnessed.ledger.head;
    const ticket = witnessed.submit();
    await ticket.placed;
    await until(() => witnessed.ledger.status.unpublished?.code === 'quorum-missing');
    expect(witnessed.ledger.sizes).toEqual({ committed: size + 1, published: size });
    third.lie = undefined;
    await ticket.published;
    expect(first.memory.size).toBe(size + 1);
  });

  it('whose answer was lost after it had cosigned is asked again from where it stands', async () => {
    const witnessed = await start();
    await witnessed.submit().published;
    for (const witness of witnessed.witnesses) {
      let isFirst = true;
      witness.lie = ({ path }, response) => {
        if (!path.endsWith('/add-checkpoint') || !isFirst) return undefined;
        isFirst = false;
        const { socket } = response;
        response.end = (() => socket?.destroy()) as unknown as typeof response.end; // it decides, remembers, and is cut off
        return undefined;
      };
    }
    await witnessed.submit().published;
    expect(namesOf(witnessed).length).toBeGreaterThanOrEqual(2);
  });

  it('shares one proof among witnesses that stand at the same size', async () => {
    const witnessed = await start();
    await witnessed.submit().published;
    for (const witness of witnessed.witnesses) witness.asked.length = 0;
    await witnessed.submit().published;
    const proofs = witnessed.witnesses.map(({ asked }) => asked[0]?.split('\n\n')[0]);
    expect(new Set(proofs).size).toBe(1);
  });
});

describe('I11: the ledger does not go on when a note of its own key shows more, or other, than it has', () => {
  /** Another history under the same key, as a thief of the key, or a copy that ran elsewhere, would make. */
  function twin(size: number): string {
    const other = smallConsortium();
    const naive = new NaiveLedger(other.origin, other.logKey);
    naive.appendAll(other.founding());
    naive.appendAll(tasks(other, size - naive.size, 'other'));
    naive.publish();
    return naive.publications.at(-1)?.note ?? '';
  }

  it.each([
    ['larger', 3],
    ['of the same size, with another root', 0],
    ['smaller, with another root', -1],
  ])('while running: a witness shows one that is %s', async (_, more) => {
    const witnessed = await start();
    await witnessed.submit().published;
    await witnessed.submit().published;
    const [first] = witnessed.witnesses;
    const { size } = witnessed.ledger.head;
    first.shown = twin(size + 1 + more);
    first.lie = ({ path }, response) => {
      if (!path.endsWith('/add-checkpoint')) return undefined;
      response.writeHead(409).end(`${size + 1000}\n`);
      return true;
    };
    const { published } = witnessed.submit();
    published.catch(() => undefined); // it may still have been published: two of three say yes
    await until(() => witnessed.ledger.status.failure !== undefined);
    expect(witnessed.ledger.status.failure).toMatchObject({ code: 'fork-refused' });
    expect(() => witnessed.submit()).toThrow(expect.objectContaining({ code: 'stopped' }));
    expect(await witnessed.ledger.record(0)).toBeDefined();
  });

  it('a note that another key signed, or that is of this history, does not stop it', async () => {
    const witnessed = await start();
    await witnessed.submit().published;
    const [first, second] = witnessed.witnesses;
    const refuse: Lie = ({ path }, response) => {
      if (!path.endsWith('/add-checkpoint')) return undefined;
      response.writeHead(422).end();
      return true;
    };
    first.lie = refuse; // and shows what it cosigned
    await witnessed.submit().published;
    first.lie = undefined;
    second.lie = refuse;
    const note = parseNote(witnessed.ledger.published?.note ?? '');
    const forged = note.text.replace(/\n[0-9]+\n/, '\n999\n');
    second.shown = formatNote({ ...note, text: forged });
    await witnessed.submit().published;
    expect(witnessed.ledger.status.failure).toBeUndefined();
  });

  it("at start: yesterday's folder is refused before anything is committed", async () => {
    const witnessed = await start();
    await witnessed.submit().published;
    const yesterday = await copyStore(witnessed.parts.store);
    await witnessed.submit().published;
    await witnessed.submit().published;
    const { size } = witnessed.ledger.head;
    await until(() => witnessed.witnesses.every(({ memory }) => memory.size === size));
    const { objects, head: heads, checkpoints, index } = yesterday;
    await witnessed.restart({ ...witnessed.parts, ...{ objects, heads, checkpoints, index } });
    const ticket = witnessed.submit();
    const told = expect(ticket.published).rejects.toMatchObject({ code: 'stopped' });
    await witnessed.ledger.heard;
    await told;
    expect(witnessed.ledger.status.failure).toMatchObject({ code: 'fork-refused' });
    expect(witnessed.ledger.head.size).toBe(size - 2);
  });
});
