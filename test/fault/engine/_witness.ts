/**
 * A witness that outlives the ledger's crashes, as one elsewhere does: it remembers what it cosigned, tells what it was
 * shown, and can be away.
 * @module
 */

import type { VerifySignature } from '../../../src/core/crypto/public-key.ts';
import { InputError } from '../../../src/core/error.ts';
import type { CosignRequest, WitnessGroup } from '../../../src/log/ports.ts';
import { NOTHING_SEEN, type WitnessMemory } from '../../../src/witness/decide.ts';
import { createLocalWitness } from '../../../src/witness/local-witness.ts';
import type { TestNoteKey } from '../../_util/keys.ts';
import type { Told } from '../_told.ts';

export interface SteadyWitnessParts {
  readonly key: TestNoteKey;
  readonly logKey: TestNoteKey;
  readonly told: Told;
  /** What it cosigned before. */
  readonly memory?: WitnessMemory;
  readonly verify?: VerifySignature;
}

/** A group of one witness; the quorum is one. */
export class SteadyWitness implements WitnessGroup {
  memory: WitnessMemory;
  /** Asked at each call: true where the quorum is missed. */
  isAway: () => boolean = () => false;
  readonly #group: WitnessGroup;
  readonly #told: Told;

  constructor({ key, logKey, told, memory = NOTHING_SEEN, verify }: SteadyWitnessParts) {
    this.memory = memory;
    this.#told = told;
    this.#group = createLocalWitness({
      signer: key.signer,
      logKeys: [logKey.verifier],
      store: {
        load: async () => this.memory,
        store: async (next) => {
          this.memory = next;
        },
      },
      clock: { now: () => Date.UTC(2026, 10, 23, 9), monotonic: () => 0 },
      ...(verify === undefined ? {} : { verify }),
    });
  }

  async cosign(request: CosignRequest): Promise<string[]> {
    this.#told.signedNote(request.note);
    if (this.isAway()) throw new InputError('quorum-missing', 'the witness is away');
    return this.#group.cosign(request);
  }
}
