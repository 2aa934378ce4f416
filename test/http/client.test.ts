/**
 * The client against a real server: receipts, batches, waiting, errors by their codes, and the memory of checkpoints.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Author } from '../../src/client/author.ts';
import type { CheckpointMemory } from '../../src/client/checkpoint-memory.ts';
import { LedgerClient } from '../../src/client/ledger-client.ts';
import { parseCheckpoint } from '../../src/core/note/checkpoint.ts';
import { parseNote } from '../../src/core/note/note.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import { parseRecord, type SignedStatement } from '../../src/core/record/record.ts';
import { parseBundle } from '../../src/verify/bundle.ts';
import { digestOf, taskBody } from '../_util/bodies.ts';
import { Consortium } from '../_util/consortium.ts';
import { firstRound } from '../_util/history.ts';
import { inputError } from '../_util/input-error.ts';
import { testKey } from '../_util/keys.ts';
import { startTestServer, type TestServer } from './_server.ts';

const INSTITUTE = 'daejeon-institute';

let server: TestServer;
let history: SignedStatement[];
let tasks = 0;

beforeAll(async () => {
  server = await startTestServer({ consortium: new Consortium() });
  history = firstRound(server.consortium);
  await server.post(history);
});

afterAll(() => server.close());

function task(overrides: Parameters<Consortium['statement']>[3] = {}): SignedStatement {
  return server.consortium.statement('task', INSTITUTE, taskBody({ task: `task-${tasks++}` }), overrides);
}

/** A memory that shows what it holds. */
function createMemory(): CheckpointMemory & { readonly notes: Map<string, string>; size(): number } {
  const notes = new Map<string, string>();
  return {
    notes,
    load: async (origin) => notes.get(origin),
    store: async (origin, note) => void notes.set(origin, note),
    size: () => parseCheckpoint(parseNote(notes.get(server.consortium.origin) ?? '').text).size,
  };
}

const policy = () => parsePolicy(`log ${server.consortium.logKey.vkey}\nquorum none\n`);

describe('submitting', () => {
  it('gives the receipt, and again the same one', async () => {
    const client = new LedgerClient({ url: `${server.url}/` });
    const signed = task();
    const first = await client.submit(signed);
    expect(first).toMatchObject({ created: true, digest: signed.digest, index: server.ledger.head.size - 1 });
    expect(parseRecord(parseBundle(first.bundle).record).digest).toBe(signed.digest);
    const second = await client.submit(signed);
    expect(second).toEqual({ ...first, created: false });
    expect(await client.bundle(signed.digest)).toEqual(first.bundle);
    expect(await client.bundle(first.index)).toEqual(first.bundle);
    expect(await client.statement(signed.digest)).toEqual({ index: first.index });
  });

  it('a refusal is an error with the code of the rule', async () => {
    const client = new LedgerClient({ url: server.url });
    const chain = { sequence: 99, previous: digestOf('x') };
    await expect(client.submit(task({ chain }))).rejects.toThrow(inputError('chain'));
    await expect(client.submit(task({ stray: true, key: testKey('eve') }))).rejects.toThrow(
      inputError('key-not-authors'),
    );
    await expect(client.bundle(digestOf('x'))).rejects.toThrow(inputError('not-found'));
    await expect(client.bundle(10_000)).rejects.toThrow(inputError('not-published'));
    await expect(client.standing('x')).rejects.toThrow(inputError('bad-hex'));
  });

  it('a batch is answered item for item', async () => {
    const client = new LedgerClient({ url: server.url });
    const [known, fresh] = [task(), task()];
    const { index } = await client.submit(known);
    const refused = task({ chain: { sequence: 99, previous: digestOf('x') } });
    expect(await client.submitBatch([known, fresh, refused])).toEqual([
      { digest: known.digest, created: false, index },
      { digest: fresh.digest, created: true, index: index + 1 },
      { digest: refused.digest, error: inputError('chain') },
    ]);
    await expect(client.submitBatch([])).rejects.toThrow(inputError('batch-size'));
  });

  it('handed in, a statement is on its way, and its standing tells how it went', async () => {
    const client = new LedgerClient({ url: server.url });
    const [good, bad] = [task(), task({ chain: { sequence: 99, previous: digestOf('x') } })];
    await client.handIn(good);
    await client.handIn(bad);
    await expect.poll(async () => (await client.standing(good.digest)).status).toBe('published');
    await expect.poll(async () => (await client.standing(bad.digest)).status).toBe('refused');
    await expect(client.statement(bad.digest)).rejects.toThrow(inputError('not-published'));
  });

  it('waits for a receipt that comes late, and is told of a refusal that comes late', async () => {
    let isHeld = false;
    const slow = await startTestServer({
      witnesses: {
        cosign: async () => {
          while (isHeld) await new Promise((resolve) => setTimeout(resolve, 5));
          return [];
        },
      },
      server: { limits: { receiptWaitMs: 0 } },
    });
    const client = new LedgerClient({ url: slow.url });
    isHeld = true;
    const waiting = client.submit(slow.consortium.statement('task', INSTITUTE, taskBody()));
    setTimeout(() => {
      isHeld = false;
    }, 100);
    expect(await waiting).toMatchObject({ index: slow.ledger.head.size - 1 });
    const chain = { sequence: 99, previous: digestOf('x') };
    const refused = slow.consortium.statement('task', INSTITUTE, taskBody(), { chain });
    await expect(client.submit(refused)).rejects.toThrow(inputError('chain'));
    await slow.close();
  });

  it('of a statement by an author whose chain the ledger tells', async () => {
    const client = new LedgerClient({ url: server.url });
    const { origin } = await client.ledger();
    const author = new Author({
      institution: 'hangang-pharma',
      origin,
      signer: testKey('hangang-pharma 1', 'ecdsa-p256'),
      signerCommitment: digestOf('person'),
    });
    for (const name of ['own-1', 'own-2']) {
      const { chain } = await client.institution('hangang-pharma');
      const body = taskBody({ task: name });
      const signed = author.sign({ kind: 'task', body, chain, signedAt: '2026-11-23T18:00:00+09:00' });
      expect((await client.submit(signed)).created).toBe(true);
    }
  });
});

describe('reading', () => {
  it('the ledger, institutions, models and rounds', async () => {
    const client = new LedgerClient({ url: server.url });
    const open = history[2]?.digest ?? '';
    expect(await client.ledger()).toMatchObject({ origin: server.consortium.origin, operator: 'platform' });
    expect(await client.model('safety-net')).toMatchObject({ model: 'safety-net', rounds: 1 });
    const round = await client.round('round-1');
    expect(round).toMatchObject({ id: open, status: 'completed', aggregation: { id: history[7]?.digest } });
    expect(round.contributions).toHaveLength(2);
    expect(await client.round(open)).toEqual(round);
    expect((await client.institution('namsan-hospital')).chain).toEqual({ sequence: 1, previous: history[4]?.digest });
  });

  it('files of the static path, or nothing', async () => {
    const client = new LedgerClient({ url: server.url });
    expect(await client.file('tile/0/000.p/2')).toHaveLength(64);
    expect(await client.file('tile/5/000.p/2')).toBeUndefined();
    await expect(client.file('tile/0/0')).rejects.toThrow(inputError('bad-tile-path'));
  });

  it('with the reading token', async () => {
    const closed = await startTestServer({ server: { readingToken: 'secret' } });
    await expect(new LedgerClient({ url: closed.url }).checkpoint()).rejects.toThrow(inputError('reading-token'));
    const { note } = await new LedgerClient({ url: closed.url, readingToken: 'secret' }).checkpoint();
    expect(note).toBe(closed.ledger.published?.note);
    await closed.close();
  });
});

describe('I1: the memory of checkpoints', () => {
  it('follows the log as it grows, by receipts, batches, bundles and checkpoints', async () => {
    const memory = createMemory();
    const client = new LedgerClient({ url: server.url, policy: policy(), memory });
    const early = await client.submit(task());
    expect(memory.size()).toBe(early.index + 1);
    await client.submitBatch([task(), task()]);
    expect(memory.size()).toBe(early.index + 3);
    await server.post(task());
    const { opened } = await client.checkpoint();
    expect(opened?.checkpoint.size).toBe(early.index + 4);
    expect(memory.size()).toBe(early.index + 4);
    // An older checkpoint is provably a beginning of what is remembered, and changes nothing.
    await client.bundle(early.digest);
    await client.bundle(0);
    await client.later(5);
    expect(memory.size()).toBe(early.index + 4);
  });

  it('answers that come all at once are compared one after the other', async () => {
    const memory = createMemory();
    const slow: CheckpointMemory = {
      load: memory.load,
      store: async (origin, note) => {
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 5));
        return memory.store(origin, note);
      },
    };
    const client = new LedgerClient({ url: server.url, policy: policy(), memory: slow });
    const size = server.ledger.head.size;
    await Promise.all(Array.from({ length: size }, (_, index) => client.bundle(index)));
    await client.checkpoint();
    expect(memory.size()).toBe(server.ledger.published?.size);
  });

  it('refuses a ledger of the same name with another history, and keeps what it had', async () => {
    const memory = createMemory();
    await new LedgerClient({ url: server.url, policy: policy(), memory }).checkpoint();
    const before = memory.notes.get(server.consortium.origin);

    const fork = await startTestServer({ consortium: new Consortium() });
    const client = new LedgerClient({ url: fork.url, policy: policy(), memory });
    await expect(client.checkpoint()).rejects.toThrow(inputError('checkpoint-inconsistent'));
    const other = (i: number) => fork.consortium.statement('task', INSTITUTE, taskBody({ task: `other-${i}` }));
    const count = server.ledger.head.size - fork.ledger.head.size;
    await fork.post(Array.from({ length: count }, (_, i) => other(i)));
    await expect(client.checkpoint()).rejects.toThrow(inputError('checkpoint-inconsistent')); // same size
    await expect(client.submit(other(count))).rejects.toThrow(inputError('checkpoint-inconsistent')); // larger
    expect(memory.notes.get(server.consortium.origin)).toBe(before);
    await fork.close();
  });

  it('refuses a checkpoint that no log of the policy signed', async () => {
    const stranger = parsePolicy(`log ${new Consortium({ origin: 'log.example/other' }).logKey.vkey}\nquorum none\n`);
    const client = new LedgerClient({ url: server.url, policy: stranger });
    await expect(client.checkpoint()).rejects.toThrow(inputError('unverified-note'));
  });

  it('needs a policy', () => {
    expect(() => new LedgerClient({ url: server.url, memory: createMemory() })).toThrow('policy');
  });
});
