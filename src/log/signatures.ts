/**
 * Signature checks of statements: parsed keys are kept, the work itself is passed in (thread pool on servers).
 * @module
 */
import { decodeBase64 } from '../core/bytes/base64.ts';
import { type PublicKey, parseSpki } from '../core/crypto/spki.ts';
import { InputError } from '../core/error.ts';
import type { SignedStatement } from '../core/record/record.ts';
import { encodePae, PAYLOAD_TYPE } from '../core/statement/dsse.ts';
import { LruCache } from './lru-cache.ts';
import type { CheckSignature } from './sequence.ts';
import { Turns } from './turns.ts';

/** Verifies one signature; must agree with `core/crypto/verify` on every input. */
export type VerifyAsync = (key: PublicKey, message: Uint8Array, signature: Uint8Array) => Promise<boolean>;

/** Parsed keys kept: more than a consortium ever has live. */
const CACHED_KEYS = 4096;

/**
 * Signatures under verification at once. The thread pool serves first come, first served, and the disk's calls wait in the
 * same line: behind a thousand signatures each of the dozen calls of a commit would wait for all of them.
 */
const MAX_AT_ONCE = 16;

/** The check that the sequencer uses. What is no key verifies nothing: a charter brings its own, whatever it is. */
export function createSignatureCheck(verify: VerifyAsync): CheckSignature {
  const keys = new LruCache<PublicKey>(CACHED_KEYS);
  const turns = new Turns(MAX_AT_ONCE);
  return async (signed: SignedStatement, spki: string) => {
    const key = keys.get(spki) ?? parseKey(spki);
    if (key === undefined) return false;
    keys.set(spki, key);
    return turns.run(() => verify(key, encodePae(PAYLOAD_TYPE, signed.payload), signed.signature));
  };
}

function parseKey(spki: string): PublicKey | undefined {
  try {
    return parseSpki(decodeBase64(spki));
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}
