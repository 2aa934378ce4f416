/**
 * ECDSA verification (FIPS 186-5) with P-256 and SHA-256, or P-384 and SHA-384: the curve fixes the hash.
 *
 * A signature is the DER of RFC 3279 section 2.2.3, in its one spelling:
 *
 *     30 <length> 02 <length> <r> 02 <length> <s>
 *
 * with r and s in [1, n - 1], big-endian, without a leading zero byte unless the next byte is 0x80 or more. No length
 * needs a second byte on these curves. High s is accepted: HSMs do not normalise it, and nothing here relies on a
 * signature being unique (records are de-duplicated by their payload).
 *
 * Example: r = 1 and s = 0x80 make `30 07 02 01 01 02 02 00 80`.
 * @module
 */
import { p256, p384 } from '@noble/curves/nist.js';
import { bytesToNumberBE } from '@noble/curves/utils.js';
import { concatBytes, equalBytes } from '../bytes/bytes.ts';
import type { PublicKey } from './public-key.ts';

/** The algorithms of this module. */
export type EcdsaAlgorithm = 'ecdsa-p256' | 'ecdsa-p384';

const CURVES = { 'ecdsa-p256': p256, 'ecdsa-p384': p384 } as const;
const SCALAR_BYTES = { 'ecdsa-p256': 32, 'ecdsa-p384': 48 } as const;

const DER_INTEGER = 0x02;
const DER_SEQUENCE = 0x30;

/**
 * Verifies a DER signature. Hostile bytes give false.
 * Requires a key of `parseSpki` with an ECDSA algorithm; any other gives false.
 */
export function verifyEcdsa(key: PublicKey, message: Uint8Array, der: Uint8Array): boolean {
  if (key.algorithm === 'ed25519') return false;
  const signature = parseDerSignature(key.algorithm, der);
  if (signature === undefined) return false;
  return CURVES[key.algorithm].verify(signature, message, key.point, { format: 'compact', lowS: false, prehash: true });
}

/** r and s, each as wide as the curve's order (64 or 96 bytes in all); undefined unless `der` is their one spelling. */
export function parseDerSignature(algorithm: EcdsaAlgorithm, der: Uint8Array): Uint8Array | undefined {
  const width = SCALAR_BYTES[algorithm];
  // Read as if it were well formed, format again, compare: whatever is wrong with the bytes, they then differ.
  const sStart = 6 + (der[3] ?? 0);
  const r = padScalar(der.subarray(4, sStart - 2), width);
  const s = padScalar(der.subarray(sStart), width);
  if (r === undefined || s === undefined) return undefined;
  if (!isScalar(algorithm, r) || !isScalar(algorithm, s)) return undefined;
  const signature = concatBytes(r, s);
  return equalBytes(formatDerSignature(algorithm, signature), der) ? signature : undefined;
}

/**
 * The inverse of {@link parseDerSignature}, for signers that answer r‖s (WebCrypto, PKCS#11).
 * Requires 64 bytes (P-256) or 96 (P-384).
 */
export function formatDerSignature(algorithm: EcdsaAlgorithm, signature: Uint8Array): Uint8Array {
  const width = SCALAR_BYTES[algorithm];
  const body = concatBytes(formatInteger(signature.subarray(0, width)), formatInteger(signature.subarray(width)));
  return concatBytes(Uint8Array.of(DER_SEQUENCE, body.length), body);
}

/** True for an uncompressed SEC 1 point of the algorithm's curve that is on the curve. */
export function isEcdsaPoint(algorithm: EcdsaAlgorithm, point: Uint8Array): boolean {
  if (point.length !== 1 + 2 * SCALAR_BYTES[algorithm] || point[0] !== 0x04) return false;
  try {
    CURVES[algorithm].Point.fromBytes(point).assertValidity();
    return true;
  } catch {
    return false;
  }
}

function padScalar(integer: Uint8Array, width: number): Uint8Array | undefined {
  const start = integer.findIndex((byte) => byte !== 0);
  const digits = start < 0 ? integer.subarray(integer.length) : integer.subarray(start);
  if (digits.length > width) return undefined;
  return concatBytes(new Uint8Array(width - digits.length), digits);
}

function isScalar(algorithm: EcdsaAlgorithm, scalar: Uint8Array): boolean {
  const value = bytesToNumberBE(scalar);
  return value >= 1n && value < CURVES[algorithm].Point.Fn.ORDER;
}

function formatInteger(scalar: Uint8Array): Uint8Array {
  const start = scalar.findIndex((byte) => byte !== 0);
  const digits = start < 0 ? Uint8Array.of(0) : scalar.subarray(start);
  const sign = (digits[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : new Uint8Array();
  return concatBytes(Uint8Array.of(DER_INTEGER, sign.length + digits.length), sign, digits);
}
