/**
 * Private keys of Node programs, and keys as PEM text (RFC 7468): PKCS#8 for private keys (RFC 5958), unencrypted, and
 * SubjectPublicKeyInfo for public ones. The `openssl` program reads and writes both.
 *
 * Example, the public key of RFC 8032 section 7.1 test 1:
 *
 *     -----BEGIN PUBLIC KEY-----
 *     MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=
 *     -----END PUBLIC KEY-----
 * @module
 */
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign as nodeSign } from 'node:crypto';
import { decodeBase64, encodeBase64 } from '../../core/bytes/base64.ts';
import type { KeyAlgorithm, PublicKey } from '../../core/crypto/public-key.ts';
import { parseSpki } from '../../core/crypto/spki.ts';
import { InputError } from '../../core/error.ts';
import { NODE_DIGESTS } from './provider.ts';

/** One PEM block of each kind, and nothing else. */
export const PUBLIC_PEM: RegExp = /^-----BEGIN PUBLIC KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END PUBLIC KEY-----\s*$/;
export const PRIVATE_PEM: RegExp = /^-----BEGIN PRIVATE KEY-----\r?\n[A-Za-z0-9+/=\r\n]+-----END PRIVATE KEY-----\s*$/;

/** A private key. The secret is in no property, so that no log line or JSON can show it. */
export class PrivateKey {
  readonly publicKey: PublicKey;
  readonly #key: KeyObject;

  /** @throws InputError `bad-private-key` when the key is of no algorithm that the ledger knows */
  constructor(key: KeyObject) {
    this.publicKey = derivePublicKey(key);
    this.#key = key;
  }

  /** The signature over `message`: 64 bytes for Ed25519, DER for ECDSA. */
  sign(message: Uint8Array): Uint8Array {
    return Uint8Array.from(nodeSign(NODE_DIGESTS[this.publicKey.algorithm], message, this.#key));
  }

  /** The PKCS#8 PEM text, the inverse of {@link parsePrivateKeyPem}. Only for a file of mode 0600. */
  toPem(): string {
    return this.#key.export({ type: 'pkcs8', format: 'pem' }).toString();
  }
}

/** A fresh key from the system's randomness. */
export function generateKeyPair(algorithm: KeyAlgorithm): PrivateKey {
  return new PrivateKey(generateKeyObject(algorithm));
}

/**
 * Parses an unencrypted PKCS#8 PEM text.
 * @throws InputError `bad-private-key` for any other text (an encrypted or SEC 1 key, a certificate), and for an
 *   algorithm that the ledger does not know
 */
export function parsePrivateKeyPem(pem: string): PrivateKey {
  if (!PRIVATE_PEM.test(pem)) {
    throw new InputError('bad-private-key', 'private key: expected one unencrypted "PRIVATE KEY" block in PEM');
  }
  try {
    return new PrivateKey(createPrivateKey({ key: pem, format: 'pem' }));
  } catch (cause) {
    if (cause instanceof InputError) throw cause;
    throw new InputError('bad-private-key', 'private key: the PEM block holds no readable PKCS#8 key', { cause });
  }
}

/**
 * Parses a SubjectPublicKeyInfo PEM text.
 * @throws InputError `bad-public-key`, `bad-base64`
 */
export function parsePublicKeyPem(pem: string): PublicKey {
  const body = PUBLIC_PEM.exec(pem)?.[1];
  if (body === undefined) {
    throw new InputError('bad-public-key', 'public key: expected one "PUBLIC KEY" block in PEM');
  }
  return parseSpki(decodeBase64(body.replace(/[\r\n]/g, ''), undefined, 'public key'));
}

/** The inverse of {@link parsePublicKeyPem}, in lines of 64 characters like openssl's. */
export function formatPublicKeyPem(key: PublicKey): string {
  const lines = encodeBase64(key.spki).match(/.{1,64}/g) ?? [];
  return ['-----BEGIN PUBLIC KEY-----', ...lines, '-----END PUBLIC KEY-----', ''].join('\n');
}

function generateKeyObject(algorithm: KeyAlgorithm): KeyObject {
  switch (algorithm) {
    case 'ed25519':
      return generateKeyPairSync('ed25519').privateKey;
    case 'ecdsa-p256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
    case 'ecdsa-p384':
      return generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  }
}

function derivePublicKey(key: KeyObject): PublicKey {
  try {
    return parseSpki(Uint8Array.from(createPublicKey(key).export({ type: 'spki', format: 'der' })));
  } catch (cause) {
    throw new InputError('bad-private-key', 'private key: expected Ed25519, or ECDSA on P-256 or P-384', { cause });
  }
}
