/**
 * Sealed documents: confidential fields as digests, RFC 9901. The document may be shown to anybody; the disclosures are kept, and
 * handed on field by field.
 *
 * ```json
 * {"_sd":["<digest>",…],"_sd_alg":"sha-256"}
 * ```
 * `_sd` is sorted and holds a digest for every field and every decoy. A field that is an array is sealed element by element:
 * its disclosed value is `[{"...":"<digest>"},…]`. On the log stands the SHA-256 of the document's RFC 8785 bytes.
 * @module
 */
import { decodeBase64url } from '../bytes/base64url.ts';
import { encodeHex } from '../bytes/hex.ts';
import { sha256 } from '../bytes/sha256.ts';
import { encodeUtf8 } from '../bytes/utf8.ts';
import { InputError, InvariantError } from '../error.ts';
import { canonicalize } from '../json/jcs.ts';
import { type Json, parseCanonicalJson } from '../json/json.ts';
import { disclosureDigest, encodeDisclosure, RESERVED_NAMES, SALT_BYTES } from './disclosure.ts';

/** Largest sealed document, bytes: some 1,400 digests. */
export const MAX_SEALED_BYTES = 65_536;

/** Largest set of confidential fields, and largest disclosure file, bytes. */
export const MAX_DISCLOSED_BYTES = 1_048_576;

/** What may be public. */
export interface SealedDocument {
  readonly _sd: readonly string[];
  readonly _sd_alg: 'sha-256';
}

/** Confidential fields by name. */
export type Fields = { readonly [name: string]: Json };

/** A sealed document, and what opens it. */
export interface Sealing {
  readonly sealed: SealedDocument;
  /** One a field, in the order of their names, each followed by those of its elements. */
  readonly disclosures: readonly string[];
}

/**
 * Seals `fields`. Salts and decoys are base64url of 32 random bytes each, all different; a pure function draws none itself.
 * @param salts as many as `saltCount(fields)`
 * @param decoys randomness of digests that open nothing; they hide how many fields there are
 * @throws InputError `bad-fields`, `bad-salt`, `json-not-canonical`, `too-large`
 */
export function seal(fields: Fields, salts: readonly string[], decoys: readonly string[]): Sealing {
  assertFields(fields);
  for (const random of [...salts, ...decoys]) assertSalt(random);
  if (new Set([...salts, ...decoys]).size !== salts.length + decoys.length)
    throw new InputError('bad-salt', 'a salt is used twice');
  if (salts.length !== saltCount(fields))
    throw new InputError('bad-salt', `${salts.length} salts for ${saltCount(fields)} values`);
  const unused = salts.values();
  const nextSalt = (): string => {
    const { value } = unused.next();
    if (value === undefined) throw new InvariantError('salts were counted');
    return value;
  };
  const sealedFields = Object.keys(fields)
    .sort()
    .map((name) => sealField(name, fields[name] ?? null, nextSalt));
  const digests = [...sealedFields.map(([first]) => first), ...decoys].map((text) => disclosureDigest(text ?? ''));
  const sealed: SealedDocument = { _sd: digests.sort(), _sd_alg: 'sha-256' };
  parseSealed(encodeSealed(sealed));
  return { sealed, disclosures: sealedFields.flat() };
}

/** How many salts sealing these fields takes: one a field, and one an element of a field that is an array. */
export function saltCount(fields: Fields): number {
  const values = Object.values(fields);
  return values.reduce<number>((sum, value) => sum + (Array.isArray(value) ? value.length : 0), values.length);
}

/** The bytes of a sealed document. Inverse of {@link parseSealed}. */
export function encodeSealed({ _sd, _sd_alg }: SealedDocument): Uint8Array {
  return encodeUtf8(canonicalize({ _sd, _sd_alg }));
}

/** What statements carry for a sealed document: SHA-256 of its bytes, hexadecimal. */
export function sealedDigest(sealed: SealedDocument): string {
  return encodeHex(sha256(encodeSealed(sealed)));
}

/**
 * Parses a sealed document that is attacker-controlled.
 * @throws InputError `too-large`, `bad-utf8`, `bad-json`, `json-not-canonical`, and `bad-sealed` for another shape, another hash
 *   algorithm, and digests that are not sorted, not of 32 bytes, or there twice
 */
export function parseSealed(bytes: Uint8Array): SealedDocument {
  const value = parseCanonicalJson(bytes, MAX_SEALED_BYTES, 'sealed document');
  const { _sd: digests, _sd_alg: algorithm, ...others } = Object(value) as Record<string, Json>;
  if (algorithm !== 'sha-256' || Object.keys(others).length > 0 || !Array.isArray(digests) || digests.length === 0)
    throw new InputError('bad-sealed', 'sealed document: expected {"_sd":[…],"_sd_alg":"sha-256"}');
  digests.forEach((digest: Json, i) => {
    if (typeof digest !== 'string' || !isDigest(digest))
      throw new InputError('bad-sealed', `sealed document: _sd[${i}] is no digest`);
    if (i > 0 && String(digests[i - 1]) >= digest)
      throw new InputError('bad-sealed', `sealed document: _sd[${i}] is not greater than the digest before it`);
  });
  return { _sd: digests as readonly string[], _sd_alg: 'sha-256' };
}

/** @throws InputError `bad-salt` unless `salt` is base64url of 32 bytes */
export function assertSalt(salt: string): void {
  if (!isDigest(salt)) throw new InputError('bad-salt', `a salt is base64url of ${SALT_BYTES} bytes`);
}

/** The disclosure of a field, followed by those of its elements. */
function sealField(name: string, value: Json, nextSalt: () => string): string[] {
  const salt = nextSalt();
  if (!Array.isArray(value)) return [encodeDisclosure(salt, name, value)];
  const elements = value.map((element: Json) => encodeDisclosure(nextSalt(), undefined, element));
  const digests = elements.map((element) => ({ '...': disclosureDigest(element) }));
  return [encodeDisclosure(salt, name, digests), ...elements];
}

function assertFields(fields: Fields): void {
  parseCanonicalJson(encodeUtf8(canonicalize(fields)), MAX_DISCLOSED_BYTES, 'fields');
  if (Object.keys(fields).length === 0) throw new InputError('bad-fields', 'there is no field to seal');
  if (Object.hasOwn(fields, '_sd_alg')) throw new InputError('bad-fields', 'a field cannot be named _sd_alg');
  assertNames(fields);
}

/** A value that looks like a digest would be taken for one. */
function assertNames(value: Json): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) {
    const reserved = Object.keys(value).find((name) => RESERVED_NAMES.includes(name));
    if (reserved !== undefined) throw new InputError('bad-fields', `a member cannot be named ${reserved}`);
  }
  for (const inner of Object.values(value)) assertNames(inner);
}

/** True for base64url of 32 bytes, whether a hash or randomness. */
function isDigest(text: string): boolean {
  try {
    return decodeBase64url(text, SALT_BYTES).length === SALT_BYTES;
  } catch {
    return false;
  }
}
