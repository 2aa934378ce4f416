/**
 * A supervisor that stops `serve` while it is still starting: it ends in order at whatever point the signal comes.
 */
import { writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk } from '../_util/cli.ts';
import { ORIGIN } from '../_util/cli-consortium.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await Desk.open();
  await desk.ok(['init', 'ledger', '--origin', ORIGIN]);
  desk.env['LEDGERLINE_TRUST'] = desk.path('ledger', 'trust.policy');
  await writeFile(desk.path('preload.mjs'), PRELOAD);
});
afterAll(() => desk?.close());

/** Sends the process the signal itself, once, when it comes to STOP_AT: as exactly as no clock could. */
const PRELOAD = `
import fs from 'node:fs/promises';
import net from 'node:net';
import { syncBuiltinESMExports } from 'node:module';
let isDue = true;
const come = (place) => {
  if (!isDue || !String(place).endsWith(process.env.STOP_AT)) return;
  isDue = false;
  process.kill(process.pid, process.env.STOP_WITH);
};
const before = (target, name, placeOf) => {
  const original = target[name];
  target[name] = function (...words) {
    come(placeOf(words));
    return original.apply(this, words);
  };
};
for (const name of ['open', 'readFile', 'mkdir', 'realpath']) before(fs, name, ([path]) => path);
before(net.Server.prototype, 'listen', () => 'listen');
const on = process.on;
process.on = function (signal, ...rest) {
  const result = on.call(this, signal, ...rest);
  if (signal === process.env.STOP_WITH) come('handler');
  return result;
};
syncBuiltinESMExports();
`;

test.each([
  ['SIGTERM', 'handler'],
  ['SIGTERM', 'ledgerline.toml'],
  ['SIGTERM', 'checkpoints'],
  ['SIGTERM', 'index'],
  ['SIGTERM', 'keys/log.pem'],
  ['SIGTERM', 'head'],
  ['SIGINT', 'keys/log.pem'],
  ['SIGTERM', 'listen'],
])('I2: %s when it comes to %s: exit code 0, the lock is free, everything is whole', async (signal, place) => {
  const env = {
    NODE_OPTIONS: `--import=${pathToFileURL(desk.path('preload.mjs')).href}`,
    STOP_AT: place,
    STOP_WITH: signal,
  };
  const words = ['serve', 'ledger', '--port', '0', '--log-level', 'silent'];
  const { code, stdout, stderr } = await desk.run(words, { env });
  const isServing = place === 'listen';
  expect({ code, isServing: stdout !== '', stderr }).toEqual({
    code: 0,
    isServing,
    stderr: isServing ? 'finishing what is under way\n' : 'stopped before it served\n',
  });
  const { stop } = await desk.serve('ledger');
  expect((await stop()).code).toBe(0);
  expect((await desk.json(['audit', 'ledger'])).value).toMatchObject({ verdict: 'VERIFIED' });
});
