/**
 * Signature back ends that answer later (WebCrypto, a thread pool) for an examination that is synchronous.
 * @module
 */
import { encodeHex } from '../core/bytes/hex.ts';
import { sha256 } from '../core/bytes/sha256.ts';
import type { PublicKey, VerifySignature } from '../core/crypto/public-key.ts';

/** As `VerifySignature`, at once or later. Hostile bytes give false, never a rejection. */
export type SignatureBackend = (
  key: PublicKey,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean | Promise<boolean>;

/**
 * The result of `examine` with every signature verified by `backend`.
 *
 * A signature whose answer is still out counts as good, so that the examination goes on and asks for all others too;
 * then it runs again with the answers. It ends when a run asked nothing new: with a synchronous back end the first, else
 * the second or, where an answer led another way, a later one. `examine` must be a pure function of the answers.
 */
export async function withSignatures<T>(
  backend: SignatureBackend,
  examine: (verify: VerifySignature) => T,
): Promise<T> {
  const answers = new Map<string, boolean>();
  for (;;) {
    const outstanding: Promise<unknown>[] = [];
    const result = examine((key, message, signature) => {
      const name = `${key.keyId} ${encodeHex(sha256(message))} ${encodeHex(signature)}`;
      const known = answers.get(name);
      if (known !== undefined) return known;
      const answer = backend(key, message, signature);
      if (typeof answer === 'boolean') return answer;
      outstanding.push(answer.then((isGood) => answers.set(name, isGood)));
      return true;
    });
    if (outstanding.length === 0) return result;
    await Promise.all(outstanding);
  }
}
