/**
 * A private key of this machine as statements need it.
 * @module
 */
import type { StatementSigner } from '../core/statement/sign.ts';
import type { PrivateKey } from './crypto/keys.ts';

/** Signs with the key; its id is that of its public key. */
export function statementSigner(key: PrivateKey): StatementSigner {
  return { keyId: key.publicKey.keyId, sign: (message) => key.sign(message) };
}
