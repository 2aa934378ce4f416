/**
 * A ledger in memory with three witnesses behind HTTP, two of which must cosign.
 * @module
 */

import { parseNote } from '../../src/core/note/note.ts';
import { openCheckpoint } from '../../src/core/note/open-checkpoint.ts';
import { parsePolicy } from '../../src/core/note/policy.ts';
import type { TrustPolicy } from '../../src/core/note/trust-policy.ts';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { createLedger } from '../../src/log/create.ts';
import { Ledger } from '../../src/log/ledger.ts';
import type { LedgerParts } from '../../src/log/ledger-parts.ts';
import type { WitnessGroup } from '../../src/log/ports.ts';
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import { createOutgoing } from '../../src/node/outgoing.ts';
import type { MemoryStore } from '../../src/storage/memory/memory-store.ts';
import { createRemoteWitnesses } from '../../src/witness/client/witness-group.ts';
import { taskBody } from '../_util/bodies.ts';
import type { Consortium } from '../_util/consortium.ts';
import { engineParts } from '../_util/engine.ts';
import { testWitnessKey } from '../_util/keys.ts';
import { smallConsortium } from '../_util/stored-ledger.ts';
import { startWitness, type TestWitness } from '../_util/witness-server.ts';

export interface Witnessed {
  readonly consortium: Consortium;
  readonly parts: LedgerParts & { readonly store: MemoryStore };
  readonly witnesses: readonly [TestWitness, TestWitness, TestWitness];
  readonly policy: string;
  /** The ledger as it runs now; `restart` replaces it. */
  ledger: Ledger;
  /** Submits a statement, the next task if none is given; it may wait for ever. */
  submit(signed?: SignedStatement): ReturnType<Ledger['submit']>;
  /** Signs the next task. */
  sign(): SignedStatement;
  restart(parts?: LedgerParts): Promise<void>;
  /** The newest published checkpoint under the policy. */
  opened(): ReturnType<typeof openCheckpoint>;
  close(): Promise<void>;
}

export interface WitnessedOptions {
  readonly timeoutMs?: number;
  readonly graceMs?: number;
  /** For seeded bugs: the policy as the ledger has it, and what asks the witnesses. */
  readonly misread?: (policy: TrustPolicy) => TrustPolicy;
  readonly meddle?: (group: WitnessGroup) => WitnessGroup;
}

export async function startWitnessed(options: WitnessedOptions = {}): Promise<Witnessed> {
  const { timeoutMs = 1000, graceMs = 100, misread = (policy) => policy, meddle = (group) => group } = options;
  const consortium = smallConsortium();
  const { logKey } = consortium;
  const start = (name: string): Promise<TestWitness> =>
    startWitness(testWitnessKey(`${name}.example`), [logKey.verifier]);
  const witnesses = [await start('one'), await start('two'), await start('three')] as const;
  const lines = witnesses.map(({ key, url }, i) => `witness w${i + 1} ${key.vkey} ${url}/`);
  const policy = [`log ${logKey.vkey}`, ...lines, 'group all-of-them 2 w1 w2 w3', 'quorum all-of-them', ''].join('\n');
  const parts = engineParts(consortium);
  const clock = { now: () => Date.now(), monotonic: () => performance.now() };
  const asked = (over: LedgerParts): LedgerParts => ({
    ...over,
    clock,
    witnesses: meddle(
      createRemoteWitnesses({
        ...{ policy: misread(parsePolicy(policy)), clock, timeoutMs, graceMs },
        ask: createOutgoing({ allow: ['127.0.0.0/8'] }),
        verify: createNodeVerifier({ maxKeys: 16 }).verifySync,
      }),
    ),
    options: { confirmClock: true, retryMs: 50 },
  });
  const open = (over: LedgerParts): Promise<Ledger> => Ledger.open(asked(over));
  let tasks = 0;
  const witnessed: Witnessed = {
    ...{ consortium, parts, witnesses, policy },
    ledger: await createLedger(asked(parts), consortium.founding()),
    sign: () => consortium.statement('task', 'daejeon-institute', taskBody({ task: `witnessed-${tasks++}` })),
    submit: (signed = witnessed.sign()) => witnessed.ledger.submit(signed),
    restart: async (over = parts) => {
      await witnessed.ledger.close();
      witnessed.ledger = await open(over);
    },
    opened: () => openCheckpoint(parseNote(witnessed.ledger.published?.note ?? ''), parsePolicy(policy)),
    close: async () => {
      await witnessed.ledger.close();
      for (const witness of witnesses) await witness.stop().catch(() => undefined);
    },
  };
  return witnessed;
}

/** Waits until `isSo`, looking again and again. @throws after ten seconds */
export async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (const start = performance.now(); !(await isSo()); ) {
    if (performance.now() - start > 10_000) throw new Error('it did not come to that in ten seconds');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
