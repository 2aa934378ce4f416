/**
 * The engine over memory stores, for tests: a clock that ticks by itself, and hooks to look inside.
 */

import { createLedger } from '../../src/log/create.ts';
import { Ledger } from '../../src/log/ledger.ts';
import type { LedgerOptions, LedgerParts } from '../../src/log/ledger-parts.ts';
import type { Clock, IndexStore, OperatorSigner, Signer, WitnessGroup } from '../../src/log/ports.ts';
import type { VerifyAsync } from '../../src/log/signatures.ts';
import { createNodeVerifier } from '../../src/node/crypto/provider.ts';
import { createMemoryStore, type MemoryStore } from '../../src/storage/memory/memory-store.ts';
import { NOTHING_SEEN, type WitnessMemory } from '../../src/witness/decide.ts';
import { createLocalWitness, NO_WITNESSES } from '../../src/witness/local-witness.ts';
import type { Consortium } from './consortium.ts';
import { allEntries } from './index-entries.ts';
import type { TestNoteKey } from './keys.ts';
import { testOperator } from './operator.ts';

const verifier = createNodeVerifier({ maxKeys: 1000 });
const verifyReally: VerifyAsync = (key, message, signature) => verifier.verify(key, message, signature);

/** A clock that moves by `stepMs` at every look. */
export function tickingClock(stepMs = 1, startMs = Date.UTC(2026, 10, 23, 8, 30)): Clock {
  let at = startMs;
  const tick = (): number => {
    at += stepMs;
    return at;
  };
  return { now: tick, monotonic: () => at };
}

export interface EngineOptions {
  readonly store?: MemoryStore;
  readonly clock?: Clock;
  readonly verify?: VerifyAsync;
  readonly witness?: TestNoteKey;
  /** Default: the operator's founding key. Null: the ledger process has none. */
  readonly operator?: OperatorSigner | null;
  readonly options?: LedgerOptions;
}

/** The parts of a ledger of `consortium`. Opening twice with the same parts is a restart. */
export function engineParts(
  consortium: Consortium,
  options: EngineOptions = {},
): LedgerParts & { readonly store: MemoryStore } {
  const store = options.store ?? createMemoryStore();
  const clock = options.clock ?? tickingClock();
  const operator = options.operator === undefined ? testOperator(consortium) : options.operator;
  return {
    store,
    objects: store.objects,
    heads: store.head,
    checkpoints: store.checkpoints,
    index: store.index,
    signer: logSigner(consortium.logKey),
    witnesses: options.witness === undefined ? NO_WITNESSES : witnessOf(options.witness, consortium, clock),
    clock,
    verify: options.verify ?? verifyReally,
    ...(operator === null ? {} : { operator }),
    ...(options.options === undefined ? {} : { options: options.options }),
  };
}

export function logSigner({ name, vkey, signer }: TestNoteKey): Signer {
  return { name, vkey, sign: async (message) => signer.sign(message) };
}

function witnessOf({ signer }: TestNoteKey, { logKey }: Consortium, clock: Clock): WitnessGroup {
  let memory: WitnessMemory = NOTHING_SEEN;
  const store = {
    load: async () => memory,
    store: async (next: WitnessMemory) => {
      memory = next;
    },
  };
  return createLocalWitness({
    signer,
    logKeys: [logKey.verifier],
    store,
    clock,
    verify: (key, message, signature) => verifier.verifySync(key, message, signature),
  });
}

/** A founded ledger of `consortium`, whose founding statements it consumes. */
export async function foundEngine(
  consortium: Consortium,
  options: EngineOptions = {},
): Promise<{ ledger: Ledger; parts: LedgerParts & { readonly store: MemoryStore } }> {
  const parts = engineParts(consortium, options);
  return { ledger: await createLedger(parts, consortium.founding()), parts };
}

/** Copies everything in `from` into `to`, which is empty, through the ports. */
export async function copyStore(from: MemoryStore, to: MemoryStore = createMemoryStore()): Promise<MemoryStore> {
  for await (const path of from.objects.list('tile/')) {
    const bytes = await from.objects.get(path);
    if (bytes !== undefined) await to.objects.put([{ path, bytes }]);
  }
  const head = await from.head.read();
  if (head !== undefined) await to.head.compareAndSwap(undefined, head.bytes);
  for (let ordinal = 0; ordinal < (await from.checkpoints.count()); ordinal++) {
    const note = await from.checkpoints.read(ordinal);
    if (note !== undefined) await to.checkpoints.append(ordinal, note);
  }
  await copyIndex(from.index, to.index);
  return to;
}

/** Copies all entries of `from` into `to`, which is empty. */
export async function copyIndex(from: IndexStore, to: IndexStore): Promise<void> {
  await to.write(await allEntries(from));
}

/** Opens the ledger again. */
export function reopen(parts: LedgerParts): Promise<Ledger> {
  return Ledger.open(parts);
}
