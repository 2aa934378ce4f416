/**
 * Account statements of the demonstration: one file an institution, each verified as its owner would before it is believed.
 * @module
 */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LedgerClient } from '../client/ledger-client.ts';
import { InvariantError } from '../core/error.ts';
import { CAST } from '../federation/cast.ts';
import type { AccountSummary } from '../federation/scenario/summary.ts';
import { createNodeVerifier } from '../node/crypto/provider.ts';
import { verifyAccountStatement } from '../verify/account/verify-account.ts';

/** Fetches, verifies and writes `accounts/<institution>.account.json` for the whole cast. */
export async function keepStatements(client: LedgerClient, folder: string, policy: string): Promise<AccountSummary[]> {
  const accounts = join(folder, 'accounts');
  await mkdir(accounts, { recursive: true });
  const { verify: verifySignature } = createNodeVerifier({ maxKeys: 256 });
  const kept: AccountSummary[] = [];
  for (const { id } of CAST) {
    const statement = await client.accountStatement(id);
    const { verdict, facts, checks } = await verifyAccountStatement(statement, policy, { verifySignature });
    if (verdict !== 'VERIFIED' || facts === undefined)
      throw new InvariantError(`the statement of ${id} is ${verdict}: ${JSON.stringify(checks)}`);
    await writeFile(join(accounts, `${id}.account.json`), statement);
    const { count: records, issued, spent, balance } = facts;
    kept.push({ institution: id, records, issued, spent, balance });
  }
  return kept;
}
