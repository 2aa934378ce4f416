/**
 * The bounds of a server in ledgerline.toml: what may be set, and what is refused rather than misunderstood.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readLedgerConfig, writeLedgerConfig } from '../../../src/node/ledger-config.ts';
import { DEFAULT_LIMITS } from '../../../src/server/limits.ts';
import { inputError } from '../../_util/input-error.ts';

const USUAL = 'origin = "log.example/x"\noperator = "platform"\n[server]\nhost = "127.0.0.1"\nport = 0\n';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ledgerline-config-'));
});

afterEach(() => rm(folder, { recursive: true }));

async function read(more: string): Promise<Awaited<ReturnType<typeof readLedgerConfig>>> {
  await writeFile(join(folder, 'ledgerline.toml'), USUAL + more);
  return readLedgerConfig(folder);
}

describe('limits', () => {
  it('all may be set, in the units of the file', async () => {
    const { limits } = await read(
      [
        '[limits]',
        'requests_per_minute = 0',
        'statements_per_minute = 100',
        'connections = 200',
        'requests = 300',
        'body_mib = 12',
        'answer_mib = 20',
        'pending_statements = 400',
        'event_streams = 0',
        'builds = 5',
        'cache_mib = 1',
        'free_disk_mib = 300',
      ].join('\n'),
    );
    expect(limits).toEqual({
      requestsPerMinute: 0,
      statementsPerMinute: 100,
      connections: 200,
      requests: 300,
      bodyBytes: 12 * 2 ** 20,
      answerBytes: 20 * 2 ** 20,
      pendingStatements: 400,
      eventStreams: 0,
      builds: 5,
      cacheBytes: 2 ** 20,
      freeDiskBytes: 300 * 2 ** 20,
    });
    const { connections, freeDiskBytes, ...ofServer } = limits ?? {};
    expect(Object.keys(DEFAULT_LIMITS)).toEqual(expect.arrayContaining(Object.keys(ofServer)));
  });

  it('need not be', async () => {
    expect(await read('')).toEqual({
      origin: 'log.example/x',
      operator: 'platform',
      server: { host: '127.0.0.1', port: 0 },
    });
  });

  it.each([
    'requests_per_minutes = 1',
    '__proto__ = 1',
    'requests = 0',
    'requests = -1',
    'requests = 1.5',
    'requests = "7"',
    'requests = 1000001',
    'requests = inf',
    'body_mib = 11',
    'builds = 0',
  ])('are refused: %s', async (line) => {
    await expect(read(`[limits]\n${line}`)).rejects.toThrow(inputError('bad-config'));
  });

  it.each(['limits = 7', '[[limits]]\nrequests = 1'])('are a table: %s', async (text) => {
    await writeFile(join(folder, 'ledgerline.toml'), text.startsWith('[') ? USUAL + text : `${text}\n${USUAL}`);
    await expect(readLedgerConfig(folder)).rejects.toThrow(inputError('bad-config'));
  });
});

describe('trusted proxies', () => {
  it('are addresses and subnets', async () => {
    const trustProxy = ['127.0.0.1', '10.0.0.0/8', '::1', '2001:db8::/32'];
    expect((await read(`trust_proxy = ${JSON.stringify(trustProxy)}`)).server.trustProxy).toEqual(trustProxy);
  });

  it.each([
    'true',
    '1',
    '["proxy.example"]',
    '["0.0.0.0/0"]',
    '["::/0"]',
    '["10.0.0.0/33"]',
    '["10.0.0.1/8/8"]',
    '[7]',
  ])('are nothing else: %s', async (value) => {
    await expect(read(`trust_proxy = ${value}`)).rejects.toThrow(inputError('bad-config'));
  });
});

it('a new ledger has a file without limits: the defaults are those of its version', async () => {
  const config = await read('[limits]\nrequests = 7');
  await rm(join(folder, 'ledgerline.toml'));
  await writeLedgerConfig(folder, config);
  expect(await readFile(join(folder, 'ledgerline.toml'), 'utf8')).not.toContain('limits');
});

it.each(['how-to/run-a-ledger.md', 'ko/how-to/run-a-ledger.md'])(
  'docs/%s shows every limit, with its default',
  async (page) => {
    const text = await readFile(new URL(`../../../docs/${page}`, import.meta.url), 'utf8');
    const [, toml = ''] = /```toml\n([\s\S]*?)```/.exec(text) ?? [];
    await writeFile(join(folder, 'ledgerline.toml'), `origin = "log.example/x"\noperator = "platform"\n${toml}`);
    const { server, limits } = await readLedgerConfig(folder);
    expect(server.trustProxy).toHaveLength(1);
    const { receiptWaitMs: _, heartbeatMs: __, ...defaults } = DEFAULT_LIMITS;
    expect(limits).toEqual({ ...defaults, connections: 4096, freeDiskBytes: 256 * 2 ** 20 });
  },
);
