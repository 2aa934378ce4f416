/**
 * A witness in the process of the ledger: the same decision as a remote one, with its memory behind a port. It is as
 * independent as whoever holds its key.
 * @module
 */
import type { VerifySignature } from '../core/crypto/public-key.ts';
import { signCosignature } from '../core/note/cosignature.ts';
import { formatSignatureLine } from '../core/note/note.ts';
import type { NoteSigner } from '../core/note/sign.ts';
import type { VerifierKey } from '../core/note/vkey.ts';
import type { Clock, CosignRequest, WitnessGroup } from '../log/ports.ts';
import { approve, type WitnessMemory } from './decide.ts';

/** Where a witness keeps what it cosigned last. `store` is durable when it returns. */
export interface WitnessStore {
  load(): Promise<WitnessMemory>;
  store(memory: WitnessMemory): Promise<void>;
}

export interface LocalWitnessParts {
  readonly signer: NoteSigner;
  readonly logKeys: readonly VerifierKey[];
  readonly store: WitnessStore;
  readonly clock: Clock;
  readonly verify?: VerifySignature;
}

/** A group of one. Calls must not overlap: the ledger publishes one checkpoint at a time. */
export function createLocalWitness({ signer, logKeys, store, clock, verify }: LocalWitnessParts): WitnessGroup {
  return {
    cosign: async ({ note, size, consistency }: CosignRequest) => {
      const memory = await store.load();
      const proof = memory.size > 0 && memory.size < size ? await consistency(memory.size) : [];
      const approved = approve({ note, oldSize: memory.size, consistency: proof }, logKeys, memory, verify);
      await store.store({ size, root: approved.checkpoint.root });
      const seconds = Math.floor(clock.now() / 1000);
      return [formatSignatureLine(signCosignature(approved.note.text, seconds, signer))];
    },
  };
}

/** No witnesses: checkpoints carry the ledger's own signature only. */
export const NO_WITNESSES: WitnessGroup = { cosign: async () => [] };
