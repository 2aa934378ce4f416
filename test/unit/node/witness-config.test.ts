/**
 * `witness.toml` and `auditor.toml`: what may be set, and what is refused rather than misunderstood.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readWitnessConfig, type WitnessKind, writeWitnessConfig } from '../../../src/node/witness-config.ts';
import { inputError } from '../../_util/input-error.ts';
import { testLogKey, testWitnessKey } from '../../_util/keys.ts';

const [ONE, NEXT, TWO] = [
  testLogKey('log.example/one').vkey,
  testLogKey('log.example/one', 'its next key').vkey,
  testLogKey('log.example/two').vkey,
];
const WITNESS = testWitnessKey('log.example/one').vkey;
const HEAD = 'name = "w.example"\nkey = "keys/w.pem"\n';
const SERVER = '[server]\nhost = "127.0.0.1"\nport = 0\n';
const LOG = `[[log]]\nvkeys = ["${ONE}"]\n`;
const USUAL = HEAD + SERVER + LOG;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function read(text: string, kind: WitnessKind = 'witness') {
  await writeFile(join(folder, `${kind}.toml`), text);
  return readWitnessConfig(folder, kind);
}

describe('a configuration', () => {
  it('is read as init writes it', async () => {
    const logs = [{ vkeys: [ONE, NEXT], url: 'https://log.example/' }];
    await writeWitnessConfig(folder, 'auditor', {
      name: 'a.example',
      key: 'k.pem',
      server: { host: '::1', port: 9 },
      logs,
    });
    const config = await readWitnessConfig(folder, 'auditor');
    expect(config).toMatchObject({
      name: 'a.example',
      keyFile: join(folder, 'k.pem'),
      server: { host: '::1', port: 9 },
    });
    expect(config.logs).toMatchObject([{ origin: 'log.example/one', url: 'https://log.example' }]);
    expect(config.logs[0]?.keys.length).toBe(2);
    expect(config.audit).toEqual({ allowAddress: [], waitMs: 20_000 });
    await expect(writeWitnessConfig(folder, 'auditor', { ...config, key: 'k', logs: [] })).rejects.toThrow('EEXIST');
    expect(await readFile(join(folder, 'auditor.toml'), 'utf8')).toContain('a.example');
  });

  it('takes the logs of a policy too; keys of one origin are those of one log', async () => {
    await writeFile(join(folder, 'logs.policy'), `log ${NEXT} https://log.example/\nlog ${TWO}\nquorum none\n`);
    const { logs } = await read(`policy = "logs.policy"\n${USUAL}`);
    expect(logs.map(({ origin, keys, url }) => [origin, keys.length, url])).toEqual([
      ['log.example/one', 2, 'https://log.example'],
      ['log.example/two', 1, undefined],
    ]);
  });

  it('may name a log otherwise than its keys', async () => {
    const { logs } = await read(`${HEAD}${SERVER}${LOG}origin = "go.sum database tree"\n`);
    expect(logs[0]?.origin).toBe('go.sum database tree');
  });

  it.each([
    ['no log', HEAD + SERVER, /no log is named/],
    ['no name', USUAL.replace('name', '# name'), /name is a text/],
    ['no key', USUAL.replace('key', '# key'), /key is a text/],
    ['no server', HEAD + LOG, /server is a table/],
    ['a port that is none', USUAL.replace('port = 0', 'port = 65536'), /server.port is an integer/],
    ['a setting that is unknown', `mode = 1\n${USUAL}`, /unknown setting mode/],
    [
      'a setting of the server that is unknown',
      USUAL.replace('[[log]]', 'tls = true\n[[log]]'),
      /unknown setting server.tls/,
    ],
    ['a setting of a log that is unknown', `${USUAL}key = "x"\n`, /unknown setting log.key/],
    ['a log without keys', USUAL.replace(`"${ONE}"`, ''), /at least one vkey/],
    ['a key that is none', USUAL.replace(ONE, ONE.slice(0, -2)), /base64/],
    ['the key of a witness', USUAL.replace(ONE, WITNESS), /the key of a witness/],
    ['keys of two names without an origin', USUAL.replace(`"${ONE}"`, `"${ONE}", "${TWO}"`), /log.origin is required/],
    ['a proxy that is everybody', USUAL.replace('[[log]]', 'trust_proxy = ["0.0.0.0/0"]\n[[log]]'), /trust_proxy/],
    ['settings of an auditor', `${USUAL}[audit]\nwait_seconds = 1\n`, /audit is for an auditor/],
    ['a policy that is none', `policy = "witness.toml"\n${USUAL}`, /policy/],
    ['no TOML', 'name = ', /.+/],
  ])('is refused with %s', async (_, text, says) => {
    await expect(read(text)).rejects.toMatchObject(inputError('bad-config'));
    await expect(read(text)).rejects.toThrow(says);
  });

  it.each([
    ['a log without an address', USUAL, /has no url/],
    [
      'a wait without end',
      `${USUAL}url = "https://l.example"\n[audit]\nwait_seconds = 3600\n`,
      /wait_seconds is an integer/,
    ],
  ])('of an auditor is refused with %s', async (_, text, says) => {
    await expect(read(text, 'auditor')).rejects.toThrow(says);
  });

  it('that is not there is no witness; one of the other kind is not taken', async () => {
    await expect(readWitnessConfig(folder, 'witness')).rejects.toMatchObject(inputError('witness-folder-missing'));
    await read(USUAL);
    await expect(readWitnessConfig(folder, 'auditor')).rejects.toMatchObject(inputError('witness-folder-missing'));
  });
});
