/**
 * The limit of everything that checks signatures: `crypto.verify` on statements, with keys that are parsed already.
 * @module
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { SignedStatement } from '../../src/core/record/record.ts';
import { encodePae, PAYLOAD_TYPE } from '../../src/core/statement/dsse.ts';
import { rateOf } from './benchmark.ts';
import { benchKey } from './workload.ts';

/** A signature, ready to be verified. */
interface Sample {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly key: KeyObject;
}

/** Calls under way at once on the thread pool. */
export const IN_FLIGHT = 64;

/** Verifications a second of `statements`, which are Ed25519. */
export class RawVerify {
  readonly #samples: readonly Sample[];

  constructor(statements: readonly SignedStatement[]) {
    const keys = new Map<string, KeyObject>();
    this.#samples = statements.map(({ payload, signature, statement: { author } }) => {
      const { publicKey } = benchKey(author);
      const key =
        keys.get(author) ?? createPublicKey({ key: Buffer.from(publicKey.spki), format: 'der', type: 'spki' });
      keys.set(author, key);
      return { message: encodePae(PAYLOAD_TYPE, payload), signature, key };
    });
  }

  /** On the thread pool, as a server does it. */
  async asynchronous(): Promise<number> {
    let next = 0;
    const lane = async (): Promise<void> => {
      for (let sample = this.#samples[next++]; sample !== undefined; sample = this.#samples[next++]) {
        const { message, signature, key } = sample;
        await new Promise<void>((resolve, reject) => {
          verify(null, message, key, signature, (error, valid) => (valid ? resolve() : reject(error ?? invalid())));
        });
      }
    };
    return rateOf(this.#samples.length, async () => {
      await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
    });
  }

  /** On one thread. */
  synchronous(): Promise<number> {
    return rateOf(this.#samples.length, () => {
      for (const { message, signature, key } of this.#samples) {
        if (!verify(null, message, key, signature)) throw invalid();
      }
    });
  }
}

function invalid(): Error {
  return new Error('a signature of the workload does not verify');
}
