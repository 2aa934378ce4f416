/**
 * Keys for the long run, with nothing but the command line: rotation, revocation, a stolen key, a lost sole key that comes back by
 * quorum, and the succession of the log's own key.
 */
import { readFile, stat, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Desk, type Serving } from '../_util/cli.ts';
import { ORIGIN } from '../_util/cli-consortium.ts';

const FIRST = ['--as', 'first', '--key', 'first.pem'];
const SECOND = ['--as', 'second', '--key', 'second.pem'];
const HOSPITAL = ['--as', 'snuh', '--key', 'snuh.pem'];

let desk: Desk;
let serving: Serving;

beforeAll(async () => {
  desk = await Desk.open();
  await Promise.all([
    request('first', 'secretariat', 'steward', 'aggregator'),
    request('second', 'pharma', 'steward'),
    request('snuh', 'hospital', 'contributor'),
  ]);
  const founders = ['first', 'second', 'snuh'].flatMap((id) => ['--founder', `${id}.enrol.json`]);
  await desk.ok(['init', 'ledger', '--origin', ORIGIN, '--quorum', '2', ...founders]);
  desk.env['LEDGERLINE_TRUST'] = 'ledger/trust.policy';
  await start();
});
afterAll(() => desk?.close());

async function start(): Promise<void> {
  serving = await desk.serve('ledger');
  desk.env['LEDGERLINE_LEDGER'] = serving.url;
}

async function request(id: string, kind: string, ...roles: string[]): Promise<void> {
  await desk.ok(['key', 'new', `${id}.pem`, '--signer', id]);
  const asked = roles.flatMap((role) => ['--role', role]);
  const words = ['enrol', 'request', '--origin', ORIGIN, '--class', kind, '--as', id, '--key', `${id}.pem`, ...asked];
  await desk.ok([...words, '--out', `${id}.enrol.json`]);
}

interface Recorded {
  readonly index: number;
  readonly id: string;
  readonly waiting?: boolean;
}

const done = async (words: readonly string[]): Promise<Recorded> => {
  const { code, value } = await desk.json<Recorded>(words);
  expect([code, value]).toEqual([0, expect.objectContaining({ index: expect.any(Number) })]);
  return value;
};
const refused = async (words: readonly string[]): Promise<string> => {
  const { code, value } = await desk.json<{ code: string }>(words);
  expect(code).toBe(8);
  return value.code;
};
const keyIdOf = async (file: string): Promise<string> =>
  (await desk.json<{ keyId: string }>(['key', 'show', file])).value.keyId;
const endorse = (index: number): Promise<Recorded> => done(['endorse', String(index), ...SECOND]);

describe('the keys of an institution', () => {
  test('are rotated: the new one signs from the next record on, the old one nothing more', async () => {
    await desk.ok(['key', 'new', 'snuh-2.pem', '--signer', 'snuh']);
    const { index } = await done(['key', 'rotate', 'snuh-2.pem', ...HOSPITAL, '--out', 'rotation.proof.json']);
    expect(await desk.ok(['verify', 'rotation.proof.json'])).toContain('VERIFIED');
    const before = await readFile(desk.path('rotation.proof.json'));
    expect(await refused(['endorse', String(index), ...HOSPITAL])).toBe('key-revoked');
    await done(['endorse', '0', '--as', 'snuh', '--key', 'snuh-2.pem', '--review']);
    await desk.ok(['prove', String(index), '--out', 'again.proof.json']);
    expect(await readFile(desk.path('again.proof.json'))).toEqual(before);
  });

  test('a spare is enrolled beside the first', async () => {
    await desk.ok(['key', 'new', 'snuh-3.pem', '--signer', 'snuh']);
    await done(['key', 'enrol', 'snuh-3.pem', '--as', 'snuh', '--key', 'snuh-2.pem']);
    await done(['endorse', '1', '--as', 'snuh', '--key', 'snuh-3.pem', '--review']);
  });

  test('a stolen one is revoked and flagged; used after that it is refused', async () => {
    const spare = ['--as', 'snuh', '--key', 'snuh-3.pem'];
    const stolen = ['--as', 'snuh', '--key', 'snuh-2.pem'];
    const { index: since } = await done(['endorse', '2', ...stolen, '--review']);
    const keyId = await keyIdOf('snuh-2.pem');
    await done(['key', 'revoke', keyId, '--compromised-since', String(since), ...spare]);
    expect(await refused(['endorse', '3', ...stolen, '--review'])).toBe('key-revoked');
    expect(await refused(['key', 'enrol', 'snuh.pem', ...stolen])).toBe('key-revoked');
    const audit = await desk.json<{ verdict: string; notes: { code: string; message: string }[] }>([
      'audit',
      serving.url,
    ]);
    expect(audit.value.verdict).toBe('VERIFIED');
    expect(audit.value.notes).toContainEqual(
      expect.objectContaining({ code: 'key-compromised', message: expect.stringContaining(keyId) }),
    );
  });

  test('one that has ended long ago is flagged all the same', async () => {
    const spare = ['--as', 'snuh', '--key', 'snuh-3.pem'];
    const first = await keyIdOf('snuh.pem');
    expect(await refused(['key', 'revoke', first, ...spare])).toBe('key-not-live');
    await done(['key', 'revoke', first, '--compromised-since', '4', ...spare]);
  });
});

describe('a lost sole key', () => {
  test('is revoked, and another enrolled, by quorum of the stewards', async () => {
    const lost = await done(['key', 'revoke', '--of', 'snuh', ...FIRST]);
    expect(lost.waiting).toBe(true);
    await done(['endorse', '4', '--as', 'snuh', '--key', 'snuh-3.pem', '--review']); // not yet
    await endorse(lost.index);
    expect(await refused(['endorse', '5', '--as', 'snuh', '--key', 'snuh-3.pem', '--review'])).toBe('key-revoked');

    await desk.ok(['key', 'new', 'snuh-4.pem', '--signer', 'snuh']);
    const identity = ['--as', 'snuh', '--key', 'snuh-4.pem'];
    const words = ['enrol', 'request', '--origin', ORIGIN, '--class', 'hospital', ...identity];
    await desk.ok([...words, '--out', 'snuh-4.enrol.json']);
    const admit = ['enrol', 'admit', 'snuh-4.enrol.json', ...FIRST];
    const { value } = await desk.json<{ recorded: Recorded[]; waiting: boolean }>(admit);
    expect(value).toMatchObject({ recorded: [{ kind: 'key' }], waiting: true });
    expect(await refused(['endorse', '5', ...identity, '--review'])).toBe('key-not-authors');
    await endorse(value.recorded[0]?.index ?? 0);
    await done(['endorse', '5', ...identity, '--review']);
    expect((await desk.json<{ waiting: boolean }>(admit)).value.waiting).toBe(false);
  });

  test('asks which, where the institution has several or none', async () => {
    await desk.ok(['key', 'new', 'snuh-5.pem', '--signer', 'snuh']);
    await done(['key', 'enrol', 'snuh-5.pem', '--as', 'snuh', '--key', 'snuh-4.pem']);
    const { code, value } = await desk.json<{ code: string; message: string }>([
      'key',
      'revoke',
      '--of',
      'snuh',
      ...FIRST,
    ]);
    expect([code, value.code]).toEqual([2, 'usage']);
    expect(value.message).toContain(await keyIdOf('snuh-5.pem'));
  });
});

describe('the key of the log', () => {
  const bundleOf = async (index: number, name: string): Promise<string> => {
    await desk.ok(['prove', String(index), '--out', name]);
    return readFile(desk.path(name), 'utf8');
  };
  const verdict = async (bundle: string, policy: string): Promise<string> =>
    (await desk.json<{ verdict: string }>(['verify', bundle, '--trust', policy])).value.verdict;
  const amend = async (draft: string): Promise<number> => {
    await desk.ok(['sign', draft, ...FIRST, '--out', `${draft}.signed`]);
    const { index } = await done(['submit', `${draft}.signed`]);
    return (await endorse(index)).index;
  };

  test('goes over to another: both sign, then the new one; every bundle stays VERIFIED, byte for byte', async () => {
    const first = await bundleOf(3, 'one.proof.json');
    const policy = await readFile(desk.path('ledger/trust.policy'), 'utf8');

    await desk.ok(['key', 'rotate-log', 'ledger', '--out', 'next.json']);
    await desk.ok(['key', 'rotate-log', 'ledger', '--out', 'next-again.json']); // makes no second key
    expect(await readFile(desk.path('next-again.json'))).toEqual(await readFile(desk.path('next.json')));
    expect((await stat(desk.path('ledger/keys/log-next.pem'))).mode & 0o77).toBe(0);
    await serving.stop();
    await start();
    const { log } = (JSON.parse(await readFile(desk.path('next.json'), 'utf8')) as { body: { log: { vkey: string } } })
      .body;
    const both = await amend('next.json');
    expect((await bundleOf(both, 'two.proof.json')).match(/\\n— log.example/g)).toHaveLength(2);
    await writeFile(desk.path('both.policy'), `log ${log.vkey}\n${policy}`);
    await writeFile(desk.path('new.policy'), `log ${log.vkey}\nquorum none\n`);

    const early = await desk.run(['key', 'rotate-log', 'ledger', '--finish']);
    expect([early.code, early.stderr]).toEqual([8, expect.stringContaining('folder-locked')]);
    await serving.stop();
    const tooSoon = await desk.json<{ code: string }>(['key', 'rotate-log', 'ledger', '--finish']);
    expect([tooSoon.code, tooSoon.value.code]).toEqual([8, 'log-key-not-retired']);
    await start();

    await desk.ok(['key', 'rotate-log', 'ledger', '--retire', '--out', 'retire.json']);
    desk.env['LEDGERLINE_TRUST'] = 'both.policy';
    const last = await amend('retire.json');
    await serving.stop();
    const { value } = await desk.json<{ vkey: string }>(['key', 'rotate-log', 'ledger', '--finish']);
    expect(value.vkey).toBe(log.vkey);
    await start();
    const { index: after } = await done(['endorse', '6', '--as', 'snuh', '--key', 'snuh-4.pem', '--review']);

    expect(await bundleOf(3, 'one-again.proof.json')).toBe(first);
    await bundleOf(last, 'last.proof.json');
    await bundleOf(after, 'three.proof.json');
    for (const name of ['one', 'two', 'three', 'last']) {
      expect(await verdict(`${name}.proof.json`, 'both.policy')).toBe('VERIFIED');
    }
    for (const name of ['one', 'two', 'three', 'last']) {
      expect(await verdict(`${name}.proof.json`, 'ledger/trust.policy')).toBe('VERIFIED');
    }
    expect(await verdict('one.proof.json', 'new.policy')).toBe('CANNOT TELL');
    const audit = await desk.json<{ verdict: string }>(['audit', serving.url, '--trust', 'both.policy']);
    expect(audit.value.verdict).toBe('VERIFIED');
  });

  test('a ledger folder with the retired key in the place of the new one does not start', async () => {
    await serving.stop();
    const [file] = (await desk.run(['key', 'show', 'ledger/keys/log.pem'])).stdout.split('  ');
    expect(file).toMatch(/^[0-9a-f]{64}$/);
    const { readdir, rename } = await import('node:fs/promises');
    const retired = (await readdir(desk.path('ledger/keys'))).find((name) => name.startsWith('log-retired-'));
    await rename(desk.path('ledger/keys/log.pem'), desk.path('ledger/keys/log.aside'));
    await rename(desk.path('ledger/keys', retired ?? ''), desk.path('ledger/keys/log.pem'));
    const { code, stderr } = await desk.run(['serve', 'ledger', '--port', '0']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('log-key-not-in-charter')]);
  });
});
