/**
 * Encryption to named readers: JWE (RFC 7516) in the general JSON serialization, one entry a reader, ECDH-ES+A256KW and
 * A256GCM. Any JOSE library reads it.
 *
 * ```json
 * {"ciphertext":…,"iv":…,"protected":…,"recipients":[{"encrypted_key":…,"header":{"alg":…,"epk":…,"kid":…}},…],"tag":…}
 * ```
 * Who may read (`kid`) and the size in KiB are visible; the content is padded with blanks, which JSON allows at its end.
 * It is authenticated towards each reader as unchanged, not as anybody's: whose it is, the signed statement says.
 * @module
 */
import { errors, GeneralEncrypt, type GeneralJWE } from 'jose';
import { decodeUtf8 } from '../../core/bytes/utf8.ts';
import { InputError } from '../../core/error.ts';
import { canonicalize } from '../../core/json/jcs.ts';
import { type Json, parseJson } from '../../core/json/json.ts';
import { JWE_ALGORITHMS, type SealingPrivateKey, type SealingPublicKey } from './sealing-key.ts';

/** Contents are padded to a multiple of this, bytes. */
const PADDING_BYTES = 1024;
const BLANK = 0x20;

/** Most readers of one file. */
const MAX_RECIPIENTS = 64;

/** Largest encrypted file, bytes: the largest disclosure file in base64url, and its readers. */
export const MAX_JWE_BYTES: number = 8 * 1024 * 1024;

/**
 * Encrypts JSON to all of `recipients`. Requires at least one.
 * @throws InputError `bad-sealing-key` for too many, one that occurs twice, or one that no secret can be agreed with
 */
export async function encryptTo(recipients: readonly SealingPublicKey[], json: Uint8Array): Promise<Uint8Array> {
  const names = recipients.map(({ thumbprint }) => thumbprint);
  if (new Set(names).size !== names.length || names.length > MAX_RECIPIENTS)
    throw new InputError('bad-sealing-key', `recipients: at most ${MAX_RECIPIENTS}, each once`);
  const jwe = new GeneralEncrypt(padded(json)).setProtectedHeader({ enc: JWE_ALGORITHMS.enc, cty: 'json' });
  for (const { key, thumbprint } of recipients)
    jwe.addRecipient(key).setUnprotectedHeader({ alg: JWE_ALGORITHMS.alg, kid: thumbprint });
  try {
    return Buffer.from(canonicalize(await jwe.encrypt()));
  } catch (cause) {
    // X25519 with a point of small order agrees on zero, which OpenSSL refuses.
    throw new InputError('bad-sealing-key', 'recipients: no secret can be agreed with one of the keys', { cause });
  }
}

/**
 * Decrypts what {@link encryptTo} made, with the key of one reader.
 * @throws InputError `bad-jwe` or `too-large` for any other file, and one that was changed; `not-a-recipient` where it is not encrypted to this key
 */
export async function decryptWith(key: SealingPrivateKey, file: Uint8Array): Promise<Uint8Array> {
  const { recipients, ...shared } = parseJwe(file);
  const own = recipients.find(({ header }) => header?.kid === key.publicKey.thumbprint);
  if (own === undefined)
    throw new InputError(
      'not-a-recipient',
      `encrypted to ${recipients.length} keys, not to ${key.publicKey.thumbprint}`,
    );
  try {
    return unpadded(await key.decrypt({ ...shared, ...own }));
  } catch (cause) {
    if (cause instanceof errors.JOSEError || cause instanceof TypeError || cause instanceof DOMException)
      throw new InputError('bad-jwe', `encrypted file: ${cause.message}`, { cause });
    throw cause;
  }
}

/** True for a file that looks encrypted, so that a key is needed. */
export function isJwe(value: Json): boolean {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, 'ciphertext');
}

/** What the readers' entries must be to be looked through; jose checks the rest. @throws InputError `bad-jwe`, `too-large` */
function parseJwe(file: Uint8Array): GeneralJWE {
  if (file.length > MAX_JWE_BYTES)
    throw new InputError('too-large', `encrypted file: more than ${MAX_JWE_BYTES} bytes`);
  const value = parseJson(decodeUtf8(file, 'encrypted file'), 'encrypted file');
  const jwe = Object(value) as Partial<GeneralJWE>;
  const { recipients } = jwe;
  const isEntry = (entry: unknown): boolean => typeof entry === 'object' && entry !== null;
  if (!isJwe(value) || !Array.isArray(recipients) || recipients.length > MAX_RECIPIENTS || !recipients.every(isEntry))
    throw new InputError('bad-jwe', 'encrypted file: no JWE in the general JSON serialization');
  return jwe as GeneralJWE;
}

function padded(json: Uint8Array): Uint8Array {
  const whole = new Uint8Array(Math.ceil(json.length / PADDING_BYTES) * PADDING_BYTES).fill(BLANK);
  whole.set(json);
  return whole;
}

function unpadded(content: Uint8Array): Uint8Array {
  return content.subarray(0, content.findLastIndex((byte) => byte !== BLANK) + 1);
}
