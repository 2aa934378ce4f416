/**
 * One signer, two ledgers: a folder that was copied, restored, or left by a process that everybody took for dead. Only one of them
 * goes on; the log has one history (I11).
 */
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { InputError } from '../../../src/core/error.ts';
import type { SignedStatement } from '../../../src/core/record/record.ts';
import { Ledger } from '../../../src/log/ledger.ts';
import type { LedgerParts } from '../../../src/log/ledger-parts.ts';
import { createNodeVerifier, installNodePrimitives } from '../../../src/node/crypto/provider.ts';
import { createFileWitnessStore } from '../../../src/witness/file-store.ts';
import type { WitnessStore } from '../../../src/witness/local-witness.ts';
import { connectSigner } from '../../../src/witness/signer/remote-signer.ts';
import { createSignerServer } from '../../../src/witness/signer/server.ts';
import { copyStore, foundEngine } from '../../_util/engine.ts';
import { smallConsortium, tasks } from '../../_util/stored-ledger.ts';
import { auditAfterFault } from '../_audit.ts';
import { DEPTH } from '../_depth.ts';
import { memoryFiles } from '../_files.ts';
import { forgetfulStore } from '../_mutations.ts';
import { Random } from '../_random.ts';
import { FaultTally } from '../_table.ts';
import { followNotes, Told } from '../_told.ts';

installNodePrimitives();

const ROUNDS = 15 * DEPTH;
const { verifySync } = createNodeVerifier({ maxKeys: 16 });

/** Two copies of a ledger go on at once with one signer; all that is told by either is held against one of them. True if one was stopped. */
async function twins(seed: number, meddle: (store: WitnessStore) => WitnessStore = (store) => store): Promise<boolean> {
  const random = new Random(seed);
  const consortium = smallConsortium();
  const { ledger: founded, parts } = await foundEngine(consortium);
  await founded.close();
  const folder = await mkdtemp(join(tmpdir(), 'ledgerline-twins-'));
  const socket = join(folder, 'signer.sock');
  const { vkey } = consortium.logKey;
  const server = createSignerServer({
    keys: [consortium.logKey],
    store: meddle(createFileWitnessStore(join(folder, 'memory.json'))),
  });
  server.listen(socket);
  await once(server, 'listening');
  const told = new Told();
  const open = async (over: Partial<LedgerParts>): Promise<Ledger> => {
    const ledger = await Ledger.open({
      ...parts,
      ...over,
      signer: (await connectSigner(socket, verifySync))[0],
      options: { retryMs: 20 },
    });
    followNotes(ledger, told);
    return ledger;
  };
  try {
    const copy = await copyStore(parts.store);
    const other = consortium.fork();
    const ledgers = [await open({}), await open({ ...copy, heads: copy.head })] as const;
    const lines = [tasks(consortium, 6, 'ours'), tasks(other, 6, 'theirs')] as const;
    for (let i = 0; i < 12; i++) {
      const side = random.below(2) as 0 | 1;
      const next = lines[side].shift();
      if (next !== undefined && ledgers[side].status.failure === undefined)
        await publishTold(ledgers[side], told, next);
    }
    const failures = ledgers.map(({ status }) => status.failure?.code);
    for (const ledger of ledgers) await ledger.close();
    const stores = [parts.store, { ...copy }] as const;
    const winner = stores[failures[0] === undefined ? 0 : 1];
    const policy = `log ${vkey}\nquorum none\n`;
    await auditAfterFault({ files: await memoryFiles(winner), policy, told });
    return failures.includes('fork-refused');
  } finally {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true });
  }
}

/** Tells what is acknowledged: of the twin that may not go on, places that it committed are no more than its own opinion. */
async function publishTold(ledger: Ledger, told: Told, signed: SignedStatement): Promise<void> {
  try {
    const { index } = await ledger.submit(signed).published;
    told.placement(signed.digest, index);
    told.receipt(index, (await ledger.bundle(index)) ?? new Uint8Array());
  } catch (error) {
    if (!(error instanceof InputError) || error.code !== 'stopped') throw error;
  }
}

it('two copies of a ledger with one signer: one history', async ({ task }) => {
  const tally = new FaultTally('two copies of a folder run, one signer');
  for (let seed = 1; seed <= ROUNDS; seed++) await tally.try(`seed ${seed}`, () => twins(seed));
  tally.report(task);
}, 600_000);

it('a seeded bug is caught: a signer without memory', async () => {
  await expect(twins(1, forgetfulStore)).rejects.toThrow(/told to stand at|not of one tree|stands at/);
});
