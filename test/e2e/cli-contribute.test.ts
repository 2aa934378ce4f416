/**
 * I2, on the contributor's side: what opens the committed sample count is never lost, whatever happens on the way.
 */
import { readdir, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { commit } from '../../src/core/statement/commitment.ts';
import { Desk } from '../_util/cli.ts';
import { admit, foundAndServe, openRound, readJson, safetensors } from '../_util/cli-consortium.ts';

let desk: Desk;
let network: Server;
let ledger: string;
/** Network failure: answers to submissions are lost, after the ledger has had them. */
let isLossy = false;
const flags: Record<string, string[]> = {};

beforeAll(async () => {
  desk = await Desk.open();
  ledger = (await foundAndServe(desk)).url;
  for (const id of ['snuh', 'amc']) flags[id] = await admit(desk, id);
  await openRound(desk, ['snuh', 'amc']);
  network = createServer((request, response) => void forward(request, response));
  await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve));
  desk.env['LEDGERLINE_LEDGER'] = `http://127.0.0.1:${(network.address() as AddressInfo).port}`;
});
afterAll(async () => {
  network?.close();
  await desk?.close();
});

/** Passes a request on to the ledger, and the answer back, unless it gets lost. */
async function forward(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const isPost = request.method === 'POST';
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: Buffer.concat(parts) };
  const answer = await fetch(ledger + request.url, isPost ? post : {});
  const bytes = Buffer.from(await answer.arrayBuffer());
  if (isLossy && isPost) response.destroy();
  else response.writeHead(answer.status).end(bytes);
}

interface Openings {
  readonly samples: { readonly value: string; readonly salt: string };
}

/** The commitment in a recorded contribution. */
async function committed(proof: string): Promise<string> {
  const { record } = await readJson<{ record: string }>(desk, proof);
  const { envelope } = JSON.parse(Buffer.from(record, 'base64').toString()) as { envelope: { payload: string } };
  const statement = JSON.parse(Buffer.from(envelope.payload, 'base64').toString()) as {
    predicate: { body: { samples: string } };
  };
  return statement.predicate.body.samples;
}

const opened = ({ samples: { value, salt } }: Openings): string => commit('samples', Buffer.from(salt, 'hex'), value);

const contribute = (id: string, samples: string) =>
  desk.run(['contribute', 'update.safetensors', '--round', 'r1', '--samples', samples, ...(flags[id] ?? [])]);

test('an answer that is lost: the openings stay, and the proof can be fetched', async () => {
  await writeFile(desk.path('update.safetensors'), safetensors([0.125, 0.75]));
  isLossy = true;
  const { code, stdout, stderr } = await contribute('snuh', '895');
  isLossy = false;
  expect({ code, stdout }).toEqual({ code: 7, stdout: '' });
  expect(stderr).toContain('unreachable: ');
  const [, id = ''] = /ledgerline prove ([0-9a-f]{64})\n/.exec(stderr) ?? [];
  await desk.ok(['prove', id, '--out', 'update.proof.json']);
  expect(opened(await readJson(desk, 'update.openings.json'))).toBe(await committed('update.proof.json'));
});

test('a later contribution of the same name does not touch the files of the first', async () => {
  const first = await readJson<Openings>(desk, 'update.openings.json');
  await writeFile(desk.path('update.safetensors'), safetensors([0.5, 0.25]));
  const { code, stdout } = await contribute('amc', '150');
  expect(code).toBe(0);
  const [, openings = ''] = / {2}openings +(update\.[0-9a-f]{12}\.openings\.json) /.exec(stdout) ?? [];
  expect(opened(await readJson(desk, openings))).toBe(await committed(openings.replace('openings', 'proof')));
  expect(await readJson(desk, 'update.openings.json')).toEqual(first);
});

test('a refusal leaves nothing behind', async () => {
  const before = await readdir(desk.folder);
  expect((await contribute('snuh', '895')).code).toBe(8);
  expect(await readdir(desk.folder)).toEqual(before);
});
