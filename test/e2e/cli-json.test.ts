/**
 * Each command with `--json`, from the real programme: stdout is one JSON document.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Desk } from '../_util/cli.ts';
import { admit, foundAndServe, openRound, readJson, SECRETARIAT, safetensors, TASK } from '../_util/cli-consortium.ts';

const HEX = expect.stringMatching(/^[0-9a-f]{64}$/);

let desk: Desk;
let snuh: string[];
beforeAll(async () => {
  desk = await Desk.open();
  await foundAndServe(desk);
  snuh = await admit(desk, 'snuh');
  await openRound(desk, ['snuh']);
  await writeFile(desk.path('update.safetensors'), safetensors([0.125, 0.75]));
});
afterAll(() => desk?.close());

test('contribute', async () => {
  const words = ['contribute', 'update.safetensors', '--round', 'r1', '--samples', '895', ...snuh];
  const { code, value } = await desk.json(words);
  expect({ code, value }).toEqual({
    code: 0,
    value: { ok: true, index: 11, id: HEX, proof: 'update.proof.json', openings: 'update.openings.json' },
  });
});

test('verify', async () => {
  const { code, value } = await desk.json(['verify', 'update.proof.json', '--artifact', 'update.safetensors']);
  expect(code).toBe(0);
  expect(value).toMatchObject({ file: 'update.proof.json', verdict: 'VERIFIED', facts: { institution: 'snuh' } });
});

test('status of an address and of a folder', async () => {
  const shown = { origin: 'log.example/consortium', published: 12, root: HEX, cosigners: [] };
  const [server, folder] = await Promise.all([desk.json(['status']), desk.json(['status', 'ledger'])]);
  expect(server).toEqual({ code: 0, value: { ...shown, ready: true } });
  expect(folder).toEqual({ code: 0, value: { ...shown, committed: 12 } });
});

test('prove and consistency', async () => {
  expect(await desk.json(['prove', '5', '--out', 'p5.json', '--later', 'later5.json'])).toEqual({
    code: 0,
    value: { id: '5', out: 'p5.json' },
  });
  const { value } = await desk.json(['prove', '5']);
  expect(value).toEqual(await readJson(desk, 'p5.json'));
  const { value: consistent } = await desk.json(['consistency', '--from', '5', '--to', '11']);
  expect(consistent).toMatchObject({ ok: true, from: 5, to: 11, fromRoot: HEX, toRoot: HEX });
});

test('sign and submit, again: the same record', async () => {
  await writeFile(desk.path('task.json'), JSON.stringify({ kind: 'task', body: { ...TASK, task: 'herg-2' } }));
  const signed = await desk.json(['sign', 'task.json', ...SECRETARIAT, '--out', 'task.env.json']);
  expect(signed.value).toEqual({ digest: HEX, out: 'task.env.json' });
  const { value } = await desk.json(['submit', 'task.env.json']);
  expect(value).toEqual({ index: 12, digest: signed.value['digest'], created: true, proof: 'task.env.proof.json' });
  const { value: again } = await desk.json(['submit', 'task.env.json', '--out', 'again.json']);
  expect(again).toEqual({ ...value, created: false, proof: 'again.json' });
  expect(await readFile(desk.path('again.json'))).toEqual(await readFile(desk.path('task.env.proof.json')));
  const { value: envelope } = await desk.json(['sign', 'task.json', ...SECRETARIAT]);
  expect(envelope).toMatchObject({ payloadType: 'application/vnd.in-toto+json', signatures: [{ keyid: HEX }] });
});

test('key and enrol', async () => {
  const { value: made } = await desk.json(['key', 'new', 'new.pem', '--algorithm', 'ecdsa-p384', '--signer', 'Lee']);
  expect(made).toEqual({ file: 'new.pem', keyId: HEX, algorithm: 'ecdsa-p384', publicKey: expect.any(String) });
  expect((await desk.json(['key', 'show', 'new.pem'])).value).toEqual(made);
  const request = ['enrol', 'request', '--origin', 'log.example/consortium', '--class', 'hospital'];
  const { value: asked } = await desk.json([...request, '--as', 'amc', '--key', 'new.pem']);
  expect(asked).toMatchObject({ format: 'ledgerline/enrolment@v1', institution: 'amc', roles: [] });
  const { value: admitted } = await desk.json(['enrol', 'admit', 'snuh.enrol.json', ...SECRETARIAT]);
  expect(admitted).toEqual({ institution: 'snuh', recorded: [], waiting: false });
});

test('endorse, by digest and with a word for review', async () => {
  const { value } = await desk.json<{ id: string }>(['endorse', '9', '--review', ...snuh]);
  expect(value).toEqual({ index: 13, id: HEX, subject: HEX });
  expect((await desk.json(['endorse', value.id, ...SECRETARIAT])).value).toMatchObject({ index: 14 });
});
