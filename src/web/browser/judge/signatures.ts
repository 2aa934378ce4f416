/**
 * Signatures verified by the browser itself (WebCrypto), which is faster, and by our own code where it cannot. Both give the same
 * verdict on every input: the checks that platforms leave out run first, and a platform that fails the known answers is not used.
 * @module
 */
import { decodeHex } from '../../../core/bytes/hex.ts';
import { parseDerSignature } from '../../../core/crypto/ecdsa.ts';
import { precheckEd25519 } from '../../../core/crypto/ed25519.ts';
import type { PublicKey } from '../../../core/crypto/public-key.ts';
import { verifySignature } from '../../../core/crypto/verify.ts';
import type { SignatureBackend } from '../../../verify/signatures.ts';

export interface BrowserSignatures {
  readonly verify: SignatureBackend;
  /** Who verifies Ed25519. */
  readonly by: 'webcrypto' | 'own';
}

/** Uint8Array as WebCrypto wants it. */
type Bytes = Uint8Array<ArrayBuffer>;

/** Ed25519 (RFC 8032 section 7.1, test 2), the same with one bit turned, and case 4 of ed25519-speccheck, which only verifiers that multiply by the cofactor accept. */
const KNOWN_ANSWERS = [
  {
    key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '72',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    isGood: true,
  },
  {
    key: '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    message: '73',
    signature:
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
    isGood: false,
  },
  {
    key: 'cdb267ce40c5cd45306fa5d2f29731459387dbf9eb933b7bd5aed9a765b88d4d',
    message: 'e47d62c63f830dc7a6851a0b1f33ae4bb2f507fb6cffec4011eaccd55b53f56c',
    signature:
      '160a1cb0dc9c0258cd0a7d23e94d8fa878bcb1925f2c64246b2dee1796bed5125ec6bc982a269b723e0668e540911a9a6a58921d6925e434ab10aa7940551a09',
    isGood: false,
  },
] as const;

/** The back end for this browser. Without a secure context there is no WebCrypto. */
export async function browserSignatures(
  subtle: SubtleCrypto | null = globalThis.crypto?.subtle ?? null,
): Promise<BrowserSignatures> {
  if (subtle === null || !(await knowsAnswers(subtle))) return { verify: verifySignature, by: 'own' };
  const keys = new Map<string, Promise<CryptoKey>>();
  const keyOf = (key: PublicKey): Promise<CryptoKey> => {
    const known = keys.get(key.keyId) ?? importKey(subtle, key);
    if (keys.size < 4096) keys.set(key.keyId, known);
    return known;
  };
  const verify: SignatureBackend = (key, message, signature) => {
    const raw = rawSignature(key, signature);
    return raw === undefined
      ? false
      : keyOf(key)
          .then((cryptoKey) => subtle.verify(ALGORITHMS[key.algorithm], cryptoKey, raw, message as Bytes))
          .catch(() => verifySignature(key, message, signature));
  };
  return { verify, by: 'webcrypto' };
}

/** What WebCrypto calls the algorithms; the curve fixes the hash. */
const ALGORITHMS = {
  ed25519: { name: 'Ed25519' },
  'ecdsa-p256': { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' },
  'ecdsa-p384': { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-384' },
} as const;

function importKey(subtle: SubtleCrypto, { algorithm, point }: PublicKey): Promise<CryptoKey> {
  return subtle.importKey('raw', point as Bytes, ALGORITHMS[algorithm], false, ['verify']);
}

/** The signature as WebCrypto wants it; undefined for what our rule refuses whatever the equation says. */
function rawSignature({ algorithm, point }: PublicKey, signature: Uint8Array): Bytes | undefined {
  if (algorithm === 'ed25519') return precheckEd25519(point, signature) ? (signature as Bytes) : undefined;
  return parseDerSignature(algorithm, signature) as Bytes | undefined;
}

function hex(text: string): Bytes {
  return decodeHex(text) as Bytes;
}

async function knowsAnswers(subtle: SubtleCrypto): Promise<boolean> {
  try {
    const answers = await Promise.all(
      KNOWN_ANSWERS.map(async ({ key, message, signature }) => {
        const cryptoKey = await subtle.importKey('raw', hex(key), ALGORITHMS.ed25519, false, ['verify']);
        return subtle.verify(ALGORITHMS.ed25519, cryptoKey, hex(signature), hex(message));
      }),
    );
    return answers.every((answer, i) => answer === KNOWN_ANSWERS[i]?.isGood);
  } catch {
    return false; // no Ed25519 on this platform
  }
}
