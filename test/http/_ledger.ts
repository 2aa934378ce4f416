/**
 * A founded ledger in memory for tests of the server and the client, with a consortium that signs.
 * @module
 */
import { createLedger } from '../../src/log/create.ts';
import type { Ledger } from '../../src/log/ledger.ts';
import type { LedgerOptions } from '../../src/log/ledger-parts.ts';
import type { Clock, OperatorSigner, Signer, WitnessGroup } from '../../src/log/ports.ts';
import { createNodeVerifier, installNodePrimitives } from '../../src/node/crypto/provider.ts';
import { createMemoryStore } from '../../src/storage/memory/memory-store.ts';
import { NO_WITNESSES } from '../../src/witness/local-witness.ts';
import { Consortium, FOUNDERS } from '../_util/consortium.ts';
import { testKey } from '../_util/keys.ts';

export interface TestLedgerOptions {
  readonly witnesses?: WitnessGroup;
  readonly options?: LedgerOptions;
  /** The usual one, of which `sampleHistory` tells, or a quicker one if absent. */
  readonly consortium?: Consortium;
  /** One inside the deadlines of the sample round if absent. */
  readonly clock?: Clock;
  /** The ledger writes no credits if absent. */
  readonly operator?: OperatorSigner;
}

export interface TestLedger {
  readonly ledger: Ledger;
  readonly consortium: Consortium;
}

/** The usual founders, all with Ed25519 keys: founding takes a third of the time. */
function quickConsortium(): Consortium {
  return new Consortium({
    founders: FOUNDERS.map((founder) => ({ ...founder, keys: [testKey(`${founder.id} quick`)] })),
  });
}

/** A wall clock inside the deadlines of the sample round. */
const sampleClock: Clock = {
  now: () => Date.UTC(2026, 10, 23, 9) + Math.floor(performance.now()),
  monotonic: () => performance.now(),
};

/** Founds a ledger over a fresh memory store. */
export async function foundTestLedger({
  witnesses = NO_WITNESSES,
  options = {},
  consortium = quickConsortium(),
  clock = sampleClock,
  operator,
}: TestLedgerOptions = {}): Promise<TestLedger> {
  installNodePrimitives();
  const { objects, head, checkpoints, index } = createMemoryStore();
  const { name, vkey, signer: note } = consortium.logKey;
  const signer: Signer = { name, vkey, sign: async (message) => note.sign(message) };
  const { verify } = createNodeVerifier({ maxKeys: 64 });
  const stores = { objects, heads: head, checkpoints, index };
  const credits = operator === undefined ? {} : { operator };
  const parts = { ...stores, signer, witnesses, clock, verify, options, ...credits };
  return { ledger: await createLedger(parts, consortium.founding()), consortium };
}

/** The ledger, with some of its members replaced. */
export function withMembers(ledger: Ledger, members: Partial<Ledger>): Ledger {
  return new Proxy(ledger, {
    get: (target, name) => {
      const value: unknown = Reflect.get(Object.hasOwn(members, name) ? members : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
