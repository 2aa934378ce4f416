/**
 * Public keys as DER SubjectPublicKeyInfo (RFC 5280, RFC 8410, RFC 5480), in exactly three shapes.
 *
 * Each shape is a fixed prefix and the raw key, so no ASN.1 parser is needed:
 *
 *     302a300506032b6570032100                                   32 bytes, Ed25519
 *     3059301306072a8648ce3d020106082a8648ce3d030107034200       65 bytes, P-256, uncompressed
 *     3076301006072a8648ce3d020106052b81040022036200             97 bytes, P-384, uncompressed
 *
 * Everything else is refused: compressed points, explicit curve parameters, other curves, points off the curve, and
 * Ed25519 keys on which verifiers could disagree (non-canonical, of small order, or with a torsion component).
 *
 * Example: the key of RFC 8032 section 7.1 test 1 is
 * `302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a`, and its key ID
 * `06e3fd8fda29bb60ab59557de61edb0aecdb231134be30e75b455f8e1b792fa9`.
 * @module
 */
import { concatBytes, equalBytes } from '../bytes/bytes.ts';
import { decodeHex, encodeHex } from '../bytes/hex.ts';
import { sha256 } from '../bytes/sha256.ts';
import { InputError } from '../error.ts';
import { isEcdsaPoint } from './ecdsa.ts';
import { isEnrollableEd25519 } from './ed25519.ts';
import type { KeyAlgorithm, PublicKey } from './public-key.ts';

export type { KeyAlgorithm, PublicKey } from './public-key.ts';

interface Shape {
  readonly algorithm: KeyAlgorithm;
  readonly prefix: Uint8Array;
  readonly pointBytes: number;
}

const SHAPES: readonly Shape[] = [
  { algorithm: 'ed25519', prefix: decodeHex('302a300506032b6570032100'), pointBytes: 32 },
  {
    algorithm: 'ecdsa-p256',
    prefix: decodeHex('3059301306072a8648ce3d020106082a8648ce3d030107034200'),
    pointBytes: 65,
  },
  { algorithm: 'ecdsa-p384', prefix: decodeHex('3076301006072a8648ce3d020106052b81040022036200'), pointBytes: 97 },
];

/**
 * Parses and checks a public key. The result keeps its own copy of the bytes.
 * @throws InputError `bad-public-key`
 */
export function parseSpki(der: Uint8Array): PublicKey {
  const shape = SHAPES.find(
    ({ prefix, pointBytes }) =>
      der.length === prefix.length + pointBytes && equalBytes(der.subarray(0, prefix.length), prefix),
  );
  if (shape === undefined) {
    throw new InputError(
      'bad-public-key',
      `public key: ${der.length} bytes that are no SubjectPublicKeyInfo of Ed25519, P-256 or P-384 (uncompressed)`,
    );
  }
  const spki = Uint8Array.from(der);
  const point = spki.slice(shape.prefix.length);
  assertPoint(shape.algorithm, point);
  return { algorithm: shape.algorithm, spki, point, keyId: encodeHex(sha256(spki)) };
}

/**
 * The SubjectPublicKeyInfo around a raw key: the inverse of `parseSpki(der).point`. The key itself is not checked.
 * @throws InputError `bad-public-key` when `point` has not the algorithm's length
 */
export function formatSpki(algorithm: KeyAlgorithm, point: Uint8Array): Uint8Array {
  const shape = SHAPES.find((candidate) => candidate.algorithm === algorithm);
  if (shape === undefined || point.length !== shape.pointBytes) {
    throw new InputError('bad-public-key', `public key: ${point.length} bytes are no raw ${algorithm} key`);
  }
  return concatBytes(shape.prefix, point);
}

function assertPoint(algorithm: KeyAlgorithm, point: Uint8Array): void {
  const isGood = algorithm === 'ed25519' ? isEnrollableEd25519(point) : isEcdsaPoint(algorithm, point);
  if (isGood) return;
  throw new InputError(
    'bad-public-key',
    algorithm === 'ed25519'
      ? 'public key: not a canonical Ed25519 point of prime order'
      : `public key: not a point of the curve (${algorithm})`,
  );
}
