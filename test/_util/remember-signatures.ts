/**
 * Set-up of most suites: Ed25519 in JavaScript remembers its answers. They found and audit the same few consortia thousands of
 * times, and each time keys and proofs of possession are checked again, some milliseconds each. What is asked for the first time is
 * computed: an answer depends on the bytes and on nothing else.
 * @module
 */
import { createHash } from 'node:crypto';
import { vi } from 'vitest';

vi.mock('../../src/core/crypto/ed25519.ts', async (importOriginal) => {
  const original = await importOriginal<typeof import('../../src/core/crypto/ed25519.ts')>();
  return {
    ...original,
    verifyEd25519: remember(original.verifyEd25519),
    isEnrollableEd25519: remember(original.isEnrollableEd25519),
  };
});

/** The same function of bytes, asked once for each input. */
function remember<A extends readonly Uint8Array[]>(ask: (...inputs: A) => boolean): (...inputs: A) => boolean {
  const answers = new Map<string, boolean>();
  return (...inputs) => {
    const hash = createHash('sha256');
    for (const input of inputs) hash.update(`${input.length} `).update(input);
    const name = hash.digest('base64');
    const answer = answers.get(name) ?? ask(...inputs);
    answers.set(name, answer);
    return answer;
  };
}
