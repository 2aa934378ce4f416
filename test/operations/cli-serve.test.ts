/**
 * Serving: one process a folder, an end in order, a ledger that stops, and readers who must show a token.
 */
import { once } from 'node:events';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk, type Serving } from '../_util/cli.ts';
import { foundAndServe, SECRETARIAT, TASK } from '../_util/cli-consortium.ts';

let desk: Desk;
let serving: Serving;
beforeAll(async () => {
  desk = await Desk.open();
  serving = await foundAndServe(desk);
  for (const task of ['herg', 'ames', 'dili']) {
    await writeFile(
      desk.path(`${task}.json`),
      JSON.stringify({ kind: 'task', body: { ...TASK, task, endpoint: task } }),
    );
  }
});
afterAll(() => desk?.close());

/** Signs the draft of a task. Each follows the one recorded before. */
async function sign(task: string): Promise<string> {
  await desk.ok(['sign', `${task}.json`, ...SECRETARIAT, '--out', `${task}.env.json`]);
  return readFile(desk.path(`${task}.env.json`), 'utf8');
}

async function open({ url }: Serving): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Waits until what the child has printed on stderr contains `text`. */
function told({ child }: Serving, text: string): Promise<void> {
  return new Promise((resolve) => {
    let printed = '';
    child.stderr?.on('data', (chunk: string) => {
      printed += chunk;
      if (printed.includes(text)) resolve();
    });
  });
}

describe('one process a folder', () => {
  test('a second serve on the folder is refused, and the first goes on', async () => {
    const { code, stdout, stderr } = await desk.run(['serve', 'ledger', '--port', '0']);
    expect({ code, stdout }).toEqual({ code: 8, stdout: '' });
    expect(stderr).toContain('folder-locked: ');
    expect(await desk.ok(['status'])).toContain('ready      true');
  });
});

describe('an end in order', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)(
    'I2: %s while a submission comes in: it gets its receipt first',
    async (signal) => {
      const task = signal === 'SIGINT' ? 'herg' : 'ames';
      const body = await sign(task);
      const socket = await open(serving);
      let text = '';
      socket.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      const closed = once(socket, 'close');
      const head = ['POST /api/v1/statements HTTP/1.1', 'Host: ledger', 'Content-Type: application/json'];
      const length = `Content-Length: ${Buffer.byteLength(body)}`;
      socket.write([...head, length, 'Expect: 100-continue', '', body.slice(0, 100)].join('\r\n'));
      await once(socket, 'data'); // the server has read the head of the request

      const finishing = told(serving, 'finishing what is under way');
      const ended = serving.stop(signal);
      await finishing;
      await expect(fetch(`${serving.url}/livez`)).rejects.toThrow('fetch failed');
      socket.write(body.slice(100));

      await closed;
      expect(text).toContain('HTTP/1.1 201 ');
      expect(text).toContain('"format":"ledgerline/proof@v1"');
      expect((await ended).code).toBe(0);
      const { value } = await desk.json<{ published: number; committed: number }>(['status', 'ledger']);
      expect(value.published).toBe(value.committed);
      serving = await desk.serve('ledger');
      desk.env['LEDGERLINE_LEDGER'] = serving.url;
      expect((await desk.json(['submit', `${task}.env.json`])).value).toMatchObject({ created: false });
    },
  );
});

describe('a ledger that stops', () => {
  test('answers readers, says so, ends with the reason; the next start recovers', async () => {
    await sign('dili');
    await rename(desk.path('ledger', 'staging'), desk.path('staging-of-before'));
    await writeFile(desk.path('ledger', 'staging'), 'a file where the ledger needs its folder');
    const logged = told(serving, 'the ledger has stopped writing');
    const { code, value } = await desk.json(['submit', 'dili.env.json']);
    expect({ code, problem: value['code'] }).toEqual({ code: 7, problem: 'stopped' });
    await logged;
    expect((await desk.run(['status'])).code).toBe(7);
    await desk.ok(['prove', '5', '--out', 'p5.json']);
    const { code: ended, stderr } = await serving.stop();
    expect(ended).toBe(1);
    expect(stderr).toContain('storage-failed: ');

    await rm(desk.path('ledger', 'staging'));
    await rename(desk.path('staging-of-before'), desk.path('ledger', 'staging'));
    serving = await desk.serve('ledger');
    desk.env['LEDGERLINE_LEDGER'] = serving.url;
    expect((await desk.json(['submit', 'dili.env.json'])).value).toMatchObject({ created: true });
    await serving.stop();
  });
});

describe('readers elsewhere', () => {
  test('need a token where the charter says so', async () => {
    const refused = await desk.run(['serve', 'ledger', '--host', '0.0.0.0', '--port', '0']);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('--reading-token-file')]);
    await writeFile(desk.path('empty'), '\n');
    expect((await desk.run(['serve', 'ledger', '--reading-token-file', 'empty'])).code).toBe(2);

    await writeFile(desk.path('token'), 'correct-horse\n');
    serving = await desk.serve('ledger', '--reading-token-file', 'token');
    desk.env['LEDGERLINE_LEDGER'] = serving.url;
    const without = await desk.run(['status']);
    expect([without.code, without.stderr]).toEqual([6, expect.stringContaining('reading-token: ')]);
    expect(await desk.ok(['status', '--reading-token-file', 'token'])).toContain('published  8');
    expect(await desk.ok(['prove', '5', '--reading-token-file', 'token'])).toContain('ledgerline/proof@v1');
  });
});
