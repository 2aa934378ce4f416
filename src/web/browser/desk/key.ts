/**
 * A private key file in the browser: PKCS#8 PEM, unencrypted, as `ledgerline key new` and openssl write it. It is read into
 * this page, signs here, and goes nowhere else.
 * @module
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { decodeBase64 } from '../../../core/bytes/base64.ts';
import { decodeBase64url } from '../../../core/bytes/base64url.ts';
import { concatBytes, equalBytes } from '../../../core/bytes/bytes.ts';
import { decodeHex } from '../../../core/bytes/hex.ts';
import { type EcdsaAlgorithm, formatDerSignature } from '../../../core/crypto/ecdsa.ts';
import { formatSpki, parseSpki } from '../../../core/crypto/spki.ts';
import { InputError } from '../../../core/error.ts';

/** Signs the pre-authentication encoding of a statement. */
export interface PageKey {
  /** Hex SHA-256 of its SubjectPublicKeyInfo. */
  readonly keyId: string;
  /** Ed25519: 64 bytes; ECDSA: DER. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

const PEM = /^-----BEGIN PRIVATE KEY-----\r?\n([A-Za-z0-9+/=\r\n]+)-----END PRIVATE KEY-----\s*$/;
/** PKCS#8 of an Ed25519 key is these bytes and the 32-byte seed (RFC 8410 section 7). */
const ED25519_PREFIX = decodeHex('302e020100300506032b657004220420');
const SEED_BYTES = 32;

const CURVES: readonly { readonly algorithm: EcdsaAlgorithm; readonly namedCurve: string; readonly hash: string }[] = [
  { algorithm: 'ecdsa-p256', namedCurve: 'P-256', hash: 'SHA-256' },
  { algorithm: 'ecdsa-p384', namedCurve: 'P-384', hash: 'SHA-384' },
];

/** @throws InputError `bad-private-key` for anything but one unencrypted PKCS#8 block of an algorithm that the ledger knows */
export async function readPageKey(pem: string): Promise<PageKey> {
  const [, body] = PEM.exec(pem) ?? [];
  if (body === undefined)
    throw new InputError('bad-private-key', 'private key: expected one unencrypted "PRIVATE KEY" block in PEM');
  const der = decodeBase64(body.replace(/[\r\n]/g, ''), undefined, 'private key');
  const isEd25519 =
    der.length === ED25519_PREFIX.length + SEED_BYTES &&
    equalBytes(der.subarray(0, ED25519_PREFIX.length), ED25519_PREFIX);
  return isEd25519 ? ed25519Key(der.slice(ED25519_PREFIX.length)) : ecdsaKey(der);
}

function ed25519Key(seed: Uint8Array): PageKey {
  const { keyId } = parseSpki(formatSpki('ed25519', ed25519.getPublicKey(seed)));
  return { keyId, sign: async (message) => ed25519.sign(message, seed) };
}

async function ecdsaKey(der: Uint8Array): Promise<PageKey> {
  for (const { algorithm, namedCurve, hash } of CURVES) {
    const name = { name: 'ECDSA', namedCurve };
    const key = await crypto.subtle
      .importKey('pkcs8', Uint8Array.from(der), name, true, ['sign'])
      .catch(() => undefined);
    if (key === undefined) continue;
    const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', key);
    const point = concatBytes(Uint8Array.of(4), decodeBase64url(x), decodeBase64url(y));
    return {
      keyId: parseSpki(formatSpki(algorithm, point)).keyId,
      sign: async (message) => {
        const pair = await crypto.subtle.sign({ name: 'ECDSA', hash }, key, Uint8Array.from(message));
        return formatDerSignature(algorithm, new Uint8Array(pair));
      },
    };
  }
  throw new InputError('bad-private-key', 'private key: neither Ed25519 nor ECDSA on P-256 or P-384');
}
