/**
 * Answers of a hostile or broken server, or of somebody in between: an error of ours, bounded in time and size.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../src/client/answers.ts';
import { LedgerClient } from '../../src/client/ledger-client.ts';
import { Transport } from '../../src/client/transport.ts';
import type { InputError } from '../../src/core/error.ts';
import type { Json } from '../../src/core/json/json.ts';
import { digestOf, taskBody } from '../_util/bodies.ts';
import { Consortium } from '../_util/consortium.ts';
import { inputError } from '../_util/input-error.ts';
import { NaiveLedger } from '../_util/naive-ledger.ts';

const URL = 'http://ledger.example';

/** A fetch that gives this answer to everything. */
function answering(body: BodyInit | null, init: ResponseInit = {}): typeof fetch {
  return async () => new Response(body, init);
}

function transport(body: BodyInit | null, init: ResponseInit = {}): Transport {
  return new Transport({ url: URL, fetch: answering(body, init) });
}

describe('transport', () => {
  it('asks under the URL, shows the token, follows no redirect', async () => {
    const calls: [string, RequestInit | undefined][] = [];
    const request = (async (url: string, init?: RequestInit) => {
      calls.push([url, init]);
      return new Response('{}');
    }) as typeof fetch;
    const with2 = new Transport({ url: `${URL}/prefix//`, fetch: request, readingToken: 't' });
    await with2.get('/checkpoint');
    await with2.post('/api/v1/statements', { a: 1 }, { prefer: 'respond-async' });
    expect(calls[0]?.[0]).toBe(`${URL}/prefix/checkpoint`);
    expect(calls[0]?.[1]).toMatchObject({ redirect: 'error', headers: { authorization: 'Bearer t' } });
    expect(calls[1]?.[1]).toMatchObject({
      method: 'POST',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json', prefer: 'respond-async' },
    });
  });

  it.each([
    ['a page of a proxy', '<html>502 Bad Gateway</html>', 502, 'unexpected-answer'],
    ['a problem of ours', '{"code":"chain","detail":"d"}', 409, 'chain'],
    ['a code that is not ours', '{"code":"made-up"}', 400, 'unexpected-answer'],
    ['a code that is a name of Object', '{"code":"constructor"}', 400, 'unexpected-answer'],
    ['a code that is no text', '{"code":7}', 400, 'unexpected-answer'],
    ['null', 'null', 500, 'unexpected-answer'],
    ['nothing', '', 404, 'unexpected-answer'],
    ['not UTF-8', new Uint8Array([0xff]), 400, 'unexpected-answer'],
    ['a status of success that has no body', null, 304, 'unexpected-answer'],
  ] as const)('%s', async (_, body, status, code) => {
    await expect(transport(body, { status }).get('/x')).rejects.toThrow(inputError(code));
  });

  it('shows no more of the words of a server than a line, and nothing that a terminal would obey', async () => {
    const detail = `\u001b[2J\r\n\u202egnp.exe${'x'.repeat(10_000)}`;
    const error = await transport(JSON.stringify({ code: 'chain', detail }), { status: 409 })
      .get('/x')
      .catch((caught: unknown) => caught as InputError);
    expect((error as InputError).message).toMatch(/^\ufffd\[2J\ufffd\ufffd\ufffdgnp\.exex+$/);
    expect((error as InputError).message.length).toBeLessThanOrEqual(500);
  });

  it('stops reading an answer that does not end', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        pulled++;
        controller.enqueue(new Uint8Array(2 ** 22));
      },
    });
    await expect(transport(endless).get('/x')).rejects.toThrow(inputError('unexpected-answer'));
    expect(pulled).toBeLessThan(20);
  });

  it('takes an answer in as many pieces as the server likes', async () => {
    const PIECES = 200_000; // more than a call can have arguments
    let sent = 0;
    const drip = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent++ < PIECES) controller.enqueue(Uint8Array.of(sent % 256));
        else controller.close();
      },
    });
    const { bytes } = await transport(drip).get('/x');
    expect(bytes).toHaveLength(PIECES);
    expect(bytes.every((byte, i) => byte === (i + 1) % 256)).toBe(true);
  });

  it('gives up on a server that does not answer', async () => {
    const silent = ((_url: string, init?: RequestInit) =>
      new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason));
      })) as typeof fetch;
    const patient = new Transport({ url: URL, fetch: silent, timeoutMs: 20 });
    await expect(patient.get('/x')).rejects.toThrow(inputError('unreachable'));
  });

  it('says that a server is unreachable, and why', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    await expect(new Transport({ url: `http://127.0.0.1:${port}` }).get('/x')).rejects.toThrow(
      expect.objectContaining({ code: 'unreachable', message: expect.stringContaining('ECONNREFUSED') }),
    );
  });
});

describe('answers about state', () => {
  const institution = {
    id: 'snuh',
    class: 'hospital',
    status: 'active',
    keys: {},
    roles: {},
    chain: { sequence: 3, previous: digestOf('x') },
  };

  it('have the form that their readers rely on', () => {
    expect(checkAnswer('institution', institution)).toBe(institution);
    expect(checkAnswer('consistency', { from: 1, to: 2, hashes: [], more: 1 })).toMatchObject({ from: 1 });
  });

  it.each([
    [null],
    [7],
    ['x'],
    [[]],
    [{}],
    [{ ...institution, chain: undefined }],
    [{ ...institution, chain: { sequence: '3', previous: digestOf('x') } }],
    [{ ...institution, chain: { sequence: -1, previous: digestOf('x') } }],
    [{ ...institution, chain: { sequence: 2 ** 53, previous: digestOf('x') } }],
    [{ ...institution, chain: { sequence: 3, previous: 'x' } }],
    [{ ...institution, keys: [] }],
  ])('or are refused: %j', (value) => {
    expect(() => checkAnswer('institution', value as Json)).toThrow(inputError('unexpected-answer'));
  });
});

describe('receipts', () => {
  /** A client of a server that answers with the bundle of another record. */
  function swapped() {
    const consortium = new Consortium();
    const ledger = new NaiveLedger(consortium.origin, consortium.logKey);
    ledger.appendAll(consortium.founding());
    const signed = consortium.statement('task', 'daejeon-institute', taskBody());
    const index = ledger.append(signed);
    ledger.publish();
    const client = (body: Uint8Array | string) => new LedgerClient({ url: URL, fetch: answering(body as BodyInit) });
    return { ledger, signed, index, client };
  }

  it('must be about the statement that was submitted', async () => {
    const { ledger, signed, index, client } = swapped();
    await expect(client(ledger.bundle(index)).submit(signed)).resolves.toMatchObject({ index, created: false });
    await expect(client(ledger.bundle(index - 1)).submit(signed)).rejects.toThrow(inputError('unexpected-answer'));
    await expect(client(ledger.bundle(3)).bundle(4)).rejects.toThrow(inputError('unexpected-answer'));
    await expect(client(ledger.bundle(3)).bundle(signed.digest)).rejects.toThrow(inputError('unexpected-answer'));
  });

  it.each(['', '{}', 'null', '{"proof":"x"}', '[]'])('must be a bundle: %j', async (body) => {
    const { signed, client } = swapped();
    await expect(client(body).submit(signed)).rejects.toThrow(inputError('unexpected-answer'));
  });

  it('of a batch must be as many as there are statements, in their order', async () => {
    const { signed, client } = swapped();
    const answers = [
      { items: [] },
      { items: [{ status: 201, id: digestOf('other'), index: 3 }] },
      { items: [{ status: 201, id: signed.digest, index: -1 }] },
      { items: 'x' },
      {},
    ];
    for (const answer of answers) {
      const batch = client(JSON.stringify(answer)).submitBatch([signed]);
      await expect(batch).rejects.toThrow(inputError('unexpected-answer'));
    }
    const [item] = await client(JSON.stringify({ items: [{ status: 201, id: signed.digest }] })).submitBatch([signed]);
    expect(item).toMatchObject({ error: inputError('unexpected-answer') });
  });

  it('later evidence must be about the size that was asked for', async () => {
    const { ledger, index, client } = swapped();
    await expect(client(ledger.later(index)).later(index)).resolves.toEqual(new Uint8Array(ledger.later(index)));
    await expect(client(ledger.later(index)).later(index - 1)).rejects.toThrow(inputError('unexpected-answer'));
  });
});
