/**
 * Keys that confidential values are encrypted to: X25519 or P-256, as PEM like all keys. A reader has one beside its signing
 * key, never instead of it: Ed25519 and P-384 keys are refused here. A key's name is its JWK thumbprint (RFC 7638).
 * @module
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type FlattenedJWE, flattenedDecrypt } from 'jose';
import { encodeBase64url } from '../../core/bytes/base64url.ts';
import { sha256 } from '../../core/bytes/sha256.ts';
import { encodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { canonicalize } from '../../core/json/jcs.ts';
import { PRIVATE_PEM, PUBLIC_PEM } from '../crypto/keys.ts';

/** The kinds of key, by the names that the command line uses. */
export type SealingAlgorithm = 'x25519' | 'ecdh-p256';

/** How the content key is agreed on and wrapped, and how the content is encrypted (RFC 7518 sections 4.6 and 5.3). */
export const JWE_ALGORITHMS = { alg: 'ECDH-ES+A256KW', enc: 'A256GCM' } as const;

/** A recipient. */
export interface SealingPublicKey {
  readonly algorithm: SealingAlgorithm;
  /** RFC 7638 thumbprint over SHA-256, base64url. */
  readonly thumbprint: string;
  readonly key: KeyObject;
}

/** A recipient's private key. The secret is in no property, so that no log line or JSON can show it. */
export class SealingPrivateKey {
  readonly publicKey: SealingPublicKey;
  readonly #key: KeyObject;

  /** @throws InputError `bad-sealing-key` for a key of another algorithm */
  constructor(key: KeyObject) {
    this.publicKey = describe(createPublicKey(key));
    this.#key = key;
  }

  /** The content of a JWE that is encrypted to this key. Rejects when it is not, or was changed. */
  async decrypt(jwe: FlattenedJWE): Promise<Uint8Array> {
    const { plaintext } = await flattenedDecrypt(jwe, this.#key, {
      keyManagementAlgorithms: [JWE_ALGORITHMS.alg],
      contentEncryptionAlgorithms: [JWE_ALGORITHMS.enc],
      maxDecompressedLength: 0, // refuses compression: nothing of ours is compressed
    });
    return plaintext;
  }

  /** The PKCS#8 PEM text. Only for a file of mode 0600. */
  toPem(): string {
    return this.#key.export({ type: 'pkcs8', format: 'pem' }).toString();
  }
}

/** A fresh key from the system's randomness. */
export function generateSealingKey(algorithm: SealingAlgorithm): SealingPrivateKey {
  const { privateKey } =
    algorithm === 'x25519' ? generateKeyPairSync('x25519') : generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return new SealingPrivateKey(privateKey);
}

/** Parses an unencrypted PKCS#8 PEM text. @throws InputError `bad-sealing-key` */
export function parseSealingPrivateKey(pem: string): SealingPrivateKey {
  return new SealingPrivateKey(read(pem, PRIVATE_PEM, createPrivateKey));
}

/** Parses a SubjectPublicKeyInfo PEM text. @throws InputError `bad-sealing-key` */
export function parseSealingPublicKey(pem: string): SealingPublicKey {
  return describe(read(pem, PUBLIC_PEM, createPublicKey));
}

/** The inverse of {@link parseSealingPublicKey}. */
export function formatSealingPublicKey({ key }: SealingPublicKey): string {
  return key.export({ type: 'spki', format: 'pem' }).toString();
}

function read(pem: string, form: RegExp, create: (input: { key: string; format: 'pem' }) => KeyObject): KeyObject {
  if (!form.test(pem)) throw new InputError('bad-sealing-key', 'sealing key: expected one key in PEM');
  try {
    return create({ key: pem, format: 'pem' });
  } catch (cause) {
    throw new InputError('bad-sealing-key', 'sealing key: the PEM block holds no readable key', { cause });
  }
}

/** @throws InputError `bad-sealing-key` */
function describe(key: KeyObject): SealingPublicKey {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  const isP256 = type === 'ec' && details?.namedCurve === 'prime256v1';
  const algorithm = type === 'x25519' ? 'x25519' : isP256 ? 'ecdh-p256' : undefined;
  if (algorithm === undefined) throw new InputError('bad-sealing-key', `sealing key: X25519 or P-256, not ${type}`);
  const { crv, kty, x, y } = key.export({ format: 'jwk' });
  // The required members, in the canonical form: RFC 7638 section 3.2.
  const thumbprint = encodeBase64url(sha256(encodeUtf8(canonicalize({ crv, kty, x, y }))));
  return { algorithm, thumbprint, key };
}
