/**
 * Disclosures of RFC 9901 (SD-JWT) section 4.2: a confidential value, its name and a salt, and the digest that stands for them
 * where others may read.
 *
 * ```
 * disclosure = base64url(UTF-8(JSON [salt, name, value]))     a member of an object
 *            = base64url(UTF-8(JSON [salt, value]))           an element of an array
 * digest     = base64url(SHA-256(ASCII(disclosure)))
 * ```
 * The digest covers the text as it stands, so JSON of any spelling is read. What Ledgerline makes has one spelling (RFC
 * 8785) and 32 bytes of salt; `open.ts` asks for both.
 *
 * Example, section 4.2.3: `WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0` has the digest
 * `X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0`.
 * @module
 */
import { decodeBase64url, encodeBase64url } from '../bytes/base64url.ts';
import { sha256 } from '../bytes/sha256.ts';
import { decodeUtf8, encodeUtf8 } from '../bytes/utf8.ts';
import { InputError } from '../error.ts';
import { canonicalize } from '../json/jcs.ts';
import { type Json, parseJson } from '../json/json.ts';

/** Bytes of a salt, and of the randomness behind a decoy. */
export const SALT_BYTES = 32;

/** Names that RFC 9901 keeps for itself. */
export const RESERVED_NAMES: readonly string[] = ['_sd', '...'];

/** A disclosure, parsed. */
export interface Disclosure {
  readonly text: string;
  /** Base64url, 43 digits. */
  readonly digest: string;
  readonly salt: string;
  /** Undefined for an element of an array. */
  readonly name: string | undefined;
  readonly value: Json;
}

/** The disclosure of a member, or of an array element where `name` is undefined, in the spelling of RFC 8785. */
export function encodeDisclosure(salt: string, name: string | undefined, value: Json): string {
  const parts = name === undefined ? [salt, value] : [salt, name, value];
  return encodeBase64url(encodeUtf8(canonicalize(parts)));
}

/** The digest that stands for a text: a disclosure, or the randomness of a decoy. */
export function disclosureDigest(text: string): string {
  return encodeBase64url(sha256(encodeUtf8(text)));
}

/**
 * Parses a disclosure of anybody's making.
 * @throws InputError `bad-base64url`, `bad-utf8`, `bad-json`, and `bad-disclosure` for JSON of another shape
 */
export function parseDisclosure(text: string): Disclosure {
  const parts = parseJson(decodeUtf8(decodeBase64url(text, undefined, 'disclosure'), 'disclosure'), 'disclosure');
  if (!Array.isArray(parts) || parts.length < 2 || parts.length > 3)
    throw new InputError('bad-disclosure', 'disclosure: expected a JSON array of two or three elements');
  const [salt, name, value] = (parts.length === 3 ? parts : [parts[0], undefined, parts[1]]) as (Json | undefined)[];
  if (typeof salt !== 'string') throw new InputError('bad-disclosure', 'disclosure: the salt is no string');
  if (parts.length === 3 && typeof name !== 'string')
    throw new InputError('bad-disclosure', 'disclosure: the name is no string');
  if (RESERVED_NAMES.includes(String(name)))
    throw new InputError('bad-disclosure', `disclosure: a member cannot be named ${String(name)}`);
  return { text, digest: disclosureDigest(text), salt, name: name as string | undefined, value: value as Json };
}
