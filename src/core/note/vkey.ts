/**
 * Verifier keys (C2SP signed-note, "Verifier keys"): who may sign a note, as one line of text.
 *
 *     vkey   = name "+" hex(key ID) "+" base64(type ‖ public key)
 *     key ID = SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4], as 8 hex digits
 *
 * | type | signs | public key | here |
 * |---|---|---|---|
 * | 0x01 | Ed25519, the note text | 32 bytes | log keys |
 * | 0x04 | Ed25519, timestamped cosignature (`cosignature.ts`) | 32 bytes | witness keys |
 * | 0x06 | ML-DSA-44, timestamped cosignature | 1,312 bytes | parsed, so that a policy may name it; not verified |
 *
 * Base64 may hold "+" itself: only the first two separate. Names are at most 255 bytes, as cosigned messages demand.
 *
 * Example (from the specification): `example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k`
 * @module
 */
import { decodeBase64, encodeBase64 } from '../bytes/base64.ts';
import { concatBytes } from '../bytes/bytes.ts';
import { encodeHex } from '../bytes/hex.ts';
import { sha256 } from '../bytes/sha256.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { formatSpki, type PublicKey, parseSpki } from '../crypto/spki.ts';
import { InputError } from '../error.ts';
import { isKeyName } from './note.ts';

export const NOTE_ED25519 = 0x01;
export const COSIGNATURE_ED25519 = 0x04;
export const COSIGNATURE_ML_DSA_44 = 0x06;

const ML_DSA_44_KEY_BYTES = 1312;
const MAX_NAME_BYTES = 255;

interface NamedKey {
  readonly name: string;
  /** 8 lower-case hex digits. */
  readonly keyId: string;
  /** The public key as the vkey carries it. */
  readonly material: Uint8Array;
}

/** A key whose signatures can be verified here. */
export interface Ed25519VerifierKey extends NamedKey {
  readonly type: typeof NOTE_ED25519 | typeof COSIGNATURE_ED25519;
  readonly key: PublicKey;
}

/** A key whose signatures are known but cannot be verified here: material for CANNOT TELL, never for VERIFIED. */
export interface MlDsaVerifierKey extends NamedKey {
  readonly type: typeof COSIGNATURE_ML_DSA_44;
}

export type VerifierKey = Ed25519VerifierKey | MlDsaVerifierKey;

/**
 * Parses a vkey. Ed25519 keys must be fit for enrolment (`parseSpki`).
 * @throws InputError `bad-vkey`, `bad-base64`, `bad-public-key`
 */
export function parseVkey(vkey: string): VerifierKey {
  const [name = '', keyId = '', ...rest] = vkey.split('+');
  const blob = decodeBase64(rest.join('+'), undefined, 'vkey');
  const parsed = createKey(name, blob[0], blob.slice(1));
  if (parsed.keyId !== keyId) {
    throw new InputError('bad-vkey', `vkey ${name}: key ID ${JSON.stringify(keyId)}, but its key has ${parsed.keyId}`);
  }
  return parsed;
}

/** The inverse of {@link parseVkey}. */
export function formatVkey({ name, keyId, type, material }: VerifierKey): string {
  return `${name}+${keyId}+${encodeBase64(concatBytes(Uint8Array.of(type), material))}`;
}

/**
 * The verifier key of an Ed25519 key under a name.
 * @throws InputError `bad-vkey` when the name cannot be a key name, or the key is not Ed25519
 */
export function createVerifierKey(name: string, type: Ed25519VerifierKey['type'], key: PublicKey): Ed25519VerifierKey {
  if (key.algorithm !== 'ed25519') throw new InputError('bad-vkey', `vkey ${name}: ${key.algorithm} cannot sign notes`);
  assertName(name);
  return { name, keyId: computeKeyId(name, type, key.point), material: key.point, type, key };
}

function createKey(name: string, type: number | undefined, material: Uint8Array): VerifierKey {
  switch (type) {
    case NOTE_ED25519:
    case COSIGNATURE_ED25519:
      return createVerifierKey(name, type, parseSpki(formatSpki('ed25519', material)));
    case COSIGNATURE_ML_DSA_44:
      assertName(name);
      if (material.length !== ML_DSA_44_KEY_BYTES) {
        throw new InputError('bad-vkey', `vkey ${name}: ${material.length} bytes are no ML-DSA-44 key`);
      }
      return { name, keyId: computeKeyId(name, type, material), material, type };
    default:
      throw new InputError('bad-vkey', `vkey ${name}: unknown signature type ${type ?? '(none)'}`);
  }
}

function computeKeyId(name: string, type: number, material: Uint8Array): string {
  const preimage = concatBytes(encodeUtf8(`${name}\n`), Uint8Array.of(type), material);
  return encodeHex(sha256(preimage).subarray(0, 4));
}

function assertName(name: string): void {
  if (isKeyName(name) && encodeUtf8(name).length <= MAX_NAME_BYTES) return;
  throw new InputError('bad-vkey', `vkey: ${JSON.stringify(name)} is no key name of at most ${MAX_NAME_BYTES} bytes`);
}
