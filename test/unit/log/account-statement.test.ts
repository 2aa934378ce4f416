/**
 * Account statements of the engine: from its index, at any published size, the bytes that its files give.
 */
import { beforeAll, expect, test } from 'vitest';
import type { Ledger } from '../../../src/log/ledger.ts';
import { installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { assembleStatement } from '../../../src/verify/account/assemble.ts';
import { openFilesSource } from '../../../src/verify/account/files-source.ts';
import { verifyAccountStatement } from '../../../src/verify/account/verify-account.ts';
import { taskBody } from '../../_util/bodies.ts';
import { foundCreditEngine, record } from '../../_util/credit-engine.ts';
import { HOSPITAL, PHARMA, TREASURER } from '../../_util/credit-scenario.ts';
import { reopen } from '../../_util/engine.ts';
import { verifySync } from '../../_util/proven-ledger.ts';
import { mapFiles, storedFiles, WITNESS } from '../../_util/stored-ledger.ts';

beforeAll(installNodePrimitives);

test('I5: with credit, while the log grows, and after the index was rebuilt', async () => {
  const { ledger, parts, clock, scenario } = await foundCreditEngine({ rounds: 2 }, { witness: WITNESS });
  const policy = `log ${parts.signer.vkey}\nwitness mfds ${WITNESS.vkey}\nquorum mfds\n`;
  await record(ledger, clock, [...scenario.toAward(), scenario.awardFinal()]);
  await settle(ledger);
  const size = ledger.published?.size ?? 0;
  const early = await ledger.accountStatement(PHARMA);
  const more = scenario.consortium.statement('task', PHARMA, taskBody({ task: 'one-more' }));
  await record(ledger, clock, [scenario.step(more)]);
  await settle(ledger);
  expect(ledger.published?.size).toBe(size + 1);
  expect(await ledger.accountStatement(PHARMA, size)).toEqual(early);
  expect(await ledger.accountStatement(PHARMA, size - 1)).toBeUndefined();

  const source = await openFilesSource(mapFiles(await storedFiles(parts.store)));
  await ledger.close();
  await parts.store.index.clear();
  const again = await reopen(parts);
  for (const account of [PHARMA, HOSPITAL, TREASURER, 'system', `keys/${PHARMA}`, 'nobody']) {
    const bytes = await again.accountStatement(account, size + 1);
    expect(bytes).toEqual(await assembleStatement(source, account));
    const options = { verifySignature: verifySync };
    const { verdict, facts } = await verifyAccountStatement(bytes ?? new Uint8Array(), policy, options);
    expect(verdict).toBe('VERIFIED');
    expect(facts?.credits).toHaveLength(account === PHARMA || account === HOSPITAL ? 1 : 0);
  }
  expect(await again.accountStatement(PHARMA, size)).toEqual(early);
  await again.close();
});

/** Returns when everything recorded is published. */
async function settle(ledger: Ledger): Promise<void> {
  while ((ledger.published?.size ?? 0) < ledger.head.size) await new Promise((resolve) => setTimeout(resolve, 1));
}
