/**
 * Ed25519 verification (RFC 8032) under one strict rule, so that every verifier gives the same verdict on every input.
 *
 * Libraries disagree on crafted signatures: cofactored or cofactorless equation, small-order points, encodings of
 * y >= p. Ours is the intersection, which strict dalek and libsodium share: `A` and `R` canonical and not of small
 * order, `S` < L, and the cofactorless equation, checked by comparing bytes: the encoding of [S]B - [k]A equals `R`.
 * OpenSSL computes the same equation, so the checks before it (`precheckEd25519`) are all that Node needs to agree. The
 * verifier of @noble/curves is not used: it multiplies the equation by the cofactor, and so accepts more.
 *
 * A signature is `R` (32 bytes, an encoded point) and `S` (32 bytes, little-endian). A point is encoded as its y in 255
 * little-endian bits, and the lowest bit of x on top.
 * @module
 */
import { ed25519 } from '@noble/curves/ed25519.js';
import { bytesToNumberLE } from '@noble/curves/utils.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { concatBytes, equalBytes } from '../bytes/bytes.ts';

const { Point } = ed25519;
const P = Point.Fp.ORDER;
const L = Point.Fn.ORDER;
const TWO_TO_255 = 2n ** 255n;

/**
 * The y of the eight points whose order divides the cofactor 8: (0, 1), (0, -1), two with y = 0, and four with the last
 * two values. Only y = 1 and y = -1 have x = 0, so the encodings with x = "-0", which are not canonical, fall here too.
 */
const SMALL_ORDER_YS: ReadonlySet<bigint> = new Set([
  0n,
  1n,
  P - 1n,
  0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n,
  0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n,
]);

/**
 * The half of the strict rule that needs no curve arithmetic: lengths, canonical `A` and `R` of no small order, `S` < L.
 * True does not mean valid: `A` and `R` need not even be points.
 */
export function precheckEd25519(publicKey: Uint8Array, signature: Uint8Array): boolean {
  return (
    publicKey.length === 32 &&
    signature.length === 64 &&
    bytesToNumberLE(signature.subarray(32)) < L &&
    isStrictEncoding(publicKey) &&
    isStrictEncoding(signature.subarray(0, 32))
  );
}

/** Verifies `signature` (64 bytes) of the raw key `publicKey` (32 bytes) by the strict rule. Hostile bytes give false. */
export function verifyEd25519(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!precheckEd25519(publicKey, signature)) return false;
  const a = decodePoint(publicKey);
  if (a === undefined) return false;
  const r = signature.subarray(0, 32);
  const s = bytesToNumberLE(signature.subarray(32));
  const k = bytesToNumberLE(sha512(concatBytes(r, publicKey, message))) % L;
  // All values are public: variable time is fine.
  const expected = Point.BASE.multiplyUnsafe(s).subtract(a.multiplyUnsafe(k));
  return equalBytes(expected.toBytes(), r);
}

/**
 * True for a key that may be enrolled: canonical, on the curve, not of small order, and without a torsion component.
 * Of such a key every mainstream library accepts whatever `verifyEd25519` accepts. Costs one scalar multiplication.
 */
export function isEnrollableEd25519(publicKey: Uint8Array): boolean {
  if (publicKey.length !== 32 || !isStrictEncoding(publicKey)) return false;
  return decodePoint(publicKey)?.isTorsionFree() ?? false;
}

function isStrictEncoding(point: Uint8Array): boolean {
  const y = bytesToNumberLE(point) % TWO_TO_255;
  return y < P && !SMALL_ORDER_YS.has(y);
}

function decodePoint(encoded: Uint8Array): InstanceType<typeof Point> | undefined {
  try {
    return Point.fromBytes(encoded);
  } catch {
    return undefined; // no x for this y
  }
}
