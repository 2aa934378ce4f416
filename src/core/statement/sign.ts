/**
 * Signing: from a statement to its DSSE envelope. Key and randomness stay with the caller.
 * @module
 */
import type { SignedStatement } from '../record/record.ts';
import { encodePae, PAYLOAD_TYPE } from './dsse.ts';
import { encodeStatement, type Statement, statementDigest } from './statement.ts';

/** A private key, wherever it lives: it signs the DSSE pre-authentication encoding. */
export interface StatementSigner {
  /** Hex SHA-256 of the key's SubjectPublicKeyInfo. */
  readonly keyId: string;
  /** Ed25519: 64 bytes; ECDSA: DER. */
  sign(message: Uint8Array): Uint8Array;
}

/** Signs a statement. @throws InputError where the statement is not one that `parseStatement` accepts */
export function signStatement(statement: Statement, signer: StatementSigner): SignedStatement {
  const payload = encodeStatement(statement);
  const signature = signer.sign(encodePae(PAYLOAD_TYPE, payload));
  return { payload, statement, digest: statementDigest(payload), keyId: signer.keyId, signature };
}
