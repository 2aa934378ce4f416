import { expect, it } from 'vitest';
import { Ledger } from '../../src/log/ledger.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { foundEngine } from '../_util/engine.ts';
import { smallConsortium, tasks } from '../_util/stored-ledger.ts';

installNodePrimitives();

it('a ledger whose index is still being read as a whole is ready, answers and commits; damage found there stops it', async () => {
  const consortium = smallConsortium();
  const { ledger: founded, parts } = await foundEngine(consortium);
  // One with fewer records reads all of its index before it opens.
  await Promise.all(tasks(consortium, 300).map((signed) => founded.submit(signed).published));
  await founded.close();

  let fail: (error: Error) => void = () => {};
  const reading = new Promise<void>((_, reject) => {
    fail = reject;
  });
  const index = new Proxy(parts.index, {
    get: (target, name) => (name === 'verify' ? () => reading : Reflect.get(target, name).bind(target)),
  });
  const ledger = await Ledger.open({ ...parts, index });
  const { url, close } = await listen(createServer({ ledger }), { host: '127.0.0.1', port: 0 });

  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/tile/0/000`)).status).toBe(200);
  expect((await fetch(`${url}/api/v1/ledger`)).status).toBe(200);
  const [next] = tasks(consortium, 1, 'later');
  expect(await (next && ledger.submit(next).published)).toMatchObject({ created: true });

  fail(new Error('damaged'));
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503);
  expect(ledger.status.failure).toMatchObject({ message: 'damaged' });
  await close();
  await ledger.close();
});
