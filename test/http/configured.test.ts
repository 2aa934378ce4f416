/**
 * From the file to the server: what `ledgerline.toml` says of limits and proxies is what clients meet.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startServer } from '../../src/cli/serve.ts';
import { readLedgerConfig } from '../../src/node/ledger-config.ts';
import { foundTestLedger } from './_ledger.ts';
import { RawConnection } from './_raw.ts';
import { askRaw } from './_server.ts';

const CONFIG = `
origin = "log.example/x"
operator = "platform"
[server]
host = "127.0.0.1"
port = 0
trust_proxy = ["127.0.0.0/8"]
[limits]
requests_per_minute = 2
event_streams = 0
connections = 2
`;

it('limits and proxies of the configuration hold', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ledgerline-limits-'));
  await writeFile(join(folder, 'ledgerline.toml'), CONFIG);
  const { server: place, limits = {} } = await readLedgerConfig(folder);
  const { ledger } = await foundTestLedger();
  const server = await startServer(ledger, { ...place, limits });
  const headers = { 'X-Forwarded-For': '203.0.113.7' };
  const statuses: number[] = [];
  for (const path of ['/checkpoint', '/api/v1/events', '/checkpoint', '/checkpoint'])
    statuses.push((await askRaw(server.url, path, { headers })).status);
  expect(statuses).toEqual([200, 503, 200, 429]);
  const open = [await RawConnection.open(server.url), await RawConnection.open(server.url)];
  expect(await (await RawConnection.open(server.url)).closed).toBe('');
  for (const connection of open) connection.cut();
  await server.close();
  await ledger.close();
  await rm(folder, { recursive: true });
});
