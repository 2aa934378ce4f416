/**
 * Timestamped Ed25519 cosignatures (C2SP tlog-cosignature v1.0.0, note signature type 0x04).
 *
 * A cosigner states: as of this time, this is the largest consistent tree that I have seen for this origin. The
 * statement does not name the cosigner, so a key serves one cosigner only.
 *
 *     signature = u64 big-endian time (POSIX seconds) ‖ Ed25519 signature (64 bytes)         72 bytes, after the key ID
 *     message   = "cosignature/v1\n" "time " decimal "\n" checkpoint text
 *
 * Example of a message (from the specification):
 *
 *     cosignature/v1
 *     time 1679315147
 *     example.com/behind-the-sofa
 *     20852163
 *     CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
 * @module
 */
import { concatBytes } from '../bytes/bytes.ts';
import { decodeU64, encodeU64 } from '../bytes/integers.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import type { PublicKey, VerifySignature } from '../crypto/public-key.ts';
import { InputError } from '../error.ts';
import type { NoteSignature } from './note.ts';
import type { NoteSigner } from './sign.ts';

const TIME_BYTES = 8;
const ED25519_BYTES = 64;

/** A decoded cosignature; nothing is verified yet. */
export interface Cosignature {
  /** When it was made, POSIX seconds, 0 <= t <= 2^53 - 1. */
  readonly timestampSeconds: number;
  /** 64 bytes. */
  readonly signature: Uint8Array;
}

/**
 * The bytes that a cosigner signs. `checkpointText` is the whole note text, extension lines included.
 * @throws InputError `bad-cosignature` unless 0 <= timestampSeconds <= 2^53 - 1
 */
export function encodeCosignatureMessage(checkpointText: string, timestampSeconds: number): Uint8Array {
  if (!Number.isSafeInteger(timestampSeconds) || timestampSeconds < 0) malformed(`time ${timestampSeconds}`);
  return encodeUtf8(`cosignature/v1\ntime ${timestampSeconds}\n${checkpointText}`);
}

/** The note signature's bytes after the key ID. @throws InputError `bad-cosignature`, `bad-integer` */
export function encodeCosignature({ timestampSeconds, signature }: Cosignature): Uint8Array {
  if (signature.length !== ED25519_BYTES) malformed(`a signature of ${signature.length} bytes`);
  return concatBytes(encodeU64(timestampSeconds), signature);
}

/** The inverse of {@link encodeCosignature}. @throws InputError `bad-cosignature`, `bad-integer` */
export function decodeCosignature(bytes: Uint8Array): Cosignature {
  if (bytes.length !== TIME_BYTES + ED25519_BYTES) malformed(`${bytes.length} bytes`);
  return { timestampSeconds: decodeU64(bytes, 0), signature: bytes.slice(TIME_BYTES) };
}

/** Cosigns a checkpoint text. The signer's key ID must be that of its vkey of type 0x04. */
export function signCosignature(checkpointText: string, timestampSeconds: number, signer: NoteSigner): NoteSignature {
  const signature = signer.sign(encodeCosignatureMessage(checkpointText, timestampSeconds));
  const { name, keyId } = signer;
  return { name, keyId, signature: encodeCosignature({ timestampSeconds, signature }) };
}

/**
 * Verifies the signature bytes of a type 0x04 note signature; returns its time (POSIX seconds), or undefined if they
 * are not the key's over this text. Hostile bytes give undefined.
 */
export function verifyCosignature(
  key: PublicKey,
  checkpointText: string,
  bytes: Uint8Array,
  verify: VerifySignature,
): number | undefined {
  const cosignature = tryDecode(bytes);
  if (cosignature === undefined) return undefined;
  const { timestampSeconds, signature } = cosignature;
  const message = encodeCosignatureMessage(checkpointText, timestampSeconds);
  return verify(key, message, signature) ? timestampSeconds : undefined;
}

function tryDecode(bytes: Uint8Array): Cosignature | undefined {
  try {
    return decodeCosignature(bytes);
  } catch {
    return undefined;
  }
}

function malformed(what: string): never {
  throw new InputError(
    'bad-cosignature',
    `cosignature: ${what}; expected 8 bytes of time, ${ED25519_BYTES} of signature`,
  );
}
