/**
 * TEST KEYS. Each is derived from a public label, so anybody can sign with it: nothing outside a test may trust one.
 * Everything is deterministic, ECDSA signatures included (RFC 6979), so that a ledger built twice has the same bytes.
 * @module
 */
import { createHash, createPrivateKey, type KeyObject, sign as nodeSign } from 'node:crypto';
import { p256, p384 } from '@noble/curves/nist.js';
import { encodeBase64 } from '../../src/core/bytes/base64.ts';
import { formatDerSignature } from '../../src/core/crypto/ecdsa.ts';
import type { KeyAlgorithm, PublicKey } from '../../src/core/crypto/public-key.ts';
import { formatSpki, parseSpki } from '../../src/core/crypto/spki.ts';
import { signCosignature } from '../../src/core/note/cosignature.ts';
import { formatSignatureLine } from '../../src/core/note/note.ts';
import type { NoteSigner } from '../../src/core/note/sign.ts';
import {
  COSIGNATURE_ED25519,
  createVerifierKey,
  type Ed25519VerifierKey,
  formatVkey,
  NOTE_ED25519,
} from '../../src/core/note/vkey.ts';
import { type ProvenKeyFields, possessionMessage } from '../../src/core/statement/possession.ts';
import type { StatementSigner } from '../../src/core/statement/sign.ts';

/** A key pair of an institution. Derived from a public label: a test key. */
export interface TestKey extends StatementSigner {
  readonly publicKey: PublicKey;
  /** Base64 SubjectPublicKeyInfo, as statements carry it. */
  readonly spki: string;
  /** For programs that read key files. */
  readonly privateKey: KeyObject;
  /** The key with its proof of possession, as `charter` and `key` carry it. */
  proven(origin: string, institution: string): ProvenKeyFields;
}

/** The test key of a label, which must not be used with two algorithms. */
export function testKey(label: string, algorithm: KeyAlgorithm = 'ed25519'): TestKey {
  const key = known.get(label) ?? (algorithm === 'ed25519' ? deriveEd25519(label) : deriveEcdsa(label, algorithm));
  known.set(label, key);
  return key;
}

/** A key that signs notes: of a log or of a witness. */
export interface TestNoteKey {
  readonly name: string;
  readonly vkey: string;
  readonly verifier: Ed25519VerifierKey;
  readonly signer: NoteSigner;
}

/** A key of a log; its name is the origin. */
export function testLogKey(origin: string, label = `log ${origin}`): TestNoteKey {
  return noteKey(origin, NOTE_ED25519, label);
}

/** A key of a witness. */
export function testWitnessKey(name: string, label = `witness ${name}`): TestNoteKey {
  return noteKey(name, COSIGNATURE_ED25519, label);
}

/** The witness's cosignature of a checkpoint text: a signature line with its newline. */
export function cosignatureLine(witness: TestNoteKey, checkpointText: string, timestampSeconds: number): string {
  return formatSignatureLine(signCosignature(checkpointText, timestampSeconds, witness.signer));
}

const known = new Map<string, TestKey>();
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');

function deriveEd25519(label: string): TestKey {
  const der = Buffer.concat([PKCS8_ED25519, secretOf(label, 32)]);
  const privateKey = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const { x = '' } = privateKey.export({ format: 'jwk' });
  const point = Uint8Array.from(Buffer.from(x, 'base64url'));
  return makeKey('ed25519', point, privateKey, (message) => Uint8Array.from(nodeSign(null, message, privateKey)));
}

function deriveEcdsa(label: string, algorithm: 'ecdsa-p256' | 'ecdsa-p384'): TestKey {
  const [curve, crv, width] =
    algorithm === 'ecdsa-p256' ? ([p256, 'P-256', 32] as const) : ([p384, 'P-384', 48] as const);
  const secret = Uint8Array.from(secretOf(label, width));
  const point = curve.getPublicKey(secret, false);
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
  const [x, y] = [text(point.subarray(1, 1 + width)), text(point.subarray(1 + width))];
  const privateKey = createPrivateKey({ key: { kty: 'EC', crv, x, y, d: text(secret) }, format: 'jwk' });
  // Node's own ECDSA signatures are random; these are not.
  return makeKey(algorithm, point, privateKey, (message) => formatDerSignature(algorithm, curve.sign(message, secret)));
}

function makeKey(
  algorithm: KeyAlgorithm,
  point: Uint8Array,
  privateKey: KeyObject,
  sign: (message: Uint8Array) => Uint8Array,
): TestKey {
  const publicKey = parseSpki(formatSpki(algorithm, point));
  const { keyId } = publicKey;
  const spki = encodeBase64(publicKey.spki);
  const proven = (origin: string, institution: string): ProvenKeyFields => ({
    spki,
    possession: encodeBase64(sign(possessionMessage(origin, institution, keyId))),
  });
  return { keyId, publicKey, spki, privateKey, sign, proven };
}

function noteKey(name: string, type: Ed25519VerifierKey['type'], label: string): TestNoteKey {
  const { publicKey, sign } = testKey(label);
  const verifier = createVerifierKey(name, type, publicKey);
  return { name, vkey: formatVkey(verifier), verifier, signer: { name, keyId: verifier.keyId, sign } };
}

function secretOf(label: string, widthBytes: number): Buffer {
  return createHash('sha512')
    .update(`Ledgerline TEST KEY, known to everybody\n${label}`)
    .digest()
    .subarray(0, widthBytes);
}
