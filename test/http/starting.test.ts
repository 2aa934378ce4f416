import { expect, it } from 'vitest';
import { Ledger } from '../../src/log/ledger.ts';
import { installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { listen } from '../../src/server/listen.ts';
import { createServer } from '../../src/server/server.ts';
import { foundEngine } from '../_util/engine.ts';
import { smallConsortium, tasks } from '../_util/stored-ledger.ts';

installNodePrimitives();

it('a ledger that still reads its index says so, serves what needs none, and goes on by itself', async () => {
  const consortium = smallConsortium();
  const { ledger: founded, parts } = await foundEngine(consortium);
  // One with fewer records reads all of its index before it opens.
  await Promise.all(tasks(consortium, 300).map((signed) => founded.submit(signed).published));
  await founded.close();

  let end: () => void = () => {};
  const reading = new Promise<void>((resolve) => {
    end = resolve;
  });
  const index = new Proxy(parts.index, {
    get: (target, name) => (name === 'verify' ? () => reading : Reflect.get(target, name).bind(target)),
  });
  const ledger = await Ledger.open({ ...parts, index });
  const { url, close } = await listen(createServer({ ledger }), { host: '127.0.0.1', port: 0 });

  const waiting = await fetch(`${url}/readyz`);
  expect(waiting.status).toBe(503);
  expect(await waiting.json()).toMatchObject({ ready: false, reasons: [{ code: 'starting' }] });
  expect((await fetch(`${url}/checkpoint`)).status).toBe(200);
  expect((await fetch(`${url}/tile/0/000`)).status).toBe(200);
  const refused = await fetch(`${url}/api/v1/ledger`);
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
  expect(await refused.json()).toMatchObject({ code: 'starting', retryAfter: 1 });
  const [next] = tasks(consortium, 1, 'later');
  const submitted = next && ledger.submit(next).published;

  end();
  expect(await submitted).toMatchObject({ created: true });
  expect((await fetch(`${url}/readyz`)).status).toBe(200);
  expect((await fetch(`${url}/api/v1/ledger`)).status).toBe(200);
  await close();
  await ledger.close();
});
